"""Where a record comes from, as far as only the crawl knows it."""

from scrapy.http import Response

from medscrape.crawling.outcomes import header_of
from medscrape.crawling.receipts import Receipt
from medscrape.models import Topic


def with_origin(topic: Topic, response: Response, run_id: str, receipt: Receipt) -> Topic:
    """The topic with the facts of the answer that held its page."""
    facts = {
        "run_id": run_id,
        "source_url": response.url,
        "fetched_at": receipt.at,
        "http_status": response.status,
        "etag": header_of(response, "ETag"),
        "last_modified": header_of(response, "Last-Modified"),
        "content_type": header_of(response, "Content-Type"),
        "capture": receipt.capture,
    }
    return topic.with_provenance(topic.provenance.model_copy(update=facts))
