"""Into the archive with every answer, before anybody else sees it."""

from datetime import UTC, datetime
from http.client import responses
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from medscrape.archive import Answer, Asked, Exchange
from medscrape.crawling.access import run_of
from medscrape.crawling.receipts import Receipt, put_receipt
from medscrape.crawling.refusals import StoppingError
from medscrape.crawling.requests import asked_of, topic_of
from medscrape.crawling.run import CrawlRun


class Archivist:
    """Archives what the network gave: redirects, errors, robots.txt and index pages too.

    It stands nearest the downloader. Further away content codings are taken off, and redirects and failed attempts are
    never seen.
    """

    def __init__(self, run: CrawlRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The archivist of a crawler's run."""
        return cls(run_of(crawler))

    def process_request(self, request: Request) -> None:
        """Forgets the receipt that a request took over from the one it follows."""
        put_receipt(request, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archives the answer, or raises `StoppingError` when that is not possible: then the run is over."""
        moment = datetime.now(UTC)
        known = asked_of(request).known
        capture = self._run.archive_exchange(
            _exchange(request, response, moment, self._identity(request, response)),
            known.provenance.capture if known else None,
        )
        if capture is None:
            raise StoppingError("the archive cannot be written")
        put_receipt(request, Receipt(moment, capture))
        return response

    def _identity(self, request: Request, response: Response) -> str | None:
        topic = topic_of(request)
        return topic and (self._run.origin.canonical_url(response.url) or topic)


def _exchange(request: Request, response: Response, moment: datetime, identity: str | None) -> Exchange:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Exchange(
        url=response.url,
        moment=moment,
        asked=Asked(request.method, target, (("Host", parts.netloc), *_pairs(request.headers)), request.body),
        answer=Answer(
            response.status,
            _pairs(response.headers),
            response.body,
            responses.get(response.status, ""),
            str(response.ip_address) if response.ip_address else None,
        ),
        identity=identity,
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )
