"""Which element of a page holds its content."""

from typing import NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.document import Document
from medscrape.parsers.template import Template


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
    """The parent, unless that is the whole page: breadcrumbs and closing words stand beside the article."""
    parent = element.getparent()
    return element if parent is None or parent.tag in {"body", "html"} else parent


def is_followed(region: Element) -> bool:
    """Whether anything stands behind the region: if nothing does, a file that ends early was cut inside it."""
    element: Element | None = region
    while element is not None and element.tag not in {"body", "html"}:
        if any(isinstance(later.tag, str) for later in element.itersiblings()):
            return True
        element = element.getparent()
    return False
