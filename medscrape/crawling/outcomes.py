"""From an answer, a failure or a parser's complaint to what becomes of the page."""

from dataclasses import dataclass

from pydantic import ValidationError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from medscrape.crawling.download import has_endless_head
from medscrape.errors import NotATopicError, PageError, RejectionReason
from medscrape.models import Outcome
from medscrape.text import clean

_GONE = {404: "the server answers 404, not found", 410: "the server answers 410, gone"}
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_NOTICES = frozenset({RejectionReason.MAINTENANCE, RejectionReason.LOGIN_WALL, RejectionReason.CONSENT_WALL})
_LONGEST_DETAIL = 300

_FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "the host's name is not known, or leads to no public address"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no answer in time"),
    (ResponseDataLossError, "the answer was cut short"),
    (DownloadFailedError, "the connection broke"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a page that gives no record, and why."""

    outcome: Outcome
    detail: str
    reason: RejectionReason | None = None
    """Why, as a code, when the page was rejected."""
    http_status: int | None = None
    leads_to: str | None = None
    """Canonical URL of the topic that the address leads to now."""

    @property
    def may_pass(self) -> bool:
        """Whether the site as a whole may be the reason: no answer, or a notice in place of the page."""
        return self.outcome is Outcome.FAILED or self.reason in _NOTICES


def finding_of_response(response: Response) -> Finding | None:
    """What an answer without a page in it means, or None when there is a page to read."""
    status = response.status
    if status in _GONE:
        return Finding(Outcome.GONE, _GONE[status], http_status=status)
    if status == 206:
        return _rejected(RejectionReason.TRUNCATED, "the server sent only a part of the page", status)
    if not 200 <= status < 300:
        return Finding(Outcome.FAILED, f"the server answers {status}", http_status=status)
    media_type = content_type_of(response).partition(";")[0].strip().lower()
    if media_type and media_type not in _PAGE_TYPES:
        return _rejected(RejectionReason.WRONG_TYPE, f"the server calls it {clean(media_type)[:100]}", status)
    return None


def finding_of_failure(error: BaseException | None, limit: str = "DOWNLOAD_MAXSIZE") -> Finding:
    """What a request without an answer means; `limit` is the setting that bounds its length."""
    if isinstance(error, DownloadCancelledError) or (type(error) is IgnoreRequest and "MAXSIZE" in str(error)):
        return _rejected(RejectionReason.TOO_LARGE, f"it is larger than {limit} allows", None)
    if error is not None and has_endless_head(error):
        return Finding(Outcome.FAILED, "the headers of the answer have no end")
    for kind, sentence in _FAILURES:
        if isinstance(error, kind):
            return Finding(Outcome.FAILED, sentence)
    # What is left comes from taking off content codings: each library has its own kind of error.
    ours = isinstance(error, IgnoreRequest)
    detail = str(error) if ours else f"the answer cannot be read ({type(error).__name__}: {error})"
    return Finding(Outcome.FAILED, clean(detail)[:_LONGEST_DETAIL])


def finding_of_page(error: PageError | ValidationError, http_status: int) -> Finding:
    """What a parser's complaint means."""
    if isinstance(error, NotATopicError):
        return Finding(Outcome.NOT_TOPIC, error.detail, http_status=http_status)
    if isinstance(error, PageError):
        return _rejected(error.reason, error.detail, http_status)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return _rejected(RejectionReason.INVALID_RECORD, clean(f"{place}: {first['msg']}")[:_LONGEST_DETAIL], http_status)


def content_type_of(response: Response) -> str:
    """The `Content-Type` of an answer, verbatim; empty when there is none."""
    return header_of(response, "Content-Type") or ""


def header_of(response: Response, name: str) -> str | None:
    """A header of an answer, or None."""
    value: bytes | None = response.headers.get(name)
    return None if value is None else value.decode("latin-1").strip()


def _rejected(reason: RejectionReason, detail: str, http_status: int | None) -> Finding:
    return Finding(Outcome.REJECTED, detail, reason, http_status)
