"""The headings inside a running text, and what stands below each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import html

from medscrape.models import Record, RichText
from medscrape.text import clean

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


class Heading(Record):
    """A heading inside a text."""

    level: int
    """2 to 6, as in HTML."""
    text: str
    """Its words; they are a paragraph of the text too."""


class Passage(NamedTuple):
    """What stands below one heading of a text."""

    path: tuple[str, ...]
    """The headings it stands below, outermost first; empty before the first heading."""
    text: str
    """Its paragraphs; the words of the heading itself where nothing follows it."""


def headings_of(rich: RichText) -> tuple[Heading, ...]:
    """The headings of a text, in order, as far as its plain form holds them too."""
    if "<h" not in rich.html:
        return ()
    paragraphs = [clean(paragraph) for paragraph in rich.text.split("\n\n")]
    found, start = [], 0
    for element in html.fragment_fromstring(rich.html, create_parent="div").iter(*_HEADINGS):
        words = clean("".join(element.itertext()))
        if words in paragraphs[start:]:
            start = paragraphs.index(words, start) + 1
            found.append(Heading(level=int(element.tag[1]), text=words))
    return tuple(found)


def paragraphs_of(text: str, headings: Iterable[Heading]) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with its level as a heading, or 0.

    >>> list(paragraphs_of("One.\\n\\nWhy?\\n\\nTwo.", [Heading(level=3, text="Why?")]))
    [(0, 'One.'), (3, 'Why?'), (0, 'Two.')]
    """
    coming = iter(headings)
    heading = next(coming, None)
    for paragraph in text.split("\n\n"):
        if heading and clean(paragraph) == heading.text:
            yield heading.level, heading.text
            heading = next(coming, None)
        elif paragraph:
            yield 0, paragraph


def passages_of(text: str, headings: Iterable[Heading]) -> Iterator[Passage]:
    """A text in pieces, one below each heading; no word is left out.

    >>> [passage.path for passage in passages_of("One.\\n\\nWhy?\\n\\nTwo.", [Heading(level=3, text="Why?")])]
    [(), ('Why?',)]
    """
    path: list[tuple[int, str]] = []
    body: list[str] = []
    is_bare = False
    for level, paragraph in paragraphs_of(text, headings):
        if not level:
            body.append(paragraph)
            continue
        if body or (is_bare and level <= path[-1][0]):
            yield _passage(path, body)
        body, is_bare = [], True
        path = [*((above, words) for above, words in path if above < level), (level, paragraph)]
    if body or path:
        yield _passage(path, body)


def _passage(path: list[tuple[int, str]], body: list[str]) -> Passage:
    words = tuple(words for _, words in path)
    return Passage(words, "\n\n".join(body) or words[-1])
