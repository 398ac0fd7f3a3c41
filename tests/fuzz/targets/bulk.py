"""Pages in which something comes again and again: the time must grow with their length, and not faster.

An input is what stands before, what is repeated up to 400 KB, and what stands behind, parted by null characters.
"""

from collections.abc import Iterator
from contextlib import suppress
from random import Random

from fuzz.mutators import lines, markup
from fuzz.mutators.words import ADDRESSES, LETTERS, PHRASES
from fuzz.target import Target
from fuzz.targets import dumps, pages
from medscrape import PageError, Topic, parse_page
from medscrape.parsers.index import index_links, sitemap_links
from medscrape.verification import check

_LENGTH = 400_000
_MOST = 60_000
_TEXTS = lines.lines_with(b"# ", b"    * ", b"**", b"_", b"![](", b"|", b"Also in ", b" - ", b")")


def page_of(data: bytes) -> bytes:
    """The page that an input stands for."""
    before, _, rest = data.partition(b"\0")
    unit, _, after = rest.partition(b"\0")
    unit = unit or b"x"
    return before + unit * min(_MOST, _LENGTH // len(unit)) + after


def expect_time(data: bytes) -> None:
    """Reads a page in every way; the bound on time is the engine's."""
    body = page_of(data)
    with suppress(PageError):
        found = parse_page(body, pages.URL)
        if isinstance(found, Topic):
            check(body, found)
    for read in (lambda: index_links(body, pages.URL), lambda: sitemap_links(body)):
        with suppress(PageError):
            read()


def mutated(data: bytes, random: Random) -> bytes:
    """Another place, or another thing that comes again."""
    before, _, rest = data.partition(b"\0")
    unit, _, after = rest.partition(b"\0")
    is_dump = before[:5] == b"Link:"
    change = _TEXTS if is_dump else markup.mutated
    whole = before + after
    if random.random() < 0.3:
        whole = change(whole, random)
    place = random.randrange(len(whole) + 1)
    unit = random.choice((unit, unit, *(random.choice(kind) for kind in (PHRASES, ADDRESSES, LETTERS))))[:300]
    for _ in range(random.choice((0, 1, 1, 2))):
        unit = change(unit, random)[:300]
    if random.random() < 0.4:
        unit = whole[place : place + random.choice((5, 20, 60, 200))] or b"("
    return (
        whole[:place].replace(b"\0", b"") + b"\0" + unit.replace(b"\0", b"") + b"\0" + whole[place:].replace(b"\0", b"")
    )


def seeds() -> Iterator[bytes]:
    """A small page and a dump, with something in the middle."""
    for body in (*(seed for seed in pages.seeds() if len(seed) < 12_000), *dumps.seeds()):
        middle = len(body) * 2 // 3
        yield body[:middle] + b"\0(a) \0" + body[middle:]


TARGET = Target("bulk", expect_time, seeds, mutated, longest=24 * 1024, seconds=15, share=3)
