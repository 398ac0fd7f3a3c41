"""For the tests of the archive: exchanges to archive, and WARC files as other tools write them."""

import gzip
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from medscrape.archive import Answer, ArchiveWriter, Asked, BadRecord, Captured, Captures, Exchange, warc_files

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
RUN = "20261123T120000Z"
HTML = ("Content-Type", "text/html; charset=utf-8")
_WARCIO = Path(sys.executable).with_name("warcio")


def page(number: int, words: str = "words ") -> bytes:
    return f"<!DOCTYPE html><html><body><h1>Page {number}</h1><p>{words * 50}</p></body></html>".encode()


def exchange(
    path: str,
    body: bytes = b"",
    status: int = 200,
    *headers: tuple[str, str],
    identity: str | None = None,
    after: int = 0,
) -> Exchange:
    """What a server on this machine answered to a request for `path`, `after` seconds past noon."""
    asked = Asked("GET", path, (("Host", "127.0.0.1:8000"), ("User-Agent", "medscrape/test")))
    answer = Answer(status, headers or (HTML,), body, "OK", "127.0.0.1")
    moment = NOON + timedelta(seconds=after)
    return Exchange(f"http://127.0.0.1:8000{path}", moment, asked, answer, identity)


def archive_of(folder: Path, *exchanges: Exchange, run: str = RUN, longest: int = 10**9) -> Path:
    """Writes exchanges; gives the first file."""
    with ArchiveWriter(folder, run, longest=longest) as archive:
        for one in exchanges:
            archive.append(one)
    return warc_files(folder)[0]


def read_all(path: Path, *among: Path) -> tuple[list[Captured], list[BadRecord], Captures]:
    captures = Captures(path, among)
    found = list(captures)
    good = [one for one in found if isinstance(one, Captured)]
    bad = [one for one in found if isinstance(one, BadRecord)]
    return good, bad, captures


def warcio_check(*paths: Path) -> subprocess.CompletedProcess[str]:
    """What `warcio check` says: nothing, when all is well."""
    return subprocess.run([str(_WARCIO), "check", *map(str, paths)], capture_output=True, text=True, timeout=60)


def kinds(path: Path) -> Counter[str]:
    """The records of a file by type, as an independent reader counts them."""
    with path.open("rb") as file:
        return Counter(record.rec_type for record in ArchiveIterator(file, check_digests="raise"))


def foreign(
    http: bytes,
    *,
    kind: str = "response",
    url: str = "http://site.example/a.html",
    version: str = "WARC/1.0",
    extra: str = "",
    length: int | None = None,
) -> bytes:
    """A record as another tool might write it, uncompressed."""
    head = (
        f"{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        f"WARC-Record-ID: <urn:uuid:01234567-89ab-cdef-0123-456789abcdef>\r\n{extra}"
        f"Content-Type: application/http; msgtype={'request' if kind == 'request' else 'response'}\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def answer(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    """An HTTP response with this body as it went over the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 100] for start in range(0, len(body), 100)]
    return b"".join(b"%x;note=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nTrailer: x\r\n\r\n"


def in_members(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))
