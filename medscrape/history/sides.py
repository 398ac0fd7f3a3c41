"""The two sides of a comparison: a release of the store, or a file of records of any age."""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, NamedTuple, Protocol, Self

import orjson

from medscrape.changes.equality import canonical
from medscrape.changes.patches import Record
from medscrape.errors import OutputError
from medscrape.store import Release, Store

_SEAM = b',"provenance":'


class Entry(NamedTuple):
    """A record of a side, without the record."""

    id: str
    digest: bytes
    """Equal only for the same record, whatever its origin."""
    start: int
    length: int
    """Where the side finds the record."""


class Side(Protocol):
    """A set of records."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def entries(self) -> Iterator[Entry]:
        """Every record, in any order."""

    def line(self, entry: Entry) -> bytes:
        """The line of a record."""


class ReleaseSide:
    """The records of a release."""

    def __init__(self, store: Store, release: Release) -> None:
        self._store = store
        self._release = release

    @property
    def name(self) -> str:
        """The release's run."""
        return self._release.run_id

    def entries(self) -> Iterator[Entry]:
        """Every record, sorted by id."""
        for held in self._store.held(self._release):
            yield Entry(held.topic_id, held.digest, 0, 0)

    def line(self, entry: Entry) -> bytes:
        """The line of a record."""
        line = self._store.line_in(self._release, entry.id)
        if line is None:
            raise ValueError(f"{entry.id} is not in the release")
        return line


class FileSide(AbstractContextManager["FileSide"]):
    """The records of a JSON Lines file, plain or `.gz`, its lines in any order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def name(self) -> str:
        """The file."""
        return str(self._path)

    def entries(self) -> Iterator[Entry]:
        """Every record, in the order of the file; raises `OutputError` at a line that is none."""
        start = 0
        self._file.seek(0)
        for number, line in enumerate(self._file, start=1):
            content = line.strip()
            if content:
                record = self._record(content, number)
                yield Entry(record["id"], _digest(content, record), start, len(line))
            start += len(line)

    def line(self, entry: Entry) -> bytes:
        """The line of a record."""
        self._file.seek(entry.start)
        return self._file.read(entry.length).strip()

    def _record(self, content: bytes, number: int) -> Record:
        try:
            record: Any = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise OutputError(f"Line {number} of {self._path} is no JSON ({error}).") from error
        if isinstance(record, dict) and isinstance(record.get("id"), str) and isinstance(record.get("sections"), list):
            return record
        raise OutputError(f"Line {number} of {self._path} is no topic record.")

    def _opened(self) -> IO[bytes]:
        try:
            # Resolved once: a release that is switched in while we read does not mix with the old one.
            path = self._path.resolve() if self._path.is_file() else self._path
            if path.suffix == ".gz":
                with gzip.open(path) as packed:
                    return _copied(packed)
            with ExitStack() as stack:
                file = stack.enter_context(path.open("rb"))
                if not file.seekable():
                    return _copied(file)
                stack.pop_all()  # the side closes it
                return file
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"{self._path} cannot be read ({reason}).") from error


def _copied(source: IO[bytes] | gzip.GzipFile) -> IO[bytes]:
    """A temporary file with the same content: records are looked up in it."""
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(TemporaryFile())
        shutil.copyfileobj(source, file)
        stack.pop_all()  # the side closes it
        return file


def _digest(content: bytes, record: Record) -> bytes:
    """The digest that the store has of the same record: of the published line without its origin, the last field.

    Records in another form have another digest, and are compared place by place.
    """
    if next(reversed(record)) == "provenance":
        return sha256(content.rpartition(_SEAM)[0] + b"}").digest()
    return sha256(canonical({name: value for name, value in record.items() if name != "provenance"})).digest()
