"""What a job is cut into: a WARC file each, and the saved pages of a folder together."""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from medscrape.archive import is_warc
from medscrape.errors import UsageError
from medscrape.extraction import input_files, readable
from medscrape.models import Record

_ENDING = re.compile(r"\.(warc(\.gz|\.zst|\.lz4)?|gz)$", re.I)
_LONGEST = 100


class Unit(Record):
    """A part of a job that one process does, and whose records are one partition."""

    name: str
    """Name of its partition."""
    path: str
    """The WARC file, or the folder of the saved pages, as an absolute path."""
    pages: tuple[str, ...] | None
    """Names of the saved pages in that folder; `null` for a WARC file."""
    size: int
    """Bytes to read."""


def units_of(paths: Iterable[Path]) -> list[Unit]:
    """The units of a job, in order of path; a file that is named twice is read once.

    Raises `UsageError` when a path does not exist, `OutputError` when a file cannot be read.
    """
    files = sorted({file.parent.resolve() / file.name for file in input_files(paths)})
    pages: defaultdict[Path, list[Path]] = defaultdict(list)
    units = []
    for file in map(_named_in_unicode, files):
        if readable(is_warc, file):
            units.append(Unit(name=_name(file), path=str(file), pages=None, size=readable(os.path.getsize, file)))
        else:
            pages[file.parent].append(file)
    units += [_unit_of_pages(folder, found) for folder, found in pages.items()]
    return sorted(units, key=lambda unit: unit.path)


def biggest_first(units: Iterable[Unit]) -> list[Unit]:
    """The order of work: what takes longest begins first, so that no process waits long for the last one."""
    return sorted(units, key=lambda unit: (-unit.size, unit.path))


def _unit_of_pages(folder: Path, files: list[Path]) -> Unit:
    size = sum(readable(os.path.getsize, file) for file in files)
    return Unit(name=_name(folder), path=str(folder), pages=tuple(file.name for file in files), size=size)


def _name(path: Path) -> str:
    """What the file is called, for people, and a digest of where it is, so that no two units share a name."""
    place = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return f"{_ENDING.sub('', path.name)[:_LONGEST].lstrip('.') or 'pages'}-{place}"


def _named_in_unicode(file: Path) -> Path:
    try:
        str(file).encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"The name of {os.fsencode(file)!r} is not UTF-8; give the file another one.") from error
    return file
