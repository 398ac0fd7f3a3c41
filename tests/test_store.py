"""The store: what a run remembers, what a release is made of, and how it refuses."""

import dataclasses
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from store_helpers import (
    ANYWAY,
    FULL,
    HALF_A_DAY,
    NOON,
    SCOPED,
    SOURCE,
    begin,
    open_store,
    rejection,
    release,
    topic,
    url_of,
)

from medscrape.errors import GateError, IncompleteRunError, OutputError, StoreError
from medscrape.models import Counts, Gate, Outcome, Source, Topic
from medscrape.releasing import accept
from medscrape.store import NO_JUDGE, Comparison, Judge, Run, Store, schema

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


def ids_and_words(store: Store) -> dict[str, str]:
    last = store.last_release()
    assert last
    records = [Topic.model_validate_json(line) for line in store.lines(last)]
    assert [record.id for record in records] == sorted(record.id for record in records)
    return {record.id.rpartition("/")[2]: record.summary.text for record in records if record.summary}


# --- a run and its release


def test_a_release_holds_the_lines_as_the_records_wrote_them(store: Store) -> None:
    run = begin(store)
    records = [topic(slug, 'Say "ä", \\ and <b>&amp;</b>', run=run.id) for slug in ("fever", "asthma")]
    for record in records:
        assert store.finish_topic(run, record.url, record)
    first = store.accept(run, NOON)
    assert list(store.lines(first)) == [records[1].to_line(), records[0].to_line()]
    assert (first.seq, first.run_id, first.scope, first.source) == (1, run.id, FULL, SOURCE)


def test_every_url_is_counted_once(store: Store) -> None:
    release(store, {"same": "Words.", "edited": "Words.", "failing": "Words.", "gone": "Words.", "walled": "Words."})
    run = begin(store, at=NOON + DAY)
    store.discover(run, map(url_of, ("same", "edited", "new", "alias", "index", "walled", "gone", "failing")))
    store.finish_topic(run, url_of("same"), topic("same", at=NOON + DAY))
    store.finish_topic(run, url_of("edited"), topic("edited", "Other words."))
    store.finish_topic(run, url_of("new"), topic("new"))
    store.finish_topic(run, url_of("alias"), topic("new"))
    store.finish_rejected(run, url_of("walled"), rejection("walled"))
    store.finish_other(run, url_of("index"), Outcome.NOT_TOPIC, 200, "an index", NOON)
    store.finish_other(run, url_of("gone"), Outcome.GONE, 404, "not found", NOON)
    store.finish_other(run, url_of("failing"), Outcome.FAILED, None, "no answer", NOON)
    counts = store.accept(run, NOON + DAY).counts.model_dump()
    records = counts.pop("records")
    assert counts.pop("discovered") == sum(counts.values()) == 8
    assert counts == dict.fromkeys(counts, 1)
    assert records == 6
    assert ids_and_words(store) == {
        "edited": "Other words.", "failing": "Words.", "gone": "Words.", "new": "Words.", "same": "Words.",
        "walled": "Words.",
    }  # fmt: skip


def test_an_unchanged_topic_keeps_its_line_byte_for_byte(store: Store) -> None:
    before = list(store.lines(release(store, {"asthma": "Words.", "fever": "Words."})))
    second = release(store, {"asthma": "Words.", "fever": "Edited."}, at=NOON + DAY)
    after = list(store.lines(second))
    assert after[0] == before[0]
    assert json.loads(after[1])["provenance"]["run_id"] == second.run_id
    assert second.counts.unchanged == second.counts.changed == 1


def test_earlier_releases_stay_readable(store: Store) -> None:
    releases, lines = [], []
    for day, words in enumerate(("One.", "Two.", "One.", "Three.")):
        releases.append(release(store, {"asthma": words, f"only{day}": "Words."}, at=NOON + day * DAY))
        lines.append(list(store.lines(releases[-1])))
    assert [list(store.lines(one)) for one in releases] == lines
    assert [len(one) for one in lines] == [2, 3, 4, 5]
    assert store.last_release() == releases[-1]


def test_a_scoped_run_publishes_all_records_and_removes_none(store: Store) -> None:
    release(store, {"asthma": "Words.", "fever": "Words."})
    scoped = release(store, {"asthma": "Edited."}, at=NOON + DAY, scope=SCOPED)
    assert ids_and_words(store) == {"asthma": "Edited.", "fever": "Words."}
    assert (scoped.counts.discovered, scoped.counts.records, scoped.scope) == (1, 2, SCOPED)


def test_rejections_of_the_run_are_sorted_by_url(store: Store) -> None:
    run = begin(store)
    for slug in ("walled", "broken"):
        store.finish_rejected(run, url_of(slug), rejection(slug))
    first = store.accept(run, NOON)
    assert list(store.rejections(first)) == [rejection("broken").to_line(), rejection("walled").to_line()]
    assert list(store.rejections(release(store, {}, at=NOON + DAY))) == []


@pytest.mark.parametrize("order", [("asthma", "alias", "zoster"), ("zoster", "alias", "asthma")])
def test_the_same_url_stands_for_a_topic_in_any_order(store: Store, order: tuple[str, ...]) -> None:
    run = begin(store)
    for slug in order:
        record = topic("asthma", slug)
        store.finish_topic(run, url_of(slug), record)
    assert store.accept(run, NOON).counts.duplicate == 2
    assert ids_and_words(store) == {"asthma": "asthma"}


def test_without_the_canonical_url_the_first_in_order_stands(store: Store) -> None:
    run = begin(store)
    verdicts = [store.finish_topic(run, url_of(slug), topic("asthma", slug)) for slug in ("zoster", "alias", "bee")]
    assert verdicts == [True, True, False]
    store.accept(run, NOON)
    assert ids_and_words(store) == {"asthma": "alias"}


def test_the_first_outcome_of_a_url_stands(store: Store) -> None:
    run = begin(store)
    assert store.finish_topic(run, url_of("asthma"), topic("asthma"))
    assert store.finish_topic(run, url_of("asthma"), topic("asthma", "Later."))
    store.finish_rejected(run, url_of("asthma"), rejection("asthma"))
    store.finish_rejected(run, url_of("walled"), rejection("walled"))
    assert not store.finish_topic(run, url_of("walled"), topic("walled"))
    counts = store.accept(run, NOON).counts
    assert (counts.discovered, counts.new, counts.rejected) == (2, 1, 1)
    assert ids_and_words(store) == {"asthma": "Words."}


def test_only_outcomes_without_a_record_are_taken_as_such(store: Store) -> None:
    with pytest.raises(ValueError, match="new"):
        store.finish_other(begin(store), url_of("asthma"), Outcome.NEW, 200, "", NOON)


def test_a_page_is_committed_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(store)
    with monkeypatch.context() as patch:
        patch.setattr("medscrape.store.records.deflated", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.finish_topic(run, url_of("asthma"), topic("asthma"), found=[url_of("twin")])
    assert store.finished(run) == frozenset(store.pending(run)) == frozenset()
    assert list(store.known_pages()) == []
    assert store.finish_topic(run, url_of("asthma"), topic("asthma"))


def test_a_page_that_did_not_change_takes_little_room(store: Store) -> None:
    words = "".join(map(str, range(2_000)))
    sizes = []
    for day in range(3):
        release(store, {f"t{number}": f"{number} {words}" for number in range(100)}, at=NOON + day * DAY)
        ((pages, free),) = store._database.rows("SELECT * FROM pragma_page_count, pragma_freelist_count")
        sizes.append(4096 * (pages - free))
    assert sizes[0] > 300_000
    assert sizes[2] - sizes[1] < 100 * 300


# --- the frontier


def test_the_frontier_remembers_what_is_left(store: Store) -> None:
    run = begin(store)
    store.discover(run, map(url_of, ("fever", "asthma", "fever")))
    store.finish_topic(run, url_of("asthma"), topic("asthma"), found=[url_of("twin"), url_of("asthma")])
    store.discover(run, [url_of("asthma")])
    assert store.finished(run) == {url_of("asthma")}
    assert list(store.pending(run)) == [url_of("fever"), url_of("twin")]


def test_outcomes_may_be_committed_while_the_pending_urls_are_read(store: Store) -> None:
    run = begin(store)
    urls = [url_of(f"t{number:03}") for number in range(450)]
    store.discover(run, urls)
    met = []
    for url in store.pending(run):
        met.append(url)
        store.finish_other(run, url, Outcome.NOT_TOPIC, 200, "", NOON)
    assert met == urls
    assert len(store.finished(run)) == 450


def test_known_pages_are_the_newest_bodies_also_of_runs_without_a_release(store: Store) -> None:
    release(store, {"asthma": "Words.", "fever": "Words."})
    run = begin(store, at=NOON + DAY)
    edited = topic("asthma", "Many more words.", at=NOON + DAY)
    store.finish_topic(run, url_of("asthma"), edited)
    store.interrupt(run)
    asthma, fever = store.known_pages()
    assert (asthma.url, asthma.topic_id, asthma.provenance) == (edited.url, edited.id, edited.provenance)
    assert fever.provenance.fetched_at == NOON


# --- beginning, resuming, giving up


def states(store: Store, output: Path) -> dict[str, str]:
    connection = sqlite3.connect(output / "store" / "store.sqlite")
    try:
        return dict(connection.execute("SELECT id, state FROM run"))
    finally:
        connection.close()


def test_an_interrupted_run_of_the_same_scope_is_resumed(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        run = begin(store)
        store.discover(run, map(url_of, ("asthma", "fever")))
        store.finish_topic(run, url_of("asthma"), topic("asthma", run=run.id))
        store.interrupt(run)
    with open_store(tmp_path) as store:
        resumed = begin(store, FULL.model_copy(update={"languages": ("es", "en")}), NOON + timedelta(hours=11))
        assert (resumed.id, resumed.started_at, run.resumed, resumed.resumed) == (run.id, NOON, False, True)
        assert list(store.pending(resumed)) == [url_of("fever")]
        store.finish_topic(resumed, url_of("fever"), topic("fever", run=run.id))
        assert store.accept(resumed, NOON).counts.new == 2


def test_a_run_is_as_old_as_its_last_page(store: Store) -> None:
    run = begin(store)
    store.finish_topic(run, url_of("asthma"), topic("asthma", at=NOON + timedelta(hours=6)))
    assert begin(store, at=NOON + timedelta(hours=17)).id == run.id


@pytest.mark.parametrize("later", [timedelta(hours=13), timedelta(hours=-13)])
def test_an_old_run_is_abandoned(store: Store, tmp_path: Path, later: timedelta) -> None:
    old = begin(store)
    store.finish_topic(old, url_of("asthma"), topic("asthma", "Old."))
    fresh = begin(store, at=NOON + later)
    assert not fresh.resumed
    assert states(store, tmp_path) == {old.id: "abandoned", fresh.id: "running"}
    assert store.accept(fresh, NOON).counts.records == 0
    with pytest.raises(StoreError, match="abandoned"):
        store.accept(old, NOON)


def test_a_run_of_another_scope_does_not_end_an_interrupted_one(store: Store) -> None:
    full = begin(store)
    scoped = begin(store, SCOPED, NOON + timedelta(minutes=1))
    assert scoped.id > full.id
    assert begin(store, at=NOON + timedelta(minutes=2)).id == full.id


def test_a_run_that_another_release_has_overtaken_is_abandoned(store: Store, tmp_path: Path) -> None:
    full = begin(store)
    store.finish_topic(full, url_of("asthma"), topic("asthma", "Old."))
    release(store, {"asthma": "New."}, at=NOON + timedelta(hours=1), scope=SCOPED)
    assert not begin(store, at=NOON + timedelta(hours=2)).resumed
    assert states(store, tmp_path)[full.id] == "abandoned"
    assert ids_and_words(store) == {"asthma": "New."}


def test_run_ids_are_time_stamps_that_only_grow(store: Store) -> None:
    moments = (NOON, NOON, NOON - DAY, NOON + timedelta(seconds=1), NOON + DAY)
    ids = [release(store, {}, at=moment).run_id for moment in moments]
    assert ids[0] == "20261123T120000Z"
    assert ids[-1] == "20261124T120000Z"
    assert all(earlier < later for earlier, later in zip(ids, ids[1:], strict=False))


# --- acceptance is one transaction


def test_an_incomplete_run_is_not_accepted(store: Store) -> None:
    first = release(store, {"asthma": "Words."})
    run = begin(store, at=NOON + DAY)
    store.discover(run, [url_of("fever")])
    store.finish_topic(run, url_of("asthma"), topic("asthma", "Edited."))
    with pytest.raises(IncompleteRunError, match="URLs without an outcome: 1"):
        store.accept(run, NOON + DAY)
    assert store.last_release() == first
    assert begin(store, at=NOON + DAY).id == run.id


def judging(gates: Callable[[Comparison], tuple[Gate, ...]]) -> Judge:
    return dataclasses.replace(NO_JUDGE, gates=gates)


def gate(*, passed: bool) -> Gate:
    return Gate(name="topics", passed=passed, figure=0.5, threshold=0.9, detail="Half of the topics vanished.")


def test_the_judge_sees_the_differences_and_its_verdicts_are_kept(store: Store) -> None:
    release(store, {"asthma": "Words.", "edited": "Words."})
    run = begin(store, at=NOON + DAY)
    for slug, words in {"asthma": "Words.", "edited": "Edited.", "new": "Words."}.items():
        store.finish_topic(run, url_of(slug), topic(slug, words))
    seen: list[tuple[str, str | None, str | None]] = []

    def gates(comparison: Comparison) -> tuple[Gate, ...]:
        for step in comparison.steps():
            texts = [json.loads(line)["summary"]["text"] if line else None for line in (step.before, step.after)]
            seen.append((step.event.value, texts[0], texts[1]))
        assert comparison.counts.changed == comparison.counts.new == comparison.counts.unchanged == 1
        return (gate(passed=True),)

    assert store.accept(run, NOON + DAY, judging(gates)).gates == (gate(passed=True),)
    assert seen == [("updated", "Words.", "Edited."), ("added", None, None)]
    last = store.last_release()
    assert last
    assert last.gates == (gate(passed=True),)


def test_a_held_run_changes_nothing_and_is_no_baseline(store: Store, tmp_path: Path) -> None:
    first = release(store, {"asthma": "Words."})
    before = list(store.lines(first))
    run = begin(store, at=NOON + DAY)
    store.finish_topic(run, url_of("asthma"), topic("asthma", "Edited."))
    with pytest.raises(GateError, match=r"Half of the topics vanished\."):
        store.accept(run, NOON + DAY, judging(lambda _: (gate(passed=False),)))
    assert store.last_release() == first
    assert states(store, tmp_path)[run.id] == "held"
    second = release(store, {"asthma": "Words."}, at=NOON + 2 * DAY)
    assert second.counts.unchanged == 1
    assert list(store.lines(second)) == before


def test_a_failure_while_judging_undoes_everything(store: Store) -> None:
    run = begin(store)
    store.finish_topic(run, url_of("asthma"), topic("asthma"))

    def gates(_: Comparison) -> tuple[Gate, ...]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.accept(run, NOON, judging(gates))
    assert store.last_release() is None
    assert store.accept(begin(store), NOON).counts.new == 1


# --- one source, one schema, one run at a time


@pytest.mark.parametrize(
    "first, second, same",
    [
        (None, None, True),
        (None, "http://127.0.0.1:8000/", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:9000", True),
        ("http://[::1]:8000/a/", "http://[::1]:9000/a", True),
        ("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/b/", False),
        ("http://mirror.example:8000/", "http://mirror.example:9000/", False),
        ("https://Mirror.example/", "https://mirror.example:443/", True),
    ],
)
def test_a_store_belongs_to_one_source(tmp_path: Path, first: str | None, second: str | None, same: bool) -> None:
    with Store.open(tmp_path, Source(site="medlineplus", mirror=first)):
        pass
    other = Source(site="medlineplus", mirror=second)
    if same:
        with Store.open(tmp_path, other) as store:
            run = begin(store)
            assert run.source == other
    else:
        with pytest.raises(StoreError, match=r"holds medlineplus.*, not medlineplus.*another output folder"):
            Store.open(tmp_path, other)
        with Store.open(tmp_path, Source(site="medlineplus", mirror=first)):
            pass


def test_another_site_is_refused_with_both_names(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    with pytest.raises(StoreError, match="holds sample, not medlineplus"):
        Store.open(tmp_path, Source(site="medlineplus", mirror=None))


def store_file(output: Path) -> Path:
    return output / "store" / "store.sqlite"


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    connection = sqlite3.connect(store_file(tmp_path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = store_file(tmp_path).read_bytes()
    for attempt in (lambda: open_store(tmp_path), lambda: Store.read(tmp_path)):
        with pytest.raises(StoreError, match="newer schema 99.*Update medscrape"):
            attempt()
    assert store_file(tmp_path).read_bytes() == before


def test_an_older_store_climbs_the_ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path) as store:
        first = release(store, {"asthma": "Words."})
    rung = ("ALTER TABLE page ADD COLUMN note TEXT",)
    monkeypatch.setattr("medscrape.store.database.LADDER", (*schema.LADDER, rung))
    monkeypatch.setattr("medscrape.store.database.SCHEMA_NUMBER", schema.SCHEMA_NUMBER + 1)
    with pytest.raises(StoreError, match=r"older schema.*next crawl"):
        Store.read(tmp_path)
    with open_store(tmp_path) as store:
        assert store.last_release() == first
    with Store.read(tmp_path) as store:
        assert store.last_release() == first


def _not_sqlite(path: Path) -> None:
    path.write_bytes(b"Not a database. " * 400)


def _another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE letters (id)")
    connection.close()


def _a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [_not_sqlite, _another_program, _a_folder])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    store_file(tmp_path).parent.mkdir()
    spoil(store_file(tmp_path))
    with pytest.raises(StoreError, match="another output folder") as caught:
        open_store(tmp_path)
    assert str(store_file(tmp_path)) in str(caught.value)
    with pytest.raises(StoreError):
        open_store(tmp_path)


def read_all(output: Path) -> None:
    with Store.read(output) as store:
        last = store.last_release()
        assert last
        list(store.lines(last))


def test_a_damaged_store_says_so_when_it_is_read(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        release(store, {f"t{number}": "Words." * number for number in range(300)})
    content = bytearray(store_file(tmp_path).read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    store_file(tmp_path).write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        read_all(tmp_path)


def test_two_runs_exclude_each_other_and_readers_do_not_wait(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = release(store, {"asthma": "Words."})
        run = begin(store, at=NOON + DAY)
        store.finish_topic(run, url_of("asthma"), topic("asthma", "Edited."))
        with pytest.raises(StoreError, match=r"Another run \(process \d+\) is using"):
            open_store(tmp_path)
        with Store.read(tmp_path) as reader:
            assert reader.last_release() == first
            assert ids_and_words(reader) == {"asthma": "Words."}
    with open_store(tmp_path):
        pass


def test_reading_needs_a_store_and_takes_no_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in"):
        Store.read(tmp_path)
    with open_store(tmp_path):
        pass
    with Store.read(tmp_path) as store:
        assert store.last_release() is None
        with pytest.raises(StoreError, match="for reading"):
            begin(store)
        with pytest.raises(StoreError, match="cannot be read or written"):
            store._database.do("DELETE FROM run")


def test_a_store_in_a_folder_of_somebody_else_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path) as store:
        release(store, {"asthma": "Words."})
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Store.read(tmp_path) as store:
        assert ids_and_words(store) == {"asthma": "Words."}
        assert sorted(path.name for path in (tmp_path / "store").iterdir()) == ["lock", "store.sqlite"]


# --- the disk


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/medscrape"])
def test_an_output_folder_that_cannot_be_is_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError) as caught:
        open_store(tmp_path / place)
    assert "another output folder" in str(caught.value)
    assert (tmp_path / "file").read_text() == "mine"


def finish_topics(store: Store, run: Run, numbers: range, words: str = "Words.") -> None:
    for number in numbers:
        store.finish_topic(run, url_of(f"t{number}"), topic(f"t{number}", f"{number} {words}"))


def test_a_full_disk_costs_no_committed_page(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        run = begin(store)
        ((pages,),) = store._database.rows("PRAGMA page_count")
        store._database.do(f"PRAGMA max_page_count = {pages + 8}")
        with pytest.raises(StoreError, match="disk is full"):
            finish_topics(store, run, range(10_000))
        committed = len(store.finished(run))
        assert 0 < committed < 10_000
    with open_store(tmp_path) as store:
        resumed = begin(store)
        assert store.finished(resumed) == {url_of(f"t{number}") for number in range(committed)}
        finish_topics(store, resumed, range(committed, committed + 3))
        assert store.accept(resumed, NOON).counts.new == committed + 3


def test_a_kill_at_any_disk_call_loses_nothing_and_repeats_nothing() -> None:
    program = Path(__file__).with_name("store_kills.py")
    memory = Path("/dev/shm")  # what a killed process wrote is the same there, and hundreds of fsyncs cost nothing
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        done = subprocess.run([sys.executable, program, folder], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report.pop("kills") > 100
    assert report == {"different": [], "half": [], "fetched_after_commit": []}


def test_memory_stays_flat(store: Store) -> None:
    words = "".join(map(str, range(2_000)))
    for start in (0, 1_000):
        run = begin(store)
        finish_topics(store, run, range(start, start + 1_000), words)
        tracemalloc.start()
        last = accept(store, run, NOON, force=ANYWAY)
        written = sum(map(len, store.lines(last))) + sum(map(len, store.changes(last)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written > 20_000_000
        assert peak < 3_000_000


def test_resumption_can_be_switched_off(store: Store) -> None:
    run = begin(store)
    assert store.begin(FULL, NOON + timedelta(seconds=1), timedelta(0)).id != run.id
    assert store.begin(FULL, NOON + timedelta(seconds=1), HALF_A_DAY).resumed


def test_a_store_of_the_first_schema_goes_on(tmp_path: Path) -> None:
    """What was published before events were kept: the next run compares with it all the same."""
    record = topic("asthma", run="20261101T120000Z")
    origin = record.provenance.to_line()
    body = record.to_line()[: -len(b',"provenance":' + origin + b"}")] + b"}"
    store_file(tmp_path).parent.mkdir()
    connection = sqlite3.connect(store_file(tmp_path))
    for statement in schema.LADDER[0]:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    counts = Counts(**dict.fromkeys(Counts.model_fields, 1)).to_line().decode()
    digest, packed = hashlib.sha256(body).digest(), zlib.compress(body)
    rows = {
        "meta": ("source", SOURCE.to_line().decode()),
        "run": (
            "20261101T120000Z", "accepted", FULL.to_line().decode(), SOURCE.to_line().decode(), 0,
            "2026-11-01T12:00:00.000000+00:00", None,
        ),
        "release": (1, "20261101T120000Z", "2026-11-01T12:00:00.000000+00:00", counts, "[]", 1),
        "record": (1, digest, record.content_hash, packed),
        "page": (record.url, record.id, 1, origin.decode(), "20261101T120000Z"),
        "version": (record.id, 1, None, 1, origin.decode()),
    }  # fmt: skip
    for table, values in rows.items():
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    connection.commit()
    connection.close()
    with open_store(tmp_path) as store:
        assert list(store.lines(store.last_release())) == [record.to_line()]  # type: ignore[arg-type]
        second = release(store, {"asthma": "Edited.", "fever": "Words."})
        assert [(e.change.event.value, e.change.id) for e in store.events(1, second.seq)] == [
            ("updated", "sample/en/asthma"), ("added", "sample/en/fever"),
        ]  # fmt: skip
        run = begin(store, at=NOON + DAY)
        store.finish_topic(run, url_of("fever"), topic("fever"))
        store.finish_other(run, url_of("asthma"), Outcome.GONE, 404, "not found", NOON + DAY)
        assert accept(store, run, NOON + DAY).counts.records == 2
