"""The past: what the commands tell of it, comparisons of any two states, and what pruning leaves."""

import gzip
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from click.testing import Result
from edition_helpers import AT_ONCE, DAY, Visit, crawl, release
from store_helpers import ANYWAY, FULL, NOON, SCOPED, SOURCE, begin, open_store, topic, url_of
from typer.testing import CliRunner

from medscrape.changes import apply, without_origin
from medscrape.cli import app
from medscrape.errors import MedscrapeError, OutputError, StoreError, UsageError
from medscrape.history import FileSide, ReleaseSide, diff, line_at, lineage
from medscrape.models import Change, Significance
from medscrape.publishing import publish, publish_pending
from medscrape.releasing import accept
from medscrape.reporting.places import place_name
from medscrape.sample_site import EDITION_2_PLAN
from medscrape.store import Store

EDITIONS = (1, 2, 2, 1, 1)
RUNS = [f"202611{23 + day}T120000Z" for day in range(5)]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of five crawls of the sample site, there and back."""
    folder = tmp_path_factory.mktemp("history") / "out"
    with open_store(folder) as store:
        for day, edition in enumerate(EDITIONS):
            publish(store, release(store, Visit(edition, day=day)), folder, keep=9)
    return folder


@pytest.fixture
def store(output: Path) -> Iterator[Store]:
    with Store.read(output) as opened:
        yield opened


def run(*arguments: str, output: Path | None = None) -> Result:
    environment = {"MEDSCRAPE_OUTPUT": str(output) if output else None, "NO_COLOR": "1"}
    return CliRunner().invoke(app, arguments, env=environment)


def printed(*arguments: str, output: Path) -> list[str]:
    result = run(*arguments, output=output)
    assert result.exception is None, result.output
    return result.stdout.splitlines()


def refused(*arguments: str, output: Path | None = None) -> str:
    error = run(*arguments, output=output).exception
    assert isinstance(error, MedscrapeError)
    assert error.exit_code == 2
    sentence = str(error)
    assert "\n" not in sentence
    return sentence


# --- medscrape changes


def test_changes_for_patients_since_a_date(output: Path) -> None:
    assert printed("changes", "--brief", "--since", "2026-11-24", "--significance", "content", output=output) == [
        "Release 20261124T120000Z, accepted 24 Nov 2026, 12:00 UTC",
        "  updated  content  sample/en/compassnose: date of the update, summary",
        "  added    content  sample/en/umbrellareflex",
        "  added    content  sample/es/umbrellareflex",
        "",
        "Release 20261125T120000Z, accepted 25 Nov 2026, 12:00 UTC",
        "  removed  content  sample/en/marblewink",
        "  removed  content  sample/es/marblewink",
        "",
        "Release 20261126T120000Z, accepted 26 Nov 2026, 12:00 UTC",
        "  updated  content  sample/en/compassnose: date of the update, summary",
        "  restored content  sample/en/lanternthumb",
        "  restored content  sample/en/marblewink",
        "  restored content  sample/es/lanternthumb",
        "  restored content  sample/es/marblewink",
        "",
        "Release 20261127T120000Z, accepted 27 Nov 2026, 12:00 UTC",
        "  removed  content  sample/en/lanternfinger",
        "  removed  content  sample/en/umbrellareflex",
        "  removed  content  sample/es/lanternfinger",
        "  removed  content  sample/es/umbrellareflex",
        "",
        "14 changes: 2 added, 2 updated, 6 removed, 4 restored",
    ]


def test_changes_as_json_are_the_lines_of_the_file(output: Path) -> None:
    assert printed("changes", "--json", output=output) == (output / "changes.jsonl").read_text().splitlines()


def test_changes_can_be_chosen(output: Path) -> None:
    lines = printed(
        "changes", "--language", "es", "--significance", "links", "--significance", "routine", "--json", output=output
    )
    changes = [Change.model_validate_json(line) for line in lines]
    assert {change.id.split("/")[1] for change in changes} == {"es"}
    assert {change.significance for change in changes} == {Significance.LINKS, Significance.ROUTINE}
    assert printed("changes", "--since", "2026-11-27T12:00:00.000001Z", output=output) == ["No changes."]
    since = printed("changes", "--since", "2026-11-27T13:00+01:00", "--brief", output=output)
    assert since[-1] == "4 changes: 4 removed"
    assert printed("changes", "--since", RUNS[4], "--brief", output=output) == since


def test_what_cannot_be_answered_is_a_sentence(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no date such as 2026-11-23" in refused("changes", "--since", "last week", output=output)
    assert "There is no store in" in refused("changes", output=tmp_path)
    assert "There is no topic 'sample/en/nothing'" in refused("history", "sample/en/nothing", output=output)
    assert "Did you mean sample/en/marblewink or sample/es/marblewink?" in refused("show", "marblewink", output=output)
    assert "neither a file nor the run of a release" in refused("diff", "a", "b", output=output)
    assert "has no release of 20201123T120000Z" in refused("diff", "20201123T120000Z", RUNS[0], output=output)
    assert "`medscrape history sample/en/lanternfinger`" in refused("show", "sample/en/lanternfinger", output=output)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(output, tmp_path / "output" / "sample", symlinks=True)
    assert refused("changes").endswith("add --output output/sample.")
    assert printed("changes", "--output", "output/sample", output=tmp_path)[-1].startswith("95 changes: 57 added")


# --- medscrape history, medscrape show


def test_history_follows_a_topic_through_its_addresses(output: Path) -> None:
    assert printed("history", "sample/en/lanternfinger", output=output) == [
        "sample/en/lanternfinger  (not in the last release)",
        "  20261123T120000Z  added    content",
        "  20261124T120000Z  moved    links    from sample/en/lanternthumb",
        "  20261127T120000Z  removed  content",
        "`medscrape show sample/en/lanternfinger --at RUN` shows the topic as it was.",
    ]
    assert printed("history", "sample/en/lanternthumb", "--quiet", output=output) == [
        "sample/en/lanternthumb  Lantern Thumb",
        "  20261123T120000Z  added    content",
        "  20261124T120000Z  moved    links    to sample/en/lanternfinger",
        "  20261126T120000Z  restored content",
    ]


def test_history_as_json_are_lines_of_the_file(output: Path) -> None:
    lines = printed("history", "sample/en/compassnose", "--json", output=output)
    published = (output / "changes.jsonl").read_text().splitlines()
    assert lines == [line for line in published if json.loads(line)["id"] == "sample/en/compassnose"]
    assert len(lines) == 3


def test_a_record_as_it_was(output: Path) -> None:
    def shown(*arguments: str) -> dict[str, object]:
        (line,) = printed("show", "--json", *arguments, output=output)
        record: dict[str, object] = json.loads(line)
        return record

    for day, edition in enumerate(EDITIONS):
        words = json.dumps(shown("sample/en/compassnose", "--at", f"2026-11-{23 + day}"))
        assert ("except on Thursdays" in words) == (edition == 2)
    (line,) = printed("show", "sample/en/compassnose", "--json", output=output)
    assert line in (output / "topics.jsonl").read_text().splitlines()
    assert shown("sample/en/lanternfinger", "--at", "2026-11-23")["id"] == "sample/en/lanternthumb"
    assert shown("sample/en/lanternfinger", "--at", "2026-11-24T12:00Z")["id"] == "sample/en/lanternfinger"
    assert "No release had sample/en/umbrellareflex on 2026-11-23" in refused(
        "show", "sample/en/umbrellareflex", "--at", "2026-11-23", output=output
    )


def test_a_record_for_a_person(output: Path) -> None:
    lines = printed("show", "doorwayamnesia", output=output)
    assert lines[0] == "Doorway Amnesia"
    assert "  Start Here" in lines
    rows = [number for number, line in enumerate(lines) if line.startswith("    • ")]
    assert rows
    assert all(any("https://" in line for line in lines[row + 1 : row + 4]) for row in rows)


def test_a_move_there_and_back_has_one_past(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for day, (source, target) in enumerate([("", "a"), ("a", "b"), ("b", "a"), ("a", "c")]):
            at = NOON + day * DAY
            started = begin(store, FULL, at)
            store.finish_topic(started, url_of(target), topic(target))
            if source:
                store.finish_other(started, url_of(source), "duplicate", 301, "", at, leads_to=url_of(target))  # type: ignore[arg-type]
            accept(store, started, at, force=ANYWAY)
        assert [(e.change.event.value, e.change.id[-1]) for e in lineage(store, "sample/en/c")] == [
            ("added", "a"), ("moved", "b"), ("moved", "a"), ("moved", "c"),
        ]  # fmt: skip
        first = store.release_at(NOON)
        assert first
        assert [json.loads(line_at(store, f"sample/en/{i}", first) or "{}").get("id") for i in "abcd"] == [
            "sample/en/a", "sample/en/a", "sample/en/a", None,
        ]  # fmt: skip


# --- nothing that a page says reaches the terminal as a command


EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e"


def test_no_control_characters_are_printed(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        started = begin(store)
        records = [topic("a", f"Words {EVIL}", title=f"T {EVIL}"), topic("b")]
        for record in records:
            store.finish_topic(started, record.url, record)
        accept(store, started, NOON, force=ANYWAY)
        started = begin(store, SCOPED, NOON + DAY)
        section = {
            "kind": "other", "heading": f"New {EVIL}", "subheading": None, "group": None, "placement": "main",
            "anchor": None, "links": (), "text": f"Text {EVIL}", "license": None,
        }  # fmt: skip
        edited = topic("a").model_validate_json(
            orjson.dumps(orjson.loads(topic("a").to_line()) | {"sections": [section]})
        )
        store.finish_topic(started, edited.url, edited)
        accept(store, started, NOON + DAY, force=ANYWAY)
        (tmp_path / "old.jsonl").write_bytes(records[0].to_line())
        (tmp_path / "new.jsonl").write_bytes(edited.to_line())
    commands = [
        ("changes",), ("changes", "--json"), ("history", "sample/en/a"), ("history", "a", "--json"), ("show", "a"),
        ("show", "a", "--at", "2026-11-23"), ("show", "a", "--json"), ("diff", "20261123T120000Z", "20261124T120000Z"),
        ("diff", "--json", str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")),
    ]  # fmt: skip
    for command in commands:
        result = run(*command, output=tmp_path)
        assert result.exception is None
        assert all(c == "\n" or c.isprintable() for c in result.stdout), command
    for sentence in (refused("show", EVIL, output=tmp_path), refused("changes", "--since", EVIL, output=tmp_path)):
        assert "\x1b" not in sentence


# --- medscrape diff


def test_two_releases(output: Path) -> None:
    lines = printed("diff", "--brief", RUNS[0], RUNS[1], output=output)
    assert printed("diff", "--brief", "2026-11-23", "2026-11-24", output=output) == lines
    updated = [c for c in EDITION_2_PLAN if c.event == "updated"]
    for change in updated:
        assert any(
            change.id in line and ", ".join(map(place_name, change.fields)) in line and change.significance in line
            for line in lines
        )
    assert lines[-1] == f"{len(updated) + 6} changes: 4 added, {len(updated)} updated, 2 removed"
    assert printed("diff", RUNS[0], RUNS[4], output=output) == ["No changes."]


def shuffled(output: Path, target: Path, run_id: str, packed: bool) -> Path:
    lines = (output / "releases" / run_id / "topics.jsonl").read_bytes().splitlines()
    random.Random(7).shuffle(lines)
    records = [orjson.loads(line) for line in lines]
    content = b"\n\n".join(orjson.dumps(record, option=orjson.OPT_SORT_KEYS) for record in records)
    target.write_bytes(gzip.compress(content) if packed else content)
    return target


def differences(before: str, after: str, output: Path) -> list[dict[str, object]]:
    """The lines of a diff; in which order a patch changes fields hangs on the order of the fields."""
    found = [json.loads(line) for line in printed("diff", before, after, "--json", output=output)]
    return [one | {"patch": sorted(json.dumps(op, sort_keys=True) for op in one["patch"] or ())} for one in found]


def test_files_in_any_order_and_form_and_releases_are_one(output: Path, tmp_path: Path, store: Store) -> None:
    old = shuffled(output, tmp_path / "old.jsonl.gz", RUNS[0], packed=True)
    new = shuffled(output, tmp_path / "new.jsonl", RUNS[1], packed=False)
    wanted = differences(RUNS[0], RUNS[1], output)
    assert len(wanted) == 19
    folders = [str(output / "releases" / run_id) for run_id in RUNS[:2]]
    for pair in ((str(old), str(new)), (RUNS[0], str(new)), (str(old), RUNS[1]), folders):
        assert differences(*pair, output) == wanted
    assert printed("diff", str(new), RUNS[1], output=output) == ["No changes."]


def test_the_patches_of_a_diff_lead_from_one_file_to_the_other(output: Path) -> None:
    def records(run_id: str) -> dict[str, dict[str, object]]:
        lines = (output / "releases" / run_id / "topics.jsonl").read_bytes().splitlines()
        return {record["id"]: without_origin(record) for record in map(orjson.loads, lines)}

    after = records(RUNS[0])
    for line in printed("diff", RUNS[0], RUNS[1], "--json", output=output):
        found = json.loads(line)
        old = after.pop(found["id"], None)
        if found["patch"] is not None:
            after[found["id"]] = apply(old, found["patch"])
    assert after == records(RUNS[1])


@pytest.mark.parametrize(
    "content, words",
    [
        (b"{torn", "Line 1 of .* is no JSON"),
        (b"[]", "Line 1 of .* is no topic record"),
        (b'{"id": "a"}', "Line 1 of .* is no topic record"),
        (b'{"id": "a", "sections": []}', "a in .* is no topic record"),
    ],
)
def test_a_file_of_something_else_is_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    (tmp_path / "b.jsonl").touch()
    with (
        FileSide(tmp_path / "a.jsonl") as a,
        FileSide(tmp_path / "b.jsonl") as b,
        pytest.raises(OutputError, match=words),
    ):
        list(diff(a, b))


def test_a_file_with_two_states_of_a_topic_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(topic("a").to_line() + b"\n" + topic("a", "Other.").to_line() + b"\n")
    assert "more than one record of sample/en/a" in refused("diff", str(path), str(path))


@pytest.mark.parametrize("name, content", [("gone.jsonl", None), ("torn.gz", b"\x1f\x8b"), ("no.gz", b"plain")])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(OutputError, match="cannot be read"):
        FileSide(tmp_path / name)


# --- medscrape prune


def pruned_copy(output: Path, target: Path, days: float) -> Path:
    """A copy of the output folder, pruned so many days after the last release."""
    shutil.copytree(output, target, symlinks=True)
    with Store.tend(target) as store:
        store.prune(NOON + timedelta(days=4) - timedelta(days=days))
    return target


def test_pruning_keeps_the_thread_and_all_that_is_recent(output: Path, tmp_path: Path) -> None:
    copy = pruned_copy(output, tmp_path / "copy", days=1.5)
    assert [
        line.replace(" (pruned: only this line is left)", "")
        for line in printed("history", "sample/en/compassnose", output=copy)
    ] == (printed("history", "sample/en/compassnose", output=output))
    assert printed("changes", output=copy) == printed("changes", output=output)
    for day in (2, 3, 4):
        at = ("--json", "--at", f"2026-11-{23 + day}")
        assert printed("show", "sample/en/compassnose", *at, output=copy) == printed(
            "show", "sample/en/compassnose", *at, output=output
        )
    assert printed("diff", RUNS[2], RUNS[4], "--json", output=copy) == printed(
        "diff", RUNS[2], RUNS[4], "--json", output=output
    )
    with Store.read(copy) as store:
        last = store.last_release()
        assert last
        assert [line + b"\n" for line in store.lines(last)] == (output / "topics.jsonl").read_bytes().splitlines(
            keepends=True
        )
        kept = [json.loads(line)["run_id"] for line in store.changes(last)]
        assert Counter(kept) == {RUNS[3]: 17, RUNS[4]: 4}


def test_what_was_pruned_says_so(output: Path, tmp_path: Path) -> None:
    copy = pruned_copy(output, tmp_path / "copy", days=0)
    assert "was pruned" in refused("show", "sample/en/compassnose", "--at", "2026-11-24", output=copy)
    assert "was pruned" in refused("diff", RUNS[1], RUNS[4], output=copy)
    assert any("pruned: only this line" in line for line in printed("history", "sample/en/compassnose", output=copy))


def test_a_pruned_store_goes_on(output: Path, tmp_path: Path) -> None:
    copy = pruned_copy(output, tmp_path / "copy", days=0)
    with open_store(copy) as store, Store.read(output) as whole:
        before = store.last_release()
        again = release(store, Visit(2, day=5))
        assert before
        assert (again.counts.new, again.counts.changed) == (2, 15)
        published = publish(store, again, copy)
        assert published.files["changes.jsonl"].lines == 4 + sum(1 for _ in store.events(6, 6))
        old = whole.release_of(RUNS[1])
        assert old
        first, second = ReleaseSide(whole, old), ReleaseSide(store, again)
        # Edition 2 still has what is not yet proved to be gone.
        assert {(found.event.value, found.id.rpartition("/")[2]) for found in diff(first, second)} == set()


def test_pruning_keeps_the_evidence_of_absence(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        release(store, Visit(1))
        release(store, Visit(2, day=1), AT_ONCE)
    with Store.tend(tmp_path) as store:
        done = store.prune(NOON + 9 * DAY)
        assert done.visits > 50
        with pytest.raises(StoreError, match="upkeep takes no run"):
            begin(store)
    with open_store(tmp_path) as store:
        last = release(store, Visit(2, day=10), AT_ONCE)
        assert {event.change.event.value for event in store.events(last.seq, last.seq)} == {"removed"}


def test_pruning_does_not_disturb_an_interrupted_run(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        release(store, Visit(1))
        started = crawl(store, Visit(2, day=1))
        store.interrupt(started)
        store.prune(NOON + 9 * DAY)
        assert store.begin(FULL, NOON + DAY, timedelta(hours=12)).id == started.id
        assert accept(store, started, NOON + DAY, AT_ONCE).counts.changed == 15


def test_prune_frees_disk_space_and_says_what_went(tmp_path: Path) -> None:
    # The command asks the clock: these releases are of last year.
    long_ago = datetime.now(UTC) - timedelta(days=400)
    words = [str(random.Random(seed).random()) * 2_000 for seed in range(30)]
    with open_store(tmp_path) as store:
        for day, text in enumerate(words):
            at = long_ago + day * DAY
            started = begin(store, FULL, at)
            store.finish_topic(
                started, url_of("a"), topic("a", text + "".join(map(str, range(day * 999, day * 999 + 3_000))))
            )
            accept(store, started, at, force=ANYWAY)
            publish_pending(store, tmp_path, keep=30)
    file = tmp_path / "store" / "store.sqlite"
    before = file.stat().st_size
    told = " ".join(printed("prune", "--days", "365", "--releases", "2", output=tmp_path))
    assert told.startswith("Removed 28 texts of old versions, 28 patches of old changes, 29 notes on old page visits")
    assert "28 old releases, with their files" in told
    assert file.stat().st_size < before / 2
    assert max((tmp_path / "releases").iterdir()) == (tmp_path / "current").resolve()
    assert printed("prune", "--days", "365", "--releases", "2", output=tmp_path) == [
        "Nothing was old enough to be removed."
    ]
    with pytest.raises(UsageError):
        raise run("prune", output=tmp_path / "nothing").exception or AssertionError


def test_pruning_waits_for_no_running_crawl(tmp_path: Path) -> None:
    with Store.open(tmp_path, SOURCE):
        assert "is using" in refused("prune", output=tmp_path)
