"""Feed files (`-O FILE.jsonl`): records as lines, and a file that is whole or not there."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from scrapy import Spider
from scrapy.exporters import BaseItemExporter
from scrapy.extensions.feedexport import FileFeedStorage

from medscrape.crawling.access import run_of
from medscrape.errors import MedscrapeError
from medscrape.models import Record
from medscrape.store.trouble import told_plainly


class RecordLinesExporter(BaseItemExporter):
    """Writes records as JSON Lines."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self._file = file

    def export_item(self, item: Record) -> None:
        """Writes one line."""
        self._file.write(item.to_line() + b"\n")


class WholeFileStorage(FileFeedStorage):
    """Writes beside the file it replaces, and takes its place at the end; appending and devices are Scrapy's way."""

    def open(self, spider: Spider) -> IO[bytes]:
        """The file to write to."""
        draft = _draft(Path(self.path)) if "w" in self.write_mode else None
        if draft is None:
            return super().open(spider)
        return cast("IO[bytes]", _Draft(draft, Path(self.path), run_of(spider.crawler).abort))

    def store(self, file: IO[bytes]) -> None:
        """Puts the file in its place."""
        file.close()


class _Draft:
    """A file that takes the place of another one when it is closed; what the disk refuses ends the run, once."""

    def __init__(self, draft: Path, place: Path, abort: Callable[[str], None]) -> None:
        self._draft, self._place, self._abort = draft, place, abort
        self._file: IO[bytes] | None = None
        self._try(self._open)

    def write(self, data: bytes) -> int:
        """Writes, unless the disk has refused before."""
        file = self._file
        if file:
            self._try(lambda: file.write(data))
        return len(data)

    def close(self) -> None:
        """Puts the file in its place, if all of it could be written."""
        self._try(self._put)

    def _open(self) -> None:
        self._file = _open_draft(self._draft)

    def _put(self) -> None:
        file, self._file = self._file, None
        if file:
            file.close()
            self._draft.replace(self._place)

    def _try(self, step: Callable[[], object]) -> None:
        try:
            with told_plainly(self._draft):
                step()
        except MedscrapeError as error:
            self._file = None
            self._draft.unlink(missing_ok=True)
            self._abort(str(error))


def check_feed(place: str) -> None:
    """Refuses a feed that cannot be written before anything is fetched; Scrapy would notice too late."""
    path = Path(place)
    if ":" in place or "%(" in place:
        return
    with told_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.open("ab").close()
        draft = _draft(path)
        if draft:
            _open_draft(draft).close()
            draft.unlink()


def _draft(path: Path) -> Path | None:
    """The name to write under first; None where the name is a device or a link, which must stay what it is."""
    return path.with_name(f".{path.name}.part") if not path.exists() or _is_plain(path) else None


def _open_draft(draft: Path) -> IO[bytes]:
    """The draft to write to; never a link, which somebody else would have put there."""
    return os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666), "wb")


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
