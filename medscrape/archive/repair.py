"""The torn tail of the last file: what a kill or a power cut leaves of a record is cut off at the next start.

`tail.json` remembers which file was written last, and up to where it is known to be on the disk, so that a start after
a clean end costs nothing, and any other reads only what came after. It is a help and not a truth: without it the newest
file is read from its start.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from medscrape.archive.folder import warc_files
from medscrape.archive.members import torn_from, whole_until

_MEMORY = "tail.json"


@dataclass(frozen=True, slots=True)
class Repair:
    """What was cut off."""

    path: Path
    removed: int
    """Bytes that were no whole record."""


def repair(folder: Path) -> list[Repair]:
    """Cuts the last file back to its last whole record; says where there was something to cut.

    The last file is the one that was written last and, should nobody remember that, the newest by name. One of which no
    record is left is removed. No other file is touched, whatever its state: that is for `verify` to tell. The folder is
    made if there is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name, synced = _remembered(folder)
    files = [path for path in warc_files(folder) if not path.is_symlink()]  # what a link leads to is not ours to cut
    last = {path for path in files if path.name == name} | set(files[-1:])
    repairs = [_cut(path, synced if path.name == name else 0) for path in sorted(last)]
    return [done for done in repairs if done.removed]


def remember(folder: Path, file: Path, size: int) -> None:
    """Notes that a file is on the disk up to `size`; to be called after it was brought there."""
    draft = folder / f".{_MEMORY}.part"
    with suppress(OSError):  # without the note the next start reads more, and nothing is lost
        draft.unlink(missing_ok=True)
        with draft.open("xb") as memory:
            memory.write(orjson.dumps({"file": file.name, "size": size}))
        draft.replace(folder / _MEMORY)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cut(path: Path, synced: int) -> Repair:
    size = path.stat().st_size
    if size == synced and size:
        return Repair(path, 0)
    with path.open("r+b") as file:
        # Behind what is known to be on the disk the first damage ends the file. Where nothing is known only its end is
        # cut: whole records behind older damage stay.
        good = whole_until(file, synced) if synced < size and synced else torn_from(file)
        if good < size:
            file.truncate(good)
            os.fsync(file.fileno())
    if good:
        remember(path.parent, path, good)
    else:
        path.unlink()
        sync_folder(path.parent)
    return Repair(path, size - good)


def _remembered(folder: Path) -> tuple[str, int]:
    try:
        memory = orjson.loads((folder / _MEMORY).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return "", 0
    name, size = (memory.get("file"), memory.get("size")) if isinstance(memory, dict) else (None, None)
    return (name, size) if isinstance(name, str) and isinstance(size, int) and size >= 0 else ("", 0)
