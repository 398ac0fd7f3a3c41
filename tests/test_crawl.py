"""The crawl as a user runs it, against servers on this machine."""

import gzip
import json
import signal
import time
from collections import Counter

import pytest
from crawl_helpers import (
    FAST,
    HOME,
    Answer,
    crawl,
    crawl_line,
    index_page,
    manifest,
    reconciles,
    records,
    redirect,
    run,
    serving,
    site_of,
    start,
    topic_page,
)
from fault_helpers import UNGATED

from medscrape.sample_site import SampleServer, build

ELSEWHERE = "http://elsewhere.invalid/"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Two crawls of the sample site, the first with a feed: output folder, feed, server, lines, requests of each."""
    folder = tmp_path_factory.mktemp("sample")
    output, feed = folder / "out", folder / "feeds" / "topics.jsonl"
    with SampleServer(build()) as server:
        first = crawl(output, "-O", str(feed), site="sample", base_url=server.base_url)
        lines = (output / "topics.jsonl").read_bytes()
        requests = Counter(request.path for request in server.requests)
        second = crawl(output, site="sample", base_url=server.base_url)
    return first, second, output, feed, lines, requests


def test_the_sample_site_is_published_whole(sample):
    first, _, output, *_, requests = sample
    assert (first.returncode, first.stderr) == (0, "")
    assert "published" in first.stdout
    assert str(output / "topics.jsonl") in first.stdout
    assert sorted(records(output)) == sorted(build().topic_ids())
    assert set(requests.values()) == {1}
    assert not [path for path in requests if "closedward" in path]


def test_counts_reconcile(sample):
    _, _, output, _, lines, _ = sample
    counts = manifest(output)["counts"]
    assert reconciles(counts)
    assert counts["records"] == counts["unchanged"] == len(lines.splitlines())
    assert (counts["rejected"], counts["failed"]) == (1, 0)


def test_the_feed_has_the_lines_of_the_release(sample):
    *_, feed, lines, _ = sample
    assert sorted(feed.read_bytes().splitlines()) == sorted(lines.splitlines())


def test_a_second_crawl_changes_no_line(sample):
    _, second, output, _, lines, _ = sample
    assert second.returncode == 0
    assert (output / "topics.jsonl").read_bytes() == lines


@pytest.fixture(scope="module")
def mirror(tmp_path_factory):
    """A crawl of a mirror that has one page of every kind: output folder, server, result."""
    output = tmp_path_factory.mktemp("mirror") / "out"
    routes = {
        "/all_healthtopics.html": index_page(
            [
                "alpha.html", "/alpha.html", f"{HOME}alpha.html#top", "http://www.nlm.nih.gov/medlineplus/alpha.html",
                "/Beta.html", "moved.html", "loop1.html", "away.html", "missing.html", "paper.html", "empty.html",
                "broken.html", "huge.html", "bomb.html", "group.html", "old.html", "door.html", "about.html",
                "/ency/article/1.htm", f"{ELSEWHERE}alien.html", "javascript:alert(1)",
            ]
        ),
        "/alpha.html": topic_page("alpha", twin="spanish/alfa"),
        "/spanish/alfa.html": topic_page("spanish/alfa", twin="alpha"),
        "/beta.html": topic_page("beta", twin="spanish/lost"),
        "/moved.html": redirect(f"{HOME}new.html"),
        "/new.html": topic_page("new"),
        "/loop1.html": redirect("/loop2.html"),
        "/loop2.html": redirect("/loop1.html", 302),
        "/away.html": redirect(f"{ELSEWHERE}away.html"),
        "/paper.html": Answer(b"%PDF", headers={"Content-Type": "application/pdf"}),
        "/empty.html": Answer(),
        "/broken.html": Answer(b"oops", 500),
        "/huge.html": Answer(b"<p>" + b"x" * 300_000),
        "/bomb.html": Answer(gzip.compress(bytes(10**6)), headers={"Content-Encoding": "gzip"}),
        "/group.html": Answer(b"<!DOCTYPE html><html><body><h1>A group</h1><p>Of topics.</p></body></html>"),
        "/old.html": topic_page("alpha"),
        "/door.html": redirect("/login", 302),
        "/login": Answer(b"<!DOCTYPE html><html><body><h1>Home</h1></body></html>"),
        "/sitemap.xml": Answer(
            f"<urlset><url><loc>{HOME}gamma.html</loc></url></urlset>".encode(), headers={"Content-Type": "text/xml"}
        ),
        "/gamma.html": topic_page("gamma"),
    }  # fmt: skip
    with serving(routes) as web:
        result = crawl(output, *FAST, *UNGATED, "-s", "DOWNLOAD_MAXSIZE=200000", base_url=web.base_url)
    return output, web, result


def test_a_mirror_gives_canonical_records(mirror):
    output, web, result = mirror
    assert result.returncode == 0, result.stderr
    slugs = ("en/alpha", "en/beta", "en/gamma", "en/new", "es/alfa")
    assert sorted(records(output)) == [f"medlineplus/{slug}" for slug in slugs]
    alpha = records(output)["medlineplus/en/alpha"]
    assert alpha["url"] == f"{HOME}alpha.html"
    assert alpha["provenance"]["source_url"] == f"{web.base_url}alpha.html"
    assert alpha["provenance"]["run_id"] == manifest(output)["run_id"]
    assert manifest(output)["source"]["mirror"]


def test_every_page_of_a_mirror_is_asked_for_once(mirror):
    _, web, _ = mirror
    paths = web.paths()
    assert paths.pop("/broken.html") == 3
    assert set(paths.values()) == {1}
    assert not {"/about.html", "/alien.html", "/ency/article/1.htm"} & set(paths)


def test_every_page_of_a_mirror_has_its_outcome(mirror):
    output, _, result = mirror
    counts = manifest(output)["counts"]
    assert reconciles(counts)
    expected = {
        "discovered": 19,
        "new": 5,
        "not_topic": 2,  # group, door
        "duplicate": 3,  # moved leads to new, loop1 to loop2, old is alpha
        "rejected": 4,
        "gone": 2,  # missing, the twin of beta
        "failed": 3,  # loop2, away, broken
        "records": 5,
    }
    assert counts == dict.fromkeys(counts, 0) | expected


def test_every_rejection_says_why(mirror):
    output, _, result = mirror
    rejections = [json.loads(line) for line in (output / "rejected.jsonl").read_bytes().splitlines()]
    reasons = {rejection["url"].removeprefix(HOME): rejection["reason"] for rejection in rejections}
    assert reasons == {
        "paper.html": "wrong_type",
        "empty.html": "empty",
        "huge.html": "too_large",
        "bomb.html": "too_large",
    }
    assert result.stderr == ""
    assert "wrong_type" in result.stdout


def test_one_language_asks_for_no_page_of_the_other(tmp_path):
    with SampleServer(build()) as server:
        result = crawl(tmp_path, site="sample", base_url=server.base_url, languages="en", limit=4)
        paths = [request.path for request in server.requests]
    assert result.returncode == 0
    assert not [path for path in paths if path.startswith("/spanish/")]
    assert [record["language"] for record in records(tmp_path).values()] == ["en"] * 4


def test_a_limit_counts_topics_in_the_order_of_the_index(tmp_path):
    slugs = ["b", "z", "a", "y", "c", "d"]
    routes = site_of(slugs) | {"/z.html": Answer(b"", 404), "/y.html": redirect("/a.html")}
    with serving(routes) as web:
        result = crawl(tmp_path, *FAST, base_url=web.base_url, limit=3)
        paths = web.paths()
    assert result.returncode == 0
    assert sorted(records(tmp_path)) == [f"medlineplus/en/{slug}" for slug in "abc"]
    assert "/d.html" not in paths


def test_topics_by_name_need_no_index_and_bring_no_others(tmp_path):
    routes = {f"/{slug}.html": topic_page(slug, twin="spanish/a") for slug in ("a", "b", "c")}
    with serving(routes) as web:
        result = crawl(tmp_path, *FAST, base_url=web.base_url, topics="a,B", languages="en")
        paths = web.paths()
    assert result.returncode == 0
    assert set(paths) == {"/robots.txt", "/a.html", "/b.html"}
    assert set(records(tmp_path)) == {"medlineplus/en/a", "medlineplus/en/b"}


def test_a_page_that_left_the_index_is_asked_for_all_the_same(tmp_path):
    with serving(site_of(["a", "b"])) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        web.routes["/all_healthtopics.html"] = index_page(["/a.html"])
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        assert web.paths()["/b.html"] == 2
    assert manifest(tmp_path)["counts"]["unchanged"] == 2


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_goes_on_and_fetches_nothing_twice(tmp_path, signum):
    slugs = [f"t{number:02}" for number in range(30)]
    with serving(site_of(slugs)) as web:
        line = crawl_line(tmp_path, *FAST, "-s", "DOWNLOAD_DELAY=0.05", base_url=web.base_url)
        process = start("scrapy", *line)
        while sum(web.paths().values()) < 12 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signum)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 1
        assert errors.startswith("medscrape: The crawl was stopped before its end.")
        assert "the same command goes on" in errors
        assert not (tmp_path / "topics.jsonl").exists()
        result = run("scrapy", *line)
        pages = {path: count for path, count in web.paths().items() if path.startswith("/t")}
    assert result.returncode == 0
    assert "resumed" in result.stdout
    assert pages == {f"/{slug}.html": 1 for slug in slugs}
    assert len(records(tmp_path)) == 30


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (Answer(), "the index page is empty"),
        (index_page(["/about.html", "https://elsewhere.invalid/a.html"]), "it names none"),
        (Answer(b"", 404), "the server answers 404"),
    ],
)
def test_without_an_index_nothing_is_published(tmp_path, index, words):
    with serving({"/all_healthtopics.html": index, "/sitemap.xml": Answer(b"<!DOCTYPE a []><a/>")}) as web:
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
    assert (result.returncode, result.stdout) == (1, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_server_that_is_not_there_is_one_sentence(tmp_path):
    result = crawl(tmp_path, *FAST, base_url="http://127.0.0.1:9/")
    assert result.returncode == 1
    assert "the connection was refused" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_server_that_stops_answering_is_left_alone(tmp_path):
    slugs = [f"t{number:02}" for number in range(40)]
    routes = site_of(slugs) | {f"/{slug}.html": Answer(b"", 500) for slug in slugs[2:]}
    one_by_one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    options = (*FAST, *one_by_one, "-s", "RETRY_TIMES=0", "-s", "MEDSCRAPE_FAILURES_IN_A_ROW=5")
    with serving(routes) as web:
        result = crawl(tmp_path, *options, base_url=web.base_url)
        asked = len(web.paths())
        assert result.returncode == 1
        assert "5 pages in a row gave no answer" in result.stderr
        assert asked < 15
        web.routes |= site_of(slugs)
        assert crawl(tmp_path, *options, base_url=web.base_url).returncode == 0
    assert len(records(tmp_path)) == 40
