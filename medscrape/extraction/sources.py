"""Where saved pages are found: files and folders, in a stable order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from medscrape.errors import OutputError, UsageError

_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".warc", ".warc.gz")
T = TypeVar("T")


@dataclass(frozen=True)
class SavedPage:
    """A page as it was found."""

    name: str
    """Where: the file."""
    body: bytes
    url: str | None
    """Where the page comes from, if that is known from outside the page."""


def input_files(paths: Iterable[Path], url: str | None = None) -> list[Path]:
    """Every file named, and those in the folders named that can hold pages, in order of name.

    Raises `UsageError` when a path does not exist, or when a folder holds nothing to read.
    """
    wanted = list(paths)
    for path in wanted:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}.")
    if url is not None and (len(wanted) != 1 or wanted[0].is_dir()):
        raise UsageError("--url says where one page comes from; give it with a single file.")
    return [file for path in wanted for file in _files(path)]


def saved_page(file: Path, url: str | None = None) -> SavedPage:
    """The page in a file; raises `OutputError` when it cannot be read."""
    return SavedPage(str(file), readable(Path.read_bytes, file), url)


def readable(read: Callable[[Path], T], file: Path) -> T:
    """What reading a file gives; raises `OutputError` when it cannot be read."""
    try:
        return read(file)
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: Path, error: OSError) -> OutputError:
    """The failure to read a file, for a person."""
    return OutputError(f"The file {file} cannot be read: {error.strerror or error}.")


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = (file for file in sorted(path.rglob("*")) if file.name.lower().endswith(_SUFFIXES) and file.is_file())
    first = next(found, None)
    if first is None:
        raise UsageError(f"The folder {path} holds no saved pages ({', '.join(sorted(_SUFFIXES))}).")
    yield first
    yield from found
