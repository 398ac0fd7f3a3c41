"""Where a record comes from."""

from medscrape.models.base import Number, Record, Sha256, Url, UtcTime


class Capture(Record):
    """A place in the archive."""

    file: str
    """Name of the WARC file."""
    offset: Number
    """Byte offset of the record's gzip member in that file."""


class Provenance(Record):
    """Where, when and how the page behind a record was read; `null` for what is not known (a saved file has no
    HTTP status)."""

    run_id: str | None
    """The run that fetched the page."""
    source_url: Url | None
    """The URL the bytes came from: on a mirror, the mirror's."""
    fetched_at: UtcTime | None
    """When the response arrived."""
    http_status: Number | None
    """Status of the response."""
    etag: str | None
    """The response's `ETag`, verbatim (RFC 9110)."""
    last_modified: str | None
    """The response's `Last-Modified`, verbatim (RFC 9110)."""
    content_type: str | None
    """The response's `Content-Type`, verbatim."""
    encoding: str
    """The character encoding the body was read as; `utf-8 (repaired)` and the like where text was
    decoded wrongly before us."""
    sha256: Sha256
    """Digest of the body, content encodings removed."""
    bytes: Number
    """Length of that body."""
    template: str
    """Name of the page template that was recognised."""
    parser_version: str
    """Version of the parsers that read the page."""
    capture: Capture | None
    """The archived response that holds the body, or `null`."""
