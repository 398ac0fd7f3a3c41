"""The report: what it tells, that it tells it rightly, and that nothing from a page is more than words in it."""

import base64
import hashlib
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from edition_helpers import Visit, release
from hypothesis import given
from hypothesis import strategies as st
from report_helpers import HOSTILE, Report, editions, hostile, told, versions
from store_helpers import NOON, begin, open_store, topic, url_of
from typer.testing import CliRunner

from medscrape.cli import app
from medscrape.errors import OutputError
from medscrape.models import Change, Manifest
from medscrape.publishing import load
from medscrape.releasing import Rules, accept
from medscrape.reporting import ReportData, payload
from medscrape.reporting.payload import script_safe
from medscrape.reporting.write import write_report
from medscrape.sample_site.editions import EDITION_2_PLAN
from medscrape.store import Acceptance

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The second edition, after the first."""
    return editions(tmp_path_factory.mktemp("second"), 1, 2)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return hostile(tmp_path_factory.mktemp("attacked"))


def table(report: Report, part: str) -> list[tuple[str, ...]]:
    rows = report.root.xpath(f"//*[@id='{part}']//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]


# --- the run at a glance


def test_the_verdict_the_counts_and_the_gates_are_those_of_the_manifest(second: Report) -> None:
    manifest = Manifest.model_validate_json((second.file.parent.parent / "manifest.json").read_bytes())
    glance = second.text("glance")
    assert f"Published: {manifest.counts.records} topics" in glance
    assert f"all {len(manifest.gates)} gates passed" in glance
    tiles = {tile[0].text: int(tile[1].text) for tile in second.root.xpath("//dl[@class='tiles']/div")}
    counted = {name.replace("_", " "): number for name, number in manifest.counts.model_dump().items()}
    assert tiles == {name: number for name, number in counted.items() if name not in {"discovered", "records"}}
    rows = second.root.xpath("//*[@id='glance']//tbody/tr")
    assert [row[0][0].tail or row[0].text for row in rows] != []
    assert [" ".join(row[1].text_content().split()) for row in rows] == ["passed"] * len(manifest.gates)


def test_a_release_that_was_let_through_says_so_and_by_whom(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        told(store, release(store, Visit()), tmp_path)
        half = Visit(day=1, rows=lambda paths: paths[: len(paths) // 2])
        told(store, release(store, half, force=Acceptance("Ada", "the site shrank")), tmp_path)
    glance = Report(tmp_path / "current" / "report" / "index.html").text("glance")
    assert "Published by hand" in glance
    assert "Not passed: listed. Ada let the release pass: the site shrank" in glance
    assert "not passed" in glance


# --- what changed


def test_every_planned_change_is_told_as_planned(second: Report) -> None:
    planned = {
        change.id: (change.event, change.significance, change.previous_id)
        for change in EDITION_2_PLAN
        if change.event != "removed"  # proved by a second run only
    }
    found = {change["id"]: (change["event"], change["weight"], change["from"]) for change in second.data["changes"]}
    assert found == planned


def test_changes_come_in_the_order_of_their_weight(second: Report) -> None:
    weights = [change["weight"] for change in second.data["changes"]]
    assert weights == sorted(weights, key=["content", "links", "routine", "parser"].index)


def test_a_new_sentence_is_shown_word_by_word(second: Report) -> None:
    change = second.change("sample/en/compassnose")
    (summary,) = [place for place in change["places"] if place["name"] == "summary"]
    (passage,) = [part for part in summary["words"] if isinstance(part, list)]
    before, after = passage
    assert [words for mark, words in before if mark == "-"] == [" most of the time"]
    assert [words for mark, words in after if mark == "+"] == [", except on Thursdays"]


def test_a_link_that_leads_elsewhere_shows_both_targets(second: Report) -> None:
    (place,) = second.change("sample/es/velcrohair")["places"]
    (row,) = place["rows"]
    assert (place["name"], row["what"], row["url"]) == ("Start Here: links", "retargeted", row["was"] + "-explained")


def test_articles_that_the_site_rotates_are_added_and_removed(second: Report) -> None:
    (place,) = second.change("sample/en/glimmerfever")["places"]
    assert Counter(row["what"] for row in place["rows"]) == {"added": 1, "removed": 1}


def test_rows_in_another_order_are_said_to_be_that(second: Report) -> None:
    (place,) = second.change("sample/en/backwardsyawn")["places"]
    assert "another order" in place["note"]


def test_a_topic_that_came_is_introduced(second: Report) -> None:
    assert second.change("sample/en/umbrellareflex")["note"].startswith("3 sections, 7 links. The umbrella reflex")


def test_a_move_is_told_once_and_not_place_by_place(second: Report) -> None:
    change = second.change("sample/en/lanternfinger")
    assert (change["from"], change["where"], change["places"]) == ("sample/en/lanternthumb", [], [])


def test_a_topic_that_is_gone_keeps_its_title(tmp_path: Path) -> None:
    report = editions(tmp_path, 1, 2, 2)
    assert {(change["event"], change["title"]) for change in report.data["changes"]} == {
        ("removed", "Marble Wink"),
        ("removed", "Guiño de canica"),
    }


def test_the_first_release_says_that_it_is_the_first(tmp_path: Path) -> None:
    report = editions(tmp_path, 1)
    assert "This is the first release" in report.text("changes")
    assert report.data["changes"] == []
    assert not report.root.xpath("//*[@id='over-time-question']")


def test_a_release_without_a_change_says_so(tmp_path: Path) -> None:
    assert "Nothing changed" in versions(tmp_path, "Words.", "Words.").text("changes")


def test_the_parsers_part_and_the_pages_part_are_told_apart(tmp_path: Path) -> None:
    """One run in which both differ: the words that only read differently are the parser's, the others the page's."""

    def record(words: str, parser: str, run: str) -> Any:
        made = topic("fever", words, run=run, title="Fever")
        return made.with_provenance(made.provenance.model_copy(update={"parser_version": parser}))

    with open_store(tmp_path) as store:
        for day, (words, parser) in enumerate((("Rest a lot.", "1"), ("Rest. Drink.", "2"))):
            run = begin(store, at=NOON + timedelta(days=day))
            store.finish_topic(run, url_of("fever"), record(words, parser, run.id))
            rules = Rules(reread=lambda _: record("Rest.", "2", "x"))
            told(store, accept(store, run, NOON + timedelta(days=day), rules), tmp_path)
    changes = Report(tmp_path / "current" / "report" / "index.html").data["changes"]
    said = {
        change["event"]: [[words for mark, words in side if mark != "="] for side in change["places"][0]["words"][0]]
        for change in changes
    }
    assert said == {"reparsed": [[" a lot"], []], "updated": [[], [" Drink."]]}


def test_what_is_too_much_for_a_page_is_told_by_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "BUDGET", 1000)
    (change,) = versions(tmp_path, "Words.", "Other words.").data["changes"]
    assert "places" not in change
    assert change["where"] == ["summary"]
    assert "Too much" in change["note"]


def test_words_that_are_no_longer_kept_are_said_to_be_that(second: Report, tmp_path: Path) -> None:
    manifest = Manifest.model_validate_json((second.file.parent.parent / "manifest.json").read_bytes())
    changes = (second.file.parent.parent / "changes.jsonl").read_bytes().splitlines()
    data = ReportData(
        manifest=manifest,
        topics=[json.loads(topic.to_line()) for topic in load(second.file.parent.parent)],
        changes=[Change.model_validate_json(line) for line in changes],
    )
    write_report(data, tmp_path)
    change = Report(tmp_path / "report" / "index.html").change("sample/en/compassnose")
    assert change["note"] == "The words from before are no longer kept."


# --- the collection, the topics, the rejected


def test_every_chart_has_its_figures_in_a_table(second: Report) -> None:
    topics = list(load(second.file.parent.parent))
    english = Counter(group for topic in topics if topic.language == "en" for group in topic.groups)
    figure = second.root.xpath("//figure[h3/@id='groups-en-question']//tbody/tr")
    assert {row[0].text_content(): int(row[1].text) for row in figure} == english
    for chart in second.root.xpath("//figure"):
        (picture,) = chart.xpath(".//*[local-name()='svg']")
        assert picture.get("role") == "img"
        described = [
            chart.xpath(f".//*[@id='{name}']")[0].text_content() for name in picture.get("aria-labelledby").split()
        ]
        assert described[0].endswith("?")
        assert len(described[1]) > len("Nothing.")
        assert chart.xpath(".//table//td")


def test_the_organizations_are_counted_as_the_records_have_them(second: Report) -> None:
    named = Counter(
        name
        for topic in load(second.file.parent.parent)
        for section in topic.sections
        for row in section.links
        for name in row.organizations
    )
    figure = second.root.xpath("//figure[h3/@id='organizations-question']//tbody/tr")
    assert {row[0].text_content(): int(row[1].text) for row in figure} == named


def test_every_topic_is_listed_with_its_versions(second: Report) -> None:
    topics = {topic.id: topic for topic in load(second.file.parent.parent)}
    shown = {topic["id"]: topic for topic in second.data["topics"]}
    assert shown.keys() == topics.keys()
    moved = shown["sample/en/lanternfinger"]
    assert [version["event"] for version in moved["versions"]] == ["moved", "added"]
    assert shown["sample/en/compassnose"]["versions"][0]["hash"] == topics["sample/en/compassnose"].content_hash[:12]


def test_old_versions_are_counted_where_they_are_not_listed(tmp_path: Path) -> None:
    report = versions(tmp_path, *(f"Words {number}." for number in range(15)))
    (shown,) = report.data["topics"]
    assert (shown["total"], len(shown["versions"])) == (15, 12)


def test_what_was_rejected_is_told_with_its_reason(attacked: Report) -> None:
    ((url, reason, detail, status),) = table(attacked, "rejected")
    assert (url, reason, status) == ("https://sample.invalid/walled.html", "maintenance", "200")
    assert "alert(1)" in detail


# --- safety


def test_nothing_from_a_page_is_markup(attacked: Report) -> None:
    """Read by another HTML engine: no element, attribute or script is there that the template did not write."""
    root = html5lib.parse(attacked.file.read_text("utf-8"))
    scripts = list(root.iter(f"{XHTML}script"))
    assert [script.get("type") for script in scripts] == ["application/json", None]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != f"{XHTML}img"
        assert not [name for name in element.attrib if name.lower().startswith("on") or name == "style"]
        assert re.match(r"#|https?://|data:,$", element.get("href", "#"))
        if element.get("href", "").startswith("http"):
            assert "noopener" in element.get("rel")


def test_hostile_words_arrive_as_the_words_they_are(attacked: Report) -> None:
    assert attacked.data["topics"][0]["title"] == HOSTILE
    assert attacked.data["topics"][0]["groups"] == [HOSTILE]
    rows = [row for place in attacked.data["changes"][0]["places"] for row in place.get("rows", ())]
    assert rows
    assert all((row["url"] or "https://").startswith("https://") for row in rows)


def test_only_the_pages_own_script_and_style_may_run(attacked: Report) -> None:
    (policy,) = attacked.root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind, element in (("script-src", "//script[not(@type)]"), ("style-src", "//style")):
        (text,) = [found.text for found in attacked.root.xpath(element)]
        assert rules[kind] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@given(st.text())
def test_no_text_can_end_the_block_of_data(text: str) -> None:
    block = script_safe({"words": text.encode("utf-8", "ignore").decode()})
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"words": text.encode("utf-8", "ignore").decode()}


def test_the_same_release_gives_the_same_page(tmp_path: Path) -> None:
    first, again = editions(tmp_path / "one", 1, 2), editions(tmp_path / "other", 1, 2)
    assert first.file.read_bytes() == again.file.read_bytes()


# --- the command


def test_the_report_can_be_written_again_at_any_time(tmp_path: Path) -> None:
    report = editions(tmp_path, 1, 2)
    written = report.file.read_bytes()
    report.file.write_text("an old one")
    result = CliRunner().invoke(app, ["report", "--output", str(tmp_path)])
    assert result.exit_code == 0
    assert (tmp_path / "report" / "index.html").read_bytes() == written
    assert (tmp_path / "report").readlink() == Path("current/report")
    assert result.stdout.split() == [
        str(tmp_path / name) for name in ("report/index.html", "feeds/en.xml", "feeds/es.xml")
    ]
    CliRunner().invoke(app, ["report", "--output", str(tmp_path), "--to", str(tmp_path / "alone.html")])
    assert (tmp_path / "alone.html").read_bytes() == written
    assert not list((tmp_path / "current").rglob(".*"))


def test_without_a_release_there_is_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", "--output", str(tmp_path)])
    assert isinstance(result.exception, OutputError)
    assert "medscrape demo" in str(result.exception)
