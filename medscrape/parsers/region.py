"""Which element of a page holds its content."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.document import Document
from medscrape.parsers.template import FOOT_ID, Template

_OF_THE_SITE = frozenset("banner copyright date foot footer lastupdate menu nav navbar navigation".split())
_SAY_CONTENT = ("article", "h1", "h2", "main", "section")
"""The site's own parts have none of these: in one of them they say that content has come in."""
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_RAW = ("iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp")
_ENDS_PAGE = re.compile("</(?:body|html)[\\s>]", re.IGNORECASE)


class Region(NamedTuple):
    """The element that holds the content, and what was odd about finding it."""

    element: Element
    warning: str | None


def content_region(document: Document, template: Template) -> Region:
    """The content region: the template's own element, else the nearest that structure offers.

    The fallbacks matter when an id was renamed: then the whole page around the article is read, and what stands
    there beside the content is listed as unmapped text rather than lost.
    """
    for identifier in template.region:
        element = document.by_id(identifier)
        if element is not None:
            return Region(element, None)
    wanted = ", ".join(f"#{identifier}" for identifier in template.region)
    for found in (document.by_id("topic"), *(next(document.root.iter(tag), None) for tag in ("article", "main"))):
        if found is not None:
            return Region(_around(found), f"no {wanted}; read what is around <{found.tag}>")
    body = document.root.find("body")
    return Region(document.root if body is None else body, f"no {wanted}; read the whole page")


def _around(element: Element) -> Element:
    """The parent: breadcrumbs and closing words stand beside the article."""
    parent = element.getparent()
    return element if parent is None or parent.tag == "html" else parent


def is_whole(document: Document, region: Element) -> bool:
    """Whether the region was read to its end.

    A file that ends early was cut inside the region when nothing stands behind it. A page whose source has a foot that
    its tree lacks was swallowed by a comment, a quote or a tag that never ends.
    """
    if _has_foot(document):
        return True
    source = document.source
    if b"<footer" in source.bytes or FOOT_ID.encode() in source.bytes:
        return False
    if source.ends_in_markup or any(_ENDS_PAGE.search(element.text or "") for element in document.root.iter(*_RAW)):
        return False
    return not source.ends_early or any(not isinstance(part, str) for part in behind(region))


def behind(region: Element) -> Iterator[Element | str]:
    """What stands behind the region beside the foot: white space, unless an end tag too many closed the region.

    The words that follow an element are its tail; those that follow nothing given come for themselves.
    """
    element: Element | None = region
    while element is not None and element.tag not in {"body", "html"}:
        if element.tail:
            yield element.tail
        for later in element.itersiblings():
            if not is_foot(later):
                yield later
            elif later.tail:
                yield later.tail
        element = element.getparent()


def spilled(region: Element) -> Iterator[Element | str]:
    """What stands behind the region of a page that may have more there than a foot: all but the site's own parts."""
    for part in behind(region):
        if isinstance(part, str) or not _is_of_the_site(part):
            yield part
        elif part.tail:
            yield part.tail


def _is_of_the_site(element: Element) -> bool:
    """Whether an element calls itself navigation, a foot or the like, and holds no content."""
    names = (str(element.tag), element.get("id", ""), element.get("class", ""))
    return not _OF_THE_SITE.isdisjoint(_BETWEEN_WORDS.split(" ".join(names).lower())) and not _has_content(element)


def is_foot(element: Element) -> bool:
    """Whether an element is the foot that every page of the site has, and no content has come into it."""
    return _is_called_foot(element) and not _has_content(element)


def _is_called_foot(element: Element) -> bool:
    if element.get("id") == FOOT_ID:
        return True
    return element.tag == "footer" and (element.find(f".//*[@id='{FOOT_ID}']") is not None or not _in_content(element))


def _has_content(element: Element) -> bool:
    return next(element.iter(*_SAY_CONTENT), None) is not None


def _in_content(element: Element) -> bool:
    return next(element.iterancestors("article", "section", "main", "li"), None) is not None


def _has_foot(document: Document) -> bool:
    return document.by_id(FOOT_ID) is not None or any(map(_is_called_foot, document.root.iter("footer")))
