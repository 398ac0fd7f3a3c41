"""The template of 2025: flat sections `cat_N_section`, a table of contents that groups them, JSON-LD."""

from lxml.etree import _Element as Element

from medscrape.parsers.template import Template
from medscrape.parsers.templates._common import (
    CLASSES,
    IDS,
    INNER_IDS,
    has_contents,
    has_json_ld,
    has_wrappers,
    is_marked,
)


def _recognises(root: Element) -> bool:
    return (has_contents(root) or has_json_ld(root)) and (is_marked(root) or has_wrappers(root))


TEMPLATE = Template(
    name="current",
    recognises=_recognises,
    region=("mplus-content",),
    ids=IDS,
    inner_ids=INNER_IDS,
    classes=CLASSES,
    has_second_opinions=True,
    is_marked=True,
)
