"""JSON documents: values become others, keys go, and any text may become an attack."""

from collections.abc import Iterator
from random import Random
from typing import Any

import orjson

from fuzz.mutators.pieces import bent
from fuzz.mutators.words import ADDRESSES, LETTERS, PHRASES

HOSTILE = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "--><!--", "]]>", "{{ 7*7 }}", "{% raw %}",
    "\"'><b>",
    "\u202egnirts\u202c", "\u2028", "=cmd|' /C calc'!A0", "@SUM(1)", "-1+1", "+1", "\t=1", "javascript:alert(1)",
    "\ufffe", "\x00",
    "\x1b[31m", "[x](javascript:x)", "# x\n\n<script>", "```\n", "~~~", "|a|b|\n|-|-|", "&lt;script&gt;",
    "&#60;b&#62;", "\\", "\r\n",
    "../../etc/passwd", "'; DROP TABLE topics; --", "'", "''", "\ud7ff", "\U0010ffff", "a" * 4000, "<![CDATA[",
    "---\na: b\n---", "%00",
    "![x](data:text/html,x)", "<https://a.example>", "1. x\n2. y", "    code", "\u00a0",
    "http://a.example/\"onmouseover=\"x",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    1.5,
    "",
    [],
    {},
    [None],
    {"a": 1},
    "0" * 64,
    "2025-08-16",
    "2025-02-30",
    "en",
)


def mutated(data: bytes, random: Random) -> bytes:
    """A document, or lines of documents, after one or a few changes."""
    if random.random() < 0.1:
        return bent(data, random)
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    try:
        document = orjson.loads(lines[place])
    except orjson.JSONDecodeError:
        return bent(data, random)
    for _ in range(random.choice((1, 1, 2, 5))):
        _edit(document, random)
        document = orjson.loads(orjson.dumps(document))  # nothing stands in two places, or inside itself
    lines[place] = orjson.dumps(document)
    if random.random() < 0.1:
        lines.insert(place, lines[random.randrange(len(lines))])
    return b"\n".join(lines)


def _edit(document: Any, random: Random) -> None:
    places = list(_places(document))
    if not places:
        return
    holder, key = random.choice(places)
    value = holder[key]
    if random.random() < 0.75:
        holder[key] = _other(value, random)
    elif isinstance(holder, list):
        holder.insert(key, value)
    elif random.random() < 0.5:
        del holder[key]
    else:
        holder[random.choice(("a", "", "__proto__", "\u202e"))] = value


def _other(value: Any, random: Random) -> Any:
    if isinstance(value, str) and random.random() < 0.8:
        words = random.choice(HOSTILE) if random.random() < 0.6 else _decoded(random)
        place = random.choice((0, len(value), random.randrange(len(value) + 1)))
        return random.choice((words, value[:place] + words + value[place:]))
    if isinstance(value, list) and value and random.random() < 0.8:
        return random.choice(([], value[:1] * 2, value[::-1], value * random.choice((2, 50))))
    return random.choice(_VALUES) if random.random() < 0.9 else [value]


def _decoded(random: Random) -> str:
    return random.choice(random.choice((PHRASES, ADDRESSES, LETTERS))).decode("utf-8", "replace")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])
