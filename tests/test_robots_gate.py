"""What an answer about robots.txt means, and how long it is good for (RFC 9309 sections 2.3 and 2.4)."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import Settings

from medscrape.crawling.middlewares import robots
from medscrape.crawling.middlewares.robots import RobotsGate
from medscrape.crawling.origin import Origin
from medscrape.crawling.refusals import DisallowedError, StoppingError
from medscrape.vocabulary.sites import SAMPLE

ROOT = "http://127.0.0.1:8000/"
A_DAY = 24 * 3600
PRIVATE = b"User-agent: *\nDisallow: /private"


class Site:
    """A crawler whose downloads are given, and the gate that stands before it."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0
        self.problems = []
        run = SimpleNamespace(origin=Origin(SAMPLE, ROOT), abort=self.problems.append)
        settings = Settings({"MEDSCRAPE_INDEX_MAXSIZE": 0, "MEDSCRAPE_CRAWL_DELAY_MAX": 120})
        self.gate = RobotsGate(
            SimpleNamespace(
                spider=SimpleNamespace(run=run), engine=self, settings=settings, get_extension=lambda _: None
            )
        )

    async def download_async(self, request):
        self.asked += 1
        await asyncio.sleep(0.01)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Response(request.url, status=answer[0], body=answer[1])

    async def ask(self, path):
        await self.gate.process_request(Request(ROOT + path))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 499])
def test_without_a_robots_txt_everything_is_allowed(status):
    site = Site((status, b"User-agent: *\nDisallow: /"))
    asyncio.run(site.ask("a.html"))
    assert not site.problems


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599, 304, 301])
def test_without_an_answer_nothing_is_allowed(status):
    site = Site((status, b""))
    with pytest.raises(StoppingError):
        asyncio.run(site.ask("a.html"))
    assert len(site.problems) == 1


def test_a_time_out_is_no_permission():
    site = Site(DownloadTimeoutError("too late"))
    with pytest.raises(StoppingError):
        asyncio.run(site.ask("a.html"))
    assert "no answer in time" in site.problems[0]


def test_everyone_who_waits_gets_the_same_answer():
    async def at_once():
        requests = [site.ask(f"private/{number}") for number in range(50)] + [site.ask("open.html")]
        return await asyncio.gather(*requests, return_exceptions=True)

    site = Site((200, PRIVATE))
    *forbidden, allowed = asyncio.run(at_once())
    assert {type(answer) for answer in forbidden} == {DisallowedError}
    assert allowed is None
    assert site.asked == 1


@pytest.mark.parametrize(("age", "asked"), [(A_DAY - 1, 1), (A_DAY + 1, 2)])
def test_the_answer_is_good_for_a_day(monkeypatch, age, asked):
    async def today_and_later():
        await site.ask("a.html")
        clock[0] += age
        await site.ask("private/b.html")

    clock = [1000.0]
    monkeypatch.setattr(robots, "monotonic", lambda: clock[0])
    site = Site((200, b""), (200, PRIVATE))
    if asked == 1:
        asyncio.run(today_and_later())
    else:
        with pytest.raises(DisallowedError):
            asyncio.run(today_and_later())
    assert site.asked == asked


def test_a_site_that_wants_a_very_slow_crawl_is_asked_about():
    site = Site((200, b"User-agent: *\nCrawl-delay: 121"))
    asyncio.run(site.ask("a.html"))
    assert "asks for 121 seconds between requests" in site.problems[0]
