"""Downloads by HTTP/1.1 as Scrapy makes them, with two habits of Twisted's taken off."""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE, HTTPClientParser
from twisted.web.client import ResponseFailed

LONGEST_HEAD = 256 * 1024
"""Bytes of a status line and headers, and of interim responses before them; browsers stop at about as many."""


class EndlessHeadError(Exception):
    """The headers of an answer have no end."""


class BoundedDownloads(HTTP11DownloadHandler):
    """Downloads whose headers have an end, and whose second attempts wait their turn.

    Twisted reads headers for ever, and repeats a request at once when the server hangs up on a connection it kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        self._pool.retryAutomatically = False


def has_endless_head(error: BaseException) -> bool:
    """Whether a download failed because its headers had no end."""
    cause = error.__cause__ if isinstance(error, DownloadFailedError) else None
    return isinstance(cause, ResponseFailed) and any(reason.check(EndlessHeadError) for reason in cause.reasons)


class _Protocol(_LenientHTTP11ClientProtocol):
    _counted: HTTPClientParser | None = None
    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        parser = self._parser
        if parser is not None and parser.state not in {BODY, DONE}:
            if parser is not self._counted:  # there is one for each request
                self._counted, self._head = parser, 0
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self._giveUp(Failure(EndlessHeadError()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: object) -> _Protocol:  # noqa: ARG002, N802 - Twisted's signature
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
