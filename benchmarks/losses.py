"""What a reader loses of a page.

The truth is what our record holds, plus what `medscrape.verification`, which reads the page by other means, finds
missing in it; the tests hold the records of the real pages against a second oracle in every field. Two headings are the
same when one begins with the other, for a subheading may stand behind it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.readers.found import Found
from benchmarks.readers.listing import found_in
from medscrape import parse_page
from medscrape.text import fold
from medscrape.verification import check
from medscrape.verification.held import words_of


class Losses(NamedTuple):
    """Shares from 0 to 1."""

    sections: float
    links: float
    organizations: float
    words: float


class Truth(NamedTuple):
    """What a page says."""

    sections: frozenset[str]
    links: frozenset[str]
    organizations: Counter[str]
    words: Counter[str]


def truth_of(body: bytes, url: str | None = None) -> Truth:
    """What a page says."""
    topic = parse_page(body, url)
    held, lost = found_in(topic), check(body, topic)
    missing = (word for text in lost.words for word in words_of(text.words))
    return Truth(
        sections=held.sections,
        links=held.links | set(lost.links),
        organizations=Counter(held.organizations),
        words=Counter(words_of(held.text)) + Counter(missing),
    )


def losses(truths: Iterable[Truth], found: Iterable[Found]) -> Losses:
    """The shares that are missing over all pages.

    >>> page = Truth(frozenset({"Videos"}), frozenset({"a", "b"}), Counter({"NIH": 2}), Counter(one=1, word=3))
    >>> losses([page], [Found("one word word", frozenset({"a"}), frozenset({"videos:"}), ("NIH",))])
    Losses(sections=0.0, links=0.5, organizations=0.5, words=0.25)
    """
    wanted, missing = [0] * 4, [0] * 4
    for truth, reading in zip(truths, found, strict=True):
        for place, (all_of_it, lost) in enumerate(_lost(truth, reading)):
            wanted[place] += all_of_it
            missing[place] += lost
    return Losses(*(lost / all_of_it if all_of_it else 0.0 for all_of_it, lost in zip(wanted, missing, strict=True)))


def _lost(truth: Truth, found: Found) -> Iterable[tuple[int, int]]:
    """How many there are, and how many were lost: of sections, links, organisations, words."""
    headings = [_key(heading) for heading in found.sections]
    lost = [heading for heading in truth.sections if not any(key.startswith(_key(heading)) for key in headings)]
    yield len(truth.sections), len(lost)
    yield len(truth.links), len(truth.links - {link.rstrip() for link in found.links})
    yield truth.organizations.total(), (truth.organizations - Counter(found.organizations)).total()
    yield truth.words.total(), (truth.words - Counter(words_of(found.text))).total()


def _key(heading: str) -> str:
    return fold(heading).strip(" :")
