"""The rows of the fault matrix that concern one page each: what the server does, and what must become of the page."""

import gzip
import sys
import zlib
from dataclasses import dataclass

import brotli
from crawl_helpers import Answer, topic_page

from misbehaving.acts import HTML, chunked, drips, first, half_closes, head, pours, raw, resets, stalls, well
from misbehaving.server import Act, Talk

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@dataclass(frozen=True)
class Fault:
    """A page that is served wrongly; its name is its address too."""

    name: str
    act: Act
    outcome: str
    """What becomes of the page: as in the manifest, or the reason of a rejection."""
    words: str = ""
    """What the table at the end says about it."""
    visits: int | None = None
    """How often it may be asked for, where that matters."""


PAGE = topic_page("good").body
_SIZE = len(PAGE)
_HEAD = head(Content_Type="text/html", Content_Length=_SIZE)
_OPEN = head(Content_Type="text/html")
_CHUNKS = head(Content_Type="text/html", Transfer_Encoding="chunked")
_HALF = PAGE[: _SIZE // 2]
_BIG = 30_000_000

BROKE = "the connection broke"
SHORT = "the answer was cut short"
LATE = "no answer in time"
TOO_LARGE = "too_large: it is larger than DOWNLOAD_MAXSIZE allows"
ENDS = "truncated: the file ends in the middle of the content"


def page(name: str) -> Act:
    """The page as it should be."""
    return well(topic_page(name))


def _drip_body(talk: Talk) -> None:
    raw(_HEAD)(talk)
    drips(PAGE)(talk)


CONNECTIONS = (
    Fault("reset-at-once", resets(), "failed", BROKE),
    Fault("reset-in-headers", resets(_HEAD[:30]), "failed", BROKE),
    Fault("reset-in-body", resets(_HEAD + _HALF), "failed", SHORT),
    Fault("reset-once", first(resets(), page("reset-once")), "new"),
    Fault("closed-at-once", raw(b"", close=True), "failed", BROKE),
    Fault("half-closed-at-once", half_closes(), "failed", BROKE),
    Fault("half-closed-in-headers", half_closes(_HEAD[:30]), "failed", BROKE),
    Fault("half-closed-in-body", half_closes(_HEAD + _HALF), "failed", SHORT),
    Fault("silent", stalls(), "failed", LATE),
    Fault("silent-in-headers", stalls(_HEAD[:30]), "failed", LATE),
    Fault("silent-in-body", stalls(_HEAD + _HALF), "failed", LATE),
    Fault("silent-once", first(stalls(), page("silent-once")), "new"),
    Fault("dripping-headers", drips(_HEAD + PAGE), "failed", LATE),
    Fault("dripping-body", _drip_body, "failed", LATE),
    Fault("endless-interim-answers", pours(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "failed", "have no end"),
    Fault("endless-headers", pours(_OPEN[:-2], b"X-More: of the same\r\n" * 999), "failed", "have no end"),
    Fault("endless-header-line", pours(_OPEN[:-2] + b"X-Long: ", b"x" * 9999), "failed", BROKE),
    Fault("another-protocol", raw(b"SSH-2.0-OpenSSH_9.9\r\n", close=True), "failed", BROKE),
    Fault("noise", raw(b"\x00\x1b[31m\xff\r\n\r\n", close=True), "failed", BROKE),
    Fault("http-0-9", raw(PAGE, close=True), "failed", BROKE),
)

LENGTHS = (
    Fault("shorter-than-its-length", raw(_HEAD + _HALF, close=True), "failed", SHORT),
    Fault("longer-than-its-length", raw(head(Content_Length=_SIZE // 2) + PAGE), "truncated", ENDS),
    Fault("negative-length", raw(head(Content_Length=-5) + PAGE, close=True), "failed", BROKE),
    Fault("length-in-words", raw(head(Content_Length="many") + PAGE, close=True), "failed", BROKE),
    Fault("two-lengths", raw(_HEAD[:-2] + b"Content-Length: 5\r\n\r\n" + PAGE, close=True), "failed", BROKE),
    Fault("no-length", raw(_OPEN + topic_page("no-length").body, close=True), "new"),
    Fault("no-length-and-cut", raw(_OPEN + _HALF, close=True), "truncated", ENDS),
    Fault("chunks", raw(chunked(topic_page("chunks").body)), "new"),
    Fault("chunks-without-end", raw(chunked(PAGE)[:-5], close=True), "failed", SHORT),
    Fault("chunk-cut", raw(_CHUNKS + b"fff\r\n" + _HALF, close=True), "failed", SHORT),
    Fault("chunk-of-no-size", raw(_CHUNKS + b"zz\r\n" + PAGE, close=True), "failed", SHORT),
    Fault("chunk-of-negative-size", raw(_CHUNKS + b"-5\r\n" + PAGE, close=True), "failed", SHORT),
    Fault("chunk-of-any-size", raw(_CHUNKS + b"f" * 16 + b"\r\n" + PAGE, close=True), "failed", SHORT),
    Fault("endless-chunk-extension", pours(_CHUNKS + b"5;", b"x" * 9999), "failed", SHORT),
    Fault("endless-trailers", pours(chunked(PAGE)[:-2], b"X-More: of the same\r\n" * 999), "failed", SHORT),
    Fault("cut-once", first(raw(_HEAD + _HALF, close=True), page("cut-once")), "new"),
)  # fmt: skip


def _coded(coding: str, body: bytes) -> Act:
    return well(Answer(body, headers=HTML | {"Content-Encoding": coding}))


def _called(content_type: str, body: bytes = PAGE) -> Act:
    return well(Answer(body, headers={"Content-Type": content_type}))


_NOISE = bytes(range(256)) * 9
_CHARSET = b"\xff" + PAGE
_SLOW_PUNYCODE = b"\xff" + topic_page("good", words="-a9z" * 50_000).body

BODIES = (
    Fault("gzip-bomb", _coded("gzip", gzip.compress(bytes(_BIG))), "too_large", TOO_LARGE, 1),
    Fault("gzip-bomb-in-gzip", _coded("gzip, gzip", gzip.compress(gzip.compress(bytes(_BIG)))), "too_large", TOO_LARGE),
    Fault("deflate-bomb", _coded("deflate", zlib.compress(bytes(_BIG))), "too_large", TOO_LARGE),
    Fault("brotli-bomb", _coded("br", brotli.compress(bytes(_BIG), quality=2)), "too_large", TOO_LARGE),
    Fault("zstd-bomb", _coded("zstd", zstd.compress(bytes(_BIG))), "too_large", TOO_LARGE),
    Fault("100-mb", pours(head(Content_Length=10**8), b"x" * 10**5, 1000), "too_large", TOO_LARGE, 1),
    Fault("100-mb-in-chunks", pours(_CHUNKS, b"186a0\r\n" + b"x" * 10**5 + b"\r\n", 1000), "too_large", TOO_LARGE, 1),
    Fault("endless-page", pours(_OPEN, b"<p>more</p>" * 9999), "too_large", TOO_LARGE, 1),
    Fault("cut-gzip", _coded("gzip", gzip.compress(PAGE)[:-99]), "truncated", ENDS),
    Fault("no-gzip", _coded("gzip", PAGE), "failed", "the answer cannot be read (BadGzipFile"),
    Fault("no-brotli", _coded("br", PAGE), "failed", "the answer cannot be read (error: brotli"),
    Fault("no-zstd", _coded("zstd", PAGE), "failed", "the answer cannot be read (ZstdError"),
)

TYPES = (
    Fault("pdf-as-html", _called("text/html", b"%PDF-1.7\n" + _NOISE), "wrong_type", "it is no page but a PDF file"),
    Fault("png-as-html", _called("text/html", b"\x89PNG\r\n\x1a\n" + _NOISE), "wrong_type", "but a PNG image"),
    Fault("zip-as-html", _called("text/html", b"PK\x03\x04" + _NOISE), "wrong_type", "but a ZIP archive"),
    Fault("json-as-html", _called("text/html", b'{"error": "no such topic"}'), "wrong_type", "but JSON"),
    Fault("html-as-pdf", _called("application/pdf"), "wrong_type", "the server calls it application/pdf"),
    Fault("html-as-png", _called("image/png"), "wrong_type", "the server calls it image/png"),
    Fault("html-as-json", _called("application/json"), "wrong_type", "the server calls it application/json"),
    Fault("html-as-commands", _called("\x1b]0;mine\x07"), "wrong_type", "the server calls it ]0"),
    Fault("html-as-nothing", well(Answer(topic_page("html-as-nothing").body, headers={})), "new"),
    Fault("charset-punycode", _called("text/html; charset=punycode", _SLOW_PUNYCODE), "duplicate"),
    Fault("charset-idna", _called("text/html; charset=idna", _CHARSET), "duplicate"),
    Fault("empty", well(Answer()), "empty", "the page has no content at all"),
    Fault("no-content", well(Answer(b"", 204)), "empty", "the page has no content at all"),
)


def _leads(location: str, **headers: str) -> Act:
    return well(Answer(b"", 302, {"Location": location} | headers))


OFF = "leads off the site, to"
REDIRECTS = (
    Fault("to-itself", _leads("/to-itself.html"), "failed", "redirects in a circle", 1),
    Fault("cookie-wall", _leads("/cookie-wall.html", **{"Set-Cookie": "seen=1"}), "failed", "insist on a cookie", 1),
    Fault("in-a-circle", _leads("/x/1"), "failed", "redirects in a circle", 1),
    Fault("on-and-on", _leads("/y/0"), "failed", "redirects without end", 1),
    Fault("to-an-endless-chain", _leads("/t0.html"), "duplicate", "redirects in a circle or without end, by way of"),
    Fault("off-the-site", _leads("http://elsewhere.invalid/a.html"), "failed", f"{OFF} http://elsewhere.invalid", 1),
    Fault("to-this-machine", _leads("http://127.0.0.1:9/a.html"), "failed", f"{OFF} http://127.0.0.1:9/", 1),
    Fault("to-credentials", _leads("http://me:you@127.0.0.1/a.html"), "failed", f"{OFF} http://me:you@127.0.0.1", 1),
    Fault("to-a-private-address", _leads("http://10.0.0.1/a.html"), "failed", f"{OFF} http://10.0.0.1", 1),
    Fault("to-link-local", _leads("http://169.254.169.254/latest/"), "failed", f"{OFF} http://169.254.169.254", 1),
    Fault("to-ipv6", _leads("http://[::1]/a.html"), "failed", f"{OFF} http://[::1]", 1),
    Fault("to-a-file", _leads("file:///etc/passwd"), "failed", f"{OFF} file:///etc/passwd", 1),
    Fault("to-data", _leads("data:text/html,hi"), "failed", f"{OFF} data:text/html,hi", 1),
)
# Where the redirects lead.
WAYS = {
    "/x/1": _leads("/x/2"),
    "/x/2": _leads("/x/1"),
    **{f"/y/{step}": _leads(f"/y/{step + 1}") for step in range(30)},
    **{f"/t{step}.html": _leads(f"/t{step + 1}.html") for step in range(30)},
}

_NOTICE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


def says(words: str, status: int = 200) -> Act:
    """A page that says only this."""
    return well(Answer(_NOTICE.format(words).encode(), status))


STATUSES = (
    Fault("404", says("Not found", 404), "gone", "gone", 1),
    Fault("410", says("Gone", 410), "gone", "gone", 1),
    Fault("403", says("Forbidden", 403), "failed", "the server answers 403", 1),
    Fault("429", says("Slow down", 429), "failed", "the server answers 429", 2),
    Fault("500", says("Oops", 500), "failed", "the server answers 500", 2),
    Fault("503", says("Busy", 503), "failed", "the server answers 503", 2),
    Fault("503-once", first(says("Busy", 503), page("503-once")), "new", visits=2),
    Fault("206", well(Answer(PAGE, 206)), "truncated", "the server sent only a part of the page"),
    Fault("304-unasked", raw(head(304)), "failed", "the server answers 304"),
    Fault("302-to-nowhere", well(Answer(b"", 302, {})), "failed", "the server answers 302", 1),
    Fault("999", well(Answer(PAGE, 999)), "failed", "the server answers 999"),
    Fault("maintenance", says("Down for maintenance"), "maintenance", 'its title says "maintenance"'),
    Fault("consent-wall", says("We value your cookie consent"), "consent_wall", "consent_wall: its title says"),
    Fault("log-in-wall", says("Please sign in"), "login_wall", 'its title says "sign in"'),
    Fault("soft-404", says("Page not found"), "soft_404", 'its title says "page not found"'),
)


def _alternating(talk: Talk) -> None:
    well(topic_page("alternating", words=f"Version {talk.visit.number}."))(talk)


VERSIONS = (
    Fault("alternating", _alternating, "new", "4 English", 1),
    Fault("same-topic-again", well(topic_page("alternating", words="Another.")), "duplicate", "1 duplicate", 1),
)

GROUPS: dict[str, tuple[Fault, ...]] = {
    "connections": CONNECTIONS,
    "lengths": LENGTHS,
    "bodies": BODIES,
    "types": TYPES,
    "redirects": REDIRECTS,
    "statuses": STATUSES,
    "versions": VERSIONS,
}
