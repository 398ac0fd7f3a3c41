"""What the bytes of a page say and its tree does not: where pages begin and end, and which quotes are missing."""

import re

from medscrape.text import clean

# Letters in both cases: a flag that says so would make the search slower.
_HEAD = re.compile(rb"<(/?[hH][eE][aA][dD])[\s>]")
_BODY_OR_HTML = re.compile(rb"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
_DOCTYPE = b"<!doctype"
_SPACE_AND_COMMENTS = rb"\s*+(?:<!--(?>.*?-->)\s*+)*+"
_LAST_END = re.compile(rb"</(?:body|html)\s*>" + _SPACE_AND_COMMENTS, re.IGNORECASE | re.DOTALL)
_END = re.compile(rb"</html\s*>" + _SPACE_AND_COMMENTS + rb"\Z", re.IGNORECASE | re.DOTALL)
_SHOWN = re.compile(rb"<[A-Za-z]")
_CONTENT = b'id="mplus-content"'
# A quote with a letter right behind it is where a value that lost its own closing quote has ended by chance.
_SWALLOWED = re.compile(rb'="[^"<]*+<[^"]*+"[^\s>/?]')
_SWALLOWED_BY_APOSTROPHE = re.compile(rb"='[^'<]*+<[^']*+'[^\s>/?;,+)]")
_GLUED = re.compile(rb"""=(?:"[^"]*+"[^\s>/?]|'[^'<]*+<[^']*+'[^\s>/?;,+)])""")
_EDGE = 2000  # bytes at the beginning and at the end of a file
_TEMPLATE = re.compile(rb"<template\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""[\s/][^\s/=>"']+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?""")
_MOST_ATTRIBUTES = 10_000
_WINDOW = 16 * 1024


class Source:
    """A page in UTF-8; everything is looked for on demand."""

    def __init__(self, source: bytes) -> None:
        self.bytes = source

    @property
    def is_several(self) -> bool:
        """Whether the file holds the beginnings of more than one page."""
        if self.bytes.count(_CONTENT) > 1:
            return True
        first = self.bytes[:_EDGE].lower().find(_DOCTYPE)
        return self._is_declared_again(first + 2) if first >= 0 else self.has_second_head

    def _is_declared_again(self, after: int) -> bool:
        source = self.bytes
        while (after := source.find(b"!", after)) >= 0:
            if source[after - 1 : after + 8].lower() == _DOCTYPE:
                return True
            after += 1
        return False

    @property
    def has_second_head(self) -> bool:
        """Whether a head begins or ends twice."""
        heads = [head[1].lower() for head in _HEAD.finditer(self.bytes)]
        return len(heads) > len(set(heads))

    def open_ended(self, mark: bytes) -> bytes:
        """The page with a mark in place of the end tags of body and html that it ends with."""
        source, end = self.bytes, len(self.bytes)
        while (last := source.rfind(b"</", 0, end)) >= 0 and _LAST_END.fullmatch(source, last, end):
            end = last
        return b"".join((memoryview(source)[:end], mark))

    def mended(self) -> bytes:
        """The page as the tree builder reads it to its end.

        It would stop at end tags of body and html, and templates that are never closed would hide all that follows.
        """
        source = self._with_one_end()
        last = source.lower().rfind(b"</template") + 1
        return source[:last] + _TEMPLATE.sub(b"", source[last:])

    def _with_one_end(self) -> bytes:
        pieces, start = [], 0
        ends = list(_BODY_OR_HTML.finditer(self.bytes))
        for end in ends[: len(ends) - self._last_ends(ends)]:
            pieces.append(self.bytes[start : end.start()])
            start = end.end()
        return b"".join([*pieces, self.bytes[start:]])

    def _last_ends(self, ends: list[re.Match[bytes]]) -> int:
        """How many of the end tags, two at most, have nothing of the page behind them."""
        behind, count = len(self.bytes), 0
        for end in ends[:-3:-1]:
            if _SHOWN.search(self.bytes, end.end(), behind):
                break
            behind, count = end.start(), count + 1
        return count

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
        return b"<html" in self.bytes[:4000].lower() and not _END.search(self.bytes[-_EDGE:])

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
