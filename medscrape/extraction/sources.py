"""Where saved pages are found: files and folders, one at a time, in a stable order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from medscrape.errors import OutputError, UsageError

_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt"})


@dataclass(frozen=True)
class SavedPage:
    """A page as it was found."""

    name: str
    """Where: the file."""
    body: bytes
    url: str | None
    """Where the page comes from, if that is known from outside the page."""


def saved_pages(paths: Iterable[Path], url: str | None = None) -> Iterator[SavedPage]:
    """Every page in the files and folders named, folders in order of name, one in memory at a time.

    Raises `UsageError` before anything is read when a path does not exist, `OutputError` when a file cannot be read.
    """
    wanted = list(paths)
    for path in wanted:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}.")
    if url is not None and (len(wanted) != 1 or wanted[0].is_dir()):
        raise UsageError("--url says where one page comes from; give it with a single file.")
    return (_read(file, url) for path in wanted for file in _files(path))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in _SUFFIXES and file.is_file())
    first = next(found, None)
    if first is None:
        raise UsageError(f"The folder {path} holds no saved pages ({', '.join(sorted(_SUFFIXES))}).")
    yield first
    yield from found


def _read(file: Path, url: str | None) -> SavedPage:
    try:
        return SavedPage(str(file), file.read_bytes(), url)
    except OSError as error:
        raise OutputError(f"The file {file} cannot be read: {error.strerror or error}.") from error
