"""Records whose words are attacks: report, feed, exports and changes stay what they are, and nothing in them runs."""

import csv
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib
import orjson
import yaml
from export_helpers import rendered
from lxml import etree, html
from pydantic import ValidationError
from store_helpers import NOON, open_store, rejection, release

from fuzz.invariants import SAFE_URL
from fuzz.mutators import documents
from fuzz.target import Target, expect, scratch
from medscrape import Change, Manifest, Topic, parse_page
from medscrape.changes import apply, compare, without_origin
from medscrape.exporting import export, original
from medscrape.exporting.markdown_files import page_of
from medscrape.exporting.records import credited
from medscrape.models import ChangeEvent, Significance
from medscrape.publishing import publish
from medscrape.reporting.data import ReportData, Sides
from medscrape.reporting.digest import Digest
from medscrape.reporting.feed import feed
from medscrape.reporting.page import page
from medscrape.sample_site import build

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def expect_harmless(data: bytes) -> None:
    """Raises when words of a record become markup, code or a formula, or when they stop a rendering."""
    try:
        topic = Topic.model_validate_json(data)
    except ValidationError:
        return
    before, after = orjson.loads(_calm().to_line()), orjson.loads(topic.to_line())
    difference = compare(before, after)
    if difference:
        patched = apply(before, difference.patch)
        expect(patched == without_origin(after), "a patch leads to the new record")
    digest = Digest.of(_report(topic, before, after))
    _expect_calm_page(b"".join(page(digest)).decode())
    for language in digest.languages:
        etree.fromstring(feed(digest, language), etree.XMLParser(recover=False))
    _expect_calm_markdown(topic)
    for name in ("csv", "chunks", "sqlite"):
        export(name, [topic], _folder() / name)
    for file in (_folder() / "csv").glob("*.csv"):
        _expect_no_formula(file, topic)


def _report(topic: Topic, before: dict[str, object], after: dict[str, object]) -> ReportData:
    change = Change(
        run_id=_manifest().run_id,
        detected_at=NOON,
        event=ChangeEvent.UPDATED,
        id=topic.id,
        previous_id=None,
        url=topic.url,
        significance=Significance.CONTENT,
        fields=("summary", "sections[other].links"),
        patch=(),
        before=_calm().content_hash,
        after=topic.content_hash,
    )
    refused = rejection("plum").model_copy(update={"detail": topic.title})
    return ReportData(_manifest(), [after], [change], [refused], lambda _: Sides(before, after))


# The tree of html5lib is one of XML, which has no place for these.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _expect_calm_page(source: str) -> None:
    """The page has its own scripts and nothing else that runs, for two parsers that disagree on much."""
    trees = (
        html.document_fromstring(source),
        html5lib.parse(_NOT_IN_XML.sub(" ", source), treebuilder="lxml", namespaceHTMLElements=False).getroot(),
    )
    for root in trees:
        kinds = [script.get("type") for script in root.iter("script")]
        expect(kinds == ["application/json", None], "no script but the page's own", kinds)
        expect(not list(root.iter("iframe", "object", "embed", "base", "foreignObject")), "no frames")
        for element in root.iter("*"):
            for name, value in element.items():
                expect(not name.lower().startswith("on"), "no handlers", name, value)
                if name.rpartition("}")[2] in {"href", "src", "action", "formaction"} and not value.startswith(
                    ("#", "data:,")
                ):
                    expect(SAFE_URL.fullmatch(value), "only safe links", name, value)


def _expect_calm_markdown(topic: Topic) -> None:
    record = credited(topic)
    _, front, body = page_of(record).split("---\n", 2)
    expect(yaml.safe_load(front)["title"] == topic.title, "the front matter is read back", front)
    shown = rendered(body)
    for link in html.fragment_fromstring(shown, create_parent="div").iter("a"):
        expect(SAFE_URL.fullmatch(link.get("href", "")), "only safe links", link.get("href"))


def _expect_no_formula(file: Path, topic: Topic) -> None:
    csv.field_size_limit(10**9)
    with file.open(encoding="utf-8", newline="") as lines:
        names, *rows = csv.reader(lines)
    expect(all(len(row) == len(names) for row in rows), "each row has each column", file.name)
    texts = [cell for row in rows for cell in row if not cell.lstrip("-").isdigit()]
    expect(not [cell for cell in texts if cell.startswith(_FORMULA)], "no cell is a formula")
    if file.stem == "topics":
        expect(original(rows[0][names.index("title")]) == topic.title, "cells keep their words", rows[0])


@cache
def _calm() -> Topic:
    return parse_page(build().get("/dozingfoot.html").body)


@cache
def _manifest() -> Manifest:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        return publish(store, release(store, {"plum": "Pear."}), Path(folder))


def seeds() -> Iterator[bytes]:
    """A few records of the sample site."""
    yield _calm().to_line()
    for slug in ("marblewink", "papercutsyndrome"):
        yield parse_page(build().get(f"/{slug}.html").body).to_line()


def _folder() -> Path:
    return scratch("records")


TARGET = Target("records", expect_harmless, seeds, documents.mutated, share=3)
