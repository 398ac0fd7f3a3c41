"""How fast, how often and as whom the crawl asks, by the server's own clock: what `docs/manners.md` promises."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from crawl_helpers import FAST, Answer, crawl, records, redirect, site_of
from fault_helpers import NOT_FOUND, UNGATED
from misbehaving.acts import first, raw, resets, well
from misbehaving.faults import page, says
from misbehaving.server import misbehaving

from medscrape.crawling.launch import project_settings
from medscrape.crawling.origin import Origin
from medscrape.crawling.tuning import bad_manners, tuned
from medscrape.errors import UsageError
from medscrape.vocabulary.sites import MEDLINEPLUS, SAMPLE

LIVE = Origin(MEDLINEPLUS, MEDLINEPLUS.home)
MIRROR = Origin(SAMPLE, "http://mirror.example/")
HERE = Origin(SAMPLE, "http://127.0.0.1:8000/")


def gaps(times):
    return [after - before for before, after in zip(times, times[1:], strict=False)]


def behaving(slugs="ab", robots=NOT_FOUND, **acts):
    answers = {path: well(answer) for path, answer in site_of(slugs).items()}
    return answers | {"/robots.txt": robots} | {f"/{name}.html": act for name, act in acts.items()}


def says_rules(rules):
    return well(Answer(f"User-agent: *\n{rules}".encode()))


@pytest.mark.parametrize("concurrency", [None, 16])
def test_a_request_a_second_unless_told_otherwise(tmp_path, concurrency):
    options = () if concurrency is None else ("-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={concurrency}")
    moved = well(redirect("/elsewhere"))
    acts = behaving(a=moved) | {"/elsewhere": first(says("Busy", 503), page("a"))}
    with misbehaving(acts, NOT_FOUND) as web:
        result = crawl(tmp_path, *options, base_url=web.base_url, topics="a,b", languages="en")
        paths, times = [visit.path for visit in web.visits], web.times()
    assert result.returncode == 0
    assert sorted(paths) == ["/a.html", "/b.html", "/elsewhere", "/elsewhere", "/robots.txt"]
    assert min(gaps(times)) >= 1
    assert concurrency or web.most_connections == 1


SLOTS = '{"127.0.0.1": {"delay": 0, "concurrency": 16, "jitter": 1}}'


@pytest.mark.parametrize("options", [(), ("-s", "DOWNLOAD_DELAY_JITTER=1"), ("-s", f"DOWNLOAD_SLOTS={SLOTS}")])
def test_never_faster_than_robots_txt_says(tmp_path, options):
    acts = behaving(robots=says_rules("Crawl-delay: 0.1\nRequest-rate: 10/3"), a=first(resets(), page("a")))
    acts |= {"/b.html": first(raw(b"", close=True), page("b"))}
    with misbehaving(acts, NOT_FOUND) as web:
        result = crawl(tmp_path, *FAST, *UNGATED, *options, base_url=web.base_url, topics="a,b,c", languages="en")
        times = web.times()
    assert result.returncode == 0
    assert len(times) >= 6
    assert min(gaps(times)) >= 0.3


def in_a_second(now):
    return format_datetime(now + timedelta(seconds=2), usegmt=True)


@pytest.mark.parametrize(
    "asking",
    [
        lambda: {"Retry-After": "1"},
        lambda: {"Retry-After": in_a_second(datetime.now(UTC))},
        # A server whose clock is wrong by years means the same.
        lambda: {
            "Date": "Tue, 01 Jan 2002 00:00:00 GMT",
            "Retry-After": "Tue, 01 Jan 2002 00:00:01 GMT",
        },
    ],
    ids=["seconds", "date", "date-of-another-clock"],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_whole_site_rests_when_it_asks_for_it_at_any_concurrency(tmp_path, asking, status):
    busy = first(lambda talk: well(Answer(b"", status, asking()))(talk), page("a"))
    slugs = [f"t{number:02}" for number in range(30)]
    with misbehaving(behaving(["a", *slugs], a=busy), NOT_FOUND) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        visits = web.visits
    asked_at = next(visit.time for visit in visits if visit.path == "/a.html")
    # What was on its way already has arrived by then.
    later = [visit.time - asked_at for visit in visits if visit.time > asked_at + 0.3]
    assert min(later) >= 0.95
    assert len(records(tmp_path)) == len(slugs) + 1


def test_half_a_megabyte_of_robots_txt_is_read_whatever_the_limit_of_pages_is(tmp_path):
    robots = well(Answer(b"#" * 600_000 + b"\nUser-agent: medscrape\nDisallow: /b"))
    with misbehaving(behaving(robots=robots), NOT_FOUND) as web:
        assert crawl(tmp_path, *FAST, "-s", "DOWNLOAD_MAXSIZE=100000", base_url=web.base_url).returncode == 0
        assert "/b.html" not in web.paths()


def test_the_user_agent_names_the_project_and_a_contact(tmp_path):
    tracking = Answer(b"<a href='/a.html'>A</a>", headers={"Content-Type": "text/html", "Set-Cookie": "you=1; Path=/"})
    with misbehaving(behaving("a") | {"/all_healthtopics.html": well(tracking)}, NOT_FOUND) as web:
        assert crawl(tmp_path, *FAST, "-s", "MEDSCRAPE_CONTACT=me@example.org", base_url=web.base_url).returncode == 0
        headers = [visit.headers for visit in web.visits]
    agents = {sent["User-Agent"] for sent in headers}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith("medscrape/")
    assert agent.endswith("(+me@example.org)")
    assert not [sent for sent in headers if {"Cookie", "Referer"} & set(sent)]


@pytest.mark.parametrize("setting", [{"JOBDIR": "jobs"}, {"HTTPCACHE_ENABLED": "1"}, {"AUTOTHROTTLE_ENABLED": "True"}])
def test_settings_that_would_break_the_manners_are_refused(setting):
    settings = project_settings()
    settings.setdict(setting, priority="cmdline")
    with pytest.raises(UsageError, match=f"{next(iter(setting))} is not needed here"):
        tuned(settings, LIVE, is_sample=False)


@pytest.mark.parametrize(("origin", "delay"), [(LIVE, 1), (MIRROR, 1), (HERE, 0)])
def test_only_this_machine_is_hurried(origin, delay):
    settings = tuned(project_settings(), origin, is_sample=True)
    assert settings.getfloat("DOWNLOAD_DELAY") == delay
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert (settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") > 1) is (delay == 0)


@pytest.mark.parametrize(("origin", "remarks"), [(LIVE, 2), (MIRROR, 1), (HERE, 0)])
def test_who_hurries_a_site_is_told_so(origin, remarks):
    settings = project_settings()
    settings.set("DOWNLOAD_DELAY", "0.5", priority="cmdline")
    assert len(list(bad_manners(settings, origin))) == remarks
