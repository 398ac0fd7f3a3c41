"""The WARC files of an archive."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from medscrape.models import Capture

_OURS = re.compile(r"medscrape-(?P<run>[A-Za-z0-9]+)-(?P<number>[0-9]{5,})\.warc\.gz")


def name_of(run_id: str, number: int) -> str:
    """The name of a run's file; the order of the names is that of the files' making.

    >>> name_of("20261123T083505Z", 1)
    'medscrape-20261123T083505Z-00001.warc.gz'
    """
    return f"medscrape-{run_id}-{number:05}.warc.gz"


def warc_files(folder: Path) -> list[Path]:
    """The archive's files, oldest first."""
    return sorted(path for path in folder.glob("*.warc.gz") if _OURS.fullmatch(path.name))


def run_of_file(path: Path) -> str | None:
    """The id of the run that wrote a file of the archive; None for a file of anybody else."""
    match = _OURS.fullmatch(path.name)
    return match["run"] if match else None


def next_number(folder: Path, run_id: str) -> int:
    """The number of the next file of a run."""
    # One pattern for all runs: Python keeps those that it has compiled.
    matches = (_OURS.fullmatch(path.name) for path in folder.glob("*.warc.gz"))
    return max((int(match["number"]) for match in matches if match and match["run"] == run_id), default=0) + 1


def remove_files(folder: Path, needed: Collection[str], before: datetime) -> list[Path]:
    """Removes the files of runs that began before a moment, but for those needed and the newest; says which went."""
    stamp = before.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    old = [path for path in warc_files(folder)[:-1] if path.name < f"medscrape-{stamp}" and path.name not in needed]
    for path in old:
        path.unlink()
    return old


def holds(folder: Path, capture: Capture) -> bool:
    """Whether the archive reaches to a place: false for a record that was lost or removed.

    No file is ever added to by a later process, so a place behind the end of its file can never be another record's.
    """
    try:
        return (folder / Path(capture.file).name).stat().st_size > capture.offset
    except OSError:
        return False
