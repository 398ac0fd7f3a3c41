"""From a body as it was sent to the body that was meant.

Codings are taken off as a lenient client does: what can be decoded of a damaged stream is kept, a coding that is not
known stays on, and tools that store bodies decoded but keep the header are understood.
"""

import gzip
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import brotli

from medscrape.archive.captured import Headers, values_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LONGEST_BODY = 32 * 1024 * 1024
"""Bytes of a decoded body that are read unless another bound is given: no page has a tenth of that."""

_PIECE = 64 * 1024
_CHUNK_HEAD = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_DAMAGE = (OSError, EOFError, struct.error, zlib.error, zstd.ZstdError, brotli.error)


class UnreadableBodyError(ValueError):
    """A body that is too large, or of which nothing can be decoded; the text is half a sentence."""


def decoded(headers: Headers, body: bytes, limit: int = LONGEST_BODY) -> bytes:
    """The body without its transfer and content codings (RFC 9112 section 6.1, RFC 9110 section 8.4).

    >>> decoded((("Transfer-Encoding", "chunked"),), b"3\\r\\nabc\\r\\n0\\r\\n\\r\\n")
    b'abc'
    """
    if "chunked" in values_of(headers, "Transfer-Encoding"):
        body = _without_chunks(body)
    for coding in reversed(tuple(values_of(headers, "Content-Encoding"))):
        pieces = _DECODERS.get(coding)
        if pieces is None:
            break
        if body and not (pieces is _gunzipped and body[:2] != b"\x1f\x8b"):
            body = _joined(pieces(body), coding, limit)
    if len(body) > limit:
        raise UnreadableBodyError(f"has a body of more than {limit} bytes")
    return body


def _joined(pieces: Iterator[bytes], coding: str, limit: int) -> bytes:
    whole, length = BytesIO(), 0
    try:
        for piece in pieces:
            length += whole.write(piece)
            if length > limit:
                raise UnreadableBodyError(f"has a body of more than {limit} bytes when decoded")
    except _DAMAGE as error:
        if not length:
            raise UnreadableBodyError(f"has a body that is no {coding}") from error
    return whole.getvalue()


def _without_chunks(body: bytes) -> bytes:
    """The chunks of a body joined; the body itself when it is not chunked to its end (RFC 9112 section 7.1)."""
    pieces: list[bytes] = []
    place = 0
    while head := _CHUNK_HEAD.match(body, place):
        length = int(head[1], 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[head.end() : head.end() + length])
        place = head.end() + length
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return body


def _gunzipped(body: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=BytesIO(body)) as file:
        yield from iter(lambda: file.read1(_PIECE), b"")


def _inflated(body: bytes) -> Iterator[bytes]:
    decompressor = zlib.decompressobj()
    try:
        piece = decompressor.decompress(body, _PIECE)
    except zlib.error:
        # Some servers leave out the zlib wrapper (RFC 9110 section 8.4.1.2 tells of them).
        decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        piece = decompressor.decompress(body, _PIECE)
    while piece:
        yield piece
        piece = decompressor.decompress(decompressor.unconsumed_tail, _PIECE)


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    decompressor = brotli.Decompressor()
    piece = decompressor.process(body, output_buffer_limit=_PIECE)
    while piece:
        yield piece
        piece = b"" if decompressor.is_finished() else decompressor.process(b"", output_buffer_limit=_PIECE)


def _unzstandardised(body: bytes) -> Iterator[bytes]:
    with zstd.ZstdFile(BytesIO(body)) as file:
        yield from iter(lambda: file.read(_PIECE), b"")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstandardised,
}
