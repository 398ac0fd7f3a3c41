"""What the disk and SQLite complain about, as sentences for a person."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zlib_ng import zlib_ng

from medscrape.errors import DiskFullError, OutputError, StoreError

# SQLite says no more than this when it finds no room for what it shares with its readers.
_INPUT_OUTPUT = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_ROOM = 1_000_000
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_IN_THE_WAY = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOTEMPTY}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}

FREE_SPACE = "Free some space and run the same command again: it goes on from here."
REBUILD = "`medscrape rebuild` makes it anew; or restore it from a copy, or choose another output folder."
_LONGEST = 200
_OTHER_FOLDER = "Check the folder and its permissions, or choose another output folder."


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turns failures of the disk and of SQLite at `path` into one sentence: what, where, and what to do."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise  # a mistake in this program, not in the user's world
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code == sqlite3.SQLITE_FULL or (code in _INPUT_OUTPUT and _is_full(path.parent)):
            raise DiskFullError(f"The disk is full: the store {path} cannot grow. {FREE_SPACE}") from error
        raise StoreError(_about_store(path, error, code)) from error
    except UnicodeDecodeError as error:  # the name of a table, or SQLite's own complaint about it
        raise StoreError(f"The store {path} is damaged (a text in it is no UTF-8). {REBUILD}") from error
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else path
        if error.errno in _FULL:
            raise DiskFullError(f"The disk is full: {place} cannot be written. {FREE_SPACE}") from error
        raise OutputError(_about_output(place, error)) from error


@contextmanager
def told_as_damage() -> Iterator[None]:
    """Turns values that this program never writes into one sentence: SQLite itself knows nothing of what they mean."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, zlib_ng.error) as error:  # type: ignore[misc] # its stub takes the class for an instance
        raise StoreError(
            f"The store is damaged: it holds a value that medscrape does not write ({_line(error)}). {REBUILD}"
        ) from error


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def _about_store(path: Path, error: sqlite3.DatabaseError, code: int) -> str:
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return f"The store {path} is damaged ({_line(error)}). {REBUILD}"
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return f"Another program is using the store {path}. Close it and run the same command again."
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}:
        why = f"cannot be read or written ({_line(error)})"
        return f"The store {path} {why}. See that the disk is not full. {_OTHER_FOLDER}"
    return f"The store {path} cannot be used ({_line(error)}). {REBUILD}"


def _line(error: Exception) -> str:
    """The first words of a complaint, on one line."""
    return " ".join(str(error).split())[:_LONGEST]


def _about_output(place: str | Path, error: OSError) -> str:
    if error.errno in _IN_THE_WAY:
        return f"Something else is in the way at {place}. Move it aside, or choose another output folder."
    if error.errno in _FORBIDDEN:
        return f"There is no permission to write {place}. {_OTHER_FOLDER}"
    return f"{place} cannot be used ({error.strerror or error}). {_OTHER_FOLDER}"
