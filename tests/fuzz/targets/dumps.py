"""Text dumps: each gives a sound record, or the reason why there is none."""

from collections.abc import Iterator

from fuzz.invariants import expect_sound
from fuzz.mutators.lines import lines_with
from fuzz.target import Target, expect
from fuzz.targets.pages import FIXTURES, read
from medscrape import PageError, Topic

_MARKS = (
    b"# ", b"## ", b"### ", b"    * ", b"      * ", b"**", b"_", b"![", b"](", b"![Plum](", b"Link: ", b"Description: ",
    b"Keywords: ", b" -> ", b"\n\n", b"\n", b"    ", b"Link: https://sample.invalid/plum.html\n", b"Also called: ",
    b"- PDF", b"GO",
)  # fmt: skip


def expect_record_or_reason(body: bytes) -> None:
    """Raises when a dump is read in any other way than it should."""
    found = read(body)
    if isinstance(found, PageError):
        expect(found.detail and "\n" not in found.detail, "a reason is one sentence", found.detail)
        return
    expect_sound(found)
    again = read(body)
    expect(isinstance(again, Topic) and again.to_line() == found.to_line(), "the same dump gives the same record")


def seeds() -> Iterator[bytes]:
    """Every fixture dump."""
    for page in sorted(FIXTURES.rglob("page.txt")):
        yield page.read_bytes()


TARGET = Target("dumps", expect_record_or_reason, seeds, lines_with(*_MARKS), longest=32 * 1024, share=2)
