"""What a heading or another single line says, and what a missing end tag has put into it."""

from typing import NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, children, classes, text_of
from medscrape.text import clean

_BLOCKS = ("ul", "ol", "li", "table", "tr", "td", "section", "article", "aside", "dl")


class Heading(NamedTuple):
    """The words of a heading or another line, and what stands in its element besides."""

    words: str | None
    subheading: str | None = None
    links: tuple[Element, ...] = ()
    rest: tuple[Element, ...] = ()
    """Everything from the first block on."""


def read_heading(element: Element) -> Heading:
    """Read a heading."""
    if not len(element):
        return Heading(clean(element.text or "") or None)
    inside, rest = _line_and_rest(element)
    small = [part for child in inside for part in child.iter("span") if "subheading" in classes(part)]
    words = clean("".join([element.text or "", *_texts_without(inside, small)]))
    return Heading(words or None, clean(" ".join(map(text_of, small))) or None, _links_in(inside), tuple(rest))


def read_line(element: Element) -> Heading:
    """Read an element that should hold nothing but a line: like a heading, but all of it is its words."""
    if not len(element):
        return Heading(clean(element.text or "") or None)
    inside, rest = _line_and_rest(element)
    words = clean("".join([element.text or "", *_texts_without(inside, [])])) if rest else text_of(element)
    return Heading(words or None, None, _links_in(inside), tuple(rest))


def _line_and_rest(element: Element) -> tuple[list[Element], list[Element]]:
    inside = children(element)
    first = next((i for i, child in enumerate(inside) if next(child.iter(*_BLOCKS), None) is not None), len(inside))
    return inside[:first], inside[first:]


def _links_in(inside: list[Element]) -> tuple[Element, ...]:
    return tuple(anchor for child in inside for anchor in child.iter("a"))


def _texts_without(inside: list[Element], left_out: list[Element]) -> list[str]:
    pieces: list[str] = []
    for child in inside:
        if child not in left_out and child.tag not in UNSEEN:
            pieces += [child.text or "", *_texts_without(children(child), left_out)]
        pieces.append(child.tail or "")
    return pieces
