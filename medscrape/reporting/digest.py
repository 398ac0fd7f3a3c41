"""The data of a report, walked through and kept small, however many topics there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from medscrape.errors import RejectionReason
from medscrape.models import Change, Manifest, Rejection
from medscrape.reporting.collection import Collection
from medscrape.reporting.data import ReportData, Sides
from medscrape.reporting.facts import TopicFacts, facts_of
from medscrape.reporting.shortlist import Shortlist
from medscrape.reporting.timeline import History, Timeline

_MOST_REJECTIONS = 1000
_REASONS = {reason: rank for rank, reason in enumerate(sorted(RejectionReason))}


@dataclass(frozen=True, slots=True)
class Digest:
    """What page and feeds are made from."""

    manifest: Manifest
    collection: Collection
    timeline: Timeline
    topics: Shortlist[TopicFacts]
    """The topics that the page lists: those that changed, those with something odd, the others."""
    histories: dict[str, History]
    """What happened to them, by id."""
    titles: dict[str, str]
    """The titles of the topics that events tell of, by id."""
    rejections: Shortlist[Rejection]
    sides: Callable[[Change], Sides]

    @classmethod
    def of(cls, data: ReportData) -> "Digest":
        """Walks through the data."""
        timeline = Timeline(data.changes, data.manifest.run_id, data.most)
        collection, topics = Collection(data.manifest.finished_at.date()), Shortlist[TopicFacts](data.most)
        changed = {change.id for change in timeline.latest}
        named = changed.union(change.id for told in timeline.told.values() for change in told)
        titles: dict[str, str] = {}
        for topic in map(facts_of, data.topics):
            collection.take(topic)
            topics.add(0 if topic.id in changed else 1 if topic.odd else 2, topic)
            if topic.id in named:
                titles[topic.id] = topic.title
        histories = timeline.histories(data.changes, [topic.id for topic in topics])
        rejections = _by_reason(data.rejections)
        return cls(data.manifest, collection, timeline, topics, histories, titles, rejections, data.sides)

    @property
    def is_first(self) -> bool:
        """Whether there is no release before this one to differ from."""
        return self.timeline.first_run in {None, self.manifest.run_id}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the topics, those asked for and those of the past included."""
        return tuple(sorted({*self.collection.languages, *self.manifest.scope.languages, *self.timeline.told}))


def _by_reason(rejections: Iterable[Rejection]) -> Shortlist[Rejection]:
    found = Shortlist[Rejection](_MOST_REJECTIONS)
    for rejection in rejections:
        found.add(_REASONS[rejection.reason], rejection)
    return found
