"""All events of a collection, in the two ways that a report tells them: by release, and by topic."""

from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from medscrape.models import Change, ChangeEvent, Significance
from medscrape.reporting.shortlist import Shortlist

FEED_LENGTH = 100
WEIGHTIEST_FIRST = tuple(reversed(Significance))
_KEPT = 12
_RANKS = {weight: rank for rank, weight in enumerate(WEIGHTIEST_FIRST)}


@dataclass(slots=True)
class ReleaseEvents:
    """What a release brought."""

    run_id: str
    at: datetime
    by_significance: Counter[Significance] = field(default_factory=Counter)
    by_event: Counter[ChangeEvent] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """The number of events."""
        return self.by_event.total()


@dataclass(slots=True)
class History:
    """What happened to a topic, under all its ids."""

    newest: list[Change] = field(default_factory=list)
    """The last few, oldest first."""
    total: int = 0

    def add(self, change: Change) -> None:
        """Takes in the next event."""
        self.newest.append(_without_patch(change))
        del self.newest[:-_KEPT]
        self.total += 1


class Timeline:
    """The events of a collection, oldest first; `run_id` is the release of which `most` events are kept."""

    def __init__(self, changes: Iterable[Change], run_id: str, most: int) -> None:
        self.releases: list[ReleaseEvents] = []
        """The releases that brought something, the first one among them."""
        self.latest: Shortlist[Change] = Shortlist(most)
        """The weightiest events of the release; none for the first one, which has nothing to differ from."""
        self.weights: Counter[Significance] = Counter()
        """All events of the release."""
        self.told: dict[str, deque[Change]] = {}
        """The newest events that a reader would notice, by language."""
        self.moves: list[tuple[str, str]] = []
        """Old id and new id of every move."""
        for change in changes:
            self._take(change, run_id)

    @property
    def first_run(self) -> str | None:
        """The run of the first release, or None without any event."""
        return self.releases[0].run_id if self.releases else None

    def _take(self, change: Change, run_id: str) -> None:
        if not self.releases or self.releases[-1].run_id != change.run_id:
            self.releases.append(ReleaseEvents(change.run_id, change.detected_at))
        self.releases[-1].by_significance[change.significance] += 1
        self.releases[-1].by_event[change.event] += 1
        if change.previous_id and change.event is ChangeEvent.MOVED:
            self.moves.append((change.previous_id, change.id))
        if change.run_id == self.first_run:
            return
        if change.run_id == run_id:
            self.weights[change.significance] += 1
            self.latest.add(_RANKS[change.significance], _without_patch(change))
        if change.significance is Significance.CONTENT or change.event is ChangeEvent.MOVED:
            told = self.told.setdefault(language_of(change), deque(maxlen=FEED_LENGTH))
            told.append(_without_patch(change))

    def histories(self, changes: Iterable[Change], ids: Collection[str]) -> dict[str, History]:
        """What happened to these topics; the events are walked once more, so that no other topic's are kept."""
        wanted = set(ids)
        for old, new in reversed(self.moves):
            if new in wanted:
                wanted.add(old)
        found: dict[str, History] = {}
        for change in changes:
            if change.id not in wanted:
                continue
            if change.previous_id in found and change.event is ChangeEvent.MOVED:
                found[change.id] = found.pop(change.previous_id)
            found.setdefault(change.id, History()).add(change)
        return found


def language_of(change: Change) -> str:
    """The language of the topic behind an event."""
    return change.id.split("/")[1]


def _without_patch(change: Change) -> Change:
    return change if change.patch is None else change.model_copy(update={"patch": None})
