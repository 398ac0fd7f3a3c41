"""Two texts side by side: which words went, which came, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile, zip_longest

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.4  # below this, two paragraphs share small words only
_LONGEST = 4000
_MOST_PAIRS = 900
_GLUE = 3


class Mark(StrEnum):
    """What became of some words."""

    SAME = "="
    GONE = "-"
    NEW = "+"


Piece = tuple[Mark, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that differs; one side is empty when it came or went."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Paragraphs between the passages that are the same."""

    paragraphs: int


Redline = tuple[Passage | Same, ...]


def redline(before: str, after: str) -> Redline:
    """What differs between two texts, in their order.

    >>> (passage,) = redline("Rest. Drink tea.", "Rest. Drink water.")
    >>> [f"{mark}{words}" for mark, words in passage.after]
    ['=Rest. Drink ', '+water', '=.']
    """
    old, new = _paragraphs(before), _paragraphs(after)
    parts: list[Passage | Same] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(Same(i2 - i1))
        else:
            parts.extend(_passages(old[i1:i2], new[j1:j2]))
    return tuple(parts)


def inline(passage: Passage) -> tuple[Piece, ...]:
    """Both sides of a passage as one text: what went stands before what came in its place.

    >>> inline(words_between("Rest. Drink tea.", "Rest. Drink water."))[1:3]
    ((<Mark.GONE: '-'>, 'tea'), (<Mark.NEW: '+'>, 'water'))
    """
    found: list[Piece] = []
    after = iter(passage.after)
    for mark, words in passage.before:
        if mark is Mark.SAME:
            found.extend(takewhile(lambda piece: piece[0] is Mark.NEW, after))
        found.append((mark, words))
    return (*found, *after)


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _passages(old: list[str], new: list[str]) -> Iterator[Passage]:
    """Paragraphs that resemble each other side by side, the others in their order."""
    best = _most_alike(old, new)
    if best is None:
        for gone, came in zip_longest(old, new):
            yield Passage(_said([(Mark.GONE, gone or "")]), _said([(Mark.NEW, came or "")]))
        return
    i, j = best
    yield from _passages(old[:i], new[:j])
    yield words_between(old[i], new[j])
    yield from _passages(old[i + 1 :], new[j + 1 :])


def _most_alike(old: list[str], new: list[str]) -> tuple[int, int] | None:
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return None
    sets = [set(_WORD.findall(text)) for text in (*old, *new)]
    shares = ((_share(sets[i], sets[len(old) + j]), -i, -j) for i in range(len(old)) for j in range(len(new)))
    share, i, j = max(shares)
    return (-i, -j) if share >= _ALIKE else None


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def words_between(old: str, new: str) -> Passage:
    """Two paragraphs, word by word."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(one), len(other)) > _LONGEST:
        return Passage(((Mark.GONE, old),), ((Mark.NEW, new),))
    before: list[Piece] = []
    after: list[Piece] = []
    for same, gone, came in _steps(one, other):
        before += [(Mark.SAME, same), (Mark.GONE, gone)]
        after += [(Mark.SAME, same), (Mark.NEW, came)]
    return Passage(_said(before), _said(after))


def _steps(one: list[str], other: list[str]) -> Iterator[tuple[str, str, str]]:
    """Words that are the same, and then what went and what came; a shared comma does not tear a change apart."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    same, i, j = "", 0, 0
    for at, to, size in blocks:
        shared = "".join(one[at : at + size])
        is_last = at + size == len(one) and to + size == len(other)
        if (i < at or j < to) and len(shared) < _GLUE and not is_last:
            continue
        yield same, "".join(one[i:at]), "".join(other[j:to])
        same, i, j = shared, at + size, to + size
    yield same, "", ""


def _said(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece[1])
