"""What a difference means: places, weights, patches; properties over random edits."""

import copy
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from edition_helpers import parsed, site
from hypothesis import given, settings
from hypothesis import strategies as st

from medscrape.changes import apply, causes, compare, without_origin
from medscrape.models import Significance, content_hash_of
from medscrape.vocabulary.sites import SAMPLE

Record = dict[str, Any]
CONTENT, LINKS, ROUTINE = Significance.CONTENT, Significance.LINKS, Significance.ROUTINE


def record_of(path: str) -> Record:
    record: Record = orjson.loads(parsed(site(1).get(path).body, f"{SAMPLE.home}{path[1:]}").to_line())
    return record


RECORDS = [record_of(path) for path in site(1).topic_paths()]


def hashed(record: Record) -> Record:
    return record | {"content_hash": content_hash_of(record)}


def edited(edit: Callable[[Record], Any], path: str = "/glimmerfever.html") -> tuple[Record, Record]:
    before = record_of(path)
    after = copy.deepcopy(before)
    edit(after)
    return before, hashed(after)


def section(record: Record, kind: str) -> Record:
    return next(s for s in record["sections"] if s["kind"] == kind)


# --- places and weights, one by one


EDITS: list[tuple[str, Callable[[Record], Any], tuple[str, ...], Significance]] = [
    (
        "a word of the summary",
        lambda r: r["summary"].update(text=r["summary"]["text"] + " More."),
        ("summary",),
        CONTENT,
    ),
    ("no summary", lambda r: r.update(summary=None), ("summary",), CONTENT),
    ("title", lambda r: r.update(title="Other"), ("title",), CONTENT),
    ("description", lambda r: r.update(description="Other"), ("description",), CONTENT),
    ("other names, turned around", lambda r: r["also_called"].reverse(), ("also_called",), CONTENT),
    ("language", lambda r: r.update(language="fr"), ("language",), CONTENT),
    ("running text", lambda r: r["sections"][0].update(text="New."), ("sections[start_here].text",), CONTENT),
    ("heading", lambda r: r["sections"][0].update(heading="Begin"), ("sections[start_here].heading",), CONTENT),
    ("a section goes", lambda r: r["sections"].pop(0), ("sections[start_here]",), CONTENT),
    ("row", lambda r: r["sections"][0]["links"].pop(), ("sections[start_here].links",), LINKS),
    (
        "organisation",
        lambda r: r["sections"][0]["links"][0].update(organizations=["Another"]),
        ("sections[start_here].links",),
        LINKS,
    ),
    ("group", lambda r: r["sections"][0].update(group="research"), ("sections[start_here].group",), LINKS),
    ("related topic", lambda r: r["related_topics"].pop(), ("related_topics",), LINKS),
    ("picture", lambda r: r.update(image=None), ("image",), LINKS),
    ("keywords", lambda r: r.update(keywords=["fever"]), ("keywords",), LINKS),
    ("translation", lambda r: r.update(translations=[]), ("translations",), LINKS),
    ("a field of a later version", lambda r: r.update(added_later=1), ("added_later",), LINKS),
    ("related topics, turned around", lambda r: r["related_topics"].reverse(), ("related_topics",), ROUTINE),
    ("rows, turned around", lambda r: r["sections"][0]["links"].reverse(), ("sections[start_here].links",), ROUTINE),
    ("sections, turned around", lambda r: r["sections"].reverse(), ("sections",), ROUTINE),
    ("date", lambda r: r.update(page_updated="2031-01-01"), ("page_updated",), ROUTINE),
    ("schema", lambda r: r.update(schema_version="1.1"), ("schema_version",), ROUTINE),
    ("quality", lambda r: r["quality"].update(unmapped_text=["Lost."]), ("quality",), ROUTINE),
    (
        "articles",
        lambda r: section(r, "journal_articles")["links"][0].update(title="Article"),
        ("sections[journal_articles].links",),
        ROUTINE,
    ),
    (
        "no articles",
        lambda r: r["sections"].remove(section(r, "journal_articles")),
        ("sections[journal_articles]",),
        ROUTINE,
    ),
]


@pytest.mark.parametrize("edit, fields, significance", [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_an_edit_has_its_place_and_its_weight(
    edit: Callable[[Record], Any], fields: tuple[str, ...], significance: Significance
) -> None:
    before, after = edited(edit)
    found = compare(before, after)
    assert found
    assert (found.fields, found.significance) == (fields, significance)
    assert (before["content_hash"] != after["content_hash"]) == (significance in {CONTENT, LINKS})
    assert apply(before, found.patch) == without_origin(after)
    assert compare(before, before) is None


@pytest.mark.parametrize(
    "old, new, significance",
    [
        ('<a href="https://a.example/1">Go</a>', '<a href="https://a.example/2">Go</a>', LINKS),
        ('<img src="https://a.example/1" alt="A">', '<img src="https://a.example/2" alt="A">', LINKS),
        ('<img src="https://a.example/1" alt="A">', '<img src="https://a.example/1" alt="B">', CONTENT),
        ("<p>10<sup>5</sup></p>", "<p>105</p>", CONTENT),
        ("<p>Rest.</p>", "<p><strong>Rest.</strong></p>", CONTENT),
    ],
)
def test_a_summary_with_the_same_text_may_still_differ(old: str, new: str, significance: Significance) -> None:
    before, after = edited(lambda r: r["summary"].update(html=new))
    before["summary"]["html"] = old
    found = compare(hashed(before), after)
    assert found
    assert (found.fields, found.significance) == (("summary",), significance)


def test_who_wrote_a_summary_is_content_and_where_that_leads_are_links() -> None:
    names = ({"name": "A", "url": "https://a.example/"}, {"name": "B", "url": None}, {"name": "A", "url": None})
    versions = [hashed(edited(lambda r, n=name: r["summary"].update(attribution=[n]))[1]) for name in names]
    weights = [compare(versions[0], other) for other in versions[1:]]
    assert [found.significance for found in weights if found] == [CONTENT, LINKS]


def test_only_the_origin_differs() -> None:
    before, after = edited(lambda r: r["provenance"].update(run_id="20261123T120000Z"))
    assert compare(before, after) is None


def test_a_hash_computed_in_another_way_is_no_silent_difference() -> None:
    before = record_of("/glimmerfever.html")
    found = compare(before, before | {"content_hash": "0" * 64})
    assert found
    assert (found.fields, found.significance, found.patch) == (("content_hash",), ROUTINE, ())


# --- which section is which


def other(heading: str | None, *titles: str, anchor: str | None = None, kind: str = "other") -> Record:
    blank = section(record_of("/glimmerfever.html"), "start_here")
    row = blank["links"][0]
    rows = [row | {"title": title, "url": f"https://a.example/{title}"} for title in titles]
    return blank | {"kind": kind, "heading": heading, "anchor": anchor, "links": rows, "group": None}


SONGS, PLAYS = other("Folk Songs", "one"), other("Plays", "two")
SECTIONS: list[tuple[list[Record], list[Record], tuple[str, ...]]] = [
    ([SONGS], [other("Folk Songs", "one", "more")], ("sections[other:Folk Songs].links",)),
    ([SONGS], [SONGS, PLAYS], ("sections[other:Plays]",)),
    ([SONGS, PLAYS], [PLAYS], ("sections[other:Folk Songs]",)),
    ([SONGS, PLAYS], [PLAYS, SONGS], ("sections",)),
    ([SONGS], [PLAYS], ("sections[other:Folk Songs]", "sections[other:Plays]")),
    ([SONGS], [SONGS | {"heading": "Folk Tunes"}], ("sections[other:Folk Tunes].heading",)),
    (
        [other("Songs", "one", anchor="a")],
        [other("Tunes", "two", anchor="a")],
        ("sections[other:Tunes].heading", "sections[other:Tunes].links"),
    ),
    ([other("Twice", "one"), other("Twice", "two")], [other("Twice", "two"), other("Twice", "one")], ("sections",)),
    ([other("Twice", "one"), other("Twice", "two")], [other("Twice", "two")], ("sections[other:Twice#2]",)),
    (
        [other("Twice", "one"), other("Twice", "two")],
        [other("Twice", "three"), other("Twice", "four")],
        ("sections[other:Twice#2].links", "sections[other:Twice].links"),
    ),
    ([other(None, "one", kind="games")], [other(None, "two", kind="games")], ("sections[games].links",)),
    (
        [other("Games", "one", kind="games")],
        [other("Games", "one", kind="games"), other("More Games", "two", kind="games")],
        ("sections[games:More Games]",),
    ),
]


@pytest.mark.parametrize("before, after, fields", SECTIONS)
def test_sections_of_one_kind_are_told_apart(
    before: list[Record], after: list[Record], fields: tuple[str, ...]
) -> None:
    one, two = (hashed(record_of("/glimmerfever.html") | {"sections": sections}) for sections in (before, after))
    found = compare(one, two)
    assert found
    assert found.fields == fields
    assert (one["content_hash"] != two["content_hash"]) == (found.significance is not ROUTINE)


# --- properties


words = st.text('abc é<&"\\/~', min_size=1, max_size=6)
lists = st.sampled_from(["keywords", "also_called", "alternate_titles", "mesh_headings", "groups"])


@st.composite
def edits(draw: st.DrawFn, record: Record) -> str:
    """Does something to a record, and says to which place; the place may be the same as before, with the same value."""
    kind = draw(st.sampled_from(["field", "list", "summary", "row", "shuffle", "related"]))
    if kind == "field":
        name = draw(st.sampled_from(["title", "description", "image", "page_updated", "rss_url"]))
        record[name] = draw(words)
        return name
    if kind == "list":
        name = draw(lists)
        record[name] = draw(st.lists(words, max_size=3))
        return name
    if kind == "summary":
        text = draw(words)
        record["summary"] = draw(st.none() | st.just({"html": text, "text": text, "attribution": [], "license": None}))
        return "summary"
    if kind == "related":
        record["related_topics"] = draw(st.permutations(record["related_topics"]))[: draw(st.integers(0, 9))]
        return "related_topics"
    found = draw(st.sampled_from(record["sections"]))
    if kind == "shuffle":
        found["links"] = draw(st.permutations(found["links"]))
    elif found["links"]:
        row = draw(st.integers(0, len(found["links"]) - 1))
        draw(
            st.sampled_from(
                [
                    lambda: found["links"].pop(row),
                    lambda: found["links"].insert(row, found["links"][row] | {"url": "https://new.example/"}),
                    lambda: found["links"][row].update(organizations=["Another"]),
                    lambda: found["links"][row].update(title="Another"),
                ]
            )
        )()
    return f"sections[{found['kind']}].links"


PLAIN = [record for record in RECORDS if len({s["kind"] for s in record["sections"]} - {"other"}) > 3]
for _record in PLAIN:
    _record["sections"] = [s for s in _record["sections"] if s["kind"] != "other"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_edits_are_found_where_they_were_made_and_the_patch_repeats_them(data: st.DataObject) -> None:
    before = hashed(copy.deepcopy(data.draw(st.sampled_from(PLAIN))))
    after = copy.deepcopy(before)
    places = {data.draw(edits(after)) for _ in range(data.draw(st.integers(0, 5)))}
    after = hashed(after)
    found = compare(before, after)
    if found is None:
        assert without_origin(before) == without_origin(after)
        return
    assert set(found.fields) <= places
    assert len(set(found.fields)) == len(found.fields)
    assert list(found.fields) == sorted(found.fields)
    untouched = places - set(found.fields)
    assert all(value_at(before, place) == value_at(after, place) for place in untouched)
    assert (before["content_hash"] != after["content_hash"]) == (found.significance in {CONTENT, LINKS})
    assert apply(before, orjson.loads(orjson.dumps(found.patch))) == without_origin(after)


def value_at(record: Record, place: str) -> Any:
    name, _, rest = place.partition("[")
    return section(record, rest.partition("]")[0])["links"] if rest else record[name]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(RECORDS), st.sampled_from(RECORDS))
def test_the_way_from_any_record_to_any_other(before: Record, after: Record) -> None:
    found = compare(before, after)
    assert (found is None) == (before is after)
    if found:
        assert apply(before, orjson.loads(orjson.dumps(found.patch))) == without_origin(after)
        assert len(set(found.fields)) == len(found.fields)


# --- causes


def test_the_parser_explains_all_a_part_or_nothing() -> None:
    before, by_parser = edited(lambda r: r.update(keywords=["new parser"]))
    by_both = hashed(copy.deepcopy(by_parser) | {"title": "Other"})
    told = {
        "all": [(c.is_parser, c.difference.fields) for c in causes(before, by_parser, by_parser)],
        "part": [(c.is_parser, c.difference.fields) for c in causes(before, by_both, by_parser)],
        "nothing": [(c.is_parser, c.difference.fields) for c in causes(before, by_both, before)],
        "unknown": [(c.is_parser, c.difference.fields) for c in causes(before, by_both, None)],
    }
    assert told == {
        "all": [(True, ("keywords",))],
        "part": [(True, ("keywords",)), (False, ("title",))],
        "nothing": [(False, ("keywords", "title"))],
        "unknown": [(False, ("keywords", "title"))],
    }
    first, second = causes(before, by_both, by_parser)
    assert apply(apply(before, first.difference.patch), second.difference.patch) == without_origin(by_both)
