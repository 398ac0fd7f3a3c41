"""A text dump as a list of blocks: wrapped lines joined, headings, items, images and table rows told apart."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from medscrape.text import clean

_HEADER = re.compile(r"\s*(Link|Description|Keywords):(.*)", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+(.+)")
_ITEM = re.compile(r"(\s*)(?:[*+-]|\d+\.)\s+(.*)")
_RULE = re.compile(r"[\s|:-]*-{3,}[\s|:-]*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
# No part goes on over the beginning of another image: thousands that are never closed would take endless time.
IMAGE = re.compile(r"!\[(?P<alt>(?:[^\]!]|!(?!\[))*+)\]\((?P<src>(?:[^)\s!]|!(?!\[))*+)\)")


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"


class DumpBlock(NamedTuple):
    """One block; `level` is the rank of a heading (1-6) or the depth of a list item (1, 2, …)."""

    kind: BlockKind
    level: int
    text: str


class Dump(NamedTuple):
    """A text dump taken apart."""

    header: dict[str, str]
    blocks: list[DumpBlock]


def is_text_dump(source: bytes) -> bool:
    """Whether a file is such a dump: it begins with a `Link:` header and holds a Markdown heading, no HTML.

    >>> is_text_dump(b"Link: https://medlineplus.gov/x.html\\n\\n#  X\\n"), is_text_dump(b"<html>")
    (True, False)
    """
    head = source[:20_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head[:5].lower() == b"link:" and b"<html" not in head[:2000].lower()


def read_dump(text: str) -> Dump:
    """Take a dump apart."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header, start = _read_header(lines)
    return Dump(header, list(_blocks(lines[start:])))


def _read_header(lines: list[str]) -> tuple[dict[str, str], int]:
    """The header ends at the first line with words that is none of its lines; a value may be wrapped."""
    header: dict[str, list[str]] = {}
    name, end = "", len(lines)
    for position, line in enumerate(lines):
        if match := _HEADER.fullmatch(line):
            name = match[1].lower()
            header[name] = [match[2].strip()]
        elif not line.strip():
            if header and not any(map(_HEADER.fullmatch, lines[position + 1 : position + 3])):
                end = position
                break
        elif name and not line.startswith("#"):
            header[name].append(line)
        else:
            end = position
            break
    return {name: clean(" ".join(values)) if values[1:] else values[0] for name, values in header.items()}, end


def _blocks(lines: list[str]) -> Iterator[DumpBlock]:
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield from _paragraphs(list(group))


def _paragraphs(lines: list[str]) -> Iterator[DumpBlock]:
    """The blocks in a run of lines without a blank one: an unmarked line goes on with the block before it."""
    if any(_RULE.fullmatch(line) and "|" in line for line in lines):
        yield from (_block(BlockKind.TABLE_ROW, 0, line) for line in lines if not _RULE.fullmatch(line))
        return
    current = DumpBlock(BlockKind.PARAGRAPH, 0, "")
    parts: list[str] = []
    for line in lines:
        started = _started(line)
        if started:
            if parts:
                yield _block(current.kind, current.level, " ".join(parts))
            current, parts = started, [started.text]
        else:
            parts.append(line.strip())
    yield _block(current.kind, current.level, " ".join(parts))


def _started(line: str) -> DumpBlock | None:
    if match := _HEADING.fullmatch(line.strip()):
        return DumpBlock(BlockKind.HEADING, len(match[1]), match[2])
    if match := _ITEM.fullmatch(line.rstrip()):
        return DumpBlock(BlockKind.ITEM, max(1, len(match[1].expandtabs(4)) // 2 - 1), match[2])
    return None


def _block(kind: BlockKind, level: int, text: str) -> DumpBlock:
    return _unescaped(DumpBlock(kind, level, text.strip()))


def _unescaped(block: DumpBlock) -> DumpBlock:
    return block._replace(text=_ESCAPED.sub(r"\1", block.text))
