"""The writing of running text: its sanitised HTML and its plain text grow at the same time, with the same words.

Knows paragraphs, lists, items, rows and cells, and where each may stand; knows no elements of a page.
"""

from collections.abc import Callable

from medscrape.parsers.paragraph import Paragraph
from medscrape.text import clean, nfc

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
"""The headings of a page, and those they are written as."""
LISTS = frozenset({"ul", "ol"})
ROW_GROUPS = frozenset({"table", "thead", "tbody", "tfoot"})
PLAIN = ""
"""A block without a name of its own."""
# Words that stand directly in these get an element of their own, or the HTML would not be valid.
_STRICT = LISTS | ROW_GROUPS | {"dl", "tr"}
_BARE = frozenset({"li", "td", "th", "dt", "dd"})

Reading = Callable[[], None]
"""Reads what stands in a container, into the writer that asks for it."""


class Writer:
    """Feed it words in page order and say what they stand in, then take `html` and `text`."""

    __slots__ = (
        "_block", "_containers", "_depth", "_fresh_item", "_group", "_groups", "_html", "_last_is_bare", "_lines",
        "paragraph",
    )  # fmt: skip

    def __init__(self) -> None:
        self.paragraph = Paragraph()
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
    def has_content(self) -> bool:
        """Whether anything was said or shown yet."""
        return self.paragraph.is_open or bool(self._html)

    @property
    def container(self) -> str:
        """The innermost list, item, table, row or cell that is being written, or nothing."""
        return self._containers[-1][0] if self._containers else ""

    @property
    def has_text(self) -> bool:
        """Whether there are any words."""
        self.flush()
        return bool(self._lines)

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

    def say(self, raw: str) -> None:
        """Write words."""
        if raw.isspace() or not (body := clean(raw)):
            self.paragraph.spaced = True
        else:
            self.paragraph.say(body, raw)

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if not self.paragraph.is_open:
            return
        before, after = self._wrapping()
        html, words = self.paragraph.take()
        self._html.extend((before, html, after))
        self._last_is_bare = not after
        if words:
            self._add_line(words)

    def block(self, read: Reading, tag: str) -> None:
        """Write a paragraph, a heading or, with `PLAIN`, whatever stands apart from what is around it."""
        self.flush()
        outer, self._block = self._block, tag
        read()
        self.flush()
        self._block = outer

    def apart(self, read: Reading) -> None:
        """Write as if in no list: what is around it was dealt with elsewhere."""
        self.flush()
        outside = self._containers, self._group
        self._containers, self._group = [], 0
        read()
        self.flush()
        self._containers, self._group = outside

    def nested(self, read: Reading, tag: str) -> None:
        """Write a list or table in the place it may have where it stands."""
        container = self.container
        if container in LISTS:
            self.flush()
            inside = self._last_item if self._html[-1] == "</li>" else self.item
            inside(lambda: self._collection(read, tag))
        elif container in ROW_GROUPS:
            self.row(lambda: self.cell(lambda: self._collection(read, tag)))
        elif container == "tr":
            self.cell(lambda: self._collection(read, tag))
        elif container == "dl":
            self.wrapped(lambda: self._collection(read, tag), "dd")
        else:
            self._collection(read, tag)

    def _collection(self, read: Reading, tag: str) -> None:
        """A list or table; the outermost one holds its lines together."""
        self.flush()
        is_outermost = not self._group
        if is_outermost:
            self._groups += 1
            self._group = self._groups
        self.wrapped(read, tag)
        if is_outermost:
            self._group = 0

    def wrapped(self, read: Reading, tag: str, attributes: str = "") -> None:
        """Write what stands in a container; one that turns out empty leaves no trace."""
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

    def item(self, read: Reading) -> None:
        """Write an item of a list."""
        self.flush()
        self._fresh_item = True
        self._depth += 1
        self.wrapped(read, "li")
        self._depth -= 1
        self._fresh_item = False

    def _last_item(self, read: Reading) -> None:
        """A list directly in a list belongs to the item before it."""
        self._html.pop()
        self._depth += 1
        self._containers.append(("li", -1))
        read()
        self.flush()
        self._containers.pop()
        self._depth -= 1
        self._html.append("</li>")

    def row(self, read: Reading) -> None:
        """Write a row of a table."""
        self.flush()
        start = len(self._lines)
        before = len(self._html)
        self.wrapped(read, "tr")
        cells = [line.strip() for _, line in self._lines[start:]]
        del self._lines[start:]
        if any(cells):
            self._add_line(" | ".join(cells))
        elif not any("<img" in piece for piece in self._html[before:]):
            del self._html[before:]

    def cell(self, read: Reading, tag: str = "td", attributes: str = "") -> None:
        """Write a cell of a row."""
        self.flush()
        outside = self._depth, self._fresh_item
        self._depth, self._fresh_item = 0, False
        start = len(self._lines)
        self.wrapped(read, tag, attributes)
        words = " ".join(line.replace("\n", " ").strip() for _, line in self._lines[start:])
        self._lines[start:] = [(self._group, words)]
        self._depth, self._fresh_item = outside

    def _wrapping(self) -> tuple[str, str]:
        """The tags around the paragraph that ends: its own, or what its place asks for."""
        container, start = self._containers[-1] if self._containers else ("", 0)
        block = self._block or ""
        if container in _STRICT:
            inner = block if block in HEADINGS else ""
            tags = [*_elements_between(container), *filter(None, [inner])]
            return "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))
        if block:
            return f"<{block}>", f"</{block}>"
        is_first = len(self._html) == start
        if container in _BARE and (is_first or (self._block is None and not self._last_is_bare)):
            return "", ""
        return "<p>", "</p>"

    def _add_line(self, line: str) -> None:
        in_list = bool(self._containers) and self._containers[-1][0] in LISTS
        depth = self._depth + in_list
        if depth:
            indent = "  " * (depth - 1)
            line = line.replace("\n", f"\n{indent}  ")
            line = f"{indent}{'- ' if in_list or self._fresh_item else '  '}{line}"
            self._fresh_item = False
        self._lines.append((self._group, line))


def _elements_between(container: str) -> tuple[str, ...]:
    """What stands between a container and the words in it."""
    if container in LISTS:
        return ("li",)
    if container in ROW_GROUPS:
        return ("tr", "td")
    return ("td",) if container == "tr" else ("dd",)


def _normal(text: str) -> str:
    """NFC once more: a combining mark may begin a text node of its own."""
    return text if text.isascii() else nfc(text)
