"""The record of every real page against the page itself.

Expected values come from the oracle and from the page's source, never from a parser of the product. What can be
held against the source alone is held for the oracle's account too, so that a red test says which of them errs.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from oracle.comparison import canonical, differences, leaves
from oracle.content import content, furniture_of, texts_of, tokens
from oracle.page import contents, lines, read_tree
from oracle.strings import Record, href, one, squeeze

import medscrape

HOME = Path(__file__).resolve().parents[2] / "shared" / "real-pages"
PATHS = sorted((HOME / "html").glob("*.html"))
if not PATHS:
    pytest.skip("there are no real pages at ../shared/real-pages/html", allow_module_level=True)

FIELDS = (
    "id",
    "url",
    "language",
    "title",
    "description",
    "keywords",
    "also_called",
    "alternate_titles",
    "mesh_headings",
    "groups",
    "breadcrumbs",
    "translations",
    "summary",
    "sections",
    "image",
    "related_topics",
    "primary_institute",
    "date_created",
    "page_updated",
    "last_reviewed",
    "rss_url",
)
BOOKKEEPING = {"schema_version", "content_hash", "quality", "provenance"}
NOT_HASHED = {"page_updated", "last_reviewed", "date_created"} | BOOKKEEPING


class Page:
    """A stored page: its source, its tree, and what the oracle and the product make of it."""

    def __init__(self, path: Path) -> None:
        self.body = path.read_bytes()
        self.source = self.body.decode("utf-8")

    @cached_property
    def tree(self) -> BeautifulSoup:
        return BeautifulSoup(self.source, "html5lib")

    @cached_property
    def said(self) -> Record:
        return read_tree(self.tree)

    @cached_property
    def record(self) -> Record:
        return dump(self.body)


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(request.param)


@pytest.fixture(params=["oracle", "medscrape"])
def account(request: pytest.FixtureRequest, page: Page) -> Record:
    return page.said if request.param == "oracle" else page.record


def test_the_pages_are_the_known_twenty() -> None:
    assert len(PATHS) == 20


@pytest.mark.parametrize("field", FIELDS)
def test_field_is_what_the_page_says(page: Page, field: str) -> None:
    found = differences(page.said[field], in_oracle_form(field, page.record[field]))

    assert not found, "\n".join(found)


def test_record_has_the_fields_of_the_contract(page: Page) -> None:
    assert set(page.record) == {*FIELDS, *BOOKKEEPING}
    assert re.fullmatch(r"1\.\d+", page.record["schema_version"])


def test_nothing_is_unmapped_and_nothing_looks_odd(page: Page) -> None:
    assert page.record["quality"] == {"unmapped_text": [], "warnings": []}


def test_every_word_of_the_content_is_held_as_often_as_it_is_shown(page: Page, account: Record) -> None:
    shown = tokens(content(page.tree).get_text(" "))
    furniture = tokens(*furniture_of(page.tree, page.said["title"], page.said["url"]))
    held = tokens(*texts_of(account))

    assert not furniture - shown
    lost, invented = shown - furniture - held, held - (shown - furniture)
    assert (dict(lost), dict(invented)) == ({}, {})


def test_sections_follow_the_table_of_contents(page: Page, account: Record) -> None:
    main = [section for section in account["sections"] if section["placement"] == "main"]

    assert [(s["group"], s["anchor"], s["heading"]) for s in main] == contents(page.tree)
    assert account["sections"][: len(main)] == main


def test_structured_data_agrees(page: Page, account: Record) -> None:
    script = re.findall(r"<script type='application/ld\+json'>(.*?)</script>", page.source, re.DOTALL)[-1]
    says = json.loads(script)[0]
    summary = account["summary"]
    text = re.sub(r"^\s*- ", "", summary["text"], flags=re.MULTILINE)
    signed = " ".join([text, *(source["name"] for source in summary["attribution"])])

    assert signed.split() == plain(says["mainContentOfPage"]).split()
    assert account["title"] == plain(says["name"])
    assert account["description"] == plain(says["description"])
    assert account["url"] == says["url"]
    assert account["image"]["url"] == says["primaryImageOfPage"]["contentUrl"]


def test_dublin_core_agrees(page: Page, account: Record) -> None:
    says: dict[str, list[str]] = {
        name: [] for name in ("DC.Title.Alternate", "DC.Subject.MeSH", "DC.Relation.IsPartOf")
    }
    for name, value in re.findall(r'<meta name="(DC\.[\w.]+)" content="([^"]*)"', page.source):
        says.setdefault(name, []).append(plain(value))

    assert says["DC.Title"] == [account["title"]]
    assert says["DC.Title.Alternate"] == account["alternate_titles"]
    assert says["DC.Subject.MeSH"] == account["mesh_headings"]
    assert says["DC.Relation.IsPartOf"] == account["groups"]
    assert says["DC.Identifier.URL"] == [account["url"]]
    assert says["DC.Language"] == [{"en": "eng"}[account["language"]]]
    assert says["DC.Date.Modified"] == [account["page_updated"]]
    assert says["DC.Date.Created"] == [account["date_created"]]


def test_footer_names_the_day_of_the_update(page: Page, account: Record) -> None:
    (day,) = re.findall(r'<span id="lastupdate">Last updated ([^<]+)</span>', page.source)

    assert account["page_updated"] == datetime.strptime(day.strip(), "%B %d, %Y").date().isoformat()


def test_links_are_as_many_as_the_source_has(page: Page, account: Record) -> None:
    rows = [row for row in page.source.split("<li") if "data-sid=" in row]
    links = [link for section in account["sections"] for link in section["links"]]
    main = [link for s in account["sections"] if s["placement"] == "main" for link in s["links"]]

    assert len(main) == page.source.count('class="desc-text"')
    assert len([link for link in links if link["sid"]]) == len(rows)
    assert len([link for link in links if link["alternates"]]) == page.source.count('class="also-lang"')
    assert sum(1 + len(link["alternates"]) for link in links if link["sid"]) == page.source.count("data-sid=")
    assert len([link for link in links if link["from_nih"]]) == len(
        [row for row in rows if 'alt="From the National Institutes of Health"' in row or "data-org=" in row]
    )
    assert counted(links, lambda link: "; ".join(link["organizations"])) == Counter(
        plain(names)[1:-1] for names in re.findall(r'<span class="orgs">([^<]*)<', page.source)
    )
    assert counted(links, lambda link: ",".join(link["nih_institutes"])) == Counter(
        re.findall(r'data-org="([^"]*)"', page.source)
    )


def test_marks_beside_links_are_as_many_as_the_source_has(page: Page, account: Record) -> None:
    images = re.findall(r'<img [^>]*class="(?:imgdesc|newflag)"[^>]*>', page.source)
    marks = Counter(alt for image in images for alt in re.findall(r'alt="([^"]*)"', image))
    del marks["From the National Institutes of Health"]
    codes = Counter(plain(code) for code in re.findall(r'<span class="desccode">([^<]*)<', page.source))
    links = [link for section in account["sections"] for link in section["links"]]
    labels = Counter(label for link in links for label in link["labels"])
    notes = Counter(note for link in links for note in link["notes"])

    assert labels == Counter(
        {re.sub(r"[ -]", "_", name).lower(): n for name, n in [*marks.items(), ("pdf", codes.pop("PDF", 0))] if n}
    )
    assert notes == codes


def test_summary_html_is_the_summary_and_nothing_else(page: Page) -> None:
    source = copy(one(page.tree, "#topic-summary"))
    for attribution in source.select(".attribution"):
        attribution.decompose()
    kept = one(BeautifulSoup(page.record["summary"]["html"], "html5lib"), "body")

    assert outline(kept) == outline(source)
    assert [*lines(kept)] == [*lines(source)]
    assert squeeze(kept.get_text(" ")) == squeeze(source.get_text(" "))
    assert [href(link) for link in source.select("a")] == [link["href"] for link in kept.select("a")]
    assert {name for tag in kept.find_all(True) for name in tag.attrs} <= {"href"}


def test_summary_text_keeps_its_blocks_apart(page: Page) -> None:
    text = page.record["summary"]["text"]

    prose_after_prose = re.findall(r"^(?!\s*- )[^\n]+\n(?!\s*- )[^\n]+$", text, re.MULTILINE)
    prose_after_item = re.findall(r"^\s*- [^\n]+\n(?!\s*- )[^\n]+$", text, re.MULTILINE)
    assert prose_after_prose == prose_after_item == []
    assert depths(text) == [len(item.find_parents("ul")) for item in page.tree.select("#topic-summary li")]


def test_every_string_is_clean(page: Page) -> None:
    for path, value in leaves(page.record):
        if isinstance(value, str) and not path.endswith("html"):
            assert value == unicodedata.normalize("NFC", value).strip(), path
            assert not re.search(r"[^\S \n]|\S {2,}| \n|\n{3,}", value), path
            assert "\n" not in value or path.endswith(".text"), path


def test_hash_is_of_the_documented_lines(page: Page) -> None:
    hashed = {name: value for name, value in page.record.items() if name not in NOT_HASHED}
    hashed["related_topics"] = sorted(hashed["related_topics"], key=canonical)
    sections = [s for s in page.record["sections"] if s["kind"] != "journal_articles"]
    hashed["sections"] = sorted(
        ({**section, "links": sorted(section["links"], key=canonical)} for section in sections), key=canonical
    )

    assert page.record["content_hash"] == hashlib.sha256(canonical(hashed).encode()).hexdigest()


def test_provenance_names_the_very_bytes(page: Page) -> None:
    assert page.record["provenance"]["sha256"] == hashlib.sha256(page.body).hexdigest()
    assert page.record["provenance"]["bytes"] == len(page.body)


def test_text_and_given_url_make_no_difference(page: Page) -> None:
    expected = without_provenance(page.record)

    assert without_provenance(dump(page.source)) == expected
    assert without_provenance(dump(page.body, page.said["url"])) == expected


@pytest.mark.parametrize("path", sorted((HOME / "as-stored").glob("*.html")), ids=lambda path: path.stem)
def test_double_encoded_page_gives_the_same_record(path: Path) -> None:
    clean = Page(HOME / "html" / path.name)

    found = differences(without_provenance(clean.record), without_provenance(dump(path.read_bytes())))
    assert not found, "\n".join(found)


def dump(body: bytes | str, url: str | None = None) -> Record:
    """Parse a page and give its record as JSON data."""
    record: Record = medscrape.parse_page(body, url).model_dump(mode="json")
    return record


def without_provenance(record: Record) -> Record:
    """Give a record without the word on where it comes from."""
    return {name: value for name, value in record.items() if name != "provenance"}


def in_oracle_form(field: str, value: Any) -> Any:
    """Give a field's value in the form in which the oracle gives it."""
    if field != "summary" or value is None:
        return value
    lines = [line.strip() for line in value["text"].splitlines()]
    return {name: part for name, part in value.items() if name != "html"} | {"text": "\n".join(filter(None, lines))}


def counted(links: list[Record], describe: Callable[[Record], str]) -> Counter[str]:
    """Count the links by a description, without those that have none."""
    return Counter(filter(None, map(describe, links)))


def plain(value: str) -> str:
    """Undo HTML escapes and squeeze white space."""
    return squeeze(html.unescape(value))


def outline(root: Tag) -> list[tuple[int, str]]:
    """List the elements below a root in page order, each with its depth."""
    above = len(list(root.parents))
    return [(len(list(tag.parents)) - above, tag.name) for tag in root.find_all(True)]


def depths(text: str) -> list[int]:
    """Give the nesting depth of every list item of a text, by its indentation."""
    indents = [len(indent) for indent in re.findall(r"^( *)- ", text, re.MULTILINE)]
    steps = sorted(set(indents))
    return [steps.index(indent) + 1 for indent in indents]
