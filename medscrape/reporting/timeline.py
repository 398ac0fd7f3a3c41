"""All events of a collection, in the two ways that a report tells them: by release, and by topic."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from medscrape.models import Change, ChangeEvent, Significance

FEED_LENGTH = 100
_KEPT = 12


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
        self.newest.append(change)
        del self.newest[:-_KEPT]
        self.total += 1


class Timeline:
    """The events of a collection, oldest first; `run_id` is the release that is told of in full."""

    def __init__(self, changes: Iterable[Change], run_id: str) -> None:
        self.releases: list[ReleaseEvents] = []
        """The releases that brought something, the first one among them."""
        self.histories: dict[str, History] = {}
        """By id of today, or the last one of a topic that is gone."""
        self.latest: list[Change] = []
        """The events of the release; none for the first one, which has nothing to differ from."""
        self.told: dict[str, deque[Change]] = {}
        """The newest events that a reader would notice, by language."""
        for change in changes:
            self._take(change.model_copy(update={"patch": None}), run_id)

    @property
    def first_run(self) -> str | None:
        """The run of the first release, or None without any event."""
        return self.releases[0].run_id if self.releases else None

    def _take(self, change: Change, run_id: str) -> None:
        if not self.releases or self.releases[-1].run_id != change.run_id:
            self.releases.append(ReleaseEvents(change.run_id, change.detected_at))
        self.releases[-1].by_significance[change.significance] += 1
        self.releases[-1].by_event[change.event] += 1
        if change.previous_id in self.histories and change.event is ChangeEvent.MOVED:
            self.histories[change.id] = self.histories.pop(change.previous_id)
        self.histories.setdefault(change.id, History()).add(change)
        if change.run_id == self.first_run:
            return
        if change.run_id == run_id:
            self.latest.append(change)
        if change.significance is Significance.CONTENT or change.event is ChangeEvent.MOVED:
            self.told.setdefault(language_of(change), deque(maxlen=FEED_LENGTH)).append(change)


def language_of(change: Change) -> str:
    """The language of the topic behind an event."""
    return change.id.split("/")[1]
