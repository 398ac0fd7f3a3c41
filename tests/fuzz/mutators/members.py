"""WARC files: records and their compression, changed one by one."""

import gzip
import re
import zlib
from random import Random

from fuzz.mutators.lines import lines_with
from fuzz.mutators.pieces import REARRANGE, bent, cut
from fuzz.mutators.words import ADDRESSES

_FRONT = re.compile(rb"(?=WARC/1\.[01]\r\n)")
_HEADS = (
    b"WARC-Type: response", b"WARC-Type: revisit", b"WARC-Type: request", b"WARC-Type: plum",
    b"WARC-Date: 2026-11-23T12:00:00Z",
    b"WARC-Date: 9999-99-99T99:99:99Z", b"WARC-Date: 0001-01-01T00:00:00+23:59", b"Content-Length: 0",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999", b"Content-Length: 400", b"WARC-Block-Digest: sha1:AAAA",
    b"WARC-Payload-Digest: md5:",
    b"WARC-Block-Digest: sha512:x", b"WARC-Refers-To-Filename: a.warc.gz", b"WARC-Refers-To-Filename: ../../etc/passwd",
    b"WARC-Refers-To-File-Offset: 0", b"WARC-Refers-To-File-Offset: 99999999999999999",
    b"Medscrape-Canonical-URI: https://sample.invalid/a.html",
    b"Medscrape-Canonical-URI: javascript:x", b"Content-Type: application/http; msgtype=response",
    b"Content-Type: text/html; charset=utf-16",
    b"HTTP/1.1 200 OK", b"HTTP/1.1 2000", b"HTTP/9 200", b"Content-Encoding: gzip, br",
    b"Transfer-Encoding: chunked", b"ETag: \xff", b" folded",
    b"WARC/1.0\r\n", b"WARC/1.1\r\n", b"\r\n\r\n", b"WARC-Target-URI: <https://sample.invalid/a.html>",
    b"WARC-Target-URI: ", b"\x1f\x8b\x08",
    b"WARC-Truncated: length", *(b"WARC-Target-URI: " + address for address in ADDRESSES[:20]),
)  # fmt: skip
_CHANGE = lines_with(*_HEADS, *(head + b"\r\n" for head in _HEADS))


def unpacked(data: bytes) -> list[bytes]:
    """The members of a file without their compression, as far as they can be read."""
    parts: list[bytes] = []
    while data.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(stream.decompress(data, 1 << 20))
        except zlib.error:
            break
        data = stream.unused_data
    return parts or _FRONT.split(data)


def mutated(data: bytes, random: Random) -> bytes:
    """A file after a change of its records, of one of them, or of its bytes."""
    if random.random() < 0.2:
        return bent(data, random)
    records = [record for record in unpacked(data) if record]
    if not records:
        return bent(data, random)
    if random.random() < 0.4:
        random.choice((*REARRANGE, cut))(records, random)
        records = records[:200]
    else:
        place = random.randrange(len(records))
        records[place] = _CHANGE(records[place], random)
        if random.random() < 0.6:
            records[place] = _with_length(records[place])
    return packed(records, random)


def packed(records: list[bytes], random: Random) -> bytes:
    """Records as a file: each in a member, all in one, or as they are."""
    match random.randrange(8):
        case 0:
            return b"".join(records)
        case 1:
            return gzip.compress(b"".join(records), mtime=0)
        case _:
            return b"".join(gzip.compress(record, mtime=0) for record in records)


def _with_length(record: bytes) -> bytes:
    """A record whose length is right again, so that readers go on."""
    head, end, block = record.partition(b"\r\n\r\n")
    length = b"Content-Length: %d" % max(0, len(block) - 4)
    return re.sub(rb"Content-Length: [^\r\n]*", length, head) + end + block
