"""robots.txt: rules and a finite pause, whatever stands there."""

import math
from collections.abc import Iterator

from fuzz.mutators.lines import lines_with
from fuzz.target import Target, expect
from medscrape.crawling.robots import read_robots

_MARKS = (
    b"User-agent: *\n", b"User-agent: medscrape\n", b"User-agent: med\n", b"Disallow: /", b"Disallow:",
    b"Allow: /*.html$", b"*", b"$",
    b"%", b"%2F", b"%ff", b"%C3%A9", b"?", b"#", b":", b"Crawl-delay: ", b"Crawl-delay: 1e308", b"Crawl-delay: nan",
    b"inf", b"0x1", b"1_0",
    b"Request-rate: 1/0", b"Request-rate: 9/999999999d", b"Request-rate: 1/5s 0000-2359", b"Sitemap: ",
    b"\xef\xbb\xbf", b"\x00", b"\r",
    b"*a" * 200, b"/" * 500, b"https://sample.invalid/", b"//", b"Visit-time: 0600-0845", b"\xe9", b"-1", b"1.5.5",
    "\u0661".encode(),
)  # fmt: skip
_URLS = (
    "https://sample.invalid/", "https://sample.invalid/plum.html?q=1#x", "https://sample.invalid/%C3%A9/*$",
    "https://sample.invalid",
    "https://sample.invalid/" + "a" * 500, "https://sample.invalid/\u00e9/\ud83d", "http://[::1", "plum",
)  # fmt: skip


def expect_rules(body: bytes) -> None:
    """Raises when a robots.txt does not give rules that can be asked and kept."""
    rules = read_robots(body)
    expect(math.isfinite(rules.delay) and rules.delay >= 0, "a pause is a number of seconds", rules.delay)
    answers = [rules.allows(url) for url in _URLS[:5]]
    again = read_robots(body)
    expect(answers == [again.allows(url) for url in _URLS[:5]], "the same file gives the same rules")
    if b"isallow" not in body.lower().replace(b"\x00", b""):
        expect(all(answers), "nothing is forbidden where nothing says so")


def seeds() -> Iterator[bytes]:
    """A few files as sites have them."""
    yield b"User-agent: *\nDisallow: /private\nAllow: /private/*.html$\nCrawl-delay: 2\n\nSitemap: https://sample.invalid/sitemap.xml\n"
    yield b"# plum\r\nUser-agent: Other\r\nUser-agent: medscrape/1\r\nDisallow: /%C3%A9*?x=\r\nRequest-rate: 1/5m\r\n"
    yield b"user-agent:*\rdisallow:/\ruser-agent:medscrape\rallow:/"


TARGET = Target("robots", expect_rules, seeds, lines_with(*_MARKS), longest=16 * 1024)
