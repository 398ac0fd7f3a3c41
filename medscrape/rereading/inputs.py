"""What a unit is read from, as far as it decides whether an earlier partition still holds."""

import hashlib
import os
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from medscrape.rereading.units import Unit

READ_ANYWAY = "read anyway"


def files_of(unit: Unit) -> list[Path]:
    """The files of a unit."""
    return [Path(unit.path)] if unit.pages is None else [Path(unit.path, name) for name in unit.pages]


def digest_of(unit: Unit) -> tuple[int, str]:
    """Size and digest of what a unit is read from."""
    files = files_of(unit)
    if unit.pages is None:
        return files[0].stat().st_size, _digest(files[0])
    lines = (f"{_digest(file)} {file.name}\n" for file in files)
    return sum(file.stat().st_size for file in files), hashlib.sha256("".join(lines).encode()).hexdigest()


def stamps_of(unit: Unit) -> list[tuple[int, int]]:
    """What is another when a file of a unit has been written to in the meantime."""
    return [(found.st_size, found.st_mtime_ns) for found in map(os.stat, files_of(unit))]


def neighbours_of(unit: Unit, names: Iterable[str], archives: Collection[str]) -> dict[str, str | None]:
    """What the files of these names are to a WARC file beside them (see `Input.neighbours`)."""
    path = Path(unit.path)
    others = sorted(name for name in names if name != path.name)
    return {name: READ_ANYWAY if name in archives else _known_digest(path.with_name(name)) for name in others}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known_digest(path: Path) -> str | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return _digest_at(path, found.st_size, found.st_mtime_ns)


@lru_cache
def _digest_at(path: Path, size: int, written_at: int) -> str:  # noqa: ARG001 - they tell the file's states apart
    return _digest(path)
