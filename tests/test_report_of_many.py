"""The report of many topics: its page and the memory it takes have bounds, and it says what it leaves out."""

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from report_helpers import Report
from store_helpers import NOON, begin, open_store, rejection, topic, url_of
from typer.testing import CliRunner

from medscrape import settings
from medscrape.cli import app
from medscrape.models import Change, ChangeEvent, Manifest, Quality, Significance
from medscrape.publishing import publish
from medscrape.releasing import Acceptance, accept
from medscrape.reporting import LISTED, ReportData, Sides, payload
from medscrape.reporting.write import add_to_release, write_report
from medscrape.store import Store

TOPICS, FEW = 40, 10


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of many topics: in the second one every second topic says something else, the last one is odd."""
    output = tmp_path_factory.mktemp("many")
    with open_store(output) as store:
        _release(store, output, day=0)
        _release(store, output, day=1)
    return output


def _release(store: Store, output: Path, day: int) -> None:
    at = NOON + timedelta(days=day)
    run = begin(store, at=at)
    for number in range(TOPICS):
        words = f"Words of day {day}." if number % 2 else "Words."
        odd = ("Lost words.",) if number == TOPICS - 2 else ()
        quality = Quality(unmapped_text=odd, warnings=())
        made = topic(f"t{number:02}", words, run=run.id, at=at, quality=quality)
        store.finish_topic(run, url_of(f"t{number:02}"), made)
    accepted = accept(store, run, at, force=Acceptance("Ada", "half of it changed"))
    publish(store, accepted, output, render=add_to_release)


def listed(output: Path, most: int, to: Path) -> Report:
    result = CliRunner().invoke(app, ["report", "--output", str(output), "--listed", str(most), "--to", str(to)])
    assert result.exit_code == 0, result.output
    return Report(to)


def test_the_bound_of_the_command_is_that_of_the_crawl() -> None:
    assert settings.MEDSCRAPE_REPORT_LISTED == LISTED


def test_below_the_bound_nothing_is_left_out(many: Path, tmp_path: Path) -> None:
    report = listed(many, TOPICS, tmp_path / "all.html")
    assert (len(report.data["topics"]), len(report.data["changes"])) == (TOPICS, TOPICS // 2)
    assert report.text("topics").startswith("Every topic")
    assert not report.root.find_class("left-out")


def test_beyond_it_the_page_says_how_many_are_left_out_and_where_they_are(many: Path, tmp_path: Path) -> None:
    report = listed(many, FEW, tmp_path / "few.html")
    assert (len(report.data["topics"]), len(report.data["changes"])) == (FEW, FEW)
    topics, changes = report.text("topics"), report.text("changes")
    assert "Every topic" not in topics
    assert f"Listed here are {FEW} of {TOPICS} topics" in topics
    assert f"{TOPICS - FEW} are left out" in topics
    assert "topics.jsonl; medscrape show and medscrape history" in topics
    assert f"Listed here are {FEW} of these {TOPICS // 2} events" in changes
    assert f"{TOPICS // 2 - FEW} are left out" in changes
    assert "changes.jsonl, and medscrape changes shows them" in changes


def test_counts_are_of_all_whatever_is_listed(many: Path, tmp_path: Path) -> None:
    whole, part = listed(many, TOPICS, tmp_path / "all.html"), listed(many, FEW, tmp_path / "few.html")
    assert part.text("glance") == whole.text("glance")
    assert part.text("collection") == whole.text("collection")
    assert f"{TOPICS // 2} events since the last release" in part.text("changes")
    assert f"content {TOPICS // 2}" in part.text("changes")


def test_what_changed_is_listed_first_then_what_is_odd(many: Path, tmp_path: Path) -> None:
    report = listed(many, TOPICS // 2 + 2, tmp_path / "first.html")
    *changed, odd, other = [shown["id"] for shown in report.data["topics"]]
    assert changed == [f"sample/en/t{number:02}" for number in range(TOPICS) if number % 2]
    assert (odd, other) == (f"sample/en/t{TOPICS - 2}", "sample/en/t00")
    assert {shown["total"] for shown in report.data["topics"][:-2]} == {2}


def test_a_topic_that_moved_keeps_its_past_where_others_are_left_out(many: Path, tmp_path: Path) -> None:
    manifest, record = _manifest(many), _record(many)
    changes = [_change(manifest.run_id, number) for number in range(FEW)]
    first = changes[0].model_copy(update={"run_id": "first", "event": ChangeEvent.ADDED})
    moved = changes[0].model_copy(update={"event": ChangeEvent.MOVED, "id": "sample/en/new", "previous_id": first.id})
    topics = [record | {"id": change.id} for change in (*changes[1:], moved)]
    write_report(ReportData(manifest, topics, [first, moved, *changes[1:]], most=1), tmp_path)
    (shown,) = Report(tmp_path / "report" / "index.html").data["topics"]
    assert (shown["id"], shown["total"]) == ("sample/en/new", 2)


def test_many_rejections_are_counted_and_not_all_listed(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medscrape.reporting.digest._MOST_REJECTIONS", 3)
    write_report(ReportData(_manifest(many), (), rejections=[rejection(f"r{n}") for n in range(5)]), tmp_path)
    report = Report(tmp_path / "report" / "index.html")
    assert "5 pages should have given a record" in report.text("rejected")
    assert "Listed here are 3 of them; 2 are left out" in report.text("rejected")
    assert len(report.root.xpath("//*[@id='rejected']//tbody/tr")) == 3


def test_what_changes_and_topics_may_take_of_the_page_has_a_bound(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload, "MOST_TOPICS", 3000)
    monkeypatch.setattr(payload, "MOST_CHANGES", 4000)
    report = listed(many, TOPICS, tmp_path / "small.html")
    for part, most, total in (("topics", 3000, TOPICS), ("changes", 4000, TOPICS // 2)):
        shown = report.data[part]
        assert 0 < len(orjson.dumps(shown)) <= most
        assert f"{total - len(shown)} are left out" in report.text(part)


def test_a_topic_that_is_too_long_to_list_takes_no_other_with_it(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload, "MOST_TOPICS", 3000)
    long = _record(many) | {"title": "<" * 10**6, "groups": ["x" * 10**6]}
    write_report(ReportData(_manifest(many), [long, _record(many)]), tmp_path)
    report = Report(tmp_path / "report" / "index.html")
    assert [shown["title"] for shown in report.data["topics"]] == ["T00"]
    assert "1 of 2 topics" in report.text("topics")
    assert report.file.stat().st_size < 10**5


def test_no_redline_is_made_that_cannot_be_shown(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "BUDGET", 20_000)
    made: list[Change] = []

    def sides(change: Change) -> Sides:
        made.append(change)
        return Sides(_with_words(_record(many), change.id), _with_words(_record(many), f"{change.id} now"))

    manifest = _manifest(many)
    topics = [_record(many) | {"id": f"sample/en/t{number}"} for number in range(1000)]
    changes = [_change(manifest.run_id, number) for number in range(1000)]
    before = changes[0].model_copy(update={"run_id": "first", "id": "sample/en/other"})
    write_report(ReportData(manifest, topics, [before, *changes], sides=sides), tmp_path)
    shown = Report(tmp_path / "report" / "index.html").data["changes"]
    assert len(shown) == 1000
    redlined = [change for change in shown if "places" in change]
    assert 10 < len(redlined) < 300
    assert len(made) < len(redlined) + 2 + 100  # the feed's entries ask once more


@pytest.mark.parametrize("event", [ChangeEvent.ADDED, ChangeEvent.REPARSED])
def test_memory_and_page_do_not_grow_with_topics_that_are_left_out(
    many: Path, tmp_path: Path, event: ChangeEvent
) -> None:
    """A thousand topics more, all of them new or reparsed: what grows is far less than one fact of a topic each."""
    sizes, peaks = [], []
    for count in (200, 1200):
        peaks.append(_peak(many, tmp_path, count, event))
        sizes.append((tmp_path / "report" / "index.html").stat().st_size)
    assert abs(sizes[1] - sizes[0]) < 1000
    assert (peaks[1] - peaks[0]) / 1000 < 60


def _peak(many: Path, folder: Path, count: int, event: ChangeEvent) -> int:
    manifest, record = _manifest(many), _record(many)

    def topics() -> Iterator[dict[str, Any]]:
        return (record | {"id": f"sample/en/t{number}", "title": f"T {number}"} for number in range(count))

    class Events:
        def __iter__(self) -> Iterator[Change]:
            yield _change("first", 0)
            yield from (_change(manifest.run_id, number, event) for number in range(count))

    write_report(ReportData(manifest, topics(), Events(), most=50), folder)
    tracemalloc.start()
    write_report(ReportData(manifest, topics(), Events(), most=50), folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _change(run: str, number: int, event: ChangeEvent = ChangeEvent.UPDATED) -> Change:
    weight = Significance.PARSER if event is ChangeEvent.REPARSED else Significance.CONTENT
    return Change(
        run_id=run,
        detected_at=NOON,
        event=event,
        id=f"sample/en/t{number}",
        previous_id=None,
        url=url_of(f"t{number}"),
        significance=weight,
        fields=("summary",),
        patch=None,
        before=None,
        after=None,
    )


def _manifest(output: Path) -> Manifest:
    return Manifest.model_validate_json((output / "manifest.json").read_bytes())


def _record(output: Path) -> dict[str, Any]:
    with (output / "topics.jsonl").open("rb") as lines:
        found: dict[str, Any] = orjson.loads(next(lines))
    return found


def _with_words(record: dict[str, Any], words: str) -> dict[str, Any]:
    return record | {"summary": record["summary"] | {"text": words}}
