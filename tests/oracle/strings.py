"""Text and addresses as the record has them, read from elements of a page."""

import re
import unicodedata
from typing import Any, TypeAlias
from urllib.parse import urljoin

from bs4 import NavigableString, Tag

Record: TypeAlias = dict[str, Any]

SITE = "https://medlineplus.gov/"
TRACKING = re.compile(r"(utm_\w+|gclid|fbclid|mc_cid|mc_eid)(=|$)")


def one(scope: Tag, selector: str) -> Tag:
    """Give the first element that matches; there must be one."""
    found = scope.select_one(selector)
    if found is None:
        raise LookupError(selector)
    return found


def href(link: Tag) -> str:
    """Give where a link leads."""
    return absolute(str(link["href"]))


def absolute(url: str) -> str:
    """Give a URL of the page in full, without tracking parameters."""
    base, _, query = urljoin(SITE, url.strip()).partition("?")
    kept = [part for part in query.split("&") if part and not TRACKING.match(part)]
    return f"{base}?{'&'.join(kept)}" if kept else base


def text(node: object) -> str:
    """Give the text in a node of the tree, white space untouched."""
    return node.get_text() if isinstance(node, (Tag, NavigableString)) else ""


def words(tag: Tag) -> str:
    """Give all words of an element on one line."""
    return squeeze(tag.get_text())


def own_words(tag: Tag) -> str:
    """Give the words that stand directly in an element, not in its children."""
    return squeeze("".join(tag.find_all(string=True, recursive=False)))


def squeeze(value: str) -> str:
    """Make every run of white space one space, and the characters NFC."""
    return unicodedata.normalize("NFC", " ".join(value.split()))


def snake(value: str) -> str:
    """Write a heading or a mark in snake_case."""
    return re.sub(r"\W+", "_", value).strip("_").lower()
