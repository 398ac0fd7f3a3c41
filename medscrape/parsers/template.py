"""What is particular to one page template: how to recognise it, and what its ids and classes mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from lxml.etree import _Element as Element

from medscrape.vocabulary.sections import PageBlock, SectionKind


class Part(StrEnum):
    """The parts of a page that are no titled blocks."""

    BREADCRUMBS = "breadcrumbs"
    PAGE_URL = "page_url"
    TITLE = "title"
    ALSO_CALLED = "also_called"
    TABLE_OF_CONTENTS = "table_of_contents"
    HEADING = "heading"
    BLOCK_TITLE = "block_title"
    SUBHEADING = "subheading"
    ATTRIBUTION = "attribution"
    SIDE_COLUMN = "side_column"
    BUTTON = "button"
    ANCHOR = "anchor"
    TITLED_BLOCK = "titled_block"
    INNER_BLOCK = "inner_block"
    MINOR_HEADING = "minor_heading"
    FOOT = "foot"


BlockRole = PageBlock | SectionKind
Role = Part | BlockRole

FOOT_ID = "mplus-footer"
"""The id of the foot that every page of the site has."""
_TAG_ROLES: dict[str, Role] = {
    "h1": Part.TITLE,
    "h2": Part.HEADING,
    "aside": Part.SIDE_COLUMN,
    "button": Part.BUTTON,
    "section": Part.TITLED_BLOCK,
    "footer": Part.FOOT,
    **dict.fromkeys(("h3", "h4", "h5", "h6"), Part.MINOR_HEADING),
}
_SECTION_ID = re.compile(r"cat_(\d+)_section|section(\d+)|cat_(\d+)")
_INNER_ID = re.compile(r"section\d+")


@lru_cache(maxsize=512)
def section_number(name: str) -> int | None:
    """The number of a section in one of the ids or anchors that carry it.

    >>> section_number("cat_51_section"), section_number("section51"), section_number("cat_51"), section_number("x")
    (51, 51, 51, None)
    """
    match = _SECTION_ID.fullmatch(name)
    return int(next(filter(None, match.groups()))) if match else None


@lru_cache(maxsize=512)
def is_inner_section_id(name: str) -> bool:
    """Whether an id with a section's number stands inside the section.

    >>> is_inner_section_id("section51"), is_inner_section_id("cat_51_section")
    (True, False)
    """
    return _INNER_ID.fullmatch(name) is not None


@dataclass(frozen=True)
class Template:
    """The knowledge about one page template; everything else works by structure and vocabulary."""

    name: str
    recognises: Callable[[Element], bool]
    """Whether a page is of this template, judged by its fingerprint."""
    region: tuple[str, ...]
    """Ids the element that holds the content may have, best first."""
    ids: Mapping[str, Role] = field(default_factory=dict)
    inner_ids: Mapping[str, Role] = field(default_factory=dict)
    """Ids inside a block that say what the block around them is."""
    classes: Mapping[str, Role] = field(default_factory=dict)
    has_second_opinions: bool = False
    """Whether such pages repeat themselves in a table of contents and in JSON-LD, so that their absence is odd."""
    is_marked: bool = False
    """Whether such pages call themselves a health topic (`html#health_topic`), so that its absence is odd."""

    @cached_property
    def role_of(self) -> Callable[[str, str | None, str | None], Role | None]:
        """The role of an element by its tag, its id and its class, or None for one that has none of its own."""
        return lru_cache(maxsize=4096)(self._role_of)

    def _role_of(self, tag: str, identifier: str | None, names: str | None) -> Role | None:
        if identifier:
            if (role := self.ids.get(identifier)) is not None:
                return role
            if identifier in self.inner_ids or is_inner_section_id(identifier):
                return Part.INNER_BLOCK
            if section_number(identifier) is not None:
                return Part.TITLED_BLOCK
            if identifier == FOOT_ID:
                return Part.FOOT
        for name in (names or "").split():
            if (role := self.classes.get(name)) is not None:
                return role
        return _TAG_ROLES.get(tag)
