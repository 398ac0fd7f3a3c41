"""Running text: one walk over a piece of a page gives its sanitised HTML and its plain text, with the same words.

Safe by construction: nothing of the source's markup is copied. Tags are written anew from a short list, text is
escaped, and links are kept only when `vocabulary.sites.absolute` lets them pass.
"""

import unicodedata
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

from lxml.etree import _Element as Element

from medscrape.parsers.elements import UNSEEN, text_of
from medscrape.text import clean
from medscrape.vocabulary.sites import absolute

_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup", "cite": "em"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_CONTAINERS = {
    "ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul", "dl": "dl", "dt": "dt", "dd": "dd", "table": "table",
    "thead": "thead", "tbody": "tbody", "tfoot": "tfoot",
}  # fmt: skip
_LISTS = frozenset({"ul", "ol"})
_PLAIN_BLOCKS = frozenset(
    "address article aside blockquote body caption center details div fieldset figcaption figure footer form header "
    "hr legend main nav optgroup option pre search section select summary".split()
)
_CELL_ATTRIBUTES = ("colspan", "rowspan", "scope")

# Loose words inside these need an element of their own for the HTML to stay valid.
_WRAPPER = {
    "ul": ("<li>", "</li>"),
    "ol": ("<li>", "</li>"),
    "dl": ("<dd>", "</dd>"),
    "table": ("<tr><td>", "</td></tr>"),
    "thead": ("<tr><td>", "</td></tr>"),
    "tbody": ("<tr><td>", "</td></tr>"),
    "tfoot": ("<tr><td>", "</td></tr>"),
    "tr": ("<td>", "</td>"),
}
_BARE = frozenset({"li", "td", "th", "dt", "dd"})


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
        self._html: list[str] = []
        self._lines: list[tuple[int, str]] = []
        self._containers: list[str] = []
        self._block: str | None = None
        self.is_open = False
        """Whether a paragraph is being read: only then does white space mean anything."""
        self._group = 0
        self._groups = 0
        self._depth = 0
        self._fresh_item = False
        self._open: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._start_paragraph()

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
        if raw.isspace():
            self._space = True
            return
        body = clean(raw)
        if not body:
            self._space = True
            return
        self._write(body, raw[0].isspace())
        self._space = raw[-1].isspace()

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if not self.is_open:
            return
        if self._words:
            self._html.extend(close for _, close in reversed(self._open[: self._opened]))
            before, after = self._wrapping()
            self._html[self._mark : self._mark] = [before]
            self._html.append(after)
            self._add_line("".join(self._words))
        else:
            before, after = self._wrapping()
            self._html[self._mark : self._mark] = [before]
            self._html.append(after)
        self._start_paragraph()

    def _start_paragraph(self) -> None:
        self.is_open = False
        self._words = []
        self._mark = len(self._html)
        self._space = False
        self._breaks = 0
        self._opened = 0

    def _wrapping(self) -> tuple[str, str]:
        if self._block:
            return f"<{self._block}>", f"</{self._block}>"
        container = self._containers[-1] if self._containers else ""
        return ("", "") if container in _BARE else _WRAPPER.get(container, ("<p>", "</p>"))

    def _add_line(self, line: str) -> None:
        if self._depth:
            indent = "  " * (self._depth - 1)
            line = line.replace("\n", f"\n{indent}  ")
            line = f"{indent}{'- ' if self._fresh_item else '  '}{line}"
            self._fresh_item = False
        self._lines.append((self._group, line))

    def _write(self, body: str, spaced: bool) -> None:
        if self._words:
            if self._breaks:
                self._html.append("<br>" * self._breaks)
                self._words.append("\n" * self._breaks)
            elif self._space or spaced:
                self._html.append(" ")
                self._words.append(" ")
        self.is_open = True
        self._breaks = 0
        self._begin_inlines()
        self._html.append(escape(body, quote=False))
        self._words.append(body)

    def _begin_inlines(self) -> None:
        """Inline tags are written when their first word comes, so empty ones and stray spaces leave no trace."""
        if self._opened < len(self._open):
            self._html.extend(tag for tag, _ in self._open[self._opened :])
            self._opened = len(self._open)

    def _inline(self, child: Element, tag: str, attributes: str = "") -> None:
        self._open.append((f"<{tag}{attributes}>", f"</{tag}>"))
        self.read(child)
        _, close = self._open.pop()
        if self._opened > len(self._open):
            self._html.append(close)
            self._opened = len(self._open)

    def _written(self, child: Element, tag: str) -> None:
        if tag == "a":
            self._anchor(child)
        elif tag == "p" or tag in _HEADINGS:
            self._paragraph(child, _HEADINGS.get(tag, tag))
        elif tag == "li":
            self._item(child)
        elif tag in {"td", "th"}:
            self._cell(child, tag)
        elif tag == "tr":
            self._row(child)
        elif tag == "br":
            self._breaks += 1
        elif tag == "img":
            self._picture(child)
        elif tag in _CONTAINERS:
            self._container(child, _CONTAINERS[tag])
        elif tag in _PLAIN_BLOCKS:
            self._paragraph(child, None)
        else:
            self.read(child)

    def _anchor(self, child: Element) -> None:
        href = child.get("href")
        url = absolute(href, self.base) if href else None
        if href and not url:
            self.unsafe.append(href[:200])
        if not url:
            self.read(child)
            return
        title = text_of(child)
        if title:
            self.links.append(InlineLink(title, url, child.get("data-sid")))
        self._inline(child, "a", f' href="{escape(url)}"')

    def _paragraph(self, child: Element, block: str | None) -> None:
        self.flush()
        outer, self._block = self._block, block
        self.read(child)
        self.flush()
        self._block = outer

    def _picture(self, child: Element) -> None:
        url = absolute(child.get("src") or "", self.base)
        if not url or not url.startswith("http"):
            return
        alt = clean(child.get("alt") or "")
        self.pictures.append(Picture(url, alt))
        self.is_open = True
        self._begin_inlines()
        self._html.append(f'<img src="{escape(url)}" alt="{escape(alt)}">')

    def _container(self, child: Element, tag: str) -> None:
        self.flush()
        outer_block, self._block = self._block, None
        outermost = not self._group and (tag in _LISTS or tag == "table" or tag == "dl")
        if outermost:
            self._groups += 1
            self._group = self._groups
        is_list = tag in _LISTS
        self._depth += is_list
        self._wrapped(child, tag)
        self._depth -= is_list
        if outermost:
            self._group = 0
        self._block = outer_block

    def _wrapped(self, child: Element, tag: str, attributes: str = "") -> None:
        """Read a container; one that turns out empty leaves no trace."""
        self._html.append(f"<{tag}{attributes}>")
        start = self._mark = len(self._html)
        self._containers.append(tag)
        self.read(child)
        self.flush()
        self._containers.pop()
        if len(self._html) == start and tag not in {"td", "th"}:
            self._html.pop()
        else:
            self._html.append(f"</{tag}>")
        self._mark = len(self._html)

    def _item(self, child: Element) -> None:
        if not self._containers or self._containers[-1] not in _LISTS:
            self._paragraph(child, None)
            return
        self.flush()
        outer_block, self._block = self._block, None
        self._fresh_item = True
        self._wrapped(child, "li")
        self._fresh_item = False
        self._block = outer_block

    def _row(self, child: Element) -> None:
        if not self._containers or self._containers[-1] not in {"table", "thead", "tbody", "tfoot"}:
            self._paragraph(child, None)
            return
        self.flush()
        start = len(self._lines)
        self._wrapped(child, "tr")
        cells = [line.strip() for _, line in self._lines[start:]]
        del self._lines[start:]
        if any(cells):
            self._lines.append((self._group, " | ".join(cells)))

    def _cell(self, child: Element, tag: str) -> None:
        if not self._containers or self._containers[-1] != "tr":
            self._paragraph(child, None)
            return
        self.flush()
        outer_block, self._block = self._block, None
        depth, self._depth = self._depth, 0
        start = len(self._lines)
        kept = "".join(f' {n}="{escape(clean(v))}"' for n in _CELL_ATTRIBUTES if (v := child.get(n)))
        self._wrapped(child, tag, kept)
        words = " ".join(line.replace("\n", " ").strip() for _, line in self._lines[start:])
        self._lines[start:] = [(self._group, words)]
        self._depth, self._block = depth, outer_block


def _plain_name(tag: str) -> str:
    """The tag a malformed one was meant to be: `p.` is a `p`."""
    return tag if tag.isalnum() else "".join(c for c in tag if c.isalnum())


def _normal(text: str) -> str:
    """NFC once more: a combining mark may begin a text node of its own."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
