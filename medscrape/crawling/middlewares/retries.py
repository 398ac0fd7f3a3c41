"""Second attempts: after a pause that grows, and never before the server's own `Retry-After` (RFC 9110)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.response import response_status_message

from medscrape.crawling.access import run_of, wait
from medscrape.crawling.outcomes import finding_of_failure, header_of
from medscrape.crawling.pace import Pace

_LEAST_UNHEARD = 3  # attempts: long pauses between them are no silence of the server


def seconds_asked(retry_after: str, now: datetime) -> float:
    """The pause that a `Retry-After` asks for; 0 when it cannot be read.

    >>> seconds_asked("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> seconds_asked("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:12])
    moment = _http_date(retry_after)
    return max(0.0, (moment - now).total_seconds()) if moment else 0.0


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class PatientRetries(RetryMiddleware):
    """Scrapy's rules on what is tried again, with pauses of our own: the whole site rests when it asks for it."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._first_pause = settings.getfloat("MEDSCRAPE_RETRY_PAUSE")
        self._longest_rest = settings.getfloat("MEDSCRAPE_RETRY_AFTER_MAX")
        self._quiet_until = 0.0
        self._longest_silence = settings.getfloat("MEDSCRAPE_SILENCE_MAX")
        self._heard_at = monotonic()
        self._unheard = 0

    async def process_request(self, request: Request) -> None:  # noqa: ARG002 - Scrapy names the argument
        """Holds a request while the site rests."""
        while (left := self._quiet_until - monotonic()) > 0:
            await wait(self.crawler, left)

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Gives the answer, or the next attempt when its time has come."""
        self._heard_at, self._unheard = monotonic(), 0
        if response.status not in self.retry_http_codes:
            return response
        self._rest(request, response)
        retry = self._retry(request, response_status_message(response.status))
        return response if retry is None else await self._in_time(retry)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:  # type: ignore[override]
        """Gives the next attempt when its time has come, or None when there is none."""
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        self._lose_patience(exception)
        retry = self._retry(request, exception)
        return None if retry is None else await self._in_time(retry)

    async def _in_time(self, retry: Request) -> Request:
        attempt: int = retry.meta["retry_times"]
        await wait(self.crawler, self._first_pause * 2 ** (attempt - 1))
        return retry

    def _lose_patience(self, error: Exception) -> None:
        self._unheard += 1
        silence = monotonic() - self._heard_at
        if silence > self._longest_silence and self._unheard >= _LEAST_UNHEARD:
            run = run_of(self.crawler)
            detail = finding_of_failure(error).detail
            run.abort(f"{run.origin.root} has not answered for {silence:.0f} seconds; of the last attempt: {detail}.")

    def _rest(self, request: Request, response: Response) -> None:
        asked = header_of(response, "Retry-After")
        # A date is by the server's clock, and so is its `Date`: ours may be wrong (RFC 9110 section 6.6.1).
        now = _http_date(header_of(response, "Date") or "") or datetime.now(UTC)
        seconds = seconds_asked(asked, now) if asked else 0.0
        if seconds > self._longest_rest:
            run_of(self.crawler).abort(
                f"{response.url} answers {response.status} and asks to be left alone for {seconds:.0f} seconds."
            )
        self._quiet_until = max(self._quiet_until, monotonic() + seconds)
        pace = self.crawler.get_extension(Pace)
        if pace is not None:
            pace.rest(request, seconds)
