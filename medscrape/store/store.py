"""The store as the floors above see it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from medscrape.errors import StoreError
from medscrape.models import Outcome, Rejection, Scope, Source, Topic
from medscrape.store import acceptance, frontier, records, releases, runs
from medscrape.store.acceptance import Judge
from medscrape.store.database import Database
from medscrape.store.frontier import KnownPage
from medscrape.store.lock import RunLock
from medscrape.store.releases import Release
from medscrape.store.runs import Run
from medscrape.store.source import claim
from medscrape.store.trouble import told_plainly


class Store:
    """Everything known about one source; each method is a transaction of its own.

    URLs are canonical, also where the pages come from a mirror.
    """

    def __init__(self, database: Database, source: Source | None, lock: RunLock | None) -> None:
        self._database = database
        self._source = source
        self._lock = lock

    @classmethod
    def open(cls, output: Path, source: Source) -> Self:
        """The store below the output folder, created if need be and locked until it is closed."""
        folder = output / "store"
        with told_plainly(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = RunLock.acquire(folder)
        try:
            database = Database.open(folder / "store.sqlite")
            try:
                claim(database, output, source)
            except BaseException:
                database.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(database, source, lock)

    @classmethod
    def read(cls, output: Path) -> Self:
        """The store below the output folder, for reading only, beside any run."""
        path = output / "store" / "store.sqlite"
        if not path.is_file():
            raise StoreError(f"There is no store in {output}. Crawl into it first, or name another output folder.")
        return cls(Database.open(path, read_only=True), None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file and lets the next run in."""
        try:
            self._database.close()
        finally:
            if self._lock:
                self._lock.release()
                self._lock = None

    def begin(self, scope: Scope, now: datetime, resume_within: timedelta) -> Run:
        """The run to work on: a recent one of the same scope that was interrupted, or a new one."""
        if self._source is None:
            raise StoreError("A store opened for reading takes no run.")
        return runs.begin(self._database, self._source, scope, now, resume_within)

    def interrupt(self, run: Run) -> None:
        """Notes that the run was stopped before its end; it can be resumed."""
        runs.interrupt(self._database, run)

    def discover(self, run: Run, urls: Iterable[str]) -> None:
        """Registers URLs as pending, unless the run has met them."""
        frontier.discover(self._database, run, urls)

    def finished(self, run: Run) -> frozenset[str]:
        """The URLs whose outcome is committed: they are not fetched again."""
        return frontier.finished(self._database, run)

    def pending(self, run: Run) -> Iterator[str]:
        """The URLs that have no outcome yet, in order; outcomes may be committed meanwhile."""
        return frontier.pending(self._database, run)

    def known_pages(self) -> Iterator[KnownPage]:
        """Every page that ever gave a record, in the order of the URLs."""
        return frontier.known_pages(self._database)

    def finish_topic(self, run: Run, url: str, topic: Topic, found: Iterable[str] = ()) -> bool:
        """Commits a page that gave a record, with the URLs it led to; False if another URL stands for the topic."""
        return records.finish_topic(self._database, run, url, topic, found)

    def finish_rejected(self, run: Run, url: str, rejection: Rejection) -> None:
        """Commits a page that should have given a record and did not."""
        frontier.finish_rejected(self._database, run, url, rejection)

    def finish_other(
        self, run: Run, url: str, outcome: Outcome, http_status: int | None, detail: str, fetched_at: datetime
    ) -> None:
        """Commits a URL that gives no record: `not_topic`, `duplicate`, `gone` or `failed`."""
        frontier.finish_other(self._database, run, url, outcome, http_status, detail, fetched_at)

    def accept(self, run: Run, now: datetime, judge: Judge = acceptance.no_gates) -> Release:
        """Makes a complete run the next release; raises `IncompleteRunError` or `GateError` and changes nothing."""
        return acceptance.accept(self._database, run, now, judge)

    def last_release(self) -> Release | None:
        """The newest release, or None before the first."""
        return releases.last_release(self._database)

    def lines(self, release: Release) -> Iterator[bytes]:
        """The release's lines of `topics.jsonl`, without newlines, sorted by id."""
        return releases.lines(self._database, release)

    def rejections(self, release: Release) -> Iterator[bytes]:
        """The lines of `rejected.jsonl` of the release's run, without newlines, sorted by URL."""
        return releases.rejections(self._database, release)

    def mark_published(self, release: Release) -> None:
        """Notes that the release's files are in place."""
        releases.mark_published(self._database, release)
