"""Running text: one walk over a piece of a page gives its sanitised HTML and its plain text, with the same words.

Safe by construction: nothing of the source's markup is copied. Tags are written anew from a short list, text is
escaped, and links are kept only when `vocabulary.sites.absolute` lets them pass.
"""

from collections.abc import Callable
from html import escape
from typing import NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, children, odd_address, sid_of, title_of
from medscrape.parsers.rows import Row
from medscrape.parsers.writer import HEADINGS, LISTS, PLAIN, ROW_GROUPS, Writer
from medscrape.text import clean
from medscrape.vocabulary.sites import absolute

_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup", "cite": "em"}
LISTS_OF_PAGES = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
"""The lists of a page, and those they are written as."""
_INNER = {"dt": "dl", "dd": "dl", "thead": "table", "tbody": "table", "tfoot": "table"}
_PLAIN_BLOCKS = frozenset(
    "address article aside blockquote body caption center details div fieldset figcaption figure footer form header "
    "hr legend main nav optgroup option pre search section select summary".split()
)
_CELL_ATTRIBUTES = ("colspan", "rowspan", "scope")

Divert = Callable[[Element, str], bool]
"""Is asked about an element and its tag; true when it has dealt with the element itself."""


class OddLink(NamedTuple):
    """A link inside running text that could not be kept, or not whole."""

    code: str
    """That of the warning about it."""
    title: str
    address: str


class Picture(NamedTuple):
    """An image inside running text."""

    url: str
    alt: str


def _takes_nothing(_: Element, __: str) -> bool:
    return False


class Flow(Writer):
    """A writer of running text that is fed elements and strings in page order.

    `divert` is asked about every element first.
    """

    __slots__ = ("base", "divert", "links", "odd_links", "pictures")

    def __init__(self, base: str, divert: Divert = _takes_nothing) -> None:
        super().__init__()
        self.base = base
        self.divert = divert
        self.links: list[Row] = []
        """Links inside the text; others add their own between them."""
        self.pictures: list[Picture] = []
        self.odd_links: list[OddLink] = []
        """Links that could not be kept, or not whole."""

    def read(self, element: Element) -> None:
        """Read what is inside an element."""
        if text := element.text:
            self.say(text)
        for child in children(element):
            self.element(child)
            if tail := child.tail:
                self.say(tail)

    def rest_of_list(self, element: Element, tag: str, start: int) -> None:
        """Read a list from the words before its element number `start` on; the rest was dealt with elsewhere."""

        def rest() -> None:
            if words := element[start - 1].tail if start else element.text:
                self.say(words)
            for child in children(element)[start:]:
                self.element(child)
                if tail := child.tail:
                    self.say(tail)

        self.nested(rest, LISTS_OF_PAGES[tag])

    def finish(self) -> None:
        """Nothing more will be read; `divert` is let go."""
        self.divert = _takes_nothing

    def element(self, child: Element) -> None:
        """Read an element (not what follows it)."""
        tag = child.tag
        if tag in _INLINE or not self.divert(child, tag):
            self.element_as_text(child, tag)

    def element_apart(self, child: Element) -> None:
        """Read an element as if it stood in no list: what is around it was dealt with elsewhere."""
        self.apart(lambda: self.element(child))

    def element_as_text(self, child: Element, tag: str) -> None:
        """Read an element as running text, without asking `divert` about the element itself."""
        if tag not in _WRITERS:
            tag = _plain_name(tag)
        if write := _WRITERS.get(tag):
            write(self, child, tag)
        else:
            self.read(child)

    def anchor(self, child: Element) -> None:
        """Read a link."""
        href = child.get("href")
        url = absolute(href, self.base) if href else None
        title = title_of(child)
        if href and not url:
            self.odd_links.append(OddLink("unsafe_link", title, href[:80]))
        if href and url != href and (odd := odd_address(href)):
            self.odd_links.append(OddLink("odd_address", title, odd))
        if href is None and title and not child.get("name"):
            self.odd_links.append(OddLink("link_without_target", title, ""))
        if not url:
            self.read(child)
            return
        if title:
            self.links.append(Row(title, url, sid_of(child)))
        else:
            self.odd_links.append(OddLink("unmapped_link", "", url))
        if self.paragraph.is_inside("a"):
            self.odd_links.append(OddLink("unsafe_link", title, url[:80]))
            self.read(child)
            return
        self.inline(child, "a", f' href="{escape(url)}"')

    def area(self, child: Element) -> None:
        """Read an area of an image map: a link without a place in the text."""
        if url := absolute(child.get("href", ""), self.base):
            self.odd_links.append(OddLink("unmapped_link", clean(child.get("alt", "")), url))

    def picture(self, child: Element) -> None:
        """Read an image."""
        url = absolute(child.get("src") or "", self.base)
        if not url or not url.startswith("http"):
            return
        alt = clean(child.get("alt") or "")
        self.pictures.append(Picture(url, alt))
        self.paragraph.show(f'<img src="{escape(url)}" alt="{escape(alt)}">')

    def member(self, child: Element, tag: str) -> None:
        """Read an item, a row or a cell in its right place; elsewhere it is a plain block."""
        container = self.container

        def inside() -> None:
            self.read(child)

        if tag == "li" and container in LISTS:
            self.item(inside)
        elif tag == "tr" and container in ROW_GROUPS:
            self.row(inside)
        elif tag in {"td", "th"} and container == "tr":
            kept = "".join(f' {n}="{escape(clean(v))}"' for n in _CELL_ATTRIBUTES if (v := child.get(n)))
            self.cell(inside, tag, kept)
        elif _INNER.get(tag) == container:
            self.wrapped(inside, tag)
        else:
            self.block(inside, PLAIN)

    def inline(self, child: Element, tag: str, attributes: str = "") -> None:
        """Read an element whose words stay in the paragraph."""
        self.paragraph.begin(tag, attributes)
        self.read(child)
        self.paragraph.end()


_WRITERS: dict[str, Callable[[Flow, Element, str], None]] = {
    **dict.fromkeys(_INLINE, lambda flow, child, tag: flow.inline(child, _INLINE[tag])),
    **dict.fromkeys(_PLAIN_BLOCKS, lambda flow, child, _: flow.block(lambda: flow.read(child), PLAIN)),
    **dict.fromkeys(HEADINGS, lambda flow, child, tag: flow.block(lambda: flow.read(child), HEADINGS[tag])),
    **dict.fromkeys(LISTS_OF_PAGES, lambda flow, child, tag: flow.rest_of_list(child, tag, 0)),
    **dict.fromkeys(("table", "dl"), lambda flow, child, tag: flow.nested(lambda: flow.read(child), tag)),
    **dict.fromkeys(("li", "tr", "td", "th", *_INNER), Flow.member),
    **dict.fromkeys(UNSEEN, lambda _, __, ___: None),
    "p": lambda flow, child, tag: flow.block(lambda: flow.read(child), tag),
    "a": lambda flow, child, _: flow.anchor(child),
    "area": lambda flow, child, _: flow.area(child),
    "br": lambda flow, _, __: flow.paragraph.break_line(),
    "img": lambda flow, child, _: flow.picture(child),
}
"""How each element is written; one that is not here is read as if its tags were not there."""


def _plain_name(tag: str) -> str:
    """The tag a malformed one was meant to be: `p.` is a `p`."""
    return tag if tag.isalnum() else "".join(c for c in tag if c.isalnum())
