"""The sample website over HTTP, on this machine only."""

import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, Self

from medscrape.sample_site.website import SamplePage, SampleSite
from medscrape.version import __version__

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_Request = socket.socket | tuple[bytes, socket.socket]


class LoggedRequest(NamedTuple):
    """A request that the server has answered."""

    method: str
    path: str
    time: float
    """Monotonic seconds at its arrival."""
    status: int
    user_agent: str | None
    conditional: dict[str, str]
    """The request's `If-None-Match` and `If-Modified-Since`, as sent."""


class SampleServer:
    """Serves a site from a free port while the `with` block lasts; `site` may be exchanged at any time."""

    def __init__(self, site: SampleSite, port: int = 0) -> None:
        self.site = site
        self.requests: list[LoggedRequest] = []
        self._server = _Server(port, self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base_url(self) -> str:
        """Root URL of the server, with a trailing slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def etag_of(page: SamplePage) -> str:
    """A strong entity tag: it changes with any byte of the body."""
    return f'"{sha256(page.body).hexdigest()[:32]}"'


def is_fresh(page: SamplePage, etag: str, conditions: dict[str, str]) -> bool:
    """Whether the client's copy is current (RFC 9110 section 13.2.2: `If-None-Match` wins)."""
    if "If-None-Match" in conditions:
        tags = [tag.strip().removeprefix("W/") for tag in conditions["If-None-Match"].split(",")]
        return "*" in tags or etag in tags
    since = _http_date(conditions.get("If-Modified-Since", ""))
    return since is not None and page.modified is not None and page.modified <= since


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Server(ThreadingHTTPServer):
    """Keeps hold of its connections, so that closing the server ends their threads too."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, owner: SampleServer) -> None:
        self.owner = owner
        self._connections: dict[_Request, Thread] = {}
        self._lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: _Request, client_address: Any) -> None:
        """Answer a connection's requests in a thread of its own."""
        thread = Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        with self._lock:
            self._connections[request] = thread
        thread.start()

    def process_request_thread(self, request: _Request, client_address: Any) -> None:
        """What that thread does, until the client or the server hangs up."""
        super().process_request_thread(request, client_address)
        with self._lock:
            self._connections.pop(request, None)

    def handle_error(self, request: _Request, client_address: Any) -> None:
        """A client that hangs up is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Stop listening, hang up, and wait for the threads."""
        super().server_close()
        with self._lock:
            connections = dict(self._connections)
        for request, thread in connections.items():
            with suppress(OSError):
                _socket_of(request).shutdown(socket.SHUT_RDWR)
            thread.join()


def _socket_of(request: _Request) -> socket.socket:
    return request if isinstance(request, socket.socket) else request[1]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = f"medscrape-sample/{__version__}"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer with the page."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of the page."""
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        """Keep quiet: `SampleServer.requests` is the log."""

    def _answer(self, *, with_body: bool) -> None:
        arrived = monotonic()
        page = self.server.owner.site.get(self.path)
        etag = etag_of(page)
        conditions = {name: self.headers[name] for name in _CONDITIONS if name in self.headers}
        fresh = page.status == HTTPStatus.OK and is_fresh(page, etag, conditions)
        status = HTTPStatus.NOT_MODIFIED if fresh else HTTPStatus(page.status)
        agent = self.headers["User-Agent"]
        self.server.owner.requests.append(
            LoggedRequest(self.command, self.path, arrived, int(status), agent, conditions)
        )
        self.send_response(status)
        self._send_headers(page, etag, status)
        if with_body and not fresh:
            self.wfile.write(page.body)

    def _send_headers(self, page: SamplePage, etag: str, status: HTTPStatus) -> None:
        if page.location:
            self.send_header("Location", page.location)
        if page.modified:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
