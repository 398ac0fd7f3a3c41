"""Running text of a dump, written as the page would have it: emphasis, lists, tables, images."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from lxml import etree

from medscrape.parsers.flow import Flow
from medscrape.parsers.text_dump.blocks import IMAGE, BlockKind, DumpBlock

_STRONG = re.compile(r"\*\*(?P<words>[^*\s](?:[^*]*[^*\s])?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w_])_(?P<words>[^_\s](?:[^_]*[^_\s])?)_(?![\w_])")


def prose(blocks: list[DumpBlock], base: str) -> Flow:
    """The blocks as a flow with HTML, text and pictures."""
    flow = Flow(base)
    if blocks:
        flow.read(etree.fromstring(f"<body>{_markup(blocks)}</body>", etree.HTMLParser())[0])
    return flow


def _markup(blocks: list[DumpBlock]) -> str:
    parts: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind is BlockKind.ITEM:
            parts.extend(_list(group))
        elif kind is BlockKind.TABLE_ROW:
            parts.extend(["<table>", *map(_element, group), "</table>"])
        else:
            parts.extend(map(_element, group))
    return "".join(parts)


def _list(items: Iterable[DumpBlock]) -> Iterator[str]:
    depth = 0
    for item in items:
        yield "<ul>" * (item.level - depth) + "</ul>" * (depth - item.level)
        depth = item.level
        yield _element(item)
    yield "</ul>" * depth


def _element(block: DumpBlock) -> str:
    words = _inline(block.text)
    match block.kind:
        case BlockKind.HEADING:
            return f"<h{max(2, block.level)}>{words}</h{max(2, block.level)}>"
        case BlockKind.ITEM:
            return f"<li>{words}"
        case BlockKind.TABLE_ROW:
            cells = "".join(f"<td>{_inline(cell.strip())}</td>" for cell in block.text.strip("|").split("|"))
            return f"<tr>{cells}</tr>"
        case _:
            return f"<p>{words}</p>"


def _inline(text: str) -> str:
    safe = escape(text, quote=False)
    safe = IMAGE.sub(lambda m: f'<img src="{escape(m["src"])}" alt="{escape(m["alt"])}">', safe)
    return _EMPHASIS.sub(r"<em>\g<words></em>", _STRONG.sub(r"<strong>\g<words></strong>", safe))
