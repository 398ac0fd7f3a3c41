"""Writing the archive of one run.

A response is in the file system before `append` returns, so a process that is killed loses nothing of it. It is brought
to the disk (fdatasync) at least once a second while responses come in, when a file is full, and by `sync` and `close`.
What a power cut takes in between is noticed: a torn tail is cut off at the next start (`repair`), and since no process
ever adds to a file of another one, a place behind the end of its file (`holds`) is for ever a lost record and never
another one.
"""

import os
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import BinaryIO, Self

from medscrape.archive.digests import labelled_digest
from medscrape.archive.exchange import Exchange
from medscrape.archive.folder import name_of, next_number
from medscrape.archive.originals import Original, original_at
from medscrape.archive.records import exchange_records, info_record
from medscrape.archive.repair import remember, sync_folder
from medscrape.models import Capture
from medscrape.version import __version__

_SECONDS_UNSYNCED = 1.0
_NOTE = (
    "The HTTP messages are reconstructions: header names are in a normal form, transfer codings are taken off, content "
    "codings are kept. The order of a record is response, request."
)


class ArchiveWriter:
    """Files `medscrape-<run>-<number>.warc.gz` in a folder; the first is made with the first response.

    A file ends at `longest` bytes; `about` are further fields of the `warcinfo` record. A folder that earlier processes
    wrote to is to be repaired first.
    """

    def __init__(self, folder: Path, run_id: str, *, longest: int, about: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._run_id = run_id
        self._longest = longest
        self._about = about or {}
        self._file: BinaryIO | None = None
        self._path = folder
        self._size = 0
        self._synced = 0
        self._synced_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, exchange: Exchange, earlier: Capture | None = None) -> Capture:
        """Writes a request and its response; gives the place of the record that holds the body.

        `earlier` is where the last body of the URL is: a 304, and a 200 with the same payload, are written as a
        `revisit` record that stands for it.
        """
        original = self._original(exchange, earlier)
        data = exchange_records(exchange, original)
        place = self._write(data)
        return original.capture if original else place

    def sync(self) -> None:
        """Brings everything to the disk."""
        if self._file is not None and self._synced < self._size:
            os.fdatasync(self._file.fileno())
            self._synced = self._size
            remember(self._folder, self._path, self._size)
        self._synced_at = monotonic()

    def close(self) -> None:
        """Brings everything to the disk and ends the file."""
        try:
            self.sync()
        finally:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _original(self, exchange: Exchange, earlier: Capture | None) -> Original | None:
        answer = exchange.answer
        if earlier is None or answer.status not in {200, 304}:
            return None
        original = original_at(self._folder, earlier)
        if original is None or answer.status == 304:
            return original
        is_same = (labelled_digest(answer.body), exchange.identity) == (original.payload_digest, original.identity)
        return original if is_same else None

    def _write(self, data: bytes) -> Capture:
        if self._file is not None and self._size + len(data) > self._longest:
            self.close()
        file = self._file or self._begin()
        place = Capture(file=self._path.name, offset=self._size)
        self._put(file, data)
        if monotonic() - self._synced_at > _SECONDS_UNSYNCED:
            self.sync()
        return place

    def _begin(self) -> BinaryIO:
        name = name_of(self._run_id, next_number(self._folder, self._run_id))
        self._path = self._folder / name
        self._file = self._path.open("xb", buffering=0)
        self._size = self._synced = 0
        self._put(self._file, info_record(name, self._fields()))
        self.sync()
        sync_folder(self._folder)
        return self._file

    def _put(self, file: BinaryIO, data: bytes) -> None:
        """All of the data, or none of it."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            os.ftruncate(file.fileno(), self._size)
            file.seek(self._size)
            raise
        self._size += len(data)

    def _fields(self) -> dict[str, str]:
        return {
            "software": f"medscrape/{__version__} (warcio)",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey (RFC 9309)",
            "isPartOf": self._run_id,
            "description": _NOTE,
            **self._about,
        }
