"""Running text: one walk over a piece of a page gives its sanitised HTML and its plain text, with the same words.

Safe by construction: nothing of the source's markup is copied. Tags are written anew from a short list, text is
escaped, and links are kept only when `vocabulary.sites.absolute` lets them pass.
"""

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, odd_address, title_of
from medscrape.parsers.paragraph import Paragraph
from medscrape.text import clean, nfc
from medscrape.vocabulary.sites import absolute

_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup", "cite": "em"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_LIST_TAGS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
_INNER = {"dt": "dl", "dd": "dl", "thead": "table", "tbody": "table", "tfoot": "table"}
_LISTS = frozenset({"ul", "ol"})
_PLAIN_BLOCKS = frozenset(
    "address article aside blockquote body caption center details div fieldset figcaption figure footer form header "
    "hr legend main nav optgroup option pre search section select summary".split()
)
_CELL_ATTRIBUTES = ("colspan", "rowspan", "scope")

_ROW_GROUPS = frozenset({"table", "thead", "tbody", "tfoot"})
# Words that stand directly in these get an element of their own, or the HTML would not be valid.
_STRICT = _LISTS | _ROW_GROUPS | {"dl", "tr"}
_BARE = frozenset({"li", "td", "th", "dt", "dd"})
_PLAIN = ""


class InlineLink(NamedTuple):
    """A link inside running text."""

    title: str
    url: str
    sid: str | None


class Picture(NamedTuple):
    """An image inside running text."""

    url: str
    alt: str


class Flow:
    """A writer of running text: feed it elements and strings in page order, then take `html` and `text`.

    `divert` is asked about every element first; when it returns true it has dealt with the element itself.
    """

    def __init__(
        self, base: str, divert: Callable[[Element], bool] = lambda _: False, links: list[Any] | None = None
    ) -> None:
        self.base = base
        self.divert = divert
        self.links: list[Any] = [] if links is None else links
        self.pictures: list[Picture] = []
        self.unsafe: list[str] = []
        """Targets of links that cannot be kept."""
        self.untargeted: list[str] = []
        """Words of links that lead nowhere."""
        self.unheld: list[tuple[str, str]] = []
        """Words and addresses of links that have no place in a text."""
        self.odd: list[str] = []
        """Addresses that a forgotten quote has spoilt."""
        self._paragraph = Paragraph()
        self._html: list[str] = []
        self._lines: list[tuple[int, str]] = []
        self._containers: list[tuple[str, int]] = []
        self._block: str | None = None
        self._last_is_bare = False
        self._group = 0
        self._groups = 0
        self._depth = 0
        self._fresh_item = False

    @property
    def is_open(self) -> bool:
        """Whether a paragraph is being read: only then does white space mean anything."""
        return self._paragraph.is_open

    @property
    def has_content(self) -> bool:
        """Whether anything was said or shown yet."""
        return self._paragraph.is_open or bool(self._html)

    @property
    def html(self) -> str:
        """Sanitised HTML of everything read so far."""
        self.flush()
        return _normal("".join(self._html))

    @property
    def text(self) -> str:
        """Plain text of everything read so far: blocks separated by a blank line, list items and rows by a newline."""
        self.flush()
        parts: list[str] = []
        previous = 0
        for group, line in self._lines:
            if parts:
                parts.append("\n" if group and group == previous else "\n\n")
            parts.append(line)
            previous = group
        return _normal("".join(parts))

    def take_lines(self) -> list[str]:
        """The blocks of text read so far, one by one."""
        self.flush()
        return [_normal(line) for _, line in self._lines]

    def read(self, element: Element) -> None:
        """Read what is inside an element."""
        if text := element.text:
            self.say(text)
        for child in element:
            self.element(child)
            if tail := child.tail:
                self.say(tail)

    def element(self, child: Element) -> None:
        """Read an element (not what follows it)."""
        if isinstance(child.tag, str) and child.tag not in _INLINE and self.divert(child):
            return
        self.element_as_text(child)

    def element_apart(self, child: Element) -> None:
        """Read an element as if it stood in no list: what is around it was dealt with elsewhere."""
        self.flush()
        outside = self._containers, self._group
        self._containers, self._group = [], 0
        self.element(child)
        self.flush()
        self._containers, self._group = outside

    def element_as_text(self, child: Element) -> None:
        """Read an element as running text, without asking `divert` about the element itself."""
        tag = child.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            return
        if tag in _INLINE:
            self._inline(child, _INLINE[tag])
        else:
            self._written(child, _plain_name(tag))

    def say(self, raw: str) -> None:
        """Read words."""
        body = "" if raw.isspace() else clean(raw)
        if body:
            self._paragraph.say(body, raw)
        else:
            self._paragraph.space()

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if not self._paragraph.is_open:
            return
        before, after = self._wrapping()
        html, words = self._paragraph.take()
        self._html.extend((before, html, after))
        self._last_is_bare = not after
        if words:
            self._add_line(words)

    def _wrapping(self) -> tuple[str, str]:
        """The tags around the paragraph that ends: its own, or what its place asks for."""
        container, start = self._containers[-1] if self._containers else ("", 0)
        block = self._block or ""
        if container in _STRICT:
            inner = block if block in _HEADINGS else ""
            tags = [*_elements_between(container), *filter(None, [inner])]
            return "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))
        if block:
            return f"<{block}>", f"</{block}>"
        is_first = len(self._html) == start
        if container in _BARE and (is_first or (self._block is None and not self._last_is_bare)):
            return "", ""
        return "<p>", "</p>"

    def _add_line(self, line: str) -> None:
        in_list = bool(self._containers) and self._containers[-1][0] in _LISTS
        depth = self._depth + in_list
        if depth:
            indent = "  " * (depth - 1)
            line = line.replace("\n", f"\n{indent}  ")
            line = f"{indent}{'- ' if in_list or self._fresh_item else '  '}{line}"
            self._fresh_item = False
        self._lines.append((self._group, line))

    def _inline(self, child: Element, tag: str, attributes: str = "") -> None:
        self._paragraph.begin(tag, attributes)
        self.read(child)
        self._paragraph.end()

    def _written(self, child: Element, tag: str) -> None:
        if tag == "a":
            self._anchor(child)
        elif tag == "p" or tag in _HEADINGS:
            self._read_block(child, _HEADINGS.get(tag, tag))
        elif tag == "br":
            self._paragraph.break_line()
        elif tag == "img":
            self._picture(child)
        elif tag == "area":
            self._area(child)
        elif tag in _LIST_TAGS or tag in {"table", "dl"}:
            self._container(child, _LIST_TAGS.get(tag, tag))
        elif tag in {"li", "tr", "td", "th"} or tag in _INNER:
            self._member(child, tag)
        elif tag in _PLAIN_BLOCKS:
            self._read_block(child, _PLAIN)
        else:
            self.read(child)

    def _anchor(self, child: Element) -> None:
        href = child.get("href")
        url = absolute(href, self.base) if href else None
        if href and not url:
            self.unsafe.append(href[:200])
        title = title_of(child)
        if href and (odd := odd_address(href)):
            self.odd.append(odd)
        if href is None and title and not child.get("name"):
            self.untargeted.append(title)
        if not url:
            self.read(child)
            return
        if title:
            self.links.append(InlineLink(title, url, child.get("data-sid")))
        if self._paragraph.is_inside("a"):
            self.unsafe.append(url)
            self.read(child)
            return
        self._inline(child, "a", f' href="{escape(url)}"')

    def _read_block(self, child: Element, block: str) -> None:
        self.flush()
        outer, self._block = self._block, block
        self.read(child)
        self.flush()
        self._block = outer

    def _area(self, child: Element) -> None:
        """An area of an image map: a link without a place in the text."""
        if url := absolute(child.get("href", ""), self.base):
            self.unheld.append((clean(child.get("alt", "")), url))

    def _picture(self, child: Element) -> None:
        url = absolute(child.get("src") or "", self.base)
        if not url or not url.startswith("http"):
            return
        alt = clean(child.get("alt") or "")
        self.pictures.append(Picture(url, alt))
        self._paragraph.show(f'<img src="{escape(url)}" alt="{escape(alt)}">')

    def _member(self, child: Element, tag: str) -> None:
        """Items, rows and cells in their right place; elsewhere they are plain blocks."""
        container = self._containers[-1][0] if self._containers else ""
        if tag == "li" and container in _LISTS:
            self._item(lambda: self.read(child))
        elif tag == "tr" and container in _ROW_GROUPS:
            self._row(lambda: self.read(child))
        elif tag in {"td", "th"} and container == "tr":
            kept = "".join(f' {n}="{escape(clean(v))}"' for n in _CELL_ATTRIBUTES if (v := child.get(n)))
            self._cell(lambda: self.read(child), tag, kept)
        elif _INNER.get(tag) == container:
            self._wrapped(lambda: self.read(child), tag)
        else:
            self._read_block(child, _PLAIN)

    def _container(self, child: Element, tag: str) -> None:
        container = self._containers[-1][0] if self._containers else ""
        if container in _LISTS:
            self.flush()
            inside = self._last_item if self._html[-1] == "</li>" else self._item
            inside(lambda: self._collection(child, tag))
        elif container in _ROW_GROUPS:
            self._row(lambda: self._cell(lambda: self._collection(child, tag)))
        elif container == "tr":
            self._cell(lambda: self._collection(child, tag))
        elif container == "dl":
            self._wrapped(lambda: self._collection(child, tag), "dd")
        else:
            self._collection(child, tag)

    def _collection(self, child: Element, tag: str) -> None:
        """A list or table; the outermost one holds its lines together."""
        self.flush()
        is_outermost = not self._group
        if is_outermost:
            self._groups += 1
            self._group = self._groups
        self._wrapped(lambda: self.read(child), tag)
        if is_outermost:
            self._group = 0

    def _wrapped(self, read: Callable[[], None], tag: str, attributes: str = "") -> None:
        """Read what stands in a container; one that turns out empty leaves no trace."""
        self.flush()
        outer_block, self._block = self._block, None
        self._html.append(f"<{tag}{attributes}>")
        start = len(self._html)
        self._containers.append((tag, start))
        read()
        self.flush()
        self._containers.pop()
        if len(self._html) == start and tag not in {"td", "th"}:
            self._html.pop()
        else:
            self._html.append(f"</{tag}>")
            self._last_is_bare = False
        self._block = outer_block

    def _item(self, read: Callable[[], None]) -> None:
        self.flush()
        self._fresh_item = True
        self._depth += 1
        self._wrapped(read, "li")
        self._depth -= 1
        self._fresh_item = False

    def _last_item(self, read: Callable[[], None]) -> None:
        """A list directly in a list belongs to the item before it."""
        self._html.pop()
        self._depth += 1
        self._containers.append(("li", -1))
        read()
        self.flush()
        self._containers.pop()
        self._depth -= 1
        self._html.append("</li>")

    def _row(self, read: Callable[[], None]) -> None:
        self.flush()
        start = len(self._lines)
        before = len(self._html)
        self._wrapped(read, "tr")
        cells = [line.strip() for _, line in self._lines[start:]]
        del self._lines[start:]
        if any(cells):
            self._add_line(" | ".join(cells))
        elif not any("<img" in piece for piece in self._html[before:]):
            del self._html[before:]

    def _cell(self, read: Callable[[], None], tag: str = "td", attributes: str = "") -> None:
        self.flush()
        outside = self._depth, self._fresh_item
        self._depth, self._fresh_item = 0, False
        start = len(self._lines)
        self._wrapped(read, tag, attributes)
        words = " ".join(line.replace("\n", " ").strip() for _, line in self._lines[start:])
        self._lines[start:] = [(self._group, words)]
        self._depth, self._fresh_item = outside


def _elements_between(container: str) -> tuple[str, ...]:
    """What stands between a container and the words in it."""
    if container in _LISTS:
        return ("li",)
    if container in _ROW_GROUPS:
        return ("tr", "td")
    return ("td",) if container == "tr" else ("dd",)


def _plain_name(tag: str) -> str:
    """The tag a malformed one was meant to be: `p.` is a `p`."""
    return tag if tag.isalnum() else "".join(c for c in tag if c.isalnum())


def _normal(text: str) -> str:
    """NFC once more: a combining mark may begin a text node of its own."""
    return text if text.isascii() else nfc(text)
