"""A titled block of a page."""

from enum import StrEnum

from medscrape.models.base import Record
from medscrape.models.link import License, Link
from medscrape.vocabulary.sections import SectionGroup, SectionKind


class Placement(StrEnum):
    """The column that a section stands in."""

    MAIN = "main"
    SIDE = "side"


class Section(Record):
    """A titled block of the page: mostly a list of links, sometimes running text."""

    kind: SectionKind
    """What it is about, whatever its language; `other` for a heading that is new to us."""
    heading: str | None
    """Its heading, as shown, or `null` when the page gives none."""
    subheading: str | None
    """The smaller words in the heading, or `null`."""
    group: SectionGroup | None
    """The table-of-contents column that lists it, or `null`."""
    placement: Placement
    """Main or side column."""
    anchor: str | None
    """Its id on the page, without `_section`, or `null`."""
    links: tuple[Link, ...]
    """Its rows in page order; links inside running text are here too."""
    text: str | None
    """Running text that is in no link row, with the words of its inline links, or `null`."""
    license: License
    """`null`: titles and links only, their licence is not stated."""
