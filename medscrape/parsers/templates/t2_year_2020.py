"""The template of 2020: the same wrappers without table of contents and JSON-LD; "Learn More" as a section, a
newsletter box ("Stay Connected"), "Topic last reviewed" at the foot."""

from lxml.etree import _Element as Element

from medscrape.parsers.template import Template
from medscrape.parsers.templates._common import CLASSES, IDS, INNER_IDS, has_wrappers, is_marked


def _recognises(root: Element) -> bool:
    return is_marked(root) and has_wrappers(root)


TEMPLATE = Template(
    name="year-2020",
    recognises=_recognises,
    region=("mplus-content",),
    ids=IDS,
    inner_ids=INNER_IDS,
    classes=CLASSES,
    is_marked=True,
)
