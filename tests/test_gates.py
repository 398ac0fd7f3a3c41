"""The gates: what holds a release back, what does not, and what a person is told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from edition_helpers import AT_ONCE, Alter, Visit, crawl, lines, release, site
from page_edits import real_edits
from store_helpers import FULL, NOON, begin, open_store, rejection, topic, url_of

from medscrape.errors import GateError, UsageError
from medscrape.gates import Census, Concerned, Limits, Outline, Survey, judge, outline_of
from medscrape.models import Gate, Significance
from medscrape.publishing import publish
from medscrape.releasing import Acceptance, Rules, accept
from medscrape.sample_site import EDITION_2_PLAN, SamplePage
from medscrape.sample_site.editions import pages_of
from medscrape.store import BY_HAND, Store

PATHS = list(site(1).topic_paths())
MAINTENANCE = site(1).get("/featherfinger.html")
Html = Callable[[str], str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        release(opened, Visit())
        yield opened


def served(html: Html, count: int = len(PATHS)) -> Alter:
    """A server that gives the first pages otherwise."""
    some = set(PATHS[:count])
    return lambda path, page: replace(page, body=html(page.body.decode()).encode()) if path in some else page


def answering(answer: SamplePage, count: int = len(PATHS)) -> Alter:
    return lambda path, page: answer if path in set(PATHS[:count]) else page


def status(number: int) -> SamplePage:
    return SamplePage(number, "text/html", b"")


def failing(store: Store, visit: Visit) -> dict[str, Gate]:
    """The gates that hold a run, by name; the last release must be as it was."""
    before, last = list(lines(store)), store.last_release()
    run = crawl(store, visit)
    with pytest.raises(GateError) as caught:
        accept(store, run, visit.at, AT_ONCE)
    assert caught.value.exit_code == 3
    assert (list(lines(store)), store.last_release()) == (before, last)
    first, *found = str(caught.value).split("\n")
    assert first == "The old release stays in place:"
    assert len(found) < 20
    seen: dict[str, Gate] = {}
    with pytest.raises(GateError):
        accept(store, crawl(store, replace(visit, day=visit.day + 1)), visit.at, AT_ONCE)
    forced = accept(store, crawl(store, replace(visit, day=visit.day + 2)), visit.at, AT_ONCE, Acceptance("x", "y"))
    for gate in forced.gates:
        if not gate.passed:
            seen[gate.name] = gate
    assert found == [f"- {gate.detail}" for gate in seen.values()]
    return seen


# --- what holds


def test_a_maintenance_page_for_everything(store: Store) -> None:
    gates = failing(store, Visit(day=1, alter=answering(MAINTENANCE)))
    assert set(gates) == {"rejected"}
    assert gates["rejected"].detail.startswith("55 of 55 pages gave no record (100 %; allowed: 5 %), such as https://")


def test_an_index_that_lost_half_of_its_rows(store: Store) -> None:
    gates = failing(store, Visit(day=1, rows=lambda paths: paths[::2]))
    assert set(gates) == {"listed"}
    assert gates["listed"].detail.startswith("27 of 55 rows of the index pages are missing (49 %; allowed: 10 %), such")


def test_new_words_on_all_pages(store: Store) -> None:
    gates = failing(
        store,
        Visit(
            day=1,
            alter=served(lambda html: html.replace('class="syndicate"><', 'class="syndicate"><p>Sponsored.</p><')),
        ),
    )
    assert set(gates) == {"changed"}
    assert (gates["changed"].figure, gates["changed"].threshold) == (round(53 / 55, 4), 0.5)


def test_a_template_without_organizations(store: Store) -> None:
    def without(html: str) -> str:
        return re.sub(r'<span class="orgs">.*?</span>', "", html, flags=re.S)

    gates = failing(store, Visit(day=1, alter=served(without)))
    assert set(gates) == {"changed", "fill[links.organizations]"}
    detail = gates["fill[links.organizations]"].detail
    assert re.match(r"links\.organizations is filled on \d topics, 5\d before \(\d+ % less; allowed: 20 %\)", detail)
    assert detail.endswith(", such as sample/en/backwardsyawn, sample/en/balloonears, sample/en/buttonfatigue.")


def test_a_template_without_summaries(store: Store) -> None:
    def without(html: str) -> str:
        return re.sub(r'<section id="topsum_section".*?</section>', "", html, flags=re.S)

    gates = failing(store, Visit(day=1, alter=served(without)))
    assert {"changed", "fill[summary]", "text"} <= set(gates)
    assert gates["text"].figure < -0.1


def test_words_that_no_field_holds(store: Store) -> None:
    advert = '<article><div class="page-info"><p>Twelve quite unexpected words are on top of all pages.</p>'
    gates = failing(store, Visit(day=1, alter=served(lambda html: html.replace("<article>", advert))))
    assert "unmapped" in gates
    assert gates["unmapped"].detail.startswith("No field holds ")


def test_topics_that_are_no_topics_any_more(store: Store) -> None:
    gates = failing(store, Visit(day=1, alter=answering(status(404), 6)))
    assert set(gates) == {"vanished"}
    assert gates["vanished"].detail.startswith("6 of 55 topics are gone (11 %; allowed: 10 %), such as sample/")


@pytest.mark.parametrize(
    "answer, most, name", [(status(500), 1, "failed"), (MAINTENANCE, 2, "rejected"), (status(404), 5, "vanished")]
)
def test_few_pages_do_not_hold_a_release(store: Store, answer: SamplePage, most: int, name: str) -> None:
    before = list(lines(store))
    with pytest.raises(GateError) as caught:
        release(store, Visit(day=1, alter=answering(answer, most + 1)))
    assert len(str(caught.value).split("\n")) == 2
    passed = release(store, Visit(day=2, alter=answering(answer, most)))
    assert list(lines(store)) == before
    (gate,) = (gate for gate in passed.gates if gate.name == name)
    assert (gate.figure, gate.passed) == (round(most / 55, 4), True)


# --- what does not


def test_an_edited_page_passes(store: Store) -> None:
    page = next(page for page in pages_of(1) if page.path == "/glimmerfever.html")
    for day, edit in enumerate(real_edits(page), start=1):

        def alter(path: str, served: SamplePage, body: bytes = edit.body) -> SamplePage:
            return replace(served, body=body) if path == "/glimmerfever.html" else served

        assert all(gate.passed for gate in release(store, Visit(day=day, alter=alter)).gates)


def test_routine_on_all_pages_passes(store: Store) -> None:
    def next_year(html: str) -> str:
        return re.sub(
            r'(DC.Date.Modified" content=")\d{4}',
            r"\g<1>2031",
            re.sub(r"(Last updated [^,<]*, )\d{4}", r"\g<1>2031", html),
        )

    last = release(store, Visit(day=1, alter=served(next_year)))
    events = [event.change for event in store.events(last.seq, last.seq)]
    assert len(events) > 20
    assert {change.significance for change in events} == {Significance.ROUTINE}


def small(store: Store, pages: dict[str, str], day: int) -> tuple[Gate, ...]:
    at = NOON + timedelta(days=day)
    run = begin(store, FULL, at)
    for slug, words in pages.items():
        if words:
            store.finish_topic(run, url_of(slug), topic(slug, words, at=at))
        else:
            store.finish_rejected(run, url_of(slug), rejection(slug, at))
    return accept(store, run, at).gates


@pytest.mark.parametrize(
    "pages, changed, rejected, holds",
    [
        (20, 1, 0, False),
        (20, 10, 0, False),
        (20, 11, 0, True),
        (4, 4, 0, False),
        (5, 5, 0, True),
        (1, 1, 0, False),
        (20, 0, 2, False),
        (20, 0, 3, True),
        (2, 0, 1, False),
        (2, 0, 2, True),
        (1, 0, 1, True),
    ],
)
def test_small_collections(tmp_path: Path, pages: int, changed: int, rejected: int, holds: bool) -> None:
    slugs = [f"t{number:02}" for number in range(pages)]
    after = (
        dict.fromkeys(slugs, "Words.") | dict.fromkeys(slugs[:changed], "Other.") | dict.fromkeys(slugs[:rejected], "")
    )
    with open_store(tmp_path) as store:
        small(store, dict.fromkeys(slugs, "Words."), 0)
        if holds:
            with pytest.raises(GateError):
                small(store, after, 1)
        else:
            small(store, after, 1)


# --- the first release


def test_the_first_release_has_no_baseline(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        gates = release(store, Visit()).gates
    assert [gate.name for gate in gates] == [
        "topics", "listed", "vanished", "failed", "rejected", "changed", "fill", "text", "unmapped",
    ]  # fmt: skip
    assert all(gate.passed and gate.figure == 0 for gate in gates)


@pytest.mark.parametrize("answer, name", [(status(500), "failed"), (MAINTENANCE, "rejected"), (status(404), "topics")])
def test_the_first_release_needs_topics_and_answers(tmp_path: Path, answer: SamplePage, name: str) -> None:
    with open_store(tmp_path) as store:
        with pytest.raises(GateError, match="The release has 0 topics"):
            release(store, Visit(alter=answering(answer)))
        assert store.last_release() is None
        forced = release(store, Visit(day=1, alter=answering(answer)), force=Acceptance("Ann", "It is a test."))
        assert name in {gate.name for gate in forced.gates if not gate.passed}


def test_a_larger_scope_than_before_is_no_growth(tmp_path: Path) -> None:
    scoped = FULL.model_copy(update={"limit": 2})
    with open_store(tmp_path) as store:
        run = begin(store, scoped)
        for slug in ("a", "b"):
            store.finish_topic(run, url_of(slug), topic(slug))
        accept(store, run, NOON)
        small(store, {f"t{number}": "Words." for number in range(50)} | {"a": "Words.", "b": "Words."}, 1)
        with pytest.raises(GateError, match=r"The release has 153 topics, 52 before \(growth allowed: 100 %\)"):
            small(store, {f"u{number}": "Words." for number in range(101)} | {"a": "Words.", "b": "Words."}, 2)


# --- after a held run


def test_after_a_held_run_a_good_one_tells_the_changes_since_the_last_release(store: Store) -> None:
    broken: Alter = served(lambda html: html.replace('class="syndicate"><', 'class="syndicate"><p>Sponsored.</p><'))
    with pytest.raises(GateError):
        release(store, Visit(1, day=1, alter=broken))
    assert [event.change.run_id for event in store.events(1, 99)] == ["20261123T120000Z"] * 55
    good = release(store, Visit(2, day=2))
    found = {(event.change.event.value, event.change.id) for event in store.events(good.seq, good.seq)}
    assert found == {(change.event, change.id) for change in EDITION_2_PLAN if change.event != "removed"}


def test_somebody_may_let_a_release_pass_and_is_named(store: Store, tmp_path: Path) -> None:
    visit = Visit(
        day=1, alter=served(lambda html: html.replace('class="syndicate"><', 'class="syndicate"><p>Sponsored.</p><'))
    )
    forced = release(store, visit, force=Acceptance("Ann", "The sponsor is real."))
    assert forced.counts.changed == 53
    publish(store, forced, tmp_path)
    gates = {gate["name"]: gate for gate in orjson.loads((tmp_path / "manifest.json").read_bytes())["gates"]}
    assert not gates["changed"]["passed"]
    assert gates[BY_HAND] == {
        "name": BY_HAND, "passed": True, "figure": 1.0, "threshold": 0.0,
        "detail": "Ann let the release pass: The sponsor is real.",
    }  # fmt: skip
    assert release(store, replace(visit, day=2)).counts.unchanged == 55


def test_nobody_is_named_where_all_gates_passed(store: Store) -> None:
    gates = release(store, Visit(day=1), force=Acceptance("Ann", "In case.")).gates
    assert all(gate.passed for gate in gates)
    assert BY_HAND not in {gate.name for gate in gates}


# --- limits and figures


def test_limits_come_from_settings() -> None:
    settings = {"MEDSCRAPE_GATE_CHANGED": "0.9", "MEDSCRAPE_GATE_FEW": 7, "OTHER": "x", "MEDSCRAPE_GATE_FILL": None}
    assert Limits.from_settings(settings) == Limits(changed=0.9, few=7)


@pytest.mark.parametrize(
    "name, value", [("CHANGED", "much"), ("CHANGED", -1), ("FEW", "1.5"), ("TEXT", "nan"), ("TEXT", "inf")]
)
def test_a_limit_is_a_number(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"MEDSCRAPE_GATE_{name} is a (whole )?number from 0 up"):
        Limits.from_settings({f"MEDSCRAPE_GATE_{name}": value})


def test_other_limits_hold_other_releases(store: Store) -> None:
    strict = Rules(limits=Limits(changed=0.01, few_changed=0))
    with pytest.raises(GateError, match="topics have other words or links"):
        release(store, Visit(2, day=1), strict)


QUIET = Census(
    discovered=100, failed=Concerned(0), rejected=Concerned(0), rejected_before=0, known=100, vanished=Concerned(0),
    changed=Concerned(0), read_again=100, listed_before=100, listed=100, missing=(), topics_before=100, topics=100,
)  # fmt: skip


@pytest.mark.parametrize(
    "census, held",
    [
        (QUIET, set()),
        (replace(QUIET, failed=Concerned(1)), set()),
        (replace(QUIET, failed=Concerned(2)), {"failed"}),
        (replace(QUIET, rejected=Concerned(14), rejected_before=0.1), set()),
        (replace(QUIET, rejected=Concerned(16), rejected_before=0.1), {"rejected"}),
        (replace(QUIET, changed=Concerned(50)), set()),
        (replace(QUIET, changed=Concerned(51)), {"changed"}),
        (replace(QUIET, listed=150), set()),
        (replace(QUIET, listed=89), {"listed"}),
        (replace(QUIET, topics=200), set()),
        (replace(QUIET, topics=201), {"topics"}),
        (replace(QUIET, topics=0), {"topics"}),
        (replace(QUIET, vanished=Concerned(11), known=20), {"vanished"}),
    ],
)
def test_where_the_limits_are(census: Census, held: set[str]) -> None:
    assert {gate.name for gate in judge(census, Survey(), Limits()) if not gate.passed} == held


def survey(before: list[Outline], now: list[Outline]) -> Survey:
    made = Survey()
    made.count((f"t{number}", *pair) for number, pair in enumerate(zip(before, now, strict=True)))
    return made


def outline(*filled: str, text: int = 100, unmapped: int = 0) -> Outline:
    return Outline(filled, text, unmapped)


@pytest.mark.parametrize(
    "before, now, held",
    [
        ([outline("image")] * 10, [outline("image")] * 8 + [outline()] * 2, set()),
        ([outline("image")] * 10, [outline("image")] * 7 + [outline()] * 3, {"fill[image]"}),
        ([outline("image")] * 3 + [outline()] * 3, [outline()] * 3 + [outline("image")] * 3, set()),
        ([outline(text=100)] * 10, [outline(text=89)] * 10, {"text"}),
        ([outline(text=100)] * 10, [outline(text=112)] * 10, {"text"}),
        ([outline(text=100)] * 10, [outline(text=9)] * 2 + [outline(text=100)] * 8, set()),
        ([outline()] * 10, [outline(unmapped=2)] * 10, {"unmapped"}),
        ([outline(unmapped=5)] * 10, [outline(unmapped=6)] * 10, set()),
        ([outline()] * 10, [outline(unmapped=50)] * 2 + [outline()] * 8, set()),
    ],
)
def test_what_records_have_in_common(before: list[Outline], now: list[Outline], held: set[str]) -> None:
    assert {gate.name for gate in judge(QUIET, survey(before, now), Limits()) if not gate.passed} == held


def test_an_outline_measures_a_record() -> None:
    record = orjson.loads(topic("asthma", "Words.", quality={"unmapped_text": ("Lost.",), "warnings": ()}).to_line())
    found = outline_of(record)
    assert found == Outline(("summary", "title"), 6, 5)
    assert Outline.from_json(found.to_json()) == found
