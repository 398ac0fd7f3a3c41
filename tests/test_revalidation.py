"""Asking whether pages have changed: nothing is fetched twice for nothing, and nobody is believed blindly."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl_helpers import FAST, HOME, Answer, Web, crawl, manifest, records, serving, site_of, topic_page
from warc_helpers import exchange, kinds, warcio_check

from medscrape.archive import warc_files
from medscrape.crawling.origin import Origin
from medscrape.crawling.revalidation import Revalidation, archived_topic
from medscrape.crawling.run import CrawlRun, Evidence, Patience
from medscrape.models import Scope, Source
from medscrape.parsers import PARSER_VERSION, parse_page
from medscrape.sample_site import SampleServer, build
from medscrape.store import Store
from medscrape.vocabulary.sites import SAMPLE

NO_CHECKS = ("-s", "MEDSCRAPE_FULL_CHECK_SHARE=0")
ANY_CHANGE = ("-s", "MEDSCRAPE_GATE_CHANGED=1", "-s", "MEDSCRAPE_GATE_TEXT=1")


def with_etag(answer: Answer, tag: str = '"1"') -> Answer:
    return Answer(answer.body, headers={"Content-Type": "text/html", "ETag": tag})


def bodies(web: Web, start: int = 0) -> Counter[str]:
    """Topic pages asked for without a condition."""
    visits = web.visits[start:]
    return Counter(v.path for v in visits if "If-None-Match" not in v.headers and v.path.startswith("/t"))


# --- the sample site


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """Two crawls of the sample site, and one of another build of it: output, server's log of each, lines."""
    output = tmp_path_factory.mktemp("twice") / "out"
    logs, lines, manifests = [], [], []
    with SampleServer(build()) as server:
        for stamp in ("1", "1", "2"):
            server.site = build(build_stamp=stamp)
            server.requests.clear()
            result = crawl(output, site="sample", base_url=server.base_url)
            assert result.returncode == 0, result.stderr
            logs.append(list(server.requests))
            lines.append((output / "topics.jsonl").read_bytes())
            manifests.append(manifest(output))
    return output, logs, lines, manifests


def test_a_second_crawl_fetches_no_topic(twice):
    output, (first, second, _), lines, manifests = twice
    pages = set(build().topic_paths())
    assert {request.path for request in second if request.status == 304} == pages
    assert {request.path for request in second} == {request.path for request in first}
    assert all(request.conditional for request in second if request.path in pages)
    assert lines[0] == lines[1]
    assert manifests[1]["counts"]["unchanged"] == manifests[1]["revalidation"]["not_modified"] == len(pages)
    assert manifests[1]["revalidation"]["full_checks"] == 0
    assert manifests[1]["traffic"]["received"] < manifests[0]["traffic"]["received"] / 10
    archive = warc_files(output / "archive")
    assert kinds(archive[1])["revisit"] == len(pages)
    assert warcio_check(*archive).returncode == 0


def test_a_build_stamp_is_no_change(twice):
    _, (_, _, third), lines, manifests = twice
    assert 304 not in {request.status for request in third if request.path in set(build().topic_paths())}
    assert manifests[2]["counts"]["unchanged"] == len(lines[0].splitlines())
    assert lines[2] == lines[0]


# --- servers that say other things


def test_without_validators_pages_are_compared(tmp_path):
    with serving(site_of(["t1", "t2"])) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        web.routes["/t2.html"] = topic_page("t2", words="Other words.")
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        assert bodies(web) == {"/t1.html": 2, "/t2.html": 2}
    counts = manifest(tmp_path)["counts"]
    assert (counts["changed"], counts["unchanged"]) == (1, 1)
    _, second = warc_files(tmp_path / "archive")
    assert kinds(second)["revisit"] == 1  # the page that came again byte for byte


def test_the_last_modification_is_asked_by_where_there_is_no_tag(tmp_path):
    date = "Mon, 05 Oct 2026 06:00:00 GMT"
    routes = site_of(["t1"])
    routes["/t1.html"] = Answer(routes["/t1.html"].body, headers={"Content-Type": "text/html", "Last-Modified": date})
    with serving(routes) as web:
        for _ in range(2):
            assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        last = [visit for visit in web.visits if visit.path == "/t1.html"][-1]
    assert last.headers["If-Modified-Since"] == date
    assert "If-None-Match" not in last.headers


def test_a_304_that_nobody_asked_for_is_no_page(tmp_path):
    with serving(site_of(["t1", "t2"]) | {"/t2.html": Answer(b"", 304)}) as web:
        result = crawl(tmp_path, *FAST, "-s", "MEDSCRAPE_GATE_FAILED=1", base_url=web.base_url)
    assert result.returncode == 0
    assert manifest(tmp_path)["counts"]["failed"] == 1
    assert "the server answers 304" in result.stdout


SLUGS = [f"t{number:02}" for number in range(20)]


def liar(web: Web, slug: str):
    """Says that nothing has changed to everybody who asks."""

    def answer(_: int) -> Answer:
        if "If-None-Match" in web.visits[-1].headers:
            return Answer(b"", 304)
        return with_etag(topic_page(slug, words="Other words."))

    return answer


@pytest.fixture(scope="module")
def honestly_crawled(tmp_path_factory):
    output = tmp_path_factory.mktemp("honest") / "out"
    routes = site_of(SLUGS)
    routes |= {f"/{slug}.html": with_etag(routes[f"/{slug}.html"]) for slug in SLUGS}
    with serving(routes) as web:
        assert crawl(output, *FAST, base_url=web.base_url).returncode == 0
    return output


@pytest.fixture
def lied(tmp_path, honestly_crawled):
    """A crawl, then pages that change behind the server's word: output folder, server."""
    shutil.copytree(honestly_crawled, tmp_path / "out", symlinks=True)
    with serving(site_of(SLUGS)) as web:
        web.routes |= {f"/{slug}.html": liar(web, slug) for slug in SLUGS}
        yield tmp_path / "out", web


def test_a_lie_is_found_by_the_sample_and_helps_nobody(lied):
    output, web = lied
    result = crawl(output, *FAST, *ANY_CHANGE, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=0.3", base_url=web.base_url)
    assert result.returncode == 0, result.stderr
    found = manifest(output)["revalidation"]
    assert found["contradicted"] == found["full_checks"] >= 1
    assert (found["not_modified"], found["sampled_share"]) == (0, 0.3)
    assert found["seed"] == manifest(output)["run_id"]
    assert manifest(output)["counts"]["changed"] == len(SLUGS)
    assert "unchanged although it had changed" in " ".join(result.stdout.split())
    assert {r["summary"]["text"] for r in records(output).values()} == {"Other words."}
    assert bodies(web) == {f"/{slug}.html": 1 for slug in SLUGS}


def test_the_sample_is_drawn_by_the_run(lied):
    output, web = lied
    web.routes |= {f"/{slug}.html": honest(web, slug) for slug in SLUGS}
    assert crawl(output, *FAST, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=0.3", base_url=web.base_url).returncode == 0
    found = manifest(output)["revalidation"]
    with Store.read(output) as store:
        sample = Revalidation(store, output / "archive", found["seed"], 0.3)
        expected = {f"/{slug}.html" for slug in SLUGS if sample.is_checked(f"{HOME}{slug}.html")}
    assert set(bodies(web)) == expected
    assert found["full_checks"] == len(expected)
    assert found["not_modified"] == len(SLUGS) - len(expected)
    assert found["contradicted"] == 0


def honest(web: Web, slug: str):
    def answer(_: int) -> Answer:
        asked = "If-None-Match" in web.visits[-1].headers
        return Answer(b"", 304) if asked else with_etag(topic_page(slug))

    return answer


def test_without_a_sample_the_server_is_believed_and_with_a_whole_one_never_asked(lied):
    output, web = lied
    assert crawl(output, *FAST, *NO_CHECKS, base_url=web.base_url).returncode == 0
    assert bodies(web) == {}
    assert manifest(output)["counts"]["unchanged"] == len(SLUGS)
    options = (*FAST, *ANY_CHANGE, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=1")
    assert crawl(output, *options, base_url=web.base_url).returncode == 0
    assert bodies(web) == {f"/{slug}.html": 1 for slug in SLUGS}
    assert manifest(output)["counts"]["changed"] == len(SLUGS)


# --- older parsers, lost archives


@pytest.fixture(scope="module")
def crawled_long_ago(tmp_path_factory):
    output = tmp_path_factory.mktemp("older") / "out"
    with SampleServer(build()) as server:
        assert crawl(output, site="sample", base_url=server.base_url, limit=4).returncode == 0
    with closing(sqlite3.connect(output / "store" / "store.sqlite")) as database:
        for table in ("page", "version"):
            database.execute(
                f"UPDATE {table} SET provenance = json_set(provenance, '$.parser_version', '0', '$.template', '?')"
            )
        database.commit()
    return output


@pytest.fixture
def older(tmp_path, crawled_long_ago):
    """A crawl of the sample site that seems to have been made with older parsers: output folder, server."""
    shutil.copytree(crawled_long_ago, tmp_path / "out", symlinks=True)
    with SampleServer(build()) as server:
        yield tmp_path / "out", server


def test_an_unchanged_page_is_read_again_by_newer_parsers(older):
    output, server = older
    assert crawl(output, site="sample", base_url=server.base_url, limit=4).returncode == 0
    assert Counter(request.status for request in server.requests if request.conditional) == {304: 8}
    assert manifest(output)["counts"]["unchanged"] == 8
    with Store.read(output) as store:
        pages = list(store.known_pages())
    assert {(page.provenance.parser_version, page.provenance.template) for page in pages} == {
        (PARSER_VERSION, "current")
    }
    assert all(archived_topic(output / "archive", page) for page in pages)


def test_a_body_that_is_lost_is_fetched_again(older):
    output, server = older
    for path in warc_files(output / "archive"):
        path.unlink()
    assert crawl(output, site="sample", base_url=server.base_url, limit=4).returncode == 0
    assert not [request for request in server.requests if request.conditional]
    with Store.read(output) as store:
        assert all(archived_topic(output / "archive", page) for page in store.known_pages())


def test_a_body_that_is_damaged_is_fetched_again(older):
    output, server = older
    (path,) = warc_files(output / "archive")
    data = bytearray(path.read_bytes())
    for place in range(2000, len(data), 500):
        data[place] ^= 0xFF
    path.write_bytes(data)
    assert crawl(output, site="sample", base_url=server.base_url, limit=4).returncode == 0
    statuses = Counter(r.status for r in server.requests if r.path in set(build().topic_paths()))
    assert statuses == {304: 8, 200: 8}
    assert manifest(output)["counts"]["unchanged"] == 8


# --- after a power cut


def begin(output: Path, store: Store) -> CrawlRun:
    scope = Scope(languages=("en", "es"), topics=(), limit=None)
    evidence = Evidence(output / "archive", 10**9, 0.0)
    return CrawlRun(store, Origin(SAMPLE, SAMPLE.home), scope, Patience(timedelta(hours=12), 25), evidence)


def test_a_page_whose_body_a_power_cut_took_is_asked_for_again(tmp_path):
    source = Source(site="sample", mirror=None)
    urls = [f"https://sample.invalid/t{number}.html" for number in range(3)]
    with Store.open(tmp_path, source) as store:
        run = begin(tmp_path, store)
        with run.archive:
            run.meet(filter(None, map(SAMPLE.address, urls)))
            for number, url in enumerate(urls):
                body = topic_page(f"t{number}", canonical=url).body
                capture = run.archive_exchange(exchange(f"/t{number}.html", body), None)
                topic = parse_page(body, url)
                facts = {"run_id": run.id, "capture": capture, "fetched_at": datetime.now(UTC), "http_status": 200}
                run.keep(url, topic.with_provenance(topic.provenance.model_copy(update=facts)))
    (path,) = warc_files(tmp_path / "archive")
    with path.open("r+b") as file:
        file.truncate(capture.offset + 50)
    (tmp_path / "archive" / "tail.json").unlink()
    with Store.open(tmp_path, source) as store:
        run = begin(tmp_path, store)
        assert run.is_resumed
        assert (run.waiting, run.next_url()) == (1, urls[2])
        assert "cut off" in run.tally.remarks[0]
