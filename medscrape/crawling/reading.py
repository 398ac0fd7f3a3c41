"""From the answer to a request for a topic page to what it says."""

from dataclasses import dataclass

from pydantic import ValidationError
from scrapy.http import Response

from medscrape.crawling.middlewares.redirects import redirect_target
from medscrape.crawling.outcomes import (
    Finding,
    content_type_of,
    finding_of_page,
    finding_of_response,
)
from medscrape.crawling.provenance import with_origin
from medscrape.crawling.receipts import Receipt, receipt_of
from medscrape.crawling.requests import Asked, asked_of
from medscrape.crawling.run import CrawlRun
from medscrape.errors import PageError
from medscrape.models import Topic
from medscrape.parsers import parse_page
from medscrape.store import Answered, Check
from medscrape.vocabulary.sites import TopicAddress


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, and the answer it is kept on if its body is an older one or the answer was checked."""

    topic: Topic
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The page is to be fetched whole."""

    is_check: bool
    """To see whether the server's word holds."""


Reading = Kept | Finding | TopicAddress | AskAgain
"""A record, the reason why there is none, the topic that a redirect leads to, or a further question."""


def read_page(run: CrawlRun, url: str, response: Response) -> Reading:
    """What an answer says about the page with this canonical URL."""
    target = redirect_target(response)
    address = run.origin.address(target) if target else None
    if address is not None:
        return address
    request = response.request
    receipt = receipt_of(request) if request else None
    if request is None or receipt is None:
        raise ValueError(f"the answer of {response.url} was not archived")
    asked = asked_of(request)
    if response.status == 304 and asked.conditions:
        return _unchanged(run, url, asked, receipt)
    return finding_of_response(response) or _whole(run, url, response, asked, receipt)


def _unchanged(run: CrawlRun, url: str, asked: Asked, receipt: Receipt) -> Reading:
    """The server says that the page has not changed."""
    revalidation = run.revalidation
    if asked.known is None or not revalidation.believes or revalidation.is_checked(url):
        return AskAgain(is_check=revalidation.believes)
    try:
        topic = revalidation.record(asked.known)
    except (PageError, ValidationError) as error:  # what older parsers made a record of, those of today do not
        return finding_of_page(error, 304)
    if topic is None:
        return AskAgain(is_check=False)
    return Kept(topic, Answered(receipt.at, 304, Check.NOT_MODIFIED))


def _whole(run: CrawlRun, url: str, response: Response, asked: Asked, receipt: Receipt) -> Reading:
    """The server sent a page."""
    try:
        content_type = content_type_of(response) or None
        place = run.origin.canonical_url(response.url) or url
        topic = with_origin(parse_page(response.body, place, content_type=content_type), response, run.id, receipt)
    except (PageError, ValidationError) as error:
        return finding_of_page(error, response.status)
    if not asked.is_check or asked.known is None:
        return Kept(topic)
    if run.revalidation.is_same(topic, asked.known):
        return Kept(topic, Answered(receipt.at, response.status, Check.CONFIRMED))
    run.distrust(url)
    return Kept(topic, Answered(receipt.at, response.status, Check.CONTRADICTED))
