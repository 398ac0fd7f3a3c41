"""What differs between two versions, as people see it: words, rows, places."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from edition_helpers import Visit, release
from hypothesis import given
from hypothesis import strategies as st
from report_helpers import link, section
from store_helpers import open_store, topic

from medscrape.changes import compare
from medscrape.models import Change, RichText
from medscrape.publishing import publish
from medscrape.reporting import Sides, places_between, report_data
from medscrape.reporting.places import area_name, place_name
from medscrape.reporting.redline import Mark, Passage, redline
from medscrape.reporting.rows import RowEvent, row_changes

WORDS = st.lists(st.sampled_from(["rest", "a", ",", ".", "\n", "drink", "añejo", "-"])).map(" ".join)


def said(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@given(WORDS, WORDS)
def test_a_redline_holds_both_texts_whole(before: str, after: str) -> None:
    parts = redline(before, after)
    old = ["".join(words for _, words in part.before) for part in parts if isinstance(part, Passage) and part.before]
    new = ["".join(words for _, words in part.after) for part in parts if isinstance(part, Passage) and part.after]
    same = sum(part.paragraphs for part in parts if not isinstance(part, Passage))
    assert len(old) + same == len(said(before))
    assert len(new) + same == len(said(after))
    assert all(paragraph in said(before) for paragraph in old)
    assert all(paragraph in said(after) for paragraph in new)
    for part in parts:
        if isinstance(part, Passage):
            both = [[words for mark, words in side if mark is Mark.SAME] for side in (part.before, part.after)]
            assert both[0] == both[1]


@given(WORDS)
def test_equal_texts_have_no_passage(text: str) -> None:
    assert not [part for part in redline(text, text) if isinstance(part, Passage)]


def test_a_paragraph_that_came_does_not_disturb_its_neighbours() -> None:
    first, middle, last = redline("One here.\nThree there.", "One here.\nTwo is new.\nThree there.")
    assert (first.paragraphs, last.paragraphs) == (1, 1)
    assert middle == Passage((), ((Mark.NEW, "Two is new."),))


def test_a_text_of_any_length_is_compared_soon() -> None:
    long = " ".join(f"word{number}" for number in range(5000))
    (passage,) = redline(long, f"{long} more")
    assert passage.before == ((Mark.GONE, long),)


# --- rows


def rows(*links: Any) -> list[dict[str, Any]]:
    return [orjson.loads(row.to_line()) for row in links]


def events(before: list[Any], after: list[Any]) -> list[tuple[str, str]]:
    return [(change.event.value, change.title) for change in row_changes(before, after)]


A, B = "https://a.example/", "https://b.example/"


def test_rows_are_added_removed_retargeted_and_edited() -> None:
    before = rows(link("Gone", A), link("Asthma basics", A + "1"), link("Edited", A + "2", labels=("pdf",)))
    after = rows(link("Asthma Basics", B), link("Edited", A + "2", organizations=("CDC",)), link("New", B + "3"))
    assert events(before, after) == [
        ("removed", "Gone"),
        ("edited", "Edited"),
        ("retargeted", "Asthma Basics"),
        ("added", "New"),
    ]
    edited = next(change for change in row_changes(before, after) if change.event is RowEvent.EDITED)
    assert [(detail.name, detail.before, detail.after) for detail in edited.details] == [
        ("organizations", "none", "CDC"),
        ("labels", "pdf", "none"),
    ]


def test_rows_of_one_address_are_matched_one_by_one() -> None:
    twice = rows(link("One", A), link("One", A))
    assert events(twice, twice[:1]) == [("removed", "One")]


def test_an_order_is_no_difference() -> None:
    both = rows(link("One", A), link("Two", B))
    assert events(both, both[::-1]) == []
    assert events(["a", "b"], ["b", "c"]) == [("removed", "a"), ("added", "c")]


# --- places


def as_record(**fields: Any) -> dict[str, Any]:
    record: dict[str, Any] = orjson.loads(topic("fever", **fields).to_line())
    return record


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Change, Sides]]:
    """Every event between the editions, with both versions."""
    output = tmp_path_factory.mktemp("differences")

    def found() -> Iterator[tuple[Change, Sides]]:
        with open_store(output) as store:
            for day, edition in enumerate((1, 2, 2)):
                last = release(store, Visit(edition, day))
            data = report_data(store, last, publish(store, last, output))
            for change in data.changes:
                if change.run_id != "20261123T120000Z":
                    yield change, data.sides(change)

    return list(found())


def test_the_store_gives_both_versions_of_every_event(differences: list[tuple[Change, Sides]]) -> None:
    assert differences
    for change, (before, after) in differences:
        assert (before and before["content_hash"], after and after["content_hash"]) == (change.before, change.after)


def test_the_places_shown_are_the_places_that_the_event_names(differences: list[tuple[Change, Sides]]) -> None:
    for change, (before, after) in differences:
        if before and after:
            assert sorted(place.place for place in places_between(before, after)) == sorted(change.fields)


@pytest.mark.parametrize(
    "before, after, shown",
    [
        ({"title": "Fever"}, {"title": "High fever"}, "title"),
        ({"also_called": ("Ague",)}, {"also_called": ()}, "also_called"),
        ({"groups": ("B", "A")}, {"groups": ("A", "B")}, "groups"),
        ({"sections": (section(link("A", A), heading="H"),)}, {"sections": ()}, "sections[other:H]"),
        ({"sections": (section(heading="H", text="A."),)}, {"sections": (section(heading="H", text="B."),)}, None),
        (
            {"sections": (section(heading="1"), section(heading="2"))},
            {"sections": (section(heading="2"), section(heading="1"))},
            "sections",
        ),
        ({"summary": None}, {}, "summary"),
    ],
)
def test_every_kind_of_place_shows_something(before: dict[str, Any], after: dict[str, Any], shown: str | None) -> None:
    one, other = as_record(**before), as_record(**after)
    difference = compare(one, other)
    assert difference
    places = places_between(one, other)
    assert sorted(place.place for place in places) == list(difference.fields)
    assert shown is None or shown in difference.fields
    assert all(place.words or place.rows or place.note for place in places)


def test_links_inside_a_summary_are_compared_too() -> None:
    def summary(url: str) -> dict[str, Any]:
        return as_record(
            summary=RichText(
                html=f'<p>See <a href="{url}">this</a>.</p>', text="See this.", attribution=(), license=None
            )
        )

    (place,) = places_between(summary(A), summary(B))
    (row,) = place.rows
    assert (row.event, row.url_before, row.url) == (RowEvent.RETARGETED, A, B)
    assert not place.words


def test_markup_alone_is_said_to_be_that() -> None:
    def summary(html: str) -> dict[str, Any]:
        return as_record(summary=RichText(html=html, text="Rest.", attribution=(), license=None))

    (place,) = places_between(summary("<p>Rest.</p>"), summary("<p><strong>Rest.</strong></p>"))
    assert place.note
    assert "emphasis" in place.note


def test_places_are_named_for_people_in_both_languages() -> None:
    assert place_name("sections[start_here].links", "es") == "Comience aquí: enlaces"
    assert area_name("sections[other:Cantos#2].text", "es") == "Cantos"
    assert place_name("sections[start_here]") == "Start Here"
    assert place_name("a_field_of_tomorrow") == "a field of tomorrow"
