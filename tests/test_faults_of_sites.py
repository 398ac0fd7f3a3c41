"""What a server does wrong to the whole crawl, how the run ends, what the user sees: the rules of `docs/faults.md`."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl_helpers import FAST, ROOT, Answer, crawl, crawl_line, index_page, manifest, records, redirect, topic_page
from fault_helpers import IMPATIENT, NOT_FOUND, ONE_BY_ONE, outcomes, site, told
from misbehaving.acts import head, pours, raw, stalls, well
from misbehaving.faults import page, says
from misbehaving.server import Act, misbehaving

SLUGS = [f"t{number:02}" for number in range(20)]
GOOD = {f"/{slug}.html": page(slug) for slug in SLUGS}
LESS_PATIENT = (*IMPATIENT, *ONE_BY_ONE, "-s", "RETRY_TIMES=0", "-s", "MEDSCRAPE_FAILURES_IN_A_ROW=5")
LESS_PATIENT += ("-s", "MEDSCRAPE_NOTICES_IN_A_ROW=5")
_BOUND = 20  # seconds


@dataclass(frozen=True)
class Ending:
    """A fault that the run cannot get over."""

    name: str
    acts: dict[str, Act]
    words: str
    """What the user reads."""
    options: tuple[str, ...] = IMPATIENT
    most_requests: int = 20


def storm(act: Act) -> dict[str, Act]:
    """Two good pages, and then nothing but this."""
    return site(GOOD | {f"/{slug}.html": act for slug in SLUGS[2:]})


def index(act: Act) -> dict[str, Act]:
    """Good pages behind an index that is served wrongly."""
    return site(GOOD) | {"/all_healthtopics.html": act}


TIMED = (*LESS_PATIENT, "-s", "DOWNLOAD_TIMEOUT=1", "-s", "MEDSCRAPE_SILENCE_MAX=2")
TRAP = (*IMPATIENT, "-s", "MEDSCRAPE_TOPICS_MAX=50")
ENDLESS = pours(head(Content_Type="text/html") + b"<ul>", b"<li><a href=/t01.html>A</a>" * 999)
ENDINGS = (
    Ending("5xx-storm", storm(says("Oops", 500)), "5 pages in a row gave no answer; of the last", LESS_PATIENT, 14),
    Ending("403-storm", storm(says("Away", 403)), "5 pages in a row gave no answer; of the last", LESS_PATIENT, 14),
    Ending("reset-storm", storm(raw(b"", close=True)), "5 pages in a row gave no answer", LESS_PATIENT, 18),
    Ending("silence", storm(stalls()), "has not answered for", TIMED, 14),
    Ending("cookie-wall-storm", storm(lambda talk: well(redirect(talk.visit.path, 302))(talk)), "5 pages in a row",
           LESS_PATIENT, 14),
    Ending("maintenance-storm", storm(says("Down for maintenance")), "or a notice in their place", LESS_PATIENT, 14),
    Ending("log-in-storm", storm(says("Please log in")), "or a notice in their place", LESS_PATIENT, 14),
    Ending("long-rest", storm(well(Answer(b"", 503, {"Retry-After": "86400"}))), "to be left alone for 86400 seconds"),
    Ending("index-endless", index(ENDLESS), "larger than MEDSCRAPE_INDEX_MAXSIZE allows"),
    Ending("index-maintenance", index(well(Answer(
        b"<title>Maintenance</title><h1>Down for maintenance</h1><a href='/t01.html'>Popular</a>"
    ))), 'it says "maintenance" instead'),
    Ending("index-of-a-trap", index(well(index_page(f"/x{n}.html" for n in range(99)))), "looks like a trap", TRAP),
    Ending("index-500", index(says("Oops", 500)), "the server answers 500"),
    Ending("index-silent", index(stalls()), "should list the topics, but no answer in time"),
    Ending("index-pdf", index(well(Answer(b"%PDF-1.7"))), "should list the topics, but it names none"),
    Ending("index-off-the-site", index(well(redirect("http://127.0.0.1:9/"))), "but leads off the site, to http://127"),
    Ending("index-in-a-circle", index(well(redirect("/all_healthtopics.html"))), "but redirects in a circle"),
    Ending("robots-503", site(GOOD) | {"/robots.txt": says("Busy", 503)}, "so nothing may be fetched", most_requests=2),
    Ending("robots-silent", site(GOOD) | {"/robots.txt": stalls()}, "gives no answer to /robots.txt", most_requests=2),
)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.name)
def test_a_hopeless_run_ends_early_and_kindly(tmp_path, ending, record_property):
    with misbehaving(ending.acts, NOT_FOUND) as web:
        result = crawl(tmp_path, *ending.options, base_url=web.base_url)
        requests = len(web.visits)
    record_property("fault", (f"site: {ending.name}", "run ended", result.returncode, result.stderr.strip()))
    assert result.returncode == 1
    assert ending.words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "the same command goes on from here" in result.stderr
    assert requests <= ending.most_requests
    assert result.seconds < _BOUND
    assert not (tmp_path / "topics.jsonl").exists()


def test_after_a_storm_the_same_command_asks_again_for_what_failed(tmp_path):
    with misbehaving(storm(says("Oops", 500)), NOT_FOUND) as web:
        assert crawl(tmp_path, *LESS_PATIENT, base_url=web.base_url).returncode == 1
        web.acts |= GOOD
        assert crawl(tmp_path, *LESS_PATIENT, base_url=web.base_url).returncode == 0
    assert len(records(tmp_path)) == len(SLUGS)


def test_a_server_that_dies_is_left_alone(tmp_path, record_property):
    def dies(talk):
        web.stop_listening()
        talk.reset()

    with misbehaving(site(GOOD | {"/t05.html": dies}), NOT_FOUND) as web:
        result = crawl(tmp_path, *LESS_PATIENT, base_url=web.base_url)
    record_property("fault", ("site: dies", "run ended", result.returncode, result.stderr.strip()))
    assert result.returncode == 1
    assert "5 pages in a row gave no answer; of the last one: the connection was refused." in result.stderr


def test_a_site_without_end_is_not_followed(tmp_path, record_property):
    """A page names its twin, which names another page as its twin, and so on; index pages name ever new ones."""

    def endless(talk):
        name = talk.visit.path.removesuffix(".html").rpartition("/p")[2]
        number = int(name) if name.isdigit() else 0
        here, there = ("spanish/", "") if number % 2 else ("", "spanish/")
        well(topic_page(f"{here}p{number}", twin=f"{there}p{number + 1}"))(talk)

    more = index_page([*(f"/healthtopics_{n}.html" for n in range(99)), "/p0.html", "/page/2", "?page=2"])
    none = dict.fromkeys(("/spanish/all_healthtopics.html", "/spanish/healthtopics.html", "/sitemap.xml"), NOT_FOUND)
    with misbehaving(site({}, {"/all_healthtopics.html": well(more), **none}), endless) as web:
        result = crawl(tmp_path, *IMPATIENT, base_url=web.base_url)
        paths = set(web.paths())
    record_property("fault", ("site: without-end", "published", result.returncode, told(result.stdout, "")))
    assert result.returncode == 0
    assert paths - set(none) == {"/robots.txt", "/all_healthtopics.html", "/p0.html", "/spanish/p1.html"}


def test_a_burst_of_false_404s_removes_nothing(tmp_path, record_property):
    never_seen = {"/new.html": NOT_FOUND}
    with misbehaving(site(GOOD), NOT_FOUND) as web:
        assert crawl(tmp_path, *IMPATIENT, base_url=web.base_url).returncode == 0
        before = (tmp_path / "topics.jsonl").read_bytes()
        web.acts = site(GOOD | dict.fromkeys([*GOOD][5:], NOT_FOUND) | never_seen)
        burst = crawl(tmp_path, *IMPATIENT, base_url=web.base_url)
        assert (tmp_path / "topics.jsonl").read_bytes() == before
        assert (manifest(tmp_path)["counts"]["gone"], outcomes(tmp_path)["new"]) == (16, "gone")
        web.acts = site(GOOD | {"/new.html": page("new")})
        assert crawl(tmp_path, *IMPATIENT, base_url=web.base_url).returncode == 0
    record_property("fault", ("site: false-404s", "gone, kept", burst.returncode, told(burst.stdout, "")))
    assert burst.returncode == 0
    assert len(records(tmp_path)) == len(SLUGS) + 1


def test_faults_here_and_there_are_judged_at_the_end(tmp_path, record_property):
    with misbehaving(site(GOOD), NOT_FOUND) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        before = (tmp_path / "topics.jsonl").read_bytes()
        web.acts = site(GOOD | {f"/{slug}.html": says("Down for maintenance") for slug in SLUGS[::3]})
        held = crawl(tmp_path, *FAST, base_url=web.base_url)
    record_property("fault", ("site: notices-here-and-there", "held", held.returncode, held.stderr.strip()))
    assert held.returncode == 3
    assert "7 of 20 pages gave no record" in held.stderr
    assert (tmp_path / "topics.jsonl").read_bytes() == before


def test_a_page_that_we_stumble_over_is_rejected(tmp_path, record_property):
    """A mistake in this program, made on purpose, costs the page and nothing else."""
    stumbling = {"/stumble1.html": page("stumble1"), "/stumble2.html": page("stumble2")}
    with misbehaving(site(GOOD | stumbling), NOT_FOUND) as web:
        script = Path(__file__).with_name("stumbling_crawl.py")
        command = [sys.executable, str(script), *crawl_line(tmp_path, *FAST, base_url=web.base_url)]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    record_property("fault", ("site: our-own-mistake", "rejected", result.returncode, told(result.stdout, "mistake")))
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert result.stdout.count("A mistake in this program, please report it") == 1
    assert len(records(tmp_path)) == len(SLUGS)
    assert {outcomes(tmp_path)[name] for name in ("stumble1", "stumble2")} == {"not_readable"}
