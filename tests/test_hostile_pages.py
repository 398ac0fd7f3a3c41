"""Pages and sitemaps that mean harm: they give a record or a rejection, in time, and never what they were after."""

import time
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from crawl_helpers import FAST, Answer, crawl, records
from fault_helpers import NOT_FOUND, UNGATED, site
from hostile_pages import SHAPES, URL, page, rows
from misbehaving.acts import well
from misbehaving.faults import page as good_page
from misbehaving.server import misbehaving
from pydantic import ValidationError

from medscrape import parse_page
from medscrape.errors import PageError
from medscrape.models import Topic
from medscrape.parsers.index import index_links, sitemap_links
from medscrape.vocabulary.sites import MEDLINEPLUS

_BOUND = 15  # seconds, on a busy machine; each takes less than two on an idle one
SECRET = "the words of a file of yours"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_any_shape_is_read_or_rejected_in_time(shape):
    start = time.monotonic()
    with suppress(PageError, ValidationError):
        record = parse_page(SHAPES[shape], URL)
        assert Topic.model_validate_json(record.to_line()) == record
    assert time.monotonic() - start < _BOUND


def entities(secret: Path, address: str) -> str:
    """A document type that would expand to gigabytes, and fetch a file and a page."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{bomb}<!ENTITY file SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY page SYSTEM "{address}secret"><!ENTITY % all SYSTEM "{address}secret.dtd"> %all;]>'
    )


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def test_entities_of_a_page_are_not_expanded(secret):
    body = page("<p>&l9; &file; &page;</p>").decode().removeprefix("<!DOCTYPE html>")
    record = parse_page(entities(secret, "http://127.0.0.1:9/") + body, URL)
    assert len(record.to_line()) < 10_000
    assert SECRET.encode() not in record.to_line()


@pytest.mark.parametrize("entity", ["l9", "file", "page"])
def test_entities_of_a_sitemap_are_not_expanded(secret, entity):
    declared = f'<?xml version="1.0"?>{entities(secret, "http://127.0.0.1:9/")}'
    inside = (
        f"<urlset><url><loc>https://a.example/&{entity};</loc></url><url><loc>https://a.example/b</loc></url></urlset>"
    )
    try:
        links = sitemap_links((declared + inside).encode())
    except PageError:
        links = ()
    assert SECRET not in "".join(links)
    assert len("".join(links)) < 1000


@pytest.mark.parametrize(
    "body",
    [
        b"<urlset>" * 100_000,
        b"<urlset>" + b"<url>" * 10_000 + b"</url>" * 10_000 + b"</urlset>",
        b"<urlset><loc x='" + b"y" * 5_000_000 + b"'>https://a.example/b</loc></urlset>",
        b"<urlset>" + b"<url><loc>https://a.example/b</loc></url>" * 100_000 + b"</urlset>",
        b"\xff\xfe<\x00u\x00>\x00",
        b'<?xml version="1.0" encoding="punycode"?><urlset/>',
        b"",
    ],
    ids=["never-closed", "deep", "long", "many", "other-letters", "strange-encoding", "empty"],
)
def test_a_sitemap_of_any_shape_is_read_or_refused_in_time(body):
    start = time.monotonic()
    with suppress(PageError):
        assert set(sitemap_links(body)) <= {"https://a.example/b"}
    assert time.monotonic() - start < _BOUND


def test_a_crawl_of_hostile_pages_publishes_the_good_ones_and_asks_for_nothing_else(tmp_path, secret):
    shapes = {f"/{name}.html": well(Answer(SHAPES[name])) for name in ("deep-divs", "deep-everything", "noise")}
    with misbehaving(site({"/good.html": good_page("good")} | shapes), NOT_FOUND) as web:
        sitemap = entities(secret, web.base_url) + "<urlset><url><loc>&page;&file;&l9;</loc></url></urlset>"
        web.acts["/sitemap.xml"] = well(Answer(sitemap.encode(), headers={"Content-Type": "text/xml"}))
        result = crawl(tmp_path / "out", *FAST, *UNGATED, base_url=web.base_url)
        paths = set(web.paths())
    assert (result.returncode, result.stderr) == (0, "")
    assert "medlineplus/en/good" in records(tmp_path / "out")
    assert not {"/secret", "/secret.dtd"} & paths
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "out").glob("*.jsonl"))


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><iframe src='//a.example'></iframe>"
AS_TEXT = "&lt;script&gt;alert(2)&lt;/script&gt;"


def test_markup_in_words_stays_words_or_goes():
    body = page(
        f"<p onclick='alert(1)' style='position:fixed'>Words {MARKUP} {AS_TEXT}</p>",
        title=f"Victim {AS_TEXT} {MARKUP}",
        more=rows(f"<li><a href='https://a.example/x' onmouseover='alert(1)'>Row {AS_TEXT}</a></li>"),
    )
    record = parse_page(body, URL)
    assert record.title.startswith("Victim <script>alert(2)</script>")
    assert record.summary
    assert "<script>alert(2)</script>" in record.summary.text
    html = record.summary.html
    assert "&lt;script&gt;alert(2)" in html
    for word in ("<script", "onerror", "onclick", "onload", "style", "<svg", "<iframe", "javascript"):
        assert word not in html


LINKS = {
    "javascript:alert(1)": None,
    "JaVa&#10;ScRiPt:alert(1)": None,
    "&#1;javascript:alert(1)": None,
    "vbscript:x": None,
    "data:text/html,x": None,
    "file:///etc/passwd": None,
    "blob:https://a.example/x": None,
    "https://me:secret@a.example/x": "https://a.example/x",
    "//me:secret@a.example/x": "https://a.example/x",
    "https://a.example\\@b.example/": "https://a.example/@b.example/",
    "https://a&#x202e;.example/x": None,
    "https://a.example/\x9b&#x202e;": "https://a.example/%C2%9B%E2%80%AE",
    "mailto:a@b.example?subject=&#x1b;[31m": "mailto:a@b.example?subject=%1B[31m",
    "ftp://me:secret@a.example/x": "ftp://a.example/x",
}


@pytest.mark.parametrize("href", LINKS)
def test_a_link_is_safe_to_follow_or_not_there(href):
    safe = LINKS[href]
    inside = f'<a href="{href}">Words</a>'
    head = f'<link rel="alternate" type="application/rss+xml" href="{href}">'
    head += f'<link rel="alternate" hreflang="es" href="{href}">'
    body = page(f"<p>{inside} <img src='{href}' alt='x'></p>", more=rows(f"<li>{inside}</li>"), head=head)
    record = orjson.loads(parse_page(body, URL).to_line())
    found = {link["url"] for section in record["sections"] for link in section["links"]}
    assert found <= {safe, None}
    assert record["rss_url"] in {safe, None}
    for word in ("javascript:", "vbscript:", "file:", "me:secret", "\u202e", "\x9b"):
        assert word not in record["summary"]["html"].lower()
        assert word not in str([record["translations"], record["url"], found]).lower()


@pytest.mark.parametrize(
    "path",
    [
        "..%2f..%2fetc",
        "%2e%2e/x",
        "a/../b",
        "..",
        "a\\b",
        "a%00",
        "\u0430sthma",
        "a" * 201,
        "-a",
        "a b",
        "a%0d%0ab",
        "con:",
    ],
)
def test_a_slug_is_no_path(path):
    url = f"{MEDLINEPLUS.home}{path}.html"
    assert MEDLINEPLUS.address(url) is None
    named = index_links(f"<a href='{path}.html'>x</a>".encode(), MEDLINEPLUS.home)
    assert {address.slug for link in named if (address := MEDLINEPLUS.address(link))} <= {"b"}
