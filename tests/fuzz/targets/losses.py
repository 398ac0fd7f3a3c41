"""Pages whose parts stand elsewhere, come again or are new, or with an end tag too many: nothing of them is lost.

What a torn page shows depends on who repairs it, so that `pages` asks for less.
"""

from collections.abc import Iterator

from fuzz.invariants import expect_sound
from fuzz.mutators import blocks
from fuzz.target import Target, expect
from fuzz.targets import pages
from medscrape import PageError
from medscrape.verification import check


def expect_nothing_lost(body: bytes) -> None:
    """Raises when a page shows words or links that its record does not hold."""
    found = pages.read(body)
    if isinstance(found, PageError):
        return
    expect_sound(found)
    lost = check(body, found)
    expect(not lost.words, "no words are lost", *lost.words[:3])
    expect(not lost.links, "no links are lost", *lost.links[:3])


def seeds() -> Iterator[bytes]:
    """The pages of every template."""
    for body in pages.seeds():
        if not isinstance(pages.read(body), PageError):
            yield body


TARGET = Target("losses", expect_nothing_lost, seeds, blocks.mutated, share=4)
