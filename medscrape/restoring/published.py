"""What the published releases tell of the past."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from medscrape.errors import OutputError
from medscrape.models import Change, ChangeEvent, Counts, Manifest, Rejection, Traffic
from medscrape.publishing import is_intact, published_releases, read_manifest
from medscrape.store.salvage import Line, PastRelease, Salvage

_RUN_ID = "%Y%m%dT%H%M%SZ"
_CAME = frozenset({ChangeEvent.ADDED, ChangeEvent.RESTORED})
_DIFFER = frozenset({ChangeEvent.UPDATED, ChangeEvent.MOVED, ChangeEvent.REPARSED})


@dataclass(frozen=True, slots=True)
class Kept:
    """A release whose files are still what they were."""

    folder: Path
    manifest: Manifest

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without newlines."""
        with (self.folder / name).open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")


@dataclass(slots=True)
class Told:
    """What was restored."""

    releases: int = 0
    changes: int = 0
    records: int = 0
    differing: int = 0
    """Records that the events do not lead to."""


def whole_releases(output: Path) -> tuple[list[Kept], list[Path]]:
    """The releases that can be relied on, oldest first, and the folders of those that cannot."""
    whole, damaged = [], []
    for folder in published_releases(output):
        manifest = read_manifest(folder)
        if manifest and all(is_intact(folder / name, known) for name, known in manifest.files.items()):
            whole.append(Kept(folder, manifest))
        else:
            damaged.append(folder)
    return whole, damaged


def tell(salvage: Salvage, kept: list[Kept]) -> Told:
    """Tells a new store of all releases up to the newest of those that are kept."""
    told, newest = Told(), kept[-1]
    numbers = _tell_events(salvage, kept, told)
    for release in kept:
        for line in release.lines("topics.jsonl"):
            told.records += release is newest
            told.differing += not salvage.fill(numbers[release.manifest.run_id], Line.of(line))
    found = (Rejection.model_validate_json(line) for line in newest.lines("rejected.jsonl"))
    salvage.rejections(newest.manifest.run_id, found)
    told.releases = len(numbers)
    return told


def _tell_events(salvage: Salvage, kept: list[Kept], told: Told) -> dict[str, int]:
    """Tells of the events of the releases in turn; gives the releases' numbers."""
    manifests = {release.manifest.run_id: release.manifest for release in kept}
    silent = iter(sorted(manifests))
    numbers: dict[str, int] = {}
    records = 0
    changes = map(_change, kept[-1].lines("changes.jsonl"))
    for run_id, group in groupby(changes, lambda change: change.run_id):
        for earlier in silent:  # releases that brought no event
            if earlier >= run_id:
                break
            numbers[earlier] = salvage.release(_known(manifests[earlier]))
        events = list(group)
        counted = Counter(change.event for change in events)
        records += sum(counted[event] for event in _CAME) - counted[ChangeEvent.REMOVED]
        past = _known(manifests[run_id]) if run_id in manifests else _guessed(events, records, kept[-1].manifest)
        numbers[run_id] = salvage.release(past)
        _keep(salvage, numbers[run_id], events)
        told.changes += len(events)
        silent = iter(sorted(set(manifests) - set(numbers)))
    for later in sorted(set(manifests) - set(numbers)):
        numbers[later] = salvage.release(_known(manifests[later]))
    return numbers


def _keep(salvage: Salvage, seq: int, events: list[Change]) -> None:
    parts: Counter[str] = Counter()
    for change in events:
        salvage.change(seq, parts[change.id], change)
        parts[change.id] += 1


def _change(line: bytes) -> Change:
    try:
        return Change.model_validate_json(line, extra="ignore")
    except ValueError as error:
        raise OutputError(f"A line of changes.jsonl is no change ({error}).") from error


def _known(manifest: Manifest) -> PastRelease:
    return PastRelease(
        run_id=manifest.run_id,
        started_at=manifest.started_at,
        accepted_at=manifest.finished_at,
        scope=manifest.scope,
        source=manifest.source,
        counts=manifest.counts,
        gates=manifest.gates,
        traffic=manifest.traffic,
        check_share=manifest.revalidation.sampled_share,
    )


def _guessed(events: list[Change], records: int, newest: Manifest) -> PastRelease:
    """A release of which only the events are left: of its pages, those that gave no event are not counted."""
    first = events[0]
    came = sum(change.event in _CAME for change in events)
    differ = len({change.id for change in events if change.event in _DIFFER})
    gone = sum(change.event is ChangeEvent.REMOVED for change in events)
    counts = dict.fromkeys(Counts.model_fields, 0)
    counts |= {"discovered": came + differ + gone, "new": came, "changed": differ, "gone": gone}
    return PastRelease(
        run_id=first.run_id,
        started_at=datetime.strptime(first.run_id, _RUN_ID).replace(tzinfo=UTC),
        accepted_at=first.detected_at,
        scope=newest.scope,
        source=newest.source,
        counts=Counts(**counts | {"records": max(records, 0)}),
        gates=(),
        traffic=Traffic(requests=0, received=0),
        check_share=0.0,
    )
