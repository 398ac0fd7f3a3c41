"""Bodies in transfer and content codings: the body that was meant, or half a sentence, within the bound.

An input is the codings, a line feed, and the body as it was sent.
"""

import gzip
import zlib
from collections.abc import Iterator
from random import Random

import brotli

from fuzz.mutators.lines import lines_with
from fuzz.mutators.pieces import bent
from fuzz.target import Target, expect
from medscrape.archive.codings import UnreadableBodyError, decoded, zstd

_LIMIT = 1_000_000
_BODY = b"<html><body><p>plum and pear</p></body></html>" * 20
_CODINGS = {
    b"gzip": gzip.compress, b"deflate": zlib.compress, b"br": brotli.compress, b"zstd": zstd.compress,
    b"identity": bytes,
}  # fmt: skip
_CHUNKS = lines_with(
    b"0\r\n\r\n", b"ffffffff\r\n", b"5\r\nplums\r\n", b";a=b", b"\r\n", b"-1\r\n", b"1e\r\n", b" ", b"\n"
)


def expect_body_or_reason(data: bytes) -> None:
    """Raises when a body is not decoded in a bounded and foreseen way."""
    names, _, body = data.partition(b"\n")
    coded = names.decode("latin-1")
    headers = (("Content-Encoding", coded.replace("chunked", "")),)
    if "chunked" in coded:
        headers += (("Transfer-Encoding", "chunked"),)
    try:
        found = decoded(headers, body, _LIMIT)
    except UnreadableBodyError as error:
        expect("\n" not in str(error), "a reason is half a sentence", str(error))
        return
    expect(len(found) <= _LIMIT, "a body keeps to the bound", len(found))


def mutated(data: bytes, random: Random) -> bytes:
    """Other codings, a body coded anew, or one that was damaged on the way."""
    names, _, body = data.partition(b"\n")
    match random.randrange(5):
        case 0:
            names = b", ".join(
                random.choices((*_CODINGS, b"x-gzip", b"chunked", b"GZIP", b"plum", b""), k=random.randrange(4))
            )
        case 1:
            name = random.choice(tuple(_CODINGS))
            names, body = name, _CODINGS[name](random.choice((_BODY, b"", b"\0" * 3_000_000, body)))
        case 2:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
            names += b", chunked"
        case 3:
            body = _CHUNKS(body, random)
        case _:
            body = bent(body, random)
    return names + b"\n" + body


def seeds() -> Iterator[bytes]:
    """A body in each coding."""
    for name, encode in _CODINGS.items():
        yield name + b"\n" + encode(_BODY)
    yield b"chunked\n5\r\nplums\r\n0\r\n\r\n"


TARGET = Target("codings", expect_body_or_reason, seeds, mutated, longest=64 * 1024, megabytes=800)
