"""WARC records from requests and responses (WARC 1.1 section 6), each a gzip member of its own (annex D)."""

import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter
from zlib_ng import zlib_ng

from medscrape.archive.captured import Headers
from medscrape.archive.digests import ALGORITHM
from medscrape.archive.exchange import Asked, Exchange
from medscrape.archive.originals import Original
from medscrape.archive.pages import IDENTITY, REFERS_TO_FILE, REFERS_TO_OFFSET

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
# 6 takes a third of the time of warcio's 9, for three more bytes in a hundred; zlib-ng halves it again.
_LEVEL = 6
# The body has no transfer coding any more; a header that claims one would mislead every reader (RFC 9112 section 6.1).
_TAKEN_OFF = frozenset({"transfer-encoding", "trailer"})
_NO_LINE_ENDS = str.maketrans("\r\n", "  ")


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "request")

    @staticmethod
    def _create_digester() -> Any:
        return Digester(ALGORITHM)


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """Keeps the bytes of header values; warcio would encode those outside ASCII anew."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, encoding="latin-1")


def info_record(name: str, fields: dict[str, str]) -> bytes:
    """The `warcinfo` record that opens a file (WARC 1.1 section 6.2)."""
    writer = _writer()
    return _member(writer, writer.create_warcinfo_record(name, fields))


def exchange_records(exchange: Exchange, original: Original | None) -> bytes:
    """The `response` record, or the `revisit` record that stands for the original, and behind it the `request`."""
    writer = _writer()
    response = _response(writer, exchange, original)
    fields = {
        "WARC-Date": _date(exchange.moment),
        "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
    }
    asked = exchange.asked
    head = _Head(_request_line(asked), _lines(asked.headers), is_http_request=True)
    request = _record(writer, exchange.url, "request", asked.body, head, fields)
    return _member(writer, response) + _member(writer, request)


def _response(writer: _Writer, exchange: Exchange, original: Original | None) -> ArcWarcRecord:
    answer = exchange.answer
    told = [(name, value) for name, value in answer.headers if name.lower() not in _TAKEN_OFF]
    head = _Head(f"{answer.status} {answer.reason}".rstrip(), _lines(tuple(told)), protocol="HTTP/1.1")
    fields = {"WARC-Date": _date(exchange.moment)}
    if answer.ip_address:
        fields["WARC-IP-Address"] = answer.ip_address
    if exchange.identity:
        fields[IDENTITY] = exchange.identity
    if original is None:
        return _record(writer, exchange.url, "response", answer.body, head, fields)
    fields |= _reference(original, is_not_modified=answer.status == 304)
    return _record(writer, exchange.url, "revisit", b"", head, fields)


def _reference(original: Original, *, is_not_modified: bool) -> dict[str, str]:
    """What a revisit says about the record it stands for (WARC 1.1 section 6.7)."""
    fields = {
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.date,
        REFERS_TO_FILE: original.capture.file,
        REFERS_TO_OFFSET: str(original.capture.offset),
    }
    if is_not_modified:
        return {"WARC-Profile": f"{_PROFILE}server-not-modified", **fields}
    profile = f"{_PROFILE}identical-payload-digest"
    return {
        "WARC-Profile": profile,
        **fields,
        "WARC-Payload-Digest": original.payload_digest,
        "WARC-Truncated": "length",
    }


def _record(
    writer: _Writer, url: str, kind: str, body: bytes, head: StatusAndHeaders, fields: dict[str, str]
) -> ArcWarcRecord:
    return writer.create_warc_record(
        url, kind, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=fields
    )


def _writer() -> _Writer:
    return _Writer(BytesIO(), gzip=False, warc_version="1.1")


def _member(writer: _Writer, record: ArcWarcRecord) -> bytes:
    writer.out = BytesIO()
    writer.write_record(record)
    return zlib_ng.compress(writer.out.getvalue(), _LEVEL, zlib.MAX_WBITS | 16)


def _date(moment: datetime) -> str:
    """WARC 1.1 section 5.4: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _request_line(asked: Asked) -> str:
    return f"{asked.method} {asked.target} HTTP/1.1"


def _lines(headers: Headers) -> list[tuple[str, str]]:
    return [(name.translate(_NO_LINE_ENDS), value.translate(_NO_LINE_ENDS)) for name, value in headers]
