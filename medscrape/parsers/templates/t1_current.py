"""The template in use since 2021: flat sections `cat_N_section`, a table of contents, JSON-LD."""

from lxml import etree
from lxml.etree import _Element as Element

from medscrape.parsers.template import Part, Template
from medscrape.vocabulary.sections import PageBlock, SectionKind

_FINGERPRINT = etree.XPath("boolean(id('toc-section') | id('table-of-contents'))")


def _recognises(root: Element) -> bool:
    return root.get("id") == "health_topic" and bool(_FINGERPRINT(root))


TEMPLATE = Template(
    name="current",
    recognises=_recognises,
    region=("mplus-content", "topic"),
    ids={
        "breadcrumbs": Part.BREADCRUMBS,
        "toc-section": Part.TABLE_OF_CONTENTS,
        "table-of-contents": Part.TABLE_OF_CONTENTS,
        "topsum_section": PageBlock.SUMMARY,
        "topic-summary": PageBlock.SUMMARY,
        "ht-img-section": PageBlock.IMAGE,
        "related-topics": PageBlock.RELATED_TOPICS,
        "related": PageBlock.RELATED_TOPICS,
        "primary-institute-section": PageBlock.PRIMARY_INSTITUTE,
        "encyclopedia-box": SectionKind.MEDICAL_ENCYCLOPEDIA,
        "more_encyclopedia": SectionKind.MEDICAL_ENCYCLOPEDIA,
        "magazine-box": SectionKind.MAGAZINE,
        "more_magazine": SectionKind.MAGAZINE,
        "foreign-languages": SectionKind.OTHER_LANGUAGES,
    },
    classes={
        "page-url": Part.PAGE_URL,
        "alsocalled": Part.ALSO_CALLED,
        "subheading": Part.SUBHEADING,
        "attribution": Part.ATTRIBUTION,
        "section-title": Part.BLOCK_TITLE,
        "summary-title": Part.BLOCK_TITLE,
        "side": Part.SIDE_COLUMN,
    },
    has_second_opinions=True,
)
