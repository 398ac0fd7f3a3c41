"""Pages kept in offline archives: relative links, headings and lists without the usual wrappers, organisations as
bare text in parentheses after the link; the shapes of before 2015 read the same way."""

from lxml.etree import _Element as Element

from medscrape.parsers.template import Template
from medscrape.parsers.templates._common import CLASSES, IDS, INNER_IDS, has_known_sections, has_wrappers, is_marked


def _recognises(root: Element) -> bool:
    return is_marked(root) or has_wrappers(root) or has_known_sections(root)


TEMPLATE = Template(
    name="offline-archive",
    recognises=_recognises,
    region=("mplus-content", "topic", "content", "main"),
    ids=IDS,
    inner_ids=INNER_IDS,
    classes=CLASSES,
)
