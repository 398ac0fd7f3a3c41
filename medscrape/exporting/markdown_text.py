"""Texts as Markdown (CommonMark with the tables of GitHub): what is no markup stays no markup."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from lxml import html
from lxml.etree import _Element as Element

from medscrape.exporting.headings import Heading, paragraphs_of
from medscrape.text import plain

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]")
_LINE_START = re.compile(r"^(\s*)(?:([-+=#])|(\d+)([.)]))", re.MULTILINE)
_LIST_LINE = re.compile(r"^( *- )?(.*)$", re.DOTALL)
_SPACE = re.compile(r"\s+")
_NOT_IN_URL = re.compile(r"[<>\\\s]")
_SAFE = re.compile(r"https?:|ftp:|mailto:|tel:")
_MARKS = {"strong": ("**", "**"), "em": ("*", "*"), "sub": ("<sub>", "</sub>"), "sup": ("<sup>", "</sup>")}
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "ul", "ol", "dl", "dt", "dd", "table"}
_TOP_HEADING = 3
"""Headings of a text stand below those of its page."""


def escaped(text: str) -> str:
    """Words as Markdown that shows exactly these words.

    >>> print(escaped("1. <b> is *not* bold"))
    1\\. \\<b\\> is \\*not\\* bold
    """
    plain = _SPECIAL.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", plain)


def link(title: str, url: str | None) -> str:
    """A link, or its words where there is no address to follow safely.

    >>> link("Tonsils [NIH]", "https://a.example/x(1)")
    '[Tonsils \\\\[NIH\\\\]](<https://a.example/x(1)>)'
    """
    return f"[{escaped(title)}](<{_address(url)}>)" if url and _SAFE.match(url) else escaped(title)


def from_text(text: str, headings: Iterable[Heading] = ()) -> str:
    """Plain text of a record as Markdown: its paragraphs, lists and lines as they are, and headings if they are known.

    >>> print(from_text("Eat:\\n\\n- *fish*\\n- rice"))
    Eat:
    <BLANKLINE>
    - \\*fish\\*
    - rice
    """
    return "\n\n".join(
        f"{'#' * max(level, _TOP_HEADING)} {escaped(paragraph)}" if level else _paragraph(paragraph)
        for level, paragraph in paragraphs_of(text, headings)
    )


def _paragraph(text: str) -> str:
    lines = [_LIST_LINE.fullmatch(line) for line in text.split("\n")]
    is_list = any(found and found[1] for found in lines)
    joint = "\n" if is_list else "\\\n"
    return joint.join(f"{found[1] or ''}{escaped(found[2])}" for found in lines if found)


def from_html(source: str) -> str:
    """Sanitised HTML of a record as Markdown.

    >>> print(from_html("<h3>Why?</h3><p>See <a href='https://a.example/'>the <em>reason</em></a>.</p>"))
    ### Why?
    <BLANKLINE>
    See [the *reason*](<https://a.example/>).
    """
    return _blocks(html.fragment_fromstring(plain(source), create_parent="div"))


def _blocks(element: Element) -> str:
    """What is inside an element: blocks with a blank line between, loose words as a paragraph."""
    parts: list[str] = []
    loose = _words(element.text)
    for child in element:
        if child.tag in _BLOCKS:
            parts += [loose.strip(), _block(child)]
            loose = ""
        else:
            loose += _inline(child)
        loose += _words(child.tail)
    return "\n\n".join(part for part in [*parts, loose.strip()] if part)


def _block(element: Element) -> str:
    tag = str(element.tag)
    if tag in _HEADINGS:
        return f"{'#' * max(int(tag[1]), _TOP_HEADING)} {_flat(element)}"
    if tag in {"ul", "ol"}:
        return "\n".join(_item(item, "1. " if tag == "ol" else "- ") for item in element)
    if tag == "dt":
        return f"**{_flat(element)}**"
    return _table(element) if tag == "table" else _blocks(element)


def _item(element: Element, mark: str) -> str:
    return mark + _blocks(element).replace("\n", "\n" + " " * len(mark))


def _table(element: Element) -> str:
    own = (row for row in element.iter("tr") if next(row.iterancestors("table")) is element)
    rows = [[_flat(cell) for cell in row] for row in own]
    width = max(map(len, rows), default=0)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]])


def _flat(element: Element) -> str:
    """What is inside an element, on one line."""
    return " ".join(_blocks(element).replace("\\\n", " ").split())


def _inline(element: Element) -> str:
    words = _words(element.text) + "".join(_inline(child) + _words(child.tail) for child in element)
    match element.tag:
        case "br":
            return "\\\n"
        case "img":
            return f"![{escaped(element.get('alt', ''))}](<{_address(element.get('src', ''))}>)"
        case "a" if _SAFE.match(element.get("href", "")):
            return f"[{words}](<{_address(element.get('href', ''))}>)"
        case tag:
            before, after = _MARKS.get(str(tag), ("", ""))
            return f"{before}{words}{after}"


def _words(text: str | None) -> str:
    return escaped(_SPACE.sub(" ", text)) if text else ""


def _address(url: str) -> str:
    return _NOT_IN_URL.sub(lambda found: quote(found[0]), url)
