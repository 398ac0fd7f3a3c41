"""What a heading or another single line says, and what a missing end tag has put into it."""

from typing import NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, classes, text_of
from medscrape.text import clean

_BLOCKS = ("ul", "ol", "li", "table", "tr", "td", "section", "article", "aside", "dl")


class Heading(NamedTuple):
    """The words of a heading, and what stands in its element besides."""

    words: str | None
    subheading: str | None = None
    links: tuple[Element, ...] = ()
    rest: tuple[Element, ...] = ()
    """Everything from the first block on."""


def read_heading(element: Element) -> Heading:
    """Read a heading."""
    if not len(element):
        return Heading(clean(element.text or "") or None)
    inside, rest = _heading_and_rest(element)
    small = [part for child in inside for part in child.iter("span") if "subheading" in classes(part)]
    words = clean("".join([element.text or "", *_texts_without(inside, small)]))
    links = tuple(anchor for child in inside for anchor in child.iter("a"))
    return Heading(words or None, clean(" ".join(map(text_of, small))) or None, links, tuple(rest))


def read_line(element: Element) -> Heading:
    """Read an element that should hold nothing but a line: like a heading, but all of it is its words."""
    if not len(element):
        return Heading(clean(element.text or "") or None)
    inside, rest = _heading_and_rest(element)
    links = tuple(anchor for child in inside for anchor in child.iter("a"))
    words = clean("".join([element.text or "", *_texts_without(inside, [])])) if rest else text_of(element)
    return Heading(words or None, None, links, tuple(rest))


def _heading_and_rest(element: Element) -> tuple[list[Element], list[Element]]:
    children = list(element)
    first = next((i for i, child in enumerate(children) if next(child.iter(*_BLOCKS), None) is not None), len(children))
    return children[:first], children[first:]


def _texts_without(children: list[Element], left_out: list[Element]) -> list[str]:
    pieces: list[str] = []
    for child in children:
        if child not in left_out and child.tag not in UNSEEN:
            pieces += [child.text or "", *_texts_without(list(child), left_out)]
        pieces.append(child.tail or "")
    return pieces
