"""The pages that are mutated: the sample site's and, where they can be had, the real ones."""

import json
from copy import deepcopy
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from lxml import html

import medscrape
from medscrape.sample_site import build

Record = dict[str, Any]
Element = html.HtmlElement

REAL_PAGES = Path(__file__).resolve().parents[3] / "shared" / "real-pages" / "html"
NOT_COMPARED = {"provenance", "quality", "content_hash"}


class Page:
    """An untouched page of the current template, with its record."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name = name
        self.body = body

    @cached_property
    def source(self) -> str:
        """The page as text."""
        return self.body.decode()

    @cached_property
    def topic(self) -> medscrape.Topic:
        """The record of the untouched page."""
        return medscrape.parse_page(self.body)

    @cached_property
    def record(self) -> Record:
        """The record as JSON data."""
        return plain(self.topic)

    def copy(self) -> Record:
        """A copy of the record, to be edited into what a mutated page must give."""
        return deepcopy(self.record)

    def tree(self) -> Element:
        """The page as a tree of one's own."""
        return html.document_fromstring(self.body, parser=html.HTMLParser(encoding="utf-8"))

    def pick(self, things: list[Any], purpose: str) -> Any:
        """One of several things: always the same for a page and a purpose."""
        return things[crc32(f"{self.name} {purpose}".encode()) % len(things)]


def plain(topic: medscrape.Topic) -> Record:
    """A record as JSON data."""
    record: Record = json.loads(topic.to_line())
    return record


def written(tree: Element) -> bytes:
    """A tree as a page."""
    return b"<!DOCTYPE html>\n" + html.tostring(tree, encoding="utf-8", include_meta_content_type=True)


@cache
def pages() -> tuple[Page, ...]:
    """Every page, real and sample by turns, so that the first few are a fair choice."""
    site = build()
    sample = [Page(path.strip("/"), site.get(path).body) for path in site.topic_paths()]
    real = [Page(path.stem, path.read_bytes()) for path in sorted(REAL_PAGES.glob("*.html"))]
    sample = [page for page in sample if b'id="table-of-contents"' in page.body]
    sample.sort(key=lambda page: crc32(page.name.encode()))
    mixed = [page for pair in zip(real, sample, strict=False) for page in pair]
    return (*mixed, *real[len(sample) :], *sample[len(real) :])
