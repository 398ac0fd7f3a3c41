"""What the bytes of a page say and its tree does not: where pages begin and end, and which quotes are missing."""

import re

from medscrape.text import clean

# Letters in both cases: a flag that says so would make the search slower.
_EDGE = re.compile(
    rb"<(?:(/?[hH][eE][aA][dD])[\s>]|/(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>|([tT][eE][mM][pP][lL][aA][tT][eE])\b)"
)
_END = re.compile(rb"</html\s*>\s*(<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_SHOWN = re.compile(rb"<[A-Za-z]")
_CONTENT = b'id="mplus-content"'
# A quote with a letter right behind it is where a value that lost its own closing quote has ended by chance.
_SWALLOWED = re.compile(rb'="[^"<]*+<[^"]*+"[^\s>/?]')
_SWALLOWED_BY_APOSTROPHE = re.compile(rb"='[^'<]*+<[^']*+'[^\s>/?;,+)]")
_GLUED = re.compile(rb"""=(?:"[^"]*+"[^\s>/?]|'[^'<]*+<[^']*+'[^\s>/?;,+)])""")
_TEMPLATE = re.compile(rb"<template\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""[\s/][^\s/=>"']+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?""")
_MOST_ATTRIBUTES = 10_000
_WINDOW = 16 * 1024


class Source:
    """A page in UTF-8, looked through for the edges of pages once."""

    def __init__(self, source: bytes) -> None:
        self.bytes = source
        edges = list(_EDGE.finditer(source))
        heads = [edge[1].lower() for edge in edges if edge[1]]
        self._ends = [edge for edge in edges if edge.lastindex is None]
        self._has_templates = any(edge[2] for edge in edges)
        self.is_several = len(heads) > len(set(heads)) or source.count(_CONTENT) > 1
        """Whether the file holds the beginnings of more than one page."""

    def with_one_end(self) -> bytes:
        """The page without end tags of body and html before its end, where the tree builder would stop."""
        pieces, start = [], 0
        for end in self._ends[: len(self._ends) - self._last_ends()]:
            pieces.append(self.bytes[start : end.start()])
            start = end.end()
        return b"".join([*pieces, self.bytes[start:]]) if pieces else self.bytes

    def _last_ends(self) -> int:
        """How many of the end tags, two at most, have nothing of the page behind them."""
        behind, count = len(self.bytes), 0
        for end in self._ends[:-3:-1]:
            if _SHOWN.search(self.bytes, end.end(), behind):
                break
            behind, count = end.start(), count + 1
        return count

    def for_tree(self) -> bytes:
        """The page with one end, and without templates that are never closed: they would hide all that follows."""
        source = self.with_one_end()
        if not self._has_templates:
            return source
        last = source.lower().rfind(b"</template") + 1
        return source[:last] + _TEMPLATE.sub(b"", source[last:])

    @property
    def is_endless(self) -> bool:
        """Whether a tag has more attributes than the tree builder can compare in time, which grows with their square.

        Only a tag that covers a whole window is looked at, so that nearly nothing of other pages is read for it.
        """
        windows = range(0, len(self.bytes) - _WINDOW + 1, _WINDOW)
        return any(self._attributes_around(start) > _MOST_ATTRIBUTES for start in windows)

    def _attributes_around(self, start: int) -> int:
        if self.bytes.find(b">", start, start + _WINDOW) >= 0:
            return 0
        opening = self.bytes.rfind(b"<", 0, start + 1)
        end = self.bytes.find(b">", opening)
        if opening < 0 or 0 <= end < start:
            return 0
        return sum(1 for _ in _ATTRIBUTE.finditer(self.bytes, opening, end if end >= 0 else len(self.bytes)))

    @property
    def ends_early(self) -> bool:
        """Whether the file stops before its closing tag although it began with an opening one."""
        return b"<html" in self.bytes[:4000].lower() and not _END.search(self.bytes[-2000:])

    @property
    def ends_in_markup(self) -> bool:
        """Whether the file ends within a tag, a comment, or a quoted value that began before its last tags."""
        source, tag, quote = self.bytes, self.bytes.rfind(b"<"), self.bytes.rfind(b'"')
        if tag > source.rfind(b">") and source[tag + 1 : tag + 2].isalpha():
            return True
        if source.rfind(b"<!--") > source.rfind(b"-->"):
            return True
        return quote > 0 and source[:quote].rstrip().endswith(b"=") and quote < tag

    @property
    def swallowed(self) -> str | None:
        """Where a missing quote made words part of an attribute, or None."""
        if not _GLUED.search(self.bytes):
            return None
        match = _SWALLOWED.search(self.bytes) or _SWALLOWED_BY_APOSTROPHE.search(self.bytes)
        return clean(match[0].decode("utf-8", "replace")) if match else None
