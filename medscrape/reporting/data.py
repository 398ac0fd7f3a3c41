"""What a report is made of, wherever it comes from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from medscrape.models import Change, Manifest, Rejection

Record = dict[str, Any]
LISTED = 5_000
"""So many topics, and so many events, a report lists unless told otherwise."""


class Sides(NamedTuple):
    """A record before and after an event, as lines of `topics.jsonl` have it; None where there is none."""

    before: Record | None
    after: Record | None


def not_kept(_: Change) -> Sides:
    """The versions of nobody: for data without a store."""
    return Sides(None, None)


@dataclass(frozen=True, slots=True)
class ReportData:
    """A release and its past."""

    manifest: Manifest
    topics: Iterable[Record]
    """The topics of the release; walked once."""
    changes: Iterable[Change] = ()
    """Every event up to the release, in the order of `changes.jsonl`, patches not needed; walked twice: no iterator."""
    rejections: Iterable[Rejection] = ()
    """The pages that gave no record in the release's run, sorted by URL; walked once."""
    sides: Callable[[Change], Sides] = not_kept
    """Both versions behind an event; asked for the events of the release, and for the newest ones of the feeds."""
    most: int = LISTED
    """So many topics, and so many events of the release, are listed on the page; counts are always of all."""
