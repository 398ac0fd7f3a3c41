"""The few questions that every parser asks an element."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from medscrape.text import clean

_APART = frozenset("br dd div dl dt h1 h2 h3 h4 h5 h6 li ol p section table td th tr ul".split())
_ODD_ADDRESS = re.compile(r"[\"<>]|\s[\w-]+=\S*$")
UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "base", "datalist"})
"""Elements whose text no reader of the page sees."""


def text_of(element: Element) -> str:
    """The visible words inside an element, as one line."""
    if not len(element):
        return clean(element.text or "")
    return clean("".join(_visible(element)))


def _visible(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            if child.tag in _APART:
                yield " "
            yield from _visible(child)
        if child.tail:
            yield child.tail


def texts_outside(element: Element, inner: frozenset[str]) -> Iterator[str]:
    """The pieces of text inside an element that stand in none of the `inner` tags, as lines."""
    if element.text and (line := clean(element.text)):
        yield line
    for child in element:
        if isinstance(child.tag, str) and child.tag not in inner and child.tag not in UNSEEN:
            yield from texts_outside(child, inner)
        if child.tail and (line := clean(child.tail)):
            yield line


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
    return clean(anchor.get("data-sid") or "") or None


def odd_address(href: str) -> str | None:
    """The address of a link that a forgotten quote has run together with what follows, or None."""
    if '"' not in href and " " not in href and "<" not in href and ">" not in href:
        return None
    return clean(href)[:200] if _ODD_ADDRESS.search(href) else None
