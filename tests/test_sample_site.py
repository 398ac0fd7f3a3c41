"""The sample site: same bytes every time, the structure of the real pages, and exactly the planned changes."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email.utils import parsedate_to_datetime
from html import unescape
from http.client import HTTPConnection
from threading import active_count
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from medscrape.errors import UsageError
from medscrape.sample_site import EDITION_2_PLAN, SampleServer, SampleSite, build
from medscrape.sample_site.content import topic_path
from medscrape.text import clean, words
from medscrape.vocabulary.sections import KIND_BY_NUMBER
from medscrape.vocabulary.sites import SAMPLE

KINDS = KIND_BY_NUMBER | {5000: "learn_more", 5001: "older_adults", 5002: "games", 5003: "latest_news", 5099: "other"}
REAL_HOSTS = {"www.ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov", "clinicaltrials.gov"}


@pytest.fixture(scope="module")
def site() -> SampleSite:
    return build()


@pytest.fixture(scope="module")
def pages(site):
    return {path: tree(site, path) for path in site.topic_paths()}


def tree(site, path):
    return html.document_fromstring(site.get(path).body)


def language_of(path: str) -> str:
    return "es" if path.startswith("/spanish/") else "en"


def only(values):
    assert len(values) == 1, values
    return values[0]


# --- what there is


def test_same_arguments_give_the_same_bytes(site):
    again = build()
    for path in [*site.topic_paths(), "/all_healthtopics.html", "/sitemap.xml", "/robots.txt"]:
        assert again.get(path) == site.get(path)


def test_the_build_stamp_changes_only_the_stylesheet_stamp(site):
    rebuilt = build(build_stamp="1759999999999")
    for path in site.topic_paths():
        before, after = site.get(path).body, rebuilt.get(path).body
        assert before != after
        assert after.replace(b"css?1759999999999", b"css?1759291975401") == before


def test_at_least_24_topics_have_both_languages(site):
    slugs = Counter(record_id.rpartition("/")[2] for record_id in site.topic_ids())
    assert sum(count == 2 for count in slugs.values()) >= 24
    assert {slug for slug, count in slugs.items() if count == 1} == {
        "tickleresistance",
        "doorwayamnesia",
        "sobremesaprolongada",
    }


def test_ids_and_paths_belong_together(site):
    for record_id, path in zip(site.topic_ids(), site.topic_paths(), strict=True):
        assert SAMPLE.address(f"https://sample.invalid{path}").id == record_id


def test_every_section_number_is_on_several_topics_in_both_languages(pages):
    seen = Counter(
        (language_of(path), int(number.removeprefix("section")))
        for path, page in pages.items()
        for number in page.xpath("//div[starts-with(@id, 'section')]/@id")
    )
    for language in ("en", "es"):
        assert all(seen[language, number] >= 2 for number in KIND_BY_NUMBER)
        assert all(seen[language, number] for number in KINDS)


# --- the structure of a page


def test_every_page_says_the_same_about_itself_everywhere(pages):
    for path, page in pages.items():
        url = f"https://sample.invalid{path}"
        assert page.xpath("/html/@id") == ["health_topic"]
        assert page.xpath("/html/@lang") == [language_of(path)]
        assert page.xpath("//link[@rel='canonical']/@href") == [url]
        assert meta(page, "DC.Identifier.URL") == [url]
        assert meta(page, "DC.Language") == [{"en": "eng", "es": "spa"}[language_of(path)]]
        assert meta(page, "DC.Title") == [only(page.xpath("//h1")).text.strip()]
        assert only(page.xpath("//span[@class='page-url print-only']")).text.endswith(f": {url}")
        assert structured_data(page)["url"] == url
        assert bool(page.xpath("//h1[@class='with-also']")) == bool(page.xpath("//span[@class='alsocalled']"))


def test_versions_and_toggle_agree(site, pages):
    for path, page in pages.items():
        other = "en" if language_of(path) == "es" else "es"
        toggle = only(page.xpath("//a[@id='mplus-lang-toggle']/@href"))
        named = page.xpath(f"//link[@hreflang='{other}']/@href")
        assert toggle == (named[0] if named else f"https://sample.invalid/{'' if other == 'en' else 'spanish/'}")


def test_the_only_missing_twin_is_the_planned_one(site, pages):
    named = {urlsplit(url).path for page in pages.values() for url in page.xpath("//link[@hreflang]/@href")}
    assert {path for path in named if site.get(path).status != 200} == {"/spanish/tickleresistance.html"}


def test_the_table_of_contents_lists_the_sections(pages):
    without = set()
    for path, page in pages.items():
        anchors = page.xpath("//div[@class='main']//a[@name]/@name")
        listed = page.xpath("//div[@id='table-of-contents']//a/@href")
        if not listed:
            without.add(path.rpartition("/")[2])
            continue
        assert [f"#{anchor}" for anchor in anchors] == listed
        assert len(page.xpath("//div[@class='toccolumn']")) == 6
        headings = [clean(heading.text) for heading in page.xpath("//div[@class='main']//section//div/h2")]
        shown = [clean(e.text) for e in page.xpath("//div[@id='table-of-contents']//a")]
        assert [h for h in headings if h in shown] == shown
    assert without == {"buttonfatigue.html", "balloonears.html"}


def test_structured_data_repeats_the_summary(pages):
    for page in pages.values():
        summary = page.xpath("//div[@id='topic-summary']")
        shown = summary[0].text_content() if summary else ""
        assert words(unescape(structured_data(page)["mainContentOfPage"])) == words(shown)


def test_within_a_section_the_url_identifies_the_row(pages):
    for page in pages.values():
        for section in page.xpath("//section[starts-with(@id, 'cat_')]"):
            urls = section.xpath(".//li/a/@href")
            assert urls
            assert len(urls) == len(set(urls))


def test_no_link_leads_to_a_real_organization(pages):
    hosts = {
        urlsplit(url).hostname for page in pages.values() for url in page.xpath("//body//a/@href | //body//img/@src")
    }
    assert {h for h in hosts if h and not h.endswith((".example", "sample.invalid"))} == REAL_HOSTS


def test_links_within_the_library_lead_to_pages(site, pages):
    for page in pages.values():
        for url in page.xpath("//ul[@id='related']//a/@href | //div[@id='topic-summary']//a/@href"):
            path = SAMPLE.path_of(url)
            if path and SAMPLE.address(url):
                assert site.get(path).status == 200, url


@pytest.mark.parametrize(
    "xpath",
    [
        "//div[@id='topic-summary']//table[@class='info-table-1']",
        "//div[@id='topic-summary']//br",
        "//div[@id='topic-summary']//img[@alt='']",
        "//div[@id='topic-summary']//h2",
        "//div[@id='topic-summary']//ul//ul//ul",
        "//div[@id='topic-summary']//a[@tid]",
        "//p[@class='attribution'][substring(text(), string-length(text())) = ' ']",
        "//p[@class='attribution'][not(starts-with(text(), 'NIS: '))]",
        "//p[@class='attribution'][starts-with(text(), 'NIS: ')]",
        "//a[@data-org='NIG,NIDW'][../span//span[contains(text(), '; ')]]",
        "//a[@data-org][not(../span[@class='desc-text']//img[contains(@src, 'nih.png')])]",
        "//a[not(@data-org)][../span[@class='desc-text']//img[contains(@src, 'nih.png')]]",
        "//img[@class='newflag']/following-sibling::a",
        "//img[contains(@src, 'infographic.gif')][@class='imgdesc']",
        "//span[@class='desccode'][text() = 'PDF']",
        "//span[@class='also-lang'][count(a) = 2]",
        "//span[@class='orgs'][contains(text(), '))')]",
        "//span[@class='orgs'][contains(text(), '--')]",
        "//span[@class='orgs'][contains(text(), '&')]",
        "//span[@class='alsocalled'][contains(text(), '(left, ') or contains(text(), '(izquierdo, ')]",
        "//section[@id='encyclopedia-box']//ul[@class='more-links']/li",
        "//section[@id='stay-connected']",
        "//section[@id='magazine-box']",
        "//section[@id='foreign-languages']",
        "//meta[@name='keywords']",
        "//span[@id='lastreview']",
        "//a[contains(@href, 'utm_source')]",
        "//span[@class='subheading']",
        "//section[@id='cat_5099_section']//p/a",
    ],
)
def test_every_oddity_is_on_a_page_of_each_language(pages, xpath):
    languages = {language_of(path) for path, page in pages.items() if page.xpath(xpath)}
    assert languages == {"en", "es"}


@pytest.mark.parametrize(
    "oddity", ['<p. class="">', "&nbsp;", "\u00a0", "&amp;", "full.\n\n<p>", '<section  id="primary']
)
def test_odd_source_text_is_served(site, oddity):
    assert any(oddity in site.get(path).body.decode() for path in site.topic_paths())


@pytest.mark.parametrize(
    "xpath",
    [
        "//section[@id='ht-img-section']",
        "//ul[@id='related']",
        "//p[@class='attribution']",
        "//div[@id='topic-summary']",
    ],
)
def test_some_page_lacks_what_most_have(pages, xpath):
    lacking = [path for path, page in pages.items() if not page.xpath(xpath)]
    assert 2 <= len(lacking) < len(pages) / 4


# --- the other pages


def test_the_index_names_every_topic_and_what_is_wrong_with_it(site):
    found = {urlsplit(url).path for url in tree(site, "/all_healthtopics.html").xpath("//li/a/@href")}
    english = {path for path in site.topic_paths() if language_of(path) == "en"}
    assert english < found
    odd = {path: site.get(path).status for path in found - english if SAMPLE.address(f"https://sample.invalid{path}")}
    assert odd == {
        "/closedward.html": 200,
        "/featherfinger.html": 200,
        "/vanishingcough.html": 404,
        "/shimmerflu.html": 301,
    }


def test_several_aliases_lead_to_one_topic(site):
    rows = tree(site, "/all_healthtopics.html").xpath("//li[span]")
    targets = Counter(row.xpath("a/@href")[0] for row in rows)
    assert targets["https://sample.invalid/glimmerfever.html"] >= 3
    assert all(row.xpath("span")[0].text == "see" for row in rows)


def test_group_pages_look_like_topics_only_by_their_url(site):
    for path in ("/tinkers.html", "/spanish/tinkers.html"):
        assert SAMPLE.address(f"https://sample.invalid{path}") is not None
        assert tree(site, path).get("id") != "health_topic"


def test_the_sitemap_is_one_urlset_of_topics_and_other_pages(site):
    places = etree.fromstring(site.get("/sitemap.xml").body).xpath("//*[local-name() = 'loc']/text()")
    paths = {SAMPLE.path_of(url) for url in places}
    assert set(site.topic_paths()) < paths
    assert {"/tinkers.html", "/disclaimers.html", "/ency/article/900101.htm"} < paths
    assert all(site.get(path).status == 200 for path in paths)


def test_robots_txt_closes_the_search_and_a_topic(site):
    lines = site.get("/robots.txt").body.decode().splitlines()
    assert {"Disallow: /search", "Disallow: /closedward.html", "Allow: /"} < set(lines)
    assert "sample/en/closedward" not in set(site.topic_ids())


def test_feeds_indexes_redirects_and_the_unknown(site):
    for path in ("/feeds/topics/glimmerfever.xml", "/spanish/feeds/topics/glimmerfever.xml"):
        assert etree.fromstring(site.get(path).body).tag == "rss"
    for path in ("/healthtopics_a.html", "/healthtopics_xyz.html", "/spanish/healthtopics_0-9.html", "/", "/spanish/"):
        assert site.get(path).status == 200
    assert site.get("/shimmerflu.html").location == "https://sample.invalid/glimmerfever.html"
    assert site.get("/nothing.html?x=1").status == 404
    assert b"maintenance" in site.get("/featherfinger.html").body


# --- editions


def test_an_unknown_edition_is_refused():
    with pytest.raises(UsageError):
        build(3)


def test_edition_2_differs_exactly_where_planned(site, pages):
    second = build(2)
    before = {record_id: facts(pages[path]) for record_id, path in zip(site.topic_ids(), pages, strict=True)}
    after = {i: facts(tree(second, path)) for i, path in zip(second.topic_ids(), second.topic_paths(), strict=True)}
    assert set(changes(before, after, second)) == {
        (c.event, c.id, c.previous_id, frozenset(c.fields)) for c in EDITION_2_PLAN
    }
    assert [c.id for c in EDITION_2_PLAN] == sorted(c.id for c in EDITION_2_PLAN)


def test_a_removed_topic_is_gone_from_everywhere():
    second = build(2)
    for path in ("/marblewink.html", "/spanish/marblewink.html"):
        assert second.get(path).status == 404
    for path in ("/all_healthtopics.html", "/spanish/all_healthtopics.html", "/sitemap.xml", "/youngpeople.html"):
        assert b"marblewink" not in second.get(path).body


def changes(before, after, site) -> Iterator[tuple[str, str, str | None, frozenset[str]]]:
    moved = {}
    for gone in set(before) - set(after):
        _, language, slug = gone.split("/")
        answer = site.get(topic_path(language, slug))
        target = SAMPLE.address(answer.location).id if answer.location else None
        if target:
            moved[target] = gone
        else:
            yield "removed", gone, None, frozenset()
    for record_id in after:
        old = moved.get(record_id, record_id)
        if old not in before:
            yield "added", record_id, None, frozenset()
            continue
        fields = {
            name for name in before[old] | after[record_id] if before[old].get(name) != after[record_id].get(name)
        }
        if old != record_id:
            yield "moved", record_id, old, frozenset(fields | {"id"})
        elif fields:
            yield "updated", record_id, None, frozenset(fields)


def facts(page) -> dict[str, object]:
    """What a reader of the page can tell, named as in `PlannedChange.fields`."""
    found = {
        "url": page.xpath("//link[@rel='canonical']/@href"),
        "translations": page.xpath("//link[@hreflang]/@href")[1:] + page.xpath("//a[@id='mplus-lang-toggle']/@href"),
        "rss_url": page.xpath("//link[@type='application/rss+xml']/@href"),
        "title": page.xpath("//h1")[0].text,
        "description": meta(page, "description"),
        "also_called": page.xpath("//span[@class='alsocalled']/text()"),
        "alternate_titles": meta(page, "DC.Title.Alternate"),
        "groups": meta(page, "DC.Relation.IsPartOf"),
        "date_created": meta(page, "DC.Date.Created"),
        "page_updated": [meta(page, "DC.Date.Modified"), page.xpath("//span[@id='lastupdate']/text()")],
        "summary": [etree.tostring(e) for e in page.xpath("//div[@id='topic-summary']")],
        "image": page.xpath("//section[@id='ht-img-section']//img/@src"),
        "related_topics": [etree.tostring(e) for e in page.xpath("//ul[@id='related']/li")],
    }
    for section in page.xpath("//section[starts-with(@id, 'cat_')]"):
        kind = KINDS[int(section.get("id").split("_")[1])]
        found[f"sections[{kind}].links"] = [etree.tostring(row) for row in section.xpath(".//li")]
    for section in page.xpath("//aside//section[@id != 'related-topics']"):
        found[section.get("id")] = etree.tostring(section)
    return found


def meta(page, name: str) -> list[str]:
    return page.xpath(f"//meta[@name='{name}']/@content")


def structured_data(page) -> dict[str, str]:
    return only(json.loads(only(page.xpath("//script[@type='application/ld+json']/text()"))))


# --- scale


def test_a_hundred_thousand_topics_cost_nothing_until_they_are_asked_for():
    large = build(topics=100_000)
    last = large.get("/spanish/sample099970.html")
    assert last.status == 200
    assert 60_000 < len(last.body) < 200_000
    assert large.get("/spanish/sample099971.html").status == 404
    assert last == build(topics=100_000).get("/spanish/sample099970.html")


def test_generated_topics_come_on_top_of_the_hand_written_ones(site):
    larger = build(topics=40)
    assert len({i.rpartition("/")[2] for i in larger.topic_ids()} | {"closedward"}) == 40
    assert set(site.topic_ids()) < set(larger.topic_ids())
    assert all(larger.get(path).status == 200 for path in larger.topic_paths())
    assert b"/sample000001.html" in larger.get("/all_healthtopics.html").body


def test_fewer_topics_are_the_first_ones(site):
    assert set(build(topics=3).topic_ids()) < set(site.topic_ids())
    assert len(set(build(topics=3).topic_ids())) == 6


# --- the server


@pytest.fixture
def server(site):
    with SampleServer(site) as running:
        yield running


def ask(server: SampleServer, path: str, method: str = "GET", **headers: str):
    port = urlsplit(server.base_url).port
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


def test_pages_are_served_without_charset_and_with_validators(site, server):
    status, headers, body = ask(server, "/glimmerfever.html")
    assert (status, body) == (200, site.get("/glimmerfever.html").body)
    assert headers["Content-Type"] == "text/html"
    assert headers["Content-Length"] == str(len(body))
    assert headers["ETag"].startswith('"')
    assert parsedate_to_datetime(headers["Last-Modified"]).date().isoformat() == "2025-08-16"


def test_conditional_requests(server):
    path = "/spanish/glimmerfever.html"
    _, headers, _ = ask(server, path)
    tag, date = headers["ETag"], headers["Last-Modified"]
    old = "Sat, 01 Jan 2000 00:00:00 GMT"
    assert ask(server, path, If_None_Match=tag)[::2] == (304, b"")
    assert ask(server, path, If_None_Match=f'"other", W/{tag}')[0] == 304
    assert ask(server, path, If_None_Match="*")[0] == 304
    assert ask(server, path, If_Modified_Since=date)[0] == 304
    assert ask(server, path, If_Modified_Since=old)[0] == 200
    assert ask(server, path, If_Modified_Since="yesterday")[0] == 200
    assert ask(server, path, If_None_Match='"other"', If_Modified_Since=date)[0] == 200
    assert ask(server, path, If_None_Match=tag, If_Modified_Since=old)[0] == 304
    assert ask(server, "/nothing.html", If_None_Match="*")[0] == 404


def test_head_and_redirect(server):
    status, headers, body = ask(server, "/glimmerfever.html", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 10_000
    status, headers, _ = ask(server, "/shimmerflu.html")
    assert (status, headers["Location"]) == (301, "https://sample.invalid/glimmerfever.html")


def test_requests_are_logged(server):
    ask(server, "/robots.txt", User_Agent="tester")
    ask(server, "/nothing.html?q=1", "HEAD", If_None_Match='"x"')
    first, second = server.requests
    assert first[:2] == ("GET", "/robots.txt")
    assert (first.status, first.user_agent, first.conditional) == (200, "tester", {})
    assert second[:2] == ("HEAD", "/nothing.html?q=1")
    assert (second.status, second.conditional) == (404, {"If-None-Match": '"x"'})
    assert first.time <= second.time


def test_one_connection_serves_many_requests_and_the_site_can_be_exchanged(site):
    threads = active_count()
    with (
        SampleServer(site) as server,
        closing(HTTPConnection("127.0.0.1", urlsplit(server.base_url).port)) as connection,
    ):
        for edition in (1, 2):
            server.site = build(edition)
            connection.request("GET", "/marblewink.html")
            response = connection.getresponse()
            assert response.read()
            assert response.status == {1: 200, 2: 404}[edition]
        assert active_count() == threads + 2
    assert active_count() == threads
