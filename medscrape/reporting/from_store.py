"""The data of a report, read from the store: the truth behind the published files."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import orjson

from medscrape.changes import apply, without_origin
from medscrape.errors import StoreError
from medscrape.models import Change, ChangeEvent, Manifest, Rejection
from medscrape.reporting.data import LISTED, Record, ReportData, Sides
from medscrape.store import Release, Store

_CAME = (ChangeEvent.ADDED, ChangeEvent.RESTORED)


def report_data(store: Store, release: Release, manifest: Manifest, most: int = LISTED) -> ReportData:
    """Everything a report of a release needs."""
    return ReportData(
        manifest=manifest,
        topics=map(orjson.loads, store.lines(release)),
        changes=_Events(store, release),
        rejections=(Rejection.model_validate_json(line) for line in store.rejections(release)),
        sides=Versions(store).sides,
        most=most,
    )


@dataclass(frozen=True, slots=True)
class _Events:
    """The events up to a release, read anew whenever they are walked."""

    store: Store
    release: Release

    def __iter__(self) -> Iterator[Change]:
        return self.store.facts(self.release)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions that a store keeps."""

    store: Store
    releases: dict[str, Release | None] = field(default_factory=dict)

    def sides(self, change: Change) -> Sides:
        """Both versions behind an event."""
        release = self._release(change.run_id)
        if release is None:
            return Sides(None, None)
        last = replace(release, seq=release.seq - 1)
        before = None if change.event in _CAME else self._record(last, change.previous_id or change.id)
        after = None if change.event is ChangeEvent.REMOVED else self._record(release, change.id)
        return self._part_of(change, before, after) if before and after else Sides(before, after)

    def _part_of(self, change: Change, before: Record, after: Record) -> Sides:
        """Of two events of a topic in one run, each has its own part of the way: the parser's came first."""
        events = [event for event in self.store.events_of(change.id) if event.change.run_id == change.run_id]
        patches = [event.patch for event in events if event.change.event is ChangeEvent.REPARSED]
        if len(events) < 2 or not patches:
            return Sides(before, after)
        if patches[0] is None:
            return Sides(None, None)
        between = apply(before, tuple(orjson.loads(patches[0])))
        if change.event is ChangeEvent.REPARSED:
            return Sides(without_origin(before), between)
        return Sides(between, without_origin(after))

    def _release(self, run_id: str) -> Release | None:
        if run_id not in self.releases:
            self.releases[run_id] = self.store.release_of(run_id)
        return self.releases[run_id]

    def _record(self, release: Release, topic_id: str) -> Record | None:
        try:
            line = self.store.line_in(release, topic_id)
        except StoreError:
            return None  # pruned: only its dates and hashes are left
        record: Record | None = orjson.loads(line) if line else None
        return record
