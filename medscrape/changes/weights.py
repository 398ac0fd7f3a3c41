"""How much a difference matters, place by place.

The content hash covers whatever is `content` or `links` here, and nothing that is `routine`: both say the same.
"""

from collections.abc import Iterable

from medscrape.models import Significance
from medscrape.vocabulary.sections import SectionKind

_CONTENT, _LINKS, _ROUTINE = Significance.CONTENT, Significance.LINKS, Significance.ROUTINE
_ORDER = tuple(Significance)

DERIVED = frozenset({"content_hash", "provenance"})
"""Fields that are no places: one follows from the others, one says where the record comes from."""

# Everything else that a record may have, now or in a later version of the schema, connects or files the topic: links.
_FIELDS = {
    "language": _CONTENT,
    "title": _CONTENT,
    "description": _CONTENT,
    "also_called": _CONTENT,
    "alternate_titles": _CONTENT,
    "summary": _CONTENT,
    "schema_version": _ROUTINE,
    "date_created": _ROUTINE,
    "page_updated": _ROUTINE,
    "last_reviewed": _ROUTINE,
    "quality": _ROUTINE,
}
_SECTION_PARTS = {"heading": _CONTENT, "subheading": _CONTENT, "text": _CONTENT}


def weight_of_field(name: str) -> Significance:
    """How much it matters that a field of the record differs.

    >>> weight_of_field("title").value, weight_of_field("image").value, weight_of_field("page_updated").value
    ('content', 'links', 'routine')
    """
    return _FIELDS.get(name, _LINKS)


def weight_of_part(kind: str, part: str) -> Significance:
    """How much it matters that a part of a section differs; the site rotates journal articles by machine."""
    return _ROUTINE if kind == SectionKind.JOURNAL_ARTICLES else _SECTION_PARTS.get(part, _LINKS)


def weight_of_section(kind: str) -> Significance:
    """How much it matters that a section came or went: its heading is something that patients read."""
    return weight_of_part(kind, "heading")


def weightiest(weights: Iterable[Significance]) -> Significance:
    """The one that wins.

    >>> weightiest([Significance.ROUTINE, Significance.CONTENT, Significance.LINKS]).value
    'content'
    """
    return max(weights, key=_ORDER.index)
