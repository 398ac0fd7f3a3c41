"""What requests carry with them."""

from collections.abc import Callable
from typing import Any

from scrapy import Request
from twisted.python.failure import Failure

_TOPIC = "medscrape_topic"
_ROBOTS = "medscrape_robots"


def page_request(url: str, callback: Callable[..., Any], errback: Callable[..., Any], **details: Any) -> Request:
    """A request for a page that is no topic's; the callback gets the details."""
    return Request(url, callback=callback, errback=errback, cb_kwargs=details, dont_filter=True)


def topic_request(url: str, topic: str, callback: Callable[..., Any], errback: Callable[..., Any]) -> Request:
    """A request for the page of a topic; the callback gets its canonical URL as `topic`."""
    # The frontier gives each URL once; Scrapy's own filter would only cost memory.
    request = page_request(url, callback, errback, topic=topic)
    request.meta[_TOPIC] = topic
    return request


def robots_request(url: str, callback: Callable[..., Any]) -> Request:
    """A request for a robots.txt, which no rules can forbid."""
    return Request(url, callback=callback, meta={_ROBOTS: True}, dont_filter=True)


def topic_of(request: Request) -> str | None:
    """The canonical URL of the topic that a request is for, or None."""
    topic: str | None = request.meta.get(_TOPIC)
    return topic


def is_for_robots(request: Request) -> bool:
    """Whether a request is for a robots.txt."""
    return _ROBOTS in request.meta


def failed_request(failure: Failure) -> Request:
    """The request that a failure is about; its `cb_kwargs` are what the callback would have got."""
    request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
    return request
