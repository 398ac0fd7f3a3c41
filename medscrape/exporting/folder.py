"""The folder of an export: written beside its place, and put there whole or not at all."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from pydantic import ValidationError

from medscrape.errors import OutputError
from medscrape.exporting.exchange import exchange
from medscrape.exporting.manifest import ExportManifest
from medscrape.store.trouble import told_plainly

MANIFEST = "export.json"
_FILES = frozenset({".csv", ".db", ".json", ".jsonl", ".md", ".parquet", ".sqlite"})


def require_free(place: Path, format_name: str, own_files: Iterable[str]) -> None:
    """Raises `OutputError` unless a place is free, an empty folder, or an earlier export of the same format."""
    if place.suffix in _FILES and not place.is_dir():
        raise OutputError(f"An export is a folder: name one instead of {place}, and its files will be in it.")
    with told_plainly(place):
        if not place.exists() or (place.is_dir() and not any(place.iterdir())):
            return
        if not place.is_dir():
            raise OutputError(f"{place} is a file and stays; name another folder for the export.")
        if _format_of(place) != format_name:
            raise OutputError(f"{place} holds something else than a {format_name} export; name another folder.")
        for path in _files_in(place):
            if not any(path.relative_to(place).match(pattern) for pattern in (MANIFEST, *own_files)):
                raise OutputError(f"{path} is not of the export that would be replaced; move it aside.")


def _format_of(place: Path) -> str | None:
    try:
        return ExportManifest.model_validate_json((place / MANIFEST).read_bytes(), extra="ignore").format
    except (OSError, ValidationError):
        return None


@contextmanager
def written_whole(place: Path) -> Iterator[Path]:
    """A folder to write to, which takes its place when everything went well and leaves no trace when not."""
    with told_plainly(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(place)
        draft = place.with_name(f".{place.name}.{os.getpid()}.draft")
        draft.mkdir()
        with _locked(draft):
            try:
                yield draft
                _to_disk(draft)
                _put(draft, place)
            finally:
                shutil.rmtree(draft, ignore_errors=True)


def _put(draft: Path, place: Path) -> None:
    if place.exists():
        exchange(draft, place)
    else:
        draft.rename(place)
    _sync(place.parent)


def _to_disk(folder: Path) -> None:
    for name, _, files in os.walk(folder):
        for file in (*files, "."):
            _sync(Path(name, file))


def _files_in(folder: Path) -> Iterator[Path]:
    return (Path(name, file) for name, _, files in os.walk(folder) for file in files)


def _sync(path: Path) -> None:
    with _opened(path) as handle:
        os.fsync(handle)


def _clear_leftovers(place: Path) -> None:
    """Removes the drafts of exports that were killed; one that is still being written is locked."""
    for leftover in place.parent.glob(f".{escape(place.name)}.*.draft*"):
        try:
            with _locked(leftover):
                shutil.rmtree(leftover, ignore_errors=True)
        except BlockingIOError:
            continue


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with _opened(folder) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)
