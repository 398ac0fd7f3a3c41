"""Pages, torn in any way: each gives a sound record in time, or the reason why there is none."""

from collections.abc import Iterator
from pathlib import Path

from fuzz.invariants import expect_sound
from fuzz.mutators import markup
from fuzz.target import Target, expect
from medscrape import PageError, Topic, parse_page
from medscrape.sample_site import build
from medscrape.verification import check

URL = "https://sample.invalid/plum.html"
FIXTURES = Path(__file__).parents[2] / "pages"
_PATHS = 10


def read(body: bytes) -> Topic | PageError:
    """What becomes of a page."""
    try:
        return parse_page(body, URL)
    except PageError as error:
        return error


def expect_record_or_reason(body: bytes) -> None:
    """Raises when a page is read in any other way than it should."""
    found = read(body)
    if isinstance(found, PageError):
        expect(found.detail and "\n" not in found.detail, "a reason is one sentence", found.detail)
        return
    expect_sound(found)
    again = read(body)
    expect(isinstance(again, Topic) and again.to_line() == found.to_line(), "the same page gives the same record")
    check(body, found)


def seeds() -> Iterator[bytes]:
    """Every fixture page, and the smallest pages of the sample site."""
    for page in sorted(FIXTURES.rglob("page.html")):
        yield page.read_bytes()
    site = build()
    yield from sorted((site.get(path).body for path in site.topic_paths()), key=len)[:_PATHS]


TARGET = Target("pages", expect_record_or_reason, seeds, markup.mutated, share=6)
