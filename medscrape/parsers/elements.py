"""The few questions that every parser asks an element."""

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import cast

from lxml.etree import _Element as Element

from medscrape.text import clean

_APART = frozenset("br dd div dl dt h1 h2 h3 h4 h5 h6 li ol p section table td th tr ul".split())
_ODD_ADDRESS = re.compile(r"[\"<>]|\s[\w-]+=\S*$")
UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "base", "datalist"})
"""Elements whose text no reader of the page sees."""


children = cast("Callable[[Element], list[Element]]", itemgetter(slice(None)))
"""The elements directly in an element; a slice takes lxml a quarter of the time of iterating over them."""


def text_of(element: Element) -> str:
    """The visible words inside an element, as one line."""
    if not len(element):
        return clean(element.text or "")
    return clean("".join(_visible(element)))


def _visible(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in children(element):
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            if child.tag in _APART:
                yield " "
            yield from _visible(child)
        if child.tail:
            yield child.tail


def texts_outside(element: Element, inner: frozenset[str]) -> list[str]:
    """The pieces of text inside an element that stand in none of the `inner` tags, as lines."""
    lines: list[str] = []
    _collect(element, inner, lines)
    return lines


def _collect(element: Element, inner: frozenset[str], lines: list[str]) -> None:
    if (text := element.text) and (line := clean(text)):
        lines.append(line)
    for child in children(element):
        tag = child.tag
        if tag not in inner and tag not in UNSEEN:
            _collect(child, inner, lines)
        if (tail := child.tail) and (line := clean(tail)):
            lines.append(line)


_CONTENT = ("article", "aside", "h1", "main", "section")


def let_out_content(element: Element) -> list[Element]:
    """What a missing end tag has put into an element that holds no content: the first part of a page's content and all
    that follows it, now behind the element."""
    place = next(element.iterdescendants(*_CONTENT), None)
    if place is None:
        return []
    found = [place]
    while place is not None and place is not element:
        found += place.itersiblings()
        place = place.getparent()
    for later in reversed(found):
        element.addnext(later)
    return found


def classes(element: Element) -> list[str]:
    """The class names of an element."""
    return element.get("class", "").split()


def title_of(anchor: Element) -> str:
    """The words of a link, else those of the pictures in it."""
    if not len(anchor):
        return clean(anchor.text or "")
    return text_of(anchor) or clean(" ".join(image.get("alt", "") for image in anchor.iter("img")))


def sid_of(anchor: Element) -> str | None:
    """The site's own record id of a link, or None."""
    written = anchor.get("data-sid")
    if not written:
        return None
    return written if written.isascii() and written.isdigit() else clean(written) or None


def odd_address(href: str) -> str | None:
    """The address of a link that a forgotten quote has run together with what follows, or None."""
    if '"' not in href and " " not in href and "<" not in href and ">" not in href:
        return None
    return clean(href)[:200] if _ODD_ADDRESS.search(href) else None
