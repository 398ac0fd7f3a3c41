"""Finding one's way in the tree of a page and in its record."""

from collections.abc import Callable
from typing import Any

from lxml import html

from mutations.declarations import Mutant
from mutations.pages import Element, Page, Record, written

SENTENCE = "Quokkas gargle plum vinegar at zigzag dusk."
"""Words that stand on no page."""
LINK = '<a href="https://quokka.example/plum">Plum vinegar for quokkas</a>'
LINK_URL, LINK_TITLE = "https://quokka.example/plum", "Plum vinegar for quokkas"

Edit = Callable[[Element], bool | None]


def edited(page: Page, edit: Edit, record: Record | None = None) -> Mutant | None:
    """A page after an edit of its tree that should not matter; None when the edit finds nothing to do."""
    tree = page.tree()
    if edit(tree) is False:
        return None
    return Mutant(written(tree), page.record if record is None else record)


def replaced(page: Page, old: str, new: str, record: Record | None = None, count: int = -1) -> Mutant | None:
    """A page after a replacement in its source; None when it does not hold the old words."""
    if old not in page.source:
        return None
    return Mutant(page.source.replace(old, new, count).encode(), page.record if record is None else record)


def new(source: str) -> Element:
    """An element made from HTML."""
    element: Element = html.fragment_fromstring(source)
    return element


def all_of(tree: Element, selector: str) -> list[Element]:
    """The elements that a CSS selector finds, in page order."""
    found: list[Element] = tree.cssselect(selector)
    return found


def main_sections(tree: Element) -> list[Element]:
    """The link sections of the main column."""
    return all_of(tree, "section[id^=cat_]")


def anchor_of(section: Element) -> str:
    """The name by which a section is known in the table of contents and in the record."""
    return str(section.get("id")).removesuffix("_section")


def heading_of(section: Element) -> str:
    """The words of a section's heading, without the smaller ones in it."""
    return " ".join((section.cssselect("h2")[0].text or "").split())


def cut(element: Element) -> Element:
    """Take an element out of its tree, and leave the text behind it there."""
    tail, element.tail = element.tail, None
    parent, before = element.getparent(), element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
    return element


def retag(element: Element, tag: str) -> None:
    """Give an element another tag, and nothing else."""
    element.tag = tag


def section_in(record: Record, anchor: str) -> dict[str, Any]:
    """The section of a record with this anchor."""
    return next(section for section in record["sections"] if section["anchor"] == anchor)


def without_section(page: Page, anchor: str) -> Record:
    """The record of a page without one of its sections."""
    record = page.copy()
    record["sections"] = [section for section in record["sections"] if section["anchor"] != anchor]
    return record


def plain_link(title: str, url: str) -> dict[str, Any]:
    """A link of a record with nothing beside it."""
    return {
        "title": title,
        "url": url,
        "sid": None,
        "organizations": [],
        "from_nih": False,
        "nih_institutes": [],
        "labels": [],
        "notes": [],
        "alternates": [],
        "reference": None,
    }
