"""Releases of the sample site with their report and feeds, and the report read back."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from edition_helpers import Visit, release
from lxml import html
from store_helpers import NOON, begin, open_store, rejection, topic, url_of

from medscrape.models import Link, PageWarning, Placement, Quality, Section, Topic
from medscrape.publishing import publish
from medscrape.releasing import accept
from medscrape.reporting.write import add_to_release
from medscrape.store import Release, Store
from medscrape.vocabulary.sections import SectionKind

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>\"'--><!-- "
    "{{ 7*7 }} \u202eterces\u202c \u2028 &lt;b&gt; \ufffe javascript:alert(4)"
)


@dataclass(frozen=True)
class Report:
    """A report as its readers have it."""

    file: Path

    @property
    def root(self) -> html.HtmlElement:
        return html.document_fromstring(self.file.read_text("utf-8"))

    @property
    def data(self) -> dict[str, Any]:
        (block,) = self.root.xpath("//script[@id='data']")
        return json.loads(block.text)

    def text(self, part: str) -> str:
        return " ".join(self.root.get_element_by_id(part).text_content().split())

    def change(self, record_id: str) -> dict[str, Any]:
        (found,) = [change for change in self.data["changes"] if change["id"] == record_id]
        return found


def editions(output: Path, *numbers: int) -> Report:
    """A release of the sample site a day, each published; the last one with report and feeds."""
    output.mkdir(exist_ok=True)
    with open_store(output) as store:
        for day, edition in enumerate(numbers):
            told(store, release(store, Visit(edition, day)), output)
    return Report(output / "current" / "report" / "index.html")


def told(store: Store, accepted: Release, output: Path) -> None:
    add_to_release(store, accepted, publish(store, accepted, output), output / "current")


def versions(output: Path, *wordings: str, **fields: Any) -> Report:
    """A release a day of one topic, with other words in each."""
    output.mkdir(exist_ok=True)
    with open_store(output) as store:
        for day, words in enumerate(wordings):
            at = NOON + timedelta(days=day)
            run = begin(store, at=at)
            store.finish_topic(run, url_of("fever"), topic("fever", words, run=run.id, at=at, **fields))
            told(store, accept(store, run, at), output)
    return Report(output / "current" / "report" / "index.html")


def hostile(output: Path) -> Report:
    """Releases whose every word is an attack."""
    output.mkdir(exist_ok=True)
    with open_store(output) as store:
        for day, words in enumerate(("Calm words.", HOSTILE)):
            at = NOON + timedelta(days=day)
            run = begin(store, at=at)
            store.finish_topic(run, url_of("fever"), _hostile_topic(words, run.id, at))
            store.finish_rejected(run, url_of("walled"), rejection("walled").model_copy(update={"detail": HOSTILE}))
            told(store, accept(store, run, at), output)
    return Report(output / "current" / "report" / "index.html")


def _hostile_topic(words: str, run: str, at: datetime) -> Topic:
    return topic(
        "fever",
        words,
        run=run,
        at=at,
        title=HOSTILE,
        groups=(HOSTILE,),
        also_called=(HOSTILE + words,),
        sections=(section(link(HOSTILE + words, "mailto:" + HOSTILE.replace(" ", "")), heading=HOSTILE, text=words),),
        quality=Quality(unmapped_text=(HOSTILE,), warnings=(PageWarning(code=HOSTILE, detail=HOSTILE),)),
    )


def link(title: str, url: str | None, **fields: Any) -> Link:
    values: dict[str, Any] = dict.fromkeys(Link.model_fields, ())
    values |= {"title": title, "url": url, "sid": None, "from_nih": False, "reference": None}
    return Link.model_validate(values | fields)


def section(*links: Link, **fields: Any) -> Section:
    values: dict[str, Any] = dict.fromkeys(Section.model_fields)
    values |= {"kind": SectionKind.OTHER, "placement": Placement.MAIN, "links": links}
    return Section.model_validate(values | fields)
