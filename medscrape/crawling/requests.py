"""What requests carry with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from twisted.python.failure import Failure

from medscrape.store import KnownPage

_TOPIC = "medscrape_topic"
_ASKED = "medscrape_asked"
_ROBOTS = "medscrape_robots"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a topic page is asked for."""

    known: KnownPage | None
    """Its last body, if there is one."""
    conditions: dict[str, str]
    """The headers that ask whether it has changed; none to get it whole."""
    is_check: bool = False
    """Whether the server has just said that it has not changed."""


def page_request(url: str, callback: Callable[..., Any], errback: Callable[..., Any], **details: Any) -> Request:
    """A request for a page that is no topic's; the callback gets the details."""
    return Request(url, callback=callback, errback=errback, cb_kwargs=details, dont_filter=True)


def topic_request(
    url: str, topic: str, asked: Asked, callback: Callable[..., Any], errback: Callable[..., Any]
) -> Request:
    """A request for the page of a topic; the callback gets its canonical URL as `topic`."""
    # The frontier gives each URL once; Scrapy's own filter would only cost memory.
    request = page_request(url, callback, errback, topic=topic)
    request.meta[_TOPIC] = topic
    request.meta[_ASKED] = asked
    for name, value in asked.conditions.items():
        request.headers[name] = value.encode("latin-1", "replace")
    return request


def asked_of(request: Request) -> Asked:
    """How a topic page was asked for."""
    asked: Asked = request.meta.get(_ASKED, _NO_TOPIC)
    return asked


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


_NO_TOPIC = Asked(None, {})


def failed_request(failure: Failure) -> Request:
    """The request that a failure is about; its `cb_kwargs` are what the callback would have got."""
    request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
    return request
