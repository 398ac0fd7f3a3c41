"""The data of a report, walked once and kept small."""

from collections.abc import Callable
from dataclasses import dataclass

from medscrape.models import Change, Manifest, Rejection
from medscrape.reporting.collection import Collection
from medscrape.reporting.data import ReportData, Sides
from medscrape.reporting.facts import facts_of
from medscrape.reporting.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Digest:
    """What page and feeds are made from."""

    manifest: Manifest
    collection: Collection
    timeline: Timeline
    rejections: tuple[Rejection, ...]
    sides: Callable[[Change], Sides]

    @classmethod
    def of(cls, data: ReportData) -> "Digest":
        """Walks through the data."""
        return cls(
            manifest=data.manifest,
            collection=Collection(tuple(map(facts_of, data.topics)), data.manifest.finished_at.date()),
            timeline=Timeline(data.changes, data.manifest.run_id),
            rejections=tuple(sorted(data.rejections, key=lambda rejection: (rejection.reason, rejection.url or ""))),
            sides=data.sides,
        )

    @property
    def is_first(self) -> bool:
        """Whether there is no release before this one to differ from."""
        return self.timeline.first_run in {None, self.manifest.run_id}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the topics, those asked for and those of the past included."""
        return tuple(sorted({*self.collection.languages, *self.manifest.scope.languages, *self.timeline.told}))
