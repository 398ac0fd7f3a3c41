"""The arguments of a crawl, and where its pages may come from."""

import pytest

from medscrape.crawling.arguments import CrawlArguments
from medscrape.crawling.frontier import Frontier
from medscrape.crawling.origin import Origin
from medscrape.errors import UsageError
from medscrape.models import Scope, Source
from medscrape.vocabulary.sites import MEDLINEPLUS, SAMPLE, TopicAddress


def test_without_arguments_the_live_site_is_asked_for_whole():
    arguments = CrawlArguments.parse({})
    assert arguments.source == Source(site="medlineplus", mirror=None)
    assert arguments.scope.is_full
    assert not arguments.runs_sample_server


def test_every_argument_is_read_into_its_type():
    arguments = CrawlArguments.parse(
        {
            "base_url": "HTTP://Mirror.Example:80/med",
            "topics": "asthma, Cancer,asthma",
            "languages": "es,en",
            "limit": "7",
        }
    )
    assert arguments.mirror == "http://mirror.example/med/"
    assert arguments.scope == Scope(languages=("en", "es"), topics=("asthma", "cancer"), limit=7)


@pytest.mark.parametrize("root", ["https://medlineplus.gov", "https://medlineplus.gov/", "http://www.medlineplus.gov/"])
def test_the_site_is_no_mirror_of_itself(root):
    assert CrawlArguments.parse({"base_url": root}).mirror is None


def test_the_sample_site_is_served_unless_a_mirror_of_it_is_named():
    assert CrawlArguments.parse({"site": "sample", "edition": "2"}).runs_sample_server
    assert not CrawlArguments.parse({"site": "sample", "base_url": "http://127.0.0.1:1/"}).runs_sample_server


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"url": "x"}, "base_url, edition, languages, limit, site, topics"),
        ({"site": "wikipedia"}, "medlineplus, sample"),
        ({"limit": "0"}, "from 1 up"),
        ({"limit": "-3"}, "from 1 up"),
        ({"limit": "1e3"}, "from 1 up"),
        ({"limit": "٣"}, "from 1 up"),
        ({"limit": ""}, "from 1 up"),
        ({"languages": "fr"}, "en, es"),
        ({"languages": "en,"}, "none may be empty"),
        ({"topics": ""}, "none may be empty"),
        ({"topics": "../etc/passwd"}, "names as in a page's address"),
        ({"topics": "a/b"}, "names as in a page's address"),
        ({"topics": "asthma.html"}, "names as in a page's address"),
        ({"topics": "año"}, "names as in a page's address"),
        ({"topics": "a%2fb"}, "names as in a page's address"),
        ({"topics": "K" + "\u212a"}, "names as in a page's address"),
        ({"topics": "x" * 201}, "names as in a page's address"),
        ({"topics": "all_healthtopics"}, "a page of the site itself"),
        ({"topics": "about"}, "a page of the site itself"),
        ({"base_url": "mirror.example"}, "http or https root"),
        ({"base_url": "file:///etc/"}, "http or https root"),
        ({"base_url": "http://me:secret@mirror.example/"}, "http or https root"),
        ({"base_url": "http://mirror.example/?a=1"}, "http or https root"),
        ({"base_url": "http://mirror.example/a/../b/"}, "http or https root"),
        ({"base_url": "http://mirror.example:99999/"}, "http or https root"),
        ({"base_url": "http://mirror .example/"}, "http or https root"),
        ({"base_url": "http://[::1/"}, "http or https root"),
        ({"base_url": "http://mírror.example/"}, "http or https root"),
        ({"base_url": ""}, "http or https root"),
        ({"edition": "2"}, "site=sample"),
        ({"edition": "2", "site": "sample", "base_url": "http://127.0.0.1/"}, "site=sample"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(raw, words):
    with pytest.raises(UsageError) as refused:
        CrawlArguments.parse(raw)
    sentence = str(refused.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "http://medlineplus.gov/asthma.html",
        "https://medlineplus.gov:8443/asthma.html",
        "https://medlineplus.gov.evil.example/",
        "https://user@medlineplus.gov/asthma.html",
        "https://medlineplus.gov@127.0.0.1/",
        "https://sub.medlineplus.gov/",
        "https://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "ftp://medlineplus.gov/",
        "https://[::1/",
    ],
)
def test_a_live_crawl_asks_the_site_only(url):
    assert not Origin(MEDLINEPLUS, MEDLINEPLUS.home).allows(url)


def test_the_site_is_fetched_by_its_canonical_address():
    live = Origin(MEDLINEPLUS, MEDLINEPLUS.home)
    assert live.is_live
    for url in ("http://www.nlm.nih.gov/medlineplus/asthma.html#x", "http://medlineplus.gov/asthma.html"):
        assert live.fetch_url(url) == "https://medlineplus.gov/asthma.html"


def test_a_mirror_below_a_path_keeps_to_it_but_for_robots_txt():
    mirror = Origin(SAMPLE, "https://mirror.example/copy/")
    assert mirror.fetch_url("https://sample.invalid/spanish/a.html") == "https://mirror.example/copy/spanish/a.html"
    assert mirror.robots_url == "https://mirror.example/robots.txt"
    assert mirror.allows(mirror.robots_url)
    assert not mirror.allows("https://mirror.example/other/")
    assert mirror.fetch_url("https://elsewhere.invalid/a.html") is None


def test_a_limit_leaves_no_room_for_twins_beyond_it():
    frontier = Frontier(SAMPLE, Scope(languages=("en", "es"), topics=(), limit=2))
    frontier.add(TopicAddress("sample", "en", slug) for slug in "abc")
    twins = [TopicAddress("sample", "es", slug) for slug in "abc"]
    assert len(frontier.add_within_limit(twins)) == 2
    assert len(frontier) == 4
    taken = [frontier.take() for _ in range(5)]
    assert [url.removeprefix(SAMPLE.home) for url in taken if url] == [
        "a.html", "b.html", "spanish/a.html", "spanish/b.html",
    ]  # fmt: skip
    assert len(frontier) == 0
