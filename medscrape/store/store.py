"""The store as the floors above see it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from medscrape.errors import StoreError
from medscrape.models import Change, Outcome, Rejection, Revalidation, Scope, Source, Topic, Traffic
from medscrape.store import (
    acceptance,
    answers,
    changes,
    frontier,
    losses,
    pruning,
    records,
    releases,
    runs,
    soundness,
    versions,
)
from medscrape.store.acceptance import NO_JUDGE, Acceptance, Judge
from medscrape.store.changes import Event
from medscrape.store.checks import Answered
from medscrape.store.database import Database
from medscrape.store.frontier import KnownPage
from medscrape.store.lock import RunLock
from medscrape.store.pruning import Pruned
from medscrape.store.releases import Release
from medscrape.store.runs import Run
from medscrape.store.source import claim
from medscrape.store.trouble import told_plainly
from medscrape.store.versions import Held

_FILE = soundness.FILE


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
        store = cls._locked(folder, source)
        try:
            claim(store._database, output, source)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def tend(cls, output: Path) -> Self:
        """The store below the output folder, locked until it is closed, for upkeep: it takes no run."""
        _require_store(output)
        return cls._locked(output / "store", None)

    @classmethod
    def _locked(cls, folder: Path, source: Source | None) -> Self:
        lock = RunLock.acquire(folder)
        try:
            return cls(Database.open(folder / _FILE), source, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def read(cls, output: Path) -> Self:
        """The store below the output folder, for reading only, beside any run."""
        _require_store(output)
        return cls(Database.open(output / "store" / _FILE, read_only=True), None, None)

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
            raise StoreError("A store opened for reading or upkeep takes no run.")
        return runs.begin(self._database, self._source, scope, now, resume_within)

    def interrupt(self, run: Run) -> None:
        """Notes that the run was stopped before its end; it can be resumed."""
        runs.interrupt(self._database, run)

    def discover(self, run: Run, urls: Iterable[str], *, listed: bool = False) -> None:
        """Registers URLs as pending, unless the run has met them; `listed` ones are named by an index page."""
        frontier.discover(self._database, run, urls, listed=listed)

    def finished(self, run: Run) -> frozenset[str]:
        """The URLs whose outcome is committed: they are not fetched again."""
        return frontier.finished(self._database, run)

    def pending(self, run: Run) -> Iterator[str]:
        """The URLs that have no outcome yet, in order; outcomes may be committed meanwhile."""
        return frontier.pending(self._database, run)

    def known_pages(self) -> Iterator[KnownPage]:
        """Every page that ever gave a record, in the order of the URLs."""
        return frontier.known_pages(self._database)

    def known_page(self, url: str) -> KnownPage | None:
        """The newest readable body of a URL, or None."""
        return answers.known_page(self._database, url)

    def known_topic(self, url: str) -> Topic | None:
        """The record of that body, or None when the store no longer has it in a form that can be used."""
        return answers.known_topic(self._database, url)

    def finish_topic(
        self, run: Run, url: str, topic: Topic, found: Iterable[str] = (), answered: Answered | None = None
    ) -> bool:
        """Commits a page that gave a record, with the URLs it led to; False if another URL stands for the topic.

        `answered` is the answer to this run's request, where the body is an older one or the answer was checked.
        """
        return records.finish_topic(self._database, run, url, topic, found, answered)

    def believed(self, run: Run) -> list[str]:
        """The URLs of the run that were kept because the server said that they had not changed."""
        return answers.believed(self._database, run)

    def reopen(self, run: Run, urls: Iterable[str]) -> None:
        """Makes URLs pending again: their outcome cannot be relied on."""
        answers.reopen(self._database, run, urls)

    def note_traffic(self, run: Run, traffic: Traffic, check_share: float) -> None:
        """Adds what a command has moved to what the run moved before."""
        answers.note_traffic(self._database, run, traffic, check_share)

    def traffic(self, run_id: str) -> Traffic:
        """What the commands of a run have moved."""
        return answers.traffic_of(self._database, run_id)

    def revalidation(self, run_id: str) -> Revalidation:
        """What came of the conditional requests of a run."""
        return answers.revalidation_of(self._database, run_id)

    def finish_rejected(self, run: Run, url: str, rejection: Rejection) -> None:
        """Commits a page that should have given a record and did not."""
        frontier.finish_rejected(self._database, run, url, rejection)

    def finish_other(
        self,
        run: Run,
        url: str,
        outcome: Outcome,
        http_status: int | None,
        detail: str,
        fetched_at: datetime,
        *,
        leads_to: str | None = None,
    ) -> None:
        """Commits a URL that gives no record: `not_topic`, `duplicate`, `gone` or `failed`.

        `leads_to` is the canonical URL of the topic it redirects to: with 301 or 308 a known topic has moved there.
        """
        frontier.finish_other(self._database, run, url, outcome, http_status, detail, fetched_at, leads_to)

    def accept(self, run: Run, now: datetime, judge: Judge = NO_JUDGE, force: Acceptance | None = None) -> Release:
        """Makes a complete run the next release; raises `IncompleteRunError` or `GateError` and changes nothing.

        With `force` it comes out whatever the gates say, and the release tells who wanted it so.
        """
        return acceptance.accept(self._database, run, now, judge, force)

    def last_release(self) -> Release | None:
        """The newest release, or None before the first."""
        return releases.last_release(self._database)

    def lines(self, release: Release) -> Iterator[bytes]:
        """The release's lines of `topics.jsonl`, without newlines, sorted by id."""
        return releases.lines(self._database, release)

    def rejections(self, release: Release) -> Iterator[bytes]:
        """The lines of `rejected.jsonl` of the release's run, without newlines, sorted by URL."""
        return releases.rejections(self._database, release)

    def changes(self, release: Release) -> Iterator[bytes]:
        """The lines of `changes.jsonl` up to a release, without newlines, sorted by run and id."""
        first = pruning.horizon(self._database) + 1
        return (event.line for event in self.events(first, release.seq))

    def events(self, first: int, last: int) -> Iterator[Event]:
        """What happened in the releases from number `first` to `last`, sorted by run and id."""
        return changes.events(self._database, first, last)

    def facts(self, release: Release) -> Iterator[Change]:
        """What happened up to a release, sorted by run and id, without patches."""
        return changes.facts(self._database, release.seq)

    def events_of(self, topic_id: str) -> list[Event]:
        """What happened to one id, oldest first, the moves included that led away from it."""
        return changes.events_of(self._database, topic_id)

    def release_of(self, run_id: str) -> Release | None:
        """The release of a run, or None."""
        return releases.release_of(self._database, run_id)

    def release_at(self, moment: datetime) -> Release | None:
        """The release that was the last one at a moment, or None before the first."""
        return releases.release_at(self._database, moment)

    def runs(self) -> list[str]:
        """The runs of all releases, the newest first."""
        return releases.runs(self._database)

    def held(self, release: Release) -> Iterator[Held]:
        """Every topic of a release with the digest of its record, sorted by id."""
        return versions.held(self._database, release)

    def line_in(self, release: Release, topic_id: str) -> bytes | None:
        """The line of one topic in a release, or None when the release does not have it."""
        return versions.line_in(self._database, release, topic_id)

    def ids_ending(self, ending: str, most: int) -> list[str]:
        """The ids of topics, past and present, whose last steps are `ending`."""
        return versions.ids_ending(self._database, ending, most)

    def ids(self) -> Iterator[str]:
        """The ids of all topics, past and present, sorted."""
        return versions.ids(self._database)

    def captured_files(self) -> set[str]:
        """The archive's files that hold the body of a record that is kept, or of a rejection that is."""
        return answers.captured_files(self._database)

    def problems(self) -> list[str]:
        """What is wrong with the file, as sentences; nothing when it is sound."""
        return list(soundness.problems(self._database))

    def note_lost_pages(self, urls: Collection[str]) -> None:
        """Has pages fetched whole next time, for the archive has lost their bodies."""
        losses.note_lost_pages(self._database, urls)

    def note_lost_records(self, topics: Collection[str], now: datetime) -> Release | None:
        """Makes a release in which these topics name no place in the archive; gives the last one."""
        return losses.note_lost_records(self._database, topics, now)

    def mark_published(self, release: Release) -> None:
        """Notes that the release's files are in place."""
        releases.mark_published(self._database, release)

    def prune(self, before: datetime) -> Pruned:
        """Forgets what was over before a moment; the last release and the thread of each topic's past stay."""
        return pruning.prune(self._database, before)


def _require_store(output: Path) -> None:
    if not (output / "store" / _FILE).is_file():
        raise StoreError(f"There is no store in {output}. Crawl into it first, or name another output folder.")
