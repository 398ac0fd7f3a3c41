"""Acceptance: which events a run brings, over the sample site and over small invented ones."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from edition_helpers import AT_ONCE, DAY, Visit, lines, release, site
from hypothesis import given, settings
from hypothesis import strategies as st
from page_edits import NO_OPS, RealEdit, real_edits
from rich.console import Console
from rich.table import Table
from store_helpers import ANYWAY, FULL, NOON, SCOPED, begin, open_store, rejection, topic, url_of

from medscrape.changes import apply, without_origin
from medscrape.errors import GateError
from medscrape.models import Change, ChangeEvent, Outcome, Scope, Topic
from medscrape.publishing import publish
from medscrape.releasing import Rules, accept
from medscrape.sample_site import EDITION_2_PLAN, SamplePage
from medscrape.sample_site.editions import pages_of
from medscrape.store import KnownPage, Release, Run, Store

PATIENT = Rules()
ENGLISH = Scope(languages=("en",), topics=(), limit=None)
Told = tuple[str, str, str | None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


def changes(store: Store, accepted: Release) -> list[Change]:
    """The lines that a release adds to `changes.jsonl`."""
    return [Change.model_validate_json(event.line) for event in store.events(accepted.seq, accepted.seq)]


def told(store: Store, accepted: Release) -> list[Told]:
    return [(c.event.value, c.id.rpartition("/")[2], c.previous_id and c.previous_id.rpartition("/")[2])
            for c in changes(store, accepted)]  # fmt: skip


def state(published: Iterable[bytes]) -> dict[str, dict[str, Any]]:
    return {record["id"]: without_origin(record) for record in map(orjson.loads, published)}


def replayed(before: dict[str, dict[str, Any]], found: Iterable[Change]) -> dict[str, dict[str, Any]]:
    """What a reader of `changes.jsonl` makes of the release before."""
    after = dict(before)
    for change in found:
        old = after.pop(change.previous_id or change.id, None)
        if change.patch is not None:
            after[change.id] = apply(old, change.patch)
    return after


# --- the sample site


def planned(names: Iterable[str]) -> list[tuple[Any, ...]]:
    wanted = set(names)
    return [(c.event, c.id, c.previous_id, c.significance, c.fields) for c in EDITION_2_PLAN if c.event in wanted]


def found(store: Store, accepted: Release) -> list[tuple[Any, ...]]:
    return [(c.event, c.id, c.previous_id, c.significance, c.fields) for c in changes(store, accepted)]


def test_the_editions_there_and_back(store: Store, tmp_path: Path) -> None:
    first = release(store, Visit(1, day=0))
    assert [c.event for c in changes(store, first)] == [ChangeEvent.ADDED] * 55
    assert found(store, release(store, Visit(1, day=1))) == []
    assert found(store, release(store, Visit(2, day=2))) == planned(["added", "moved", "updated"])
    assert found(store, release(store, Visit(2, day=3))) == planned(["removed"])
    back = [change[:2] for change in found(store, release(store, Visit(1, day=4)))]
    edits = [("updated", c.id) for c in EDITION_2_PLAN if c.event == "updated"]
    known = [
        ("restored", f"sample/{language}/{slug}")
        for language in ("en", "es")
        for slug in ("lanternthumb", "marblewink")
    ]
    assert back == sorted(edits + known, key=lambda change: change[1])
    gone = found(store, release(store, Visit(1, day=5)))
    assert [(event, topic_id.rpartition("/")[2]) for event, topic_id, *_ in gone] == [
        ("removed", "lanternfinger"), ("removed", "umbrellareflex"),
    ] * 2  # fmt: skip
    assert found(store, release(store, Visit(1, day=6))) == []
    assert state(lines(store)) == state(store.lines(first))


def test_patches_lead_from_release_to_release_and_lines_without_an_event_stay(store: Store, tmp_path: Path) -> None:
    before: dict[str, bytes] = {}
    for day, edition in enumerate((1, 2, 2, 1, 1)):
        accepted = release(store, Visit(edition, day=day))
        published = publish(store, accepted, tmp_path)
        after = {orjson.loads(line)["id"]: line for line in (tmp_path / "topics.jsonl").read_bytes().splitlines()}
        everything = list(map(Change.model_validate_json, (tmp_path / "changes.jsonl").read_bytes().splitlines()))
        assert published.files["changes.jsonl"].lines == len(everything)
        assert [(c.run_id, c.id) for c in everything] == sorted((c.run_id, c.id) for c in everything)
        mine = [c for c in everything if c.run_id == accepted.run_id]
        assert mine == changes(store, accepted)
        assert all(c.detected_at == accepted.accepted_at for c in mine)
        assert replayed(state(before.values()), mine) == state(after.values())
        touched = {c.id for c in mine} | {c.previous_id for c in mine}
        assert {i: line for i, line in before.items() if i not in touched} == {
            i: line for i, line in after.items() if i not in touched
        }
        assert {c.id: c.after for c in mine if c.after} == {
            c.id: orjson.loads(after[c.id])["content_hash"] for c in mine if c.after
        }
        before = after


def mutated(seed: int) -> tuple[dict[str, str], Any]:
    """A mutation for each page, and what serves it so."""
    chosen = {path: random.Random(f"{seed}{path}").choice(sorted(NO_OPS)) for path in site(1).topic_paths()}

    def alter(path: str, page: SamplePage) -> SamplePage:
        return replace(page, body=NO_OPS[chosen[path]](page.body.decode()).encode()) if path in chosen else page

    return chosen, alter


def test_edits_that_mean_nothing_make_no_event(store: Store) -> None:
    before = list(store.lines(release(store, Visit())))
    made: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for day in range(1, 5):
        chosen, alter = mutated(day)
        changed = [path for path in chosen if alter(path, site(1).get(path)) != site(1).get(path)]
        made.update(chosen[path] for path in changed)
        accepted = release(store, Visit(day=day, alter=alter))
        noticed.update(chosen[url_path(change.url)] for change in changes(store, accepted))
        assert list(store.lines(accepted)) == before
    show("Edits that mean nothing", made, noticed)
    assert made.total() >= 200
    assert len(made) == len(NO_OPS)
    assert noticed == {}


def url_path(url: str) -> str:
    return url.removeprefix("https://sample.invalid")


def test_every_real_edit_makes_the_expected_event(store: Store) -> None:
    release(store, Visit())
    pages = {page.path: page for page in pages_of(1) if page.path in set(site(1).topic_paths())}
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for day in range(1, 9, 2):
        edits = {path: one_of(list(real_edits(page)), f"{day}{path}") for path, page in pages.items()}

        def alter(path: str, page: SamplePage, edits: dict[str, RealEdit] = edits) -> SamplePage:
            return replace(page, body=edits[path].body) if path in edits else page

        events = {url_path(c.url): c for c in changes(store, release(store, Visit(day=day, alter=alter), force=ANYWAY))}
        back = release(store, Visit(day=day + 1), force=ANYWAY)
        assert {url_path(c.url): c.fields for c in changes(store, back)} == {p: c.fields for p, c in events.items()}
        for path, edit in edits.items():
            made[edit.name] += 1
            change = events[path]
            right[edit.name] += (change.event, change.fields, change.significance) == (
                ChangeEvent.UPDATED, edit.fields, edit.significance,
            )  # fmt: skip
    show("Real edits", made, right)
    assert made.total() >= 200
    assert right == made


def one_of(edits: list[RealEdit], seed: str) -> RealEdit:
    """An edit, each kind being as likely as any other."""
    chance = random.Random(seed)
    name = chance.choice(sorted({edit.name for edit in edits}))
    return chance.choice([edit for edit in edits if edit.name == name])


def show(title: str, made: Counter[str], noticed: Counter[str]) -> None:
    table = Table("edit", "made", "events as expected" if noticed else "events", title=title)
    for name in sorted(made):
        table.add_row(name, str(made[name]), str(noticed[name]))
    table.add_row("all", str(made.total()), str(noticed.total()))
    Console(width=80).print(table)


# --- small sites: what a run answers for each slug


Answers = dict[str, Any]


def visited(store: Store, answers: Answers, day: float, scope: Scope = FULL) -> Run:
    """A run in which each slug gives words, a status, a (status, slug) redirect, a topic or an outcome."""
    at = NOON + day * DAY
    run = begin(store, scope, at)
    for slug, answer in answers.items():
        url = url_of(slug)
        if isinstance(answer, str) and not isinstance(answer, Outcome):
            answer = topic(slug, answer, run=run.id, at=at)
        if isinstance(answer, Topic):
            store.finish_topic(run, url, answer)
        elif isinstance(answer, tuple):
            status, target = answer
            store.finish_other(run, url, Outcome.DUPLICATE, status, "leads on", at, leads_to=url_of(target))
        elif answer in {404, 410}:
            store.finish_other(run, url, Outcome.GONE, answer, "not found", at)
        elif answer is Outcome.REJECTED:
            store.finish_rejected(run, url, rejection(slug, at))
        else:
            store.finish_other(run, url, answer, None, "no answer", at)
    return run


def accepted(store: Store, answers: Answers, day: float, scope: Scope = FULL, rules: Rules = PATIENT) -> Release:
    run = visited(store, answers, day, scope)
    return accept(store, run, NOON + day * DAY, rules, ANYWAY)


def events(store: Store, answers: Answers, day: float, scope: Scope = FULL, rules: Rules = PATIENT) -> list[Told]:
    return told(store, accepted(store, answers, day, scope, rules))


ADDED = [("added", "a", None), ("added", "b", None)]
GONE = [("removed", "b", None)]


@pytest.fixture
def two(store: Store) -> Store:
    """A store with the topics a and b."""
    assert events(store, {"a": "Words.", "b": "Words."}, 0) == ADDED
    return store


@pytest.mark.parametrize("status", [404, 410])
def test_gone_on_two_complete_runs_a_day_apart(two: Store, status: int) -> None:
    assert events(two, {"a": "Words.", "b": status}, 1) == []
    assert events(two, {"a": "Words.", "b": status}, 1.9) == []
    last = accepted(two, {"a": "Words.", "b": status}, 2)
    assert told(two, last) == GONE
    assert (last.counts.gone, last.counts.records) == (1, 1)
    (removed,) = changes(two, last)
    assert (removed.patch, removed.after, removed.significance.value) == (None, None, "content")
    assert events(two, {"a": "Words.", "b": status}, 9) == []


def test_a_longer_or_no_time_between(two: Store) -> None:
    month = replace(PATIENT, removal_after=30 * DAY)
    assert events(two, {"a": "Words.", "b": 404}, 1, rules=month) == []
    assert events(two, {"a": "Words.", "b": 404}, 30, rules=month) == []
    assert events(two, {"a": "Words.", "b": 404}, 31, rules=month) == GONE
    assert events(two, {"a": 404}, 32, rules=AT_ONCE) == []
    assert events(two, {"a": 404}, 32.1, rules=AT_ONCE) == [("removed", "a", None)]


@pytest.mark.parametrize(
    "answer", [Outcome.REJECTED, Outcome.FAILED, Outcome.NOT_TOPIC, (302, "a"), (301, "elsewhere")]
)
def test_no_other_answer_is_an_update_or_a_removal(two: Store, answer: Any) -> None:
    before = list(lines(two))
    for day in range(1, 5):
        assert events(two, {"a": "Words.", "b": answer}, day, rules=AT_ONCE) == []
    assert list(lines(two)) == before


def test_what_says_nothing_between_two_absences_does_not_matter(two: Store) -> None:
    for day, answer in enumerate((404, Outcome.FAILED, Outcome.REJECTED), start=1):
        assert events(two, {"a": "Words.", "b": answer}, day) == []
    assert events(two, {"a": "Words.", "b": 404}, 5) == GONE


def test_a_page_that_was_there_between_begins_anew(two: Store) -> None:
    assert events(two, {"a": "Words.", "b": 404}, 1) == []
    assert events(two, {"a": "Words.", "b": "Words."}, 2) == []
    assert events(two, {"a": "Words.", "b": 404}, 3) == []
    assert events(two, {"a": "Words.", "b": 404}, 4) == GONE


def test_also_where_it_was_there_in_a_run_without_a_release(two: Store) -> None:
    assert events(two, {"a": "Words.", "b": 404}, 1) == []
    two.interrupt(visited(two, {"b": "Words."}, 2, SCOPED))
    assert events(two, {"a": "Words.", "b": 404}, 3) == []


@pytest.mark.parametrize("scope", [SCOPED, ENGLISH, FULL.model_copy(update={"limit": 9})])
def test_a_scoped_run_proves_and_removes_nothing(two: Store, scope: Scope) -> None:
    for day in range(1, 4):
        assert events(two, {"a": "Words.", "b": 404}, day, scope) == []
    assert events(two, {"a": "Words.", "b": 404}, 5) == []
    assert events(two, {"a": "Words.", "b": 404}, 7, scope) == []
    assert events(two, {"a": "Words.", "b": 404}, 9) == GONE


def test_a_held_or_interrupted_run_is_no_evidence(two: Store) -> None:
    with pytest.raises(GateError):
        accept(two, visited(two, {"a": 404, "b": 404}, 1), NOON + DAY, AT_ONCE)
    two.interrupt(visited(two, {"b": 404}, 2))
    assert events(two, {"a": "Words.", "b": 404}, 5) == []
    assert events(two, {"a": "Words.", "b": 404}, 6) == GONE


def test_a_topic_with_another_address_that_answers_is_not_gone(two: Store) -> None:
    alias = {"alias": topic("b", "Words.")}
    assert events(two, {"a": "Words.", "b": 404, **alias}, 1) == []
    for day in range(2, 5):
        assert events(two, {"a": "Words.", "b": 404, "alias": Outcome.FAILED}, day) == []
    assert events(two, {"a": "Words.", "b": 404, "alias": 404}, 5) == []
    assert events(two, {"a": "Words.", "b": 404, "alias": 404}, 6) == GONE


def test_what_comes_back_keeps_its_id_and_past(two: Store) -> None:
    for day in (1, 2):
        accepted(two, {"a": "Words.", "b": 404}, day)
    last = accepted(two, {"a": "Words.", "b": "Words."}, 3)
    assert told(two, last) == [("restored", "b", None)]
    (restored,) = changes(two, last)
    assert (restored.before, restored.fields) == (None, ())
    assert restored.patch == ({"op": "add", "path": "", "value": state(lines(two))["sample/en/b"]},)
    assert (last.counts.new, last.counts.unchanged, last.counts.records) == (1, 1, 2)
    assert [event.change.event.value for event in two.events_of("sample/en/b")] == ["added", "removed", "restored"]


# --- moves


@pytest.mark.parametrize("status, moves", [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_only_a_permanent_redirect_moves_a_topic(two: Store, status: int, moves: bool) -> None:
    last = accepted(two, {"a": "Words.", "b": (status, "c"), "c": "Words."}, 1)
    assert told(two, last) == ([("moved", "c", "b")] if moves else [("added", "c", None)])
    assert sorted(state(lines(two))) == [f"sample/en/{slug}" for slug in ("ac" if moves else "abc")]
    assert (last.counts.changed, last.counts.new, last.counts.duplicate) == ((1, 0, 1) if moves else (0, 1, 1))


def test_a_move_is_one_event_with_all_that_differs(two: Store) -> None:
    before = state(lines(two))
    last = accepted(two, {"a": "Words.", "b": (301, "c"), "c": "Other words."}, 1)
    (moved,) = changes(two, last)
    assert (moved.significance.value, moved.fields) == ("content", ("id", "summary", "title", "url"))
    assert replayed(before, [moved]) == state(lines(two))
    assert events(two, {"a": "Words.", "b": (301, "c"), "c": "Other words."}, 2) == []


def test_a_canonical_link_moves_a_topic(two: Store) -> None:
    assert events(two, {"a": "Words.", "b": topic("c", "Words.")}, 1) == [("moved", "c", "b")]
    assert events(two, {"a": "Words.", "b": topic("c", "Words."), "c": "Words."}, 2) == []


def test_a_chain_of_redirects_is_one_move_and_a_temporary_link_in_it_breaks_it(two: Store) -> None:
    chain = {"a": "Words.", "b": (301, "x"), "x": (308, "y"), "y": topic("c", "Words.")}
    assert events(two, chain | {"x": (302, "y")}, 1) == [("added", "c", None)]
    assert events(two, {"a": "Words.", "b": (301, "p"), "p": (301, "q"), "q": "Words."}, 2) == [("moved", "q", "b")]


def test_redirects_in_a_circle_move_nothing(two: Store) -> None:
    assert events(two, {"a": "Words.", "b": (301, "x"), "x": (301, "b")}, 1) == []


def test_of_two_topics_only_one_goes_on_at_an_address(two: Store) -> None:
    both = {"a": (301, "c"), "b": (301, "c"), "c": "Words."}
    assert events(two, both, 1) == [("moved", "c", "a")]
    assert events(two, both, 2) == GONE


def test_a_topic_that_merges_into_a_known_one_goes_on_evidence(two: Store) -> None:
    merged = {"a": "Words.", "b": (301, "a")}
    assert events(two, merged, 1) == []
    assert events(two, merged, 2) == GONE


def test_a_slug_that_vanishes_without_a_redirect_is_removed_and_added(two: Store) -> None:
    renamed = {"a": "Words.", "b": 404, "c": "Words."}
    assert events(two, renamed, 1) == [("added", "c", None)]
    assert events(two, renamed, 2) == GONE


def test_a_scoped_run_may_move_what_it_asked_for(two: Store) -> None:
    assert events(two, {"b": (301, "c"), "c": "Words."}, 1, SCOPED) == [("moved", "c", "b")]


def test_there_and_back(two: Store) -> None:
    assert events(two, {"a": "Words.", "b": (301, "c"), "c": "Words."}, 1) == [("moved", "c", "b")]
    assert events(two, {"a": "Words.", "b": "Words.", "c": (301, "b")}, 2) == [("moved", "b", "c")]


# --- the parser's part


def parsed_by(version: str, words: str, body: str | None = None, **fields: Any) -> Topic:
    made = topic("b", words, **fields)
    origin = {"parser_version": version, "sha256": made.provenance.sha256 if body is None else body * 64}
    return made.with_provenance(made.provenance.model_copy(update=origin))


def test_the_same_bytes_read_otherwise_are_reparsed(store: Store) -> None:
    accepted(store, {"b": parsed_by("1", "Words.", "a")}, 1, SCOPED)
    last = accepted(store, {"b": parsed_by("2", "Words, better.", "a")}, 2, SCOPED)
    (change,) = changes(store, last)
    assert (change.event.value, change.significance.value, change.fields) == ("reparsed", "parser", ("summary",))
    assert change.before != change.after


def rules_reading(record: Topic | None) -> tuple[Rules, list[KnownPage]]:
    asked: list[KnownPage] = []

    def reread(page: KnownPage) -> Topic | None:
        asked.append(page)
        return record

    return replace(PATIENT, reread=reread), asked


def both_parts(two: Store, now: Topic, reread: Topic | None) -> list[tuple[str, str, tuple[str, ...]]]:
    before = state(lines(two))
    rules, asked = rules_reading(reread)
    last = accepted(two, {"b": now}, 1, SCOPED, rules)
    assert [(page.topic_id, page.provenance.parser_version) for page in asked] == [("sample/en/b", "1")]
    assert replayed(before, changes(two, last)) == state(lines(two))
    return [(c.event.value, c.significance.value, c.fields) for c in changes(two, last)]


@pytest.mark.parametrize(
    "reread, told",
    [
        (parsed_by("2", "Edited.", title="Read better"), [("reparsed", "parser", ("summary", "title"))]),
        (
            parsed_by("2", "Words.", title="Read better"),
            [("reparsed", "parser", ("title",)), ("updated", "content", ("summary",))],
        ),
        (parsed_by("2", "Words."), [("updated", "content", ("summary", "title"))]),
        (None, [("updated", "content", ("summary", "title"))]),
    ],
    ids=["all", "a part", "nothing", "unknown"],
)
def test_the_old_body_read_again_explains(two: Store, reread: Topic | None, told: list[Any]) -> None:
    assert both_parts(two, parsed_by("2", "Edited.", title="Read better"), reread) == told


def test_a_new_parser_that_reads_the_same_makes_no_event(two: Store) -> None:
    rules, asked = rules_reading(None)
    assert events(two, {"b": parsed_by("2", "Words.")}, 1, SCOPED, rules) == []
    assert asked == []


def test_what_was_odd_about_a_page_is_routine(two: Store) -> None:
    odd = topic("b", "Words.", quality={"unmapped_text": ("Lost words.",), "warnings": ()})
    last = accepted(two, {"b": odd}, 1, SCOPED)
    (change,) = changes(two, last)
    assert (change.event.value, change.significance.value, change.fields, change.patch) == (
        "updated", "routine", ("quality",), (),
    )  # fmt: skip


# --- any history


answers = st.dictionaries(
    st.sampled_from("abcde"),
    st.one_of(
        st.sampled_from(["One.", "Two.", "Three."]),
        st.sampled_from([404, 410, Outcome.FAILED, Outcome.REJECTED, Outcome.NOT_TOPIC]),
        st.tuples(st.sampled_from([301, 302, 308]), st.sampled_from("abcdef")),
        st.tuples(st.just("canonical"), st.sampled_from("abcdef")),
    ),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(answers, st.sampled_from([FULL, FULL, SCOPED])), min_size=1, max_size=6))
def test_whatever_happens_the_changes_tell_the_releases(tmp_path_factory: Any, history: list[Any]) -> None:
    before: dict[str, dict[str, Any]] = {}
    with open_store(tmp_path_factory.mktemp("history")) as store:
        for day, (answered, scope) in enumerate(history):
            read = {
                slug: topic(answer[1], "Words.") if isinstance(answer, tuple) and answer[0] == "canonical" else answer
                for slug, answer in answered.items()
            }
            last = accepted(store, read, day, scope, AT_ONCE)
            after = state(lines(store))
            mine = changes(store, last)
            assert replayed(before, mine) == after
            assert len({c.id for c in mine}) == len(mine)
            counts = last.counts.model_dump()
            assert counts["records"] == len(after)
            assert counts["discovered"] == sum(v for k, v in counts.items() if k not in {"discovered", "records"})
            before = after
