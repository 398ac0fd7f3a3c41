"""What several templates share: ids and classes that kept their meaning, and the signs of a topic's content."""

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from medscrape.parsers.elements import text_of
from medscrape.parsers.template import Part, Role
from medscrape.text import fold
from medscrape.vocabulary.sections import KIND_BY_HEADING, PageBlock, SectionKind

IDS: Mapping[str, Role] = {
    "breadcrumbs": Part.BREADCRUMBS,
    "toc-section": Part.TABLE_OF_CONTENTS,
    "table-of-contents": Part.TABLE_OF_CONTENTS,
    "topsum_section": PageBlock.SUMMARY,
    "ht-img-section": PageBlock.IMAGE,
    "related-topics": PageBlock.RELATED_TOPICS,
    "primary-institute-section": PageBlock.PRIMARY_INSTITUTE,
    "encyclopedia-box": SectionKind.MEDICAL_ENCYCLOPEDIA,
    "magazine-box": SectionKind.MAGAZINE,
    "foreign-languages": SectionKind.OTHER_LANGUAGES,
}
INNER_IDS: Mapping[str, Role] = {
    "topic-summary": PageBlock.SUMMARY,
    "related": PageBlock.RELATED_TOPICS,
    "more_encyclopedia": SectionKind.MEDICAL_ENCYCLOPEDIA,
    "more_magazine": SectionKind.MAGAZINE,
}
CLASSES: Mapping[str, Role] = {
    "page-url": Part.PAGE_URL,
    "alsocalled": Part.ALSO_CALLED,
    "subheading": Part.SUBHEADING,
    "attribution": Part.ATTRIBUTION,
    "section-title": Part.BLOCK_TITLE,
    "summary-title": Part.BLOCK_TITLE,
    "side": Part.SIDE_COLUMN,
}

_CONTENTS = etree.XPath("boolean(id('toc-section') | id('table-of-contents'))")
_JSON_LD = etree.XPath("boolean(//script[@type='application/ld+json'])")
_WRAPPERS = etree.XPath(
    "boolean(id('topic-summary') | id('topsum_section') | //section[starts-with(@id, 'cat_')]"
    " | //a[starts-with(@name, 'cat_')])"
)
_ENOUGH = 2


def is_marked(root: Element) -> bool:
    """Whether the page calls itself a health topic."""
    return root.get("id") == "health_topic"


def has_contents(root: Element) -> bool:
    """Whether there is a table of contents."""
    return bool(_CONTENTS(root))


def has_json_ld(root: Element) -> bool:
    """Whether the page describes itself in JSON-LD."""
    return bool(_JSON_LD(root))


def has_wrappers(root: Element) -> bool:
    """Whether a summary or numbered sections are there under the ids of a topic page."""
    return bool(_WRAPPERS(root))


def has_known_sections(root: Element) -> bool:
    """Whether at least two headings of topic sections stand over lists of links, found in one pass."""
    found, is_known = 0, False
    for element in root.iter("h2", "ul", "ol"):
        if element.tag != "h2" and is_known:
            found += any(item.find(".//a") is not None for item in element.iterchildren("li"))
        is_known = element.tag == "h2" and fold(text_of(element)) in KIND_BY_HEADING
        if found == _ENOUGH:
            return True
    return False
