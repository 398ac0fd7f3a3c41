"""The records and rejections of one unit, counted as they pass."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from medscrape.archive import BadRecord, Captures, Skipped
from medscrape.extraction import Clock, SavedPage, extract, lost_revisits, reading_of
from medscrape.models import Rejection, Topic
from medscrape.rereading.inputs import files_of
from medscrape.rereading.receipts import UnitCounts
from medscrape.rereading.task import Step, Tell, tell_nobody
from medscrape.rereading.units import Unit

_SECONDS_BETWEEN_STEPS = 0.5


class UnreadableError(Exception):
    """The input of a unit cannot be read, now at least."""


@contextmanager
def failures_of_reading(unit: Unit) -> Iterator[None]:
    """Turns failures of the disk into `UnreadableError`."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(f"{error.filename or unit.path} cannot be read: {error.strerror or error}") from error


class UnitReading:
    """Reads a unit once, one page in memory; afterwards it tells what it met.

    What it gives depends on nothing but the bytes of its input: files are called by their names, without folders, and a
    rejection was seen when its page was captured, or when its file was last written.
    """

    def __init__(self, unit: Unit, archives: Collection[str], tell: Tell = tell_nobody) -> None:
        self._unit = unit
        self._archives = archives
        self._records = self._rejections = self._not_topics = self._damaged = 0
        self._revisits = self._size = 0
        self._tell = tell
        self._told_at = monotonic()
        self.referred: set[str] = set()

    def __iter__(self) -> Iterator[Topic | Rejection]:
        with failures_of_reading(self._unit):
            for given in self._pages() if self._unit.pages is not None else self._captures():
                self._records += isinstance(given, Topic)
                self._rejections += isinstance(given, Rejection)
                self._not_topics += given is None
                self._tell_now_and_then()
                if given is not None:
                    yield given

    def counts(self) -> UnitCounts:
        """The figures of what has passed."""
        return UnitCounts(
            records=self._records,
            rejections=self._rejections,
            not_topics=self._not_topics,
            damaged=self._damaged,
            revisits=self._revisits,
        )

    def _tell_now_and_then(self) -> None:
        if monotonic() - self._told_at > _SECONDS_BETWEEN_STEPS:
            self._told_at = monotonic()
            self._tell(Step(pages=self.counts().pages, size=self._size))

    def _pages(self) -> Iterator[Topic | Rejection]:
        for file in files_of(self._unit):
            page = SavedPage(file.name, file.read_bytes(), None)
            self._size += len(page.body)
            yield extract(page, _written_at(file)())

    def _captures(self) -> Iterator[Topic | Rejection | None]:
        path = Path(self._unit.path)
        clock = _written_at(path)
        captures = Captures(path, (path.with_name(name) for name in self._archives))
        for found in captures:
            self._damaged += isinstance(found, BadRecord)
            self._size = found.capture.offset
            yield reading_of(found, path.name, clock)
        self._revisits = captures.skipped[Skipped.REVISIT]
        self.referred = captures.referred
        if lost := lost_revisits(captures, path.name, clock):
            self._damaged += 1
            yield lost


def _written_at(file: Path) -> Clock:
    moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return lambda: moment
