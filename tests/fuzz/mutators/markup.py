"""Pages as tags and texts: parts move, tags lose their ends, attributes and words become others."""

import re
from functools import cache
from random import Random

from fuzz.mutators.pieces import REARRANGE, bent, cut
from fuzz.mutators.words import ADDRESSES, IDS, LETTERS, PHRASES
from medscrape.sample_site import build

_PIECE = re.compile(rb"<!--.*?-->|<[^<>]*>|[^<]+|<", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""\s[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""")
_TAGS = (
    b"a area article aside b base body br button center dd details div dl dt em footer form frameset h1 h2 h3"
    b" head header "
    b"html i iframe img input label legend li link main map math meta nav noscript object ol option p plaintext pre "
    b"script section select span strong style sub summary sup svg table tbody td template textarea th title tr u ul "
    b"video x-plum"
).split()
_JUNK = (
    b"<", b">", b'"', b"'", b"&", b"&#", b"<!--", b"-->", b"<!-->", b"</", b"<!", b"<?", b"<![CDATA[", b"]]>", b"\x00",
    b"\xff", b"\xc3", b"</>", b"<a <", b"<p/>", b"</p>", b"</br>", b"<br/>", b"\xef\xbf\xbd", b"<!DOCTYPE html>",
    b"\x0c",
)  # fmt: skip


def mutated(data: bytes, random: Random) -> bytes:
    """A page after one or a few changes."""
    if random.random() < 0.05:
        return bent(data, random)
    pieces = _PIECE.findall(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(_EDITS)(pieces, random)
    return b"".join(pieces)


def _place(pieces: list[bytes], random: Random, mark: bytes = b"") -> int | None:
    """The place of a piece that begins with a mark, or None."""
    for _ in range(30):
        place = random.randrange(len(pieces)) if pieces else 0
        if pieces and pieces[place].startswith(mark):
            return place
    return None


def _retag(pieces: list[bytes], random: Random) -> None:
    """A tag becomes another one."""
    if (place := _place(pieces, random, b"<")) is not None:
        pieces[place] = re.sub(rb"(?<=[</])[\w-]+", random.choice(_TAGS), pieces[place], count=1)


def _drop_end(pieces: list[bytes], random: Random) -> None:
    """An element is not closed."""
    if (place := _place(pieces, random, b"</")) is not None:
        del pieces[place]


def _wrap(pieces: list[bytes], random: Random) -> None:
    """A stretch stands in an element of its own, which may stay open."""
    tag = random.choice(_TAGS)
    start = random.randrange(len(pieces) + 1)
    end = min(len(pieces), start + random.choice((1, 2, 5, 30)))
    if random.random() < 0.7:
        pieces.insert(end, b"</%b>" % tag)
    pieces.insert(start, b"<%b%b>" % (tag, _attribute(random) if random.random() < 0.5 else b""))


def _attribute(random: Random) -> bytes:
    name, values = random.choice(tuple(_VALUES.items()))
    quote = random.choice((b'"', b'"', b"'", b""))
    return b" %b=%b%b%b" % (name, quote, random.choice(values), quote)


_VALUES: dict[bytes, tuple[bytes, ...]] = {
    b"href": ADDRESSES, b"src": ADDRESSES, b"id": IDS, b"class": IDS, b"name": IDS, b"rel": (b"canonical",
    b"alternate"),
    b"content": PHRASES, b"lang": (b"en", b"es", b"", b"zh-Hans", b"x", b"-", b"\xc3\xa9"), b"alt": PHRASES,
    b"hreflang": (b"es", b"xx-yy", b"", b"en_US", b"\xd8\xb9"), b"data-sid": PHRASES, b"data-org": PHRASES,
    b"colspan": (b"2", b"-1", b"99999999999", b"x"), b"scope": (b"row", b"x"), b"type": (b"application/ld+json",),
    b"title": PHRASES, b"hidden": (b"hidden",), b"style": (b"display:none",), b"onclick": (b"alert(1)",),
}  # fmt: skip


def _edit_attribute(pieces: list[bytes], random: Random) -> None:
    """An attribute comes, goes or gets another value."""
    place = _place(pieces, random, b"<")
    if place is None:
        return
    tag = pieces[place]
    found = _ATTRIBUTE.findall(tag)
    if found and random.random() < 0.5:
        old = random.choice(found)
        name, equals, value = old.partition(b"=")
        values = _VALUES.get(name.strip().lower(), PHRASES)
        new = random.choice((b"", old + old, old.rstrip(b"\"'"), name + equals + b'"' + random.choice(values) + b'"'))
        pieces[place] = tag.replace(old, new, 1)
    else:
        pieces[place] = tag.removesuffix(b">") + _attribute(random) + b">"


def _edit_text(pieces: list[bytes], random: Random) -> None:
    """Words come or become others."""
    place = random.randrange(len(pieces) + 1)
    words = random.choice((PHRASES, PHRASES, LETTERS, _JUNK))
    if place < len(pieces) and not pieces[place].startswith(b"<"):
        text = pieces[place]
        at = random.randrange(len(text) + 1)
        pieces[place] = text[:at] + random.choice(words) + text[at + random.choice((0, 0, len(text))) :]
    else:
        pieces.insert(place, random.choice(words))


def _splice(pieces: list[bytes], random: Random) -> None:
    """A part of another page comes in."""
    other = random.choice(_parts())
    place = random.randrange(len(pieces) + 1)
    pieces[place:place] = _PIECE.findall(other)


@cache
def _parts() -> tuple[bytes, ...]:
    """Titled blocks, lists and rows of the sample site."""
    site = build()
    bodies = [site.get(path).body for path in list(site.topic_paths())[:12]]
    found = [part for body in bodies for part in re.findall(rb"(?s)<section\b.*?</section>|<li>.*?</li>", body)]
    return tuple(sorted({part for part in found if len(part) < 6000}))


_EDITS = (
    *REARRANGE,
    _retag,
    _drop_end,
    _wrap,
    _wrap,
    _edit_attribute,
    _edit_attribute,
    _edit_text,
    _edit_text,
    _splice,
    cut,
)
