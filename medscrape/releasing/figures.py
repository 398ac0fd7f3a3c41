"""From a run beside the last release to the figures that the gates judge."""

from collections.abc import Iterator

import orjson

from medscrape.gates import Census, Concerned, Limits, Outline, Survey, judge, outline_of
from medscrape.models import Gate, Outcome
from medscrape.store import Comparison, Some


def gates_of(comparison: Comparison, limits: Limits) -> tuple[Gate, ...]:
    """The verdicts on a run."""
    survey = Survey()
    survey.count(_outlines(comparison))
    return judge(_census(comparison), survey, limits)


def _outlines(comparison: Comparison) -> Iterator[tuple[str, Outline | None, Outline]]:
    for topic_id, before, now in comparison.outlines(_outline):
        yield topic_id, Outline.from_json(before) if before else None, Outline.from_json(now)


def _outline(body: bytes) -> str:
    return outline_of(orjson.loads(body)).to_json()


def _census(comparison: Comparison) -> Census:
    counts, last, listing = comparison.counts, comparison.release, comparison.listing()
    is_full = comparison.run.scope.is_full
    known = comparison.known()
    return Census(
        discovered=counts.discovered,
        failed=_concerned(comparison.with_outcome(Outcome.FAILED)),
        rejected=_concerned(comparison.with_outcome(Outcome.REJECTED)),
        rejected_before=last.counts.rejected / last.counts.discovered if last and last.counts.discovered else 0.0,
        known=known if is_full else comparison.asked(),
        vanished=_concerned(comparison.vanished()),
        changed=_concerned(comparison.changed()),
        read_again=counts.changed + counts.unchanged,
        listed_before=listing.before,
        listed=listing.now,
        missing=listing.missing,
        topics_before=known if last and is_full and last.scope.is_full else 0,
        topics=counts.records,
    )


def _concerned(some: Some) -> Concerned:
    return Concerned(some.count, some.examples)
