"""A page as a tree, with what its head and its edges say."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import orjson
from lxml import etree
from lxml.etree import _Element as Element

from medscrape.errors import RejectedPageError, RejectionReason
from medscrape.parsers.elements import text_of
from medscrape.parsers.source import Source
from medscrape.text import clean
from medscrape.vocabulary.languages import is_tag, tag_of_code
from medscrape.vocabulary.sites import absolute, topic_address

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_MARK = "medscrape-end"
_MARKED_END = f"<{_MARK}>".encode()
_BY_ID = etree.XPath("id($id)")
_METAS = frozenset(
    "dc.date.created dc.date.modified dc.identifier.url dc.language dc.relation.ispartof dc.subject.mesh dc.title "
    "dc.title.alternate description keywords og:url".split()
)


@dataclass
class Document:
    """One page; everything here is read on demand, and nothing outside the page is asked."""

    source: Source
    root: Element
    given_url: str | None
    metas: dict[str, list[str]] = field(default_factory=dict)
    """Values of `<meta name=…>` and `<meta property=…>` that say something about the topic, by
    lower-case name, cleaned, empty ones left out."""
    links: dict[str, str] = field(default_factory=dict)
    """`canonical` and `feed`, as written."""
    hreflang: dict[str, str] = field(default_factory=dict)
    """Language tag to URL, as written."""
    descriptions: list[str] = field(default_factory=list)
    """JSON-LD, as written."""
    titles: int = 0
    """How many titles there are, but for those of pictures."""

    @classmethod
    def of(cls, source: bytes, url: str | None = None) -> "Document":
        """Build the tree; raises `RejectedPageError` when there is nothing to build it from."""
        if not source or source.isspace():
            raise RejectedPageError(RejectionReason.EMPTY, "the page has no content at all")
        page = Source(source)
        if page.is_endless:
            raise RejectedPageError(RejectionReason.NOT_READABLE, "an element of it has more than 10,000 attributes")
        root = _tree_of(page)
        if root is None or not len(root):
            raise RejectedPageError(RejectionReason.NOT_READABLE, "no HTML element was found in it")
        document = cls(page, root, url)
        document._read_head()
        return document

    def _read_head(self) -> None:
        for element in self.root.iter("meta", "link", "script", "title"):
            tag = element.tag
            if tag == "meta":
                name = (element.get("name") or element.get("property") or "").lower()
                if name in _METAS and (value := clean(element.get("content") or "")):
                    self.metas.setdefault(name, []).append(value)
            elif tag == "link":
                rel = element.get("rel", "").lower()
                if rel in {"canonical", "alternate"}:
                    self._read_link(rel, element.get("href", "").strip(), element)
            elif tag == "title":
                self.titles += next(element.iterancestors("svg"), None) is None
            elif element.get("type") == "application/ld+json":
                self.descriptions.append(element.text or "")

    def _read_link(self, rel: str, href: str, link: Element) -> None:
        if not href:
            return
        if rel == "canonical":
            self.links.setdefault("canonical", href)
        elif rel == "alternate" and (code := link.get("hreflang")):
            self.hreflang.setdefault(tag_of_code(code), href)
        elif rel == "alternate" and "rss" in link.get("type", ""):
            self.links.setdefault("feed", href)

    def meta(self, name: str) -> str | None:
        """The first value of a meta, or None."""
        return next(iter(self.metas.get(name, ())), None)

    def by_id(self, identifier: str) -> Element | None:
        """The first element with an id, or None."""
        found = cast("list[Element]", _BY_ID(self.root, id=identifier))
        return found[0] if found else None

    @cached_property
    def canonical(self) -> str | None:
        """The canonical link, absolute."""
        return self._absolute(self.links.get("canonical"))

    @cached_property
    def url(self) -> str:
        """The URL that identifies the page: its canonical link if that is a topic's, else the one it came from."""
        declared = (self._absolute(self.meta(name)) for name in ("dc.identifier.url", "og:url"))
        candidates = [self.canonical, self.given_url, *declared]
        if self.canonical and topic_address(self.canonical):
            return self.canonical
        for url in [*candidates[1:], self.canonical]:
            if url:
                return url
        raise RejectedPageError(RejectionReason.NO_URL, "the page names no canonical URL; say where it comes from")

    def _absolute(self, href: str | None) -> str | None:
        return absolute(href, self.given_url or "") if href else None

    @cached_property
    def html_language(self) -> str | None:
        """The language that the page declares for itself, or None."""
        code = tag_of_code(self.root.get("lang") or self.meta("dc.language") or "")
        return code if is_tag(code) else None

    @cached_property
    def json_ld(self) -> dict[str, Any] | None:
        """The page's `MedicalWebPage` description, or None when there is none that can be read."""
        for description in self.descriptions:
            try:
                data = orjson.loads(description)
            except orjson.JSONDecodeError:
                continue
            for node in data if isinstance(data, list) else [data]:
                if isinstance(node, dict) and node.get("@type") == "MedicalWebPage":
                    return node
        return None

    @cached_property
    def footer_dates(self) -> str:
        """The sentence with the dates at the foot of the page; empty when there is none."""
        element = self.by_id("lastupdate")
        if element is None:
            element = next(
                (e for e in self.root.iter("div", "p", "span") if "date" in e.get("class", "").split()), None
            )
        return text_of(element) if element is not None else ""

    @cached_property
    def language_toggle(self) -> str | None:
        """Where the button for the other language leads, absolute, or None."""
        toggle = self.by_id("mplus-lang-toggle")
        return absolute(toggle.get("href", ""), self.url) if toggle is not None else None

    @property
    def is_several(self) -> bool:
        """Whether the file holds the beginnings of more than one page."""
        return self.source.is_several or (self.titles > 1 and self.source.has_second_head)

    @property
    def is_marked(self) -> bool:
        """Whether the page calls itself a health topic."""
        return self.root.get("id") == "health_topic"


def _tree_of(page: Source) -> Element | None:
    """The whole page as a tree: a mark at its end shows whether the builder came that far.

    It stops in silence at end tags in the middle of a page; then it is given the page without them.
    """
    root = etree.fromstring(page.open_ended(_MARKED_END), _PARSER)
    if root is not None and _was_built_whole(root):
        return root
    return etree.fromstring(page.mended(), _PARSER)


def _was_built_whole(root: Element) -> bool:
    """Whether the mark is the last thing of the body, where it is taken away, and no template hides what follows."""
    if not len(root) or root[-1].tag != "body":
        return False
    last = root[-1]
    while len(last):
        last = last[-1]
    parent = last.getparent()
    if last.tag != _MARK or parent is None:
        return False
    parent.remove(last)
    return next(root.iter("template"), None) is None
