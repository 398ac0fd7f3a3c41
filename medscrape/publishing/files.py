"""Files that are on the disk when the function returns, and folders that appear and vanish at once."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from medscrape.models import PublishedFile

_State = Literal["draft", "removed"]
_STATES: tuple[_State, ...] = get_args(_State)


def write_lines(path: Path, lines: Iterable[bytes]) -> PublishedFile:
    """Writes lines, each ended by a newline, and gives what a copy can be checked against."""
    digest, length, count = hashlib.sha256(), 0, 0
    with path.open("wb") as file:
        for line in lines:
            length += file.write(line) + file.write(b"\n")
            digest.update(line)
            digest.update(b"\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return PublishedFile(sha256=digest.hexdigest(), bytes=length, lines=count)


def is_intact(path: Path, known: PublishedFile) -> bool:
    """Whether a file still has the bytes it was published with."""
    if not path.is_file() or path.stat().st_size != known.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == known.sha256


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_folder(written: Path, place: Path) -> None:
    """Gives a complete folder its name; a damaged one of that name is made whole in its place.

    Readers may be in a damaged one, and so its files are replaced one by one: each is there at any moment.
    """
    if place.is_dir() and not place.is_symlink():
        _replace_files(written, place)
    else:
        place.unlink(missing_ok=True)
        written.rename(place)
    sync_folder(place.parent)


def _replace_files(written: Path, place: Path) -> None:
    wanted = {path.name for path in written.iterdir()}
    for path in sorted(written.iterdir()):
        target = place / path.name
        if path.is_dir():
            if target.is_symlink() or not target.is_dir():
                target.unlink(missing_ok=True)
                target.mkdir()
            _replace_files(path, target)
        else:
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            path.replace(target)
    for path in place.iterdir():
        if path.name not in wanted:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    written.rmdir()
    sync_folder(place)


def remove_folder(folder: Path) -> None:
    """Removes a folder so that its name goes first: no reader sees half of it."""
    going = hidden(folder, "removed")
    folder.rename(going)
    shutil.rmtree(going)


def hidden(folder: Path, state: _State) -> Path:
    """The name of a folder that is no release (yet, or any longer): `clear_hidden` removes it."""
    return folder.with_name(f".{folder.name}.{state}")


def clear_hidden(folder: Path) -> None:
    """Removes what a killed publication left behind."""
    for state in _STATES:
        for leftover in folder.glob(f".*.{state}"):
            shutil.rmtree(leftover)
