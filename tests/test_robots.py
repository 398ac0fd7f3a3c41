"""robots.txt: its groups and delays as they are read, and the crawls that it stops (RFC 9309)."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from crawl_helpers import FAST, Answer, crawl, records, redirect, serving, site_of

from medscrape.crawling.robots import READ_LIMIT, read_robots

SITE = "https://a.org"


def rules(text):
    return read_robots(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: medscrape\nDisallow: /", False),
        ("USER-AGENT: MedScrape\ndisallow: /", False),
        ("User-agent: medscrape/2.0\nDisallow: /", False),
        ("User-agent: med\nDisallow: /", True),
        ("User-agent: medscraper\nDisallow: /", True),
        ("User-agent: medscrape-images\nDisallow: /", True),
        ("User-agent: medscrape2\nDisallow: /", True),
        ("User-agent: med*\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: medscrape\nDisallow: /other", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: medscrape", True),
        ("User-agent: medscrape\nUser-agent: other\nDisallow: /", False),
        ("User-agent: medscrape\nDisallow: /x\nUser-agent: other\nDisallow: /", True),
        ("User-agent: medscrape\nAllow: /x\n\nUser-agent: medscrape\nDisallow: /", False),
        ("User-agent: medscrape\nDisallow: /page\n\nUser-agent: medscrape\nDisallow: /x", False),
        ("User-agent: *\nDisallow: /\nAllow: /page", True),
        ("User-agent: *\nAllow: /page\nDisallow: /page", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /*.htm$", True),
        ("User-agent: *\nDisallow: /p*ge", False),
        ("User-agent: *\nDisallow: /%70age", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\rDisallow: /\r", False),
        ("User-agent: *\r\n\r\nSitemap: /s.xml\r\n\r\nDisallow: / # all of it\r\n", False),
        ("Disallow: /", True),
        (b"\xff\xfe\x00\nUser-agent: *\nDisallow: /", False),
        ("#" * 510_000 + "\nUser-agent: *\nDisallow: /", False),
    ],
)
def test_a_page_is_allowed_or_not(robots, allowed):
    assert rules(robots).allows(f"{SITE}/page.html") is allowed


def test_reading_has_an_end():
    assert rules("#" * READ_LIMIT + "\nUser-agent: *\nDisallow: /").allows(f"{SITE}/")


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Request-rate: 1/5", 5),
        ("Request-rate: 10/1m 0600-0845", 6),
        ("Request-rate: 0/5\nCrawl-delay: none", 0),
        ("Crawl-delay: -1\nCrawl-delay: inf\nCrawl-delay: nan", 0),
        ("Crawl-delay: 1\nRequest-rate: 1/3s\nCrawl-delay: 2", 3),
    ],
)
def test_the_delay_asked_for(lines, seconds):
    assert rules(f"User-agent: *\n{lines}\nDisallow: /x").delay == seconds
    assert rules(f"User-agent: other\n{lines}").delay == 0


@pytest.mark.parametrize("concurrency", [1, 16, 64])
def test_no_request_escapes_before_robots_txt_has_answered(tmp_path, concurrency):
    def slowly(_):
        time.sleep(0.3)
        return Answer(b"User-agent: *\nDisallow: /private/", headers={"Content-Type": "text/plain"})

    with serving({"/robots.txt": slowly, "/open.html": Answer(b"open")}) as web:
        script = Path(__file__).with_name("robots_burst.py")
        arguments = [sys.executable, str(script), str(tmp_path), web.base_url, str(concurrency)]
        result = subprocess.run(arguments, capture_output=True, text=True, timeout=60)
        assert (result.returncode, result.stderr) == (0, "")
        assert web.paths() == {"/robots.txt": 1, "/open.html": 1}


@pytest.mark.parametrize(
    "answer", [Answer(b"", 503), Answer(b"", 429), redirect("https://elsewhere.invalid/robots.txt")]
)
def test_without_an_answer_nothing_is_fetched(tmp_path, answer):
    with serving(site_of(["a"]) | {"/robots.txt": answer}) as web:
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
        assert set(web.paths()) == {"/robots.txt"}
    assert (result.returncode, result.stdout) == (1, "")
    assert "robots.txt" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_redirected_rules_hold_and_what_they_forbid_is_left_out(tmp_path):
    hops = {f"/robots{n}.txt": redirect(f"/robots{n + 1}.txt", 302) for n in range(1, 5)}
    hops |= {"/robots.txt": redirect("/robots1.txt"), "/robots5.txt": Answer(b"User-agent: medscrape\nDisallow: /b")}
    with serving(site_of(["a", "b"]) | hops) as web:
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
        assert "/b.html" not in web.paths()
    assert result.returncode == 0
    assert "1 page that robots.txt does not allow" in result.stdout
    assert list(records(tmp_path)) == ["medlineplus/en/a"]
