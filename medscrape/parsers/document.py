"""A page as a tree, with what its head and its edges say."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import orjson
from lxml import etree
from lxml.etree import _Element as Element

from medscrape.errors import RejectedPageError, RejectionReason
from medscrape.parsers.elements import text_of
from medscrape.text import clean
from medscrape.vocabulary.languages import is_tag, tag_of_code
from medscrape.vocabulary.sites import absolute, topic_address

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_BY_ID = etree.XPath("id($id)")
_END = re.compile(rb"</html\s*>\s*(<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
# What a page has once.
_ONCE = tuple(re.compile(sign) for sign in (rb"<head[\s>]", rb"</head[\s>]", rb'id="mplus-content"'))
# A quote with a letter right behind it is where a value that lost its own closing quote has ended by chance.
_GLUED = re.compile(rb'="[^"]*+"[^\s>/?]')
_SWALLOWED = re.compile(rb'="[^"<]*+<[^"]*+"[^\s>/?]')
_SWALLOWED_BY_APOSTROPHE = re.compile(rb"='[^'<]*+<[^']*+'[^\s>/?;,+)]")
_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_METAS = frozenset(
    "dc.date.created dc.date.modified dc.identifier.url dc.language dc.relation.ispartof dc.subject.mesh dc.title "
    "dc.title.alternate description keywords og:url".split()
)


@dataclass
class Document:
    """One page; everything here is read on demand, and nothing outside the page is asked."""

    source: bytes
    """The page in UTF-8."""
    root: Element
    given_url: str | None
    metas: dict[str, list[str]] = field(default_factory=dict)
    """Values of `<meta name=…>` and `<meta property=…>` that say something about the topic, by
    lower-case name, cleaned, empty ones left out."""
    links: dict[str, str] = field(default_factory=dict)
    """`canonical` and `feed`, as written."""
    hreflang: dict[str, str] = field(default_factory=dict)
    """Language tag to URL, as written."""

    @classmethod
    def of(cls, source: bytes, url: str | None = None) -> "Document":
        """Build the tree; raises `RejectedPageError` when there is nothing to build it from."""
        if not source or source.isspace():
            raise RejectedPageError(RejectionReason.EMPTY, "the page has no content at all")
        root = etree.fromstring(_with_one_end(source), _PARSER)
        if root is None or not len(root):
            raise RejectedPageError(RejectionReason.NOT_READABLE, "no HTML element was found in it")
        document = cls(source, root, url)
        document._read_head()
        return document

    def _read_head(self) -> None:
        for meta in self.root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or "").lower()
            if name in _METAS and (value := clean(meta.get("content") or "")):
                self.metas.setdefault(name, []).append(value)
        for link in self.root.iter("link"):
            rel = link.get("rel", "").lower()
            if rel in {"canonical", "alternate"}:
                self._read_link(rel, link.get("href", "").strip(), link)

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
        for script in self.root.iter("script"):
            if script.get("type") != "application/ld+json":
                continue
            try:
                data = orjson.loads(script.text or "")
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
    def is_marked(self) -> bool:
        """Whether the page calls itself a health topic."""
        return self.root.get("id") == "health_topic"

    @property
    def swallowed(self) -> str | None:
        """Where a missing quote made words part of an attribute, or None."""
        match = _SWALLOWED.search(self.source) if _GLUED.search(self.source) else None
        match = match or _SWALLOWED_BY_APOSTROPHE.search(self.source)
        return clean(match[0].decode("utf-8", "replace")) if match else None

    @property
    def is_several(self) -> bool:
        """Whether the file holds the beginnings of more than one page."""
        return any(len(sign.findall(self.source)) > 1 for sign in _ONCE)

    @property
    def ends_early(self) -> bool:
        """Whether the file stops before its closing tag although it began with an opening one."""
        return b"<html" in self.source[:4000].lower() and not _END.search(self.source[-2000:])


def _with_one_end(source: bytes) -> bytes:
    """The page without end tags of body and html before its end, where the tree builder would stop."""
    ends = list(_ENDS.finditer(source))
    if len(ends) <= 2:
        return source
    last = ends[-2].start()
    return _ENDS.sub(b"", source[:last]) + source[last:]
