"""Texts in pieces of a bounded size, cut where a reader would pause."""

import re
from collections.abc import Sequence

_Border = tuple[re.Pattern[str], str]

_BORDERS: tuple[_Border, ...] = (
    (re.compile(r"\n\n"), "\n\n"),
    (re.compile(r"\n"), "\n"),
    (re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)\]]))\s+(?![a-zà-ÿ])"), " "),
    (re.compile(r"\s+"), " "),
)
"""Where a text may be cut, best first: between paragraphs, lines, sentences, words."""


def pieces_of(text: str, limit: int, borders: Sequence[_Border] = _BORDERS) -> list[str]:
    """A text as pieces of at most `limit` characters; only a word that is longer is cut inside.

    >>> pieces_of("One fish. Two fish.\\n\\nRed.", 16)
    ['One fish.', 'Two fish.\\n\\nRed.']
    """
    if len(text) <= limit:
        return [text] if text else []
    if not borders:
        return [text[start : start + limit] for start in range(0, len(text), limit)]
    (border, joint), *finer = borders
    packed: list[str] = []
    for part in border.split(text):
        first, *others = pieces_of(part, limit, finer) or [""]
        if packed and len(packed[-1]) + len(joint) + len(first) <= limit:
            packed[-1] += joint + first
        elif first:
            packed.append(first)
        packed.extend(others)
    return packed
