"""The pace where no server can show it: connections that take long, and slots that the downloader forgets."""

from time import monotonic
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.settings import Settings

from medscrape.crawling.pace import Pace

REQUEST = Request("http://127.0.0.1/a.html")


@pytest.fixture
def downloader():
    slots = {"127.0.0.1": Slot(concurrency=8, delay=1.0, jitter=0.5)}
    return SimpleNamespace(
        slots=slots,
        per_slot_settings={"127.0.0.1": {"delay": 0, "concurrency": 8}},
        settings=Settings({"DOWNLOAD_DELAY": 0.5}),
        get_slot_key=lambda _: "127.0.0.1",
    )


@pytest.fixture
def pace(downloader):
    return Pace(SimpleNamespace(engine=SimpleNamespace(downloader=downloader)))


def test_the_delay_begins_anew_with_an_answer_and_not_with_its_end(pace, downloader):
    slot = downloader.slots["127.0.0.1"]
    slot.lastseen = monotonic() - 10  # when the request began
    pace.headers_received(REQUEST)
    answered = slot.lastseen
    assert monotonic() - answered < 1
    pace.request_left(REQUEST)
    assert slot.lastseen == answered


def test_the_delay_begins_anew_with_a_failure(pace, downloader):
    slot = downloader.slots["127.0.0.1"]
    slot.lastseen = monotonic() - 10
    pace.request_left(REQUEST)
    assert monotonic() - slot.lastseen < 1


def test_a_rest_is_never_shortened(pace, downloader):
    pace.rest(REQUEST, 60)
    pace.headers_received(REQUEST)
    assert downloader.slots["127.0.0.1"].lastseen > monotonic() + 50


def test_the_delay_of_robots_txt_outlives_the_slot(pace, downloader):
    pace.slow_down(REQUEST, 3.0)
    slot = downloader.slots.pop("127.0.0.1")
    assert (slot.delay, slot.jitter) == (3.0, 0.0)
    kept = downloader.per_slot_settings["127.0.0.1"]
    assert (kept["delay"], kept["jitter"], kept["concurrency"]) == (3.0, 0.0, 8)


@pytest.mark.parametrize("has_slot", [True, False])
def test_no_site_speeds_us_up(pace, downloader, has_slot):
    ours = 1.0 if has_slot else 0.5
    if not has_slot:
        downloader.slots.clear()
    pace.slow_down(REQUEST, 0.1)
    assert downloader.per_slot_settings["127.0.0.1"]["delay"] == ours
