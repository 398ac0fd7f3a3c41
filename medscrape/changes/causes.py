"""Why a record differs: because the page did, because the parser did, or both."""

from dataclasses import dataclass

from medscrape.changes.difference import Difference, compare
from medscrape.changes.patches import Record


@dataclass(frozen=True, slots=True)
class Cause:
    """One step on the way from a version to the next."""

    is_parser: bool
    """Whether the old body, read by the new parser, explains it."""
    before: Record
    after: Record
    difference: Difference


def causes(before: Record, after: Record, reread: Record | None) -> tuple[Cause, ...]:
    """The steps from one version to the next, the parser's first; `reread` is what the new parser makes of the old
    body, or None when that is not known or the parser is the same."""
    if reread is None:
        return _step(before, after, is_parser=False)
    return _step(before, reread, is_parser=True) + _step(reread, after, is_parser=False)


def _step(before: Record, after: Record, *, is_parser: bool) -> tuple[Cause, ...]:
    difference = compare(before, after)
    return (Cause(is_parser, before, after, difference),) if difference else ()
