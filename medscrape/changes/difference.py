"""What differs between two versions of a record, and how much it matters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from medscrape.changes.equality import canonical, is_reordered
from medscrape.changes.pairing import Pair, Section, is_shuffled, pairs
from medscrape.changes.patches import Patch, Record, patch_between
from medscrape.changes.rich_text import weight_of_text
from medscrape.changes.weights import DERIVED, weight_of_field, weight_of_part, weight_of_section, weightiest
from medscrape.models import Significance

Finding = tuple[str, Significance]
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """The way from one version of a record to the next."""

    fields: tuple[str, ...]
    """The places that differ, sorted, each once."""
    significance: Significance
    """The weightiest of them; `content` and `links` exactly when the content hashes differ."""
    patch: Patch
    """RFC 6902 operations over the record without provenance, quality and content hash."""


def compare(before: Record, after: Record) -> Difference | None:
    """What differs between two records as published lines hold them, or None when only their origin does."""
    findings = list(_findings(before, after))
    if not findings and before.get("content_hash") != after.get("content_hash"):
        # Only a later version of this program can compute another hash of the same content.
        findings = [("content_hash", Significance.ROUTINE)]
    if not findings:
        return None
    return Difference(
        fields=tuple(sorted(place for place, _ in findings)),
        significance=weightiest(weight for _, weight in findings),
        patch=patch_between(before, after),
    )


def _findings(before: Record, after: Record) -> Iterator[Finding]:
    for name in (*before, *(name for name in after if name not in before)):
        one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if name in DERIVED or one == other:
            continue
        if one is _ABSENT or other is _ABSENT:
            yield name, weight_of_field(name)
        elif name == "sections":
            yield from _in_sections(one, other)
        else:
            yield name, _weight(name, one, other)


def _weight(name: str, before: Any, after: Any) -> Significance:
    if name == "summary":
        return weight_of_text(before, after)
    if name == "related_topics" and is_reordered(before, after):
        return Significance.ROUTINE
    return weight_of_field(name)


def _in_sections(before: list[Section], after: list[Section]) -> Iterator[Finding]:
    for pair in pairs(before, after):
        yield from _in_section(pair)
    if is_shuffled(before, after):
        yield "sections", Significance.ROUTINE


def _in_section(pair: Pair) -> Iterator[Finding]:
    one, other = pair.before, pair.after
    if one is None or other is None:
        yield pair.place, weight_of_section((one or other or {})["kind"])
        return
    for part in (*one, *(part for part in other if part not in one)):
        was, now = one.get(part), other.get(part)
        if canonical(was) == canonical(now):
            continue
        routine = part == "links" and is_reordered(was or [], now or [])
        yield f"{pair.place}.{part}", Significance.ROUTINE if routine else weight_of_part(one["kind"], part)
