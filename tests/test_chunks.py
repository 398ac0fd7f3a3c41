"""Chunks for retrieval: complete, bounded, with ids that stay, and refreshed by what a change touches and no more."""

import json
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from export_helpers import edited, public_topics, sample_topics
from hypothesis import given
from hypothesis import strategies as st

from medscrape import Topic
from medscrape.errors import UsageError
from medscrape.exporting import Chunk, Refresh, chunks_of, export, public_domain, refresh, refresh_after
from medscrape.exporting.chunks import LIMIT
from medscrape.exporting.splitting import pieces_of
from medscrape.models import Change, ChangeEvent, Significance
from medscrape.text import words

GLIMMER = next(topic for topic in public_topics() if topic.id == "medlineplus/en/glimmerfever")
SUMMARY = GLIMMER.id + "#summary/"


def by_id(topic: Topic) -> dict[str, Chunk]:
    return {chunk.id: chunk for chunk in chunks_of(topic)}


def with_summary(topic: Topic, *old_and_new: tuple[str, str]) -> Topic:
    """A record whose summary has other words."""

    def edit(record: dict[str, Any]) -> None:
        for old, new in old_and_new:
            for form in ("html", "text"):
                assert old in record["summary"][form]
                record["summary"][form] = record["summary"][form].replace(old, new)

    return edited(topic, edit)


def changed(before: Topic | None, after: Topic | None, event: ChangeEvent = ChangeEvent.UPDATED) -> Change:
    record = after or before
    assert record
    return Change(
        run_id="1", detected_at=datetime(2026, 11, 23, tzinfo=UTC), event=event, id=record.id,
        previous_id=before.id if before and before.id != record.id else None, url=record.url,
        significance=Significance.CONTENT, fields=(), patch=None,
        before=before.content_hash if before else None, after=after.content_hash if after else None,
    )  # fmt: skip


# --- what a chunk is


def test_a_chunk_says_where_it_stands_and_whose_words_it_holds() -> None:
    chunks = by_id(GLIMMER)
    cause = chunks[SUMMARY + "what_causes_glimmer_fever"]
    assert cause.heading_path == ("Glimmer Fever", "What causes glimmer fever?")
    assert cause.text.startswith("The usual cause is a glass of unstirred starlight.")
    assert cause.text.endswith("- A draft from a glitter factory")
    assert (cause.license, cause.credit) == ("public-domain", "Source: MedlinePlus, National Library of Medicine")
    assert (cause.language, cause.url, cause.part) == ("en", GLIMMER.url, "summary")
    links = chunks[GLIMMER.id + "#links/start_here"]
    assert links.heading_path == ("Glimmer Fever", "Start Here")
    assert links.text.startswith("- Glimmer Fever: The First Evening (National Institute of Glimmer and Glow)\n- ")
    assert (links.license, links.credit) == ("unknown", "")
    assert chunks[GLIMMER.id + "#names"].text == "Gleam sickness\nShimmer flu\nSparkle ague"


def test_ids_are_unique_and_texts_bounded_on_every_page() -> None:
    for topic in (*public_topics(), *sample_topics()):
        chunks = list(chunks_of(topic))
        assert len({chunk.id for chunk in chunks}) == len(chunks)
        assert all(0 < len(chunk.text) <= LIMIT for chunk in chunks)


def test_no_word_of_a_summary_is_lost() -> None:
    for topic in public_topics():
        held = " ".join(part for c in chunks_of(topic) if c.part == "summary" for part in (*c.heading_path[1:], c.text))
        assert topic.summary is None or sorted(set(words(topic.summary.text))) == sorted(set(words(held)))


def test_what_the_site_rotates_or_repeats_is_left_out() -> None:
    kept = {chunk.id.partition("#")[2].partition("/")[2] for topic in public_topics() for chunk in chunks_of(topic)}
    assert {"start_here", "symptoms"} <= kept
    assert not {"journal_articles", "disclaimers", "stay_connected", "other_languages"} & kept


def test_only_summaries_in_the_public_domain_where_no_more_is_wanted() -> None:
    record = public_domain(GLIMMER)
    assert record
    chunks = list(chunks_of(record))
    assert chunks == [chunk for chunk in chunks_of(GLIMMER) if chunk.part == "summary"]


def test_headings_that_repeat_or_follow_each_other() -> None:
    def edit(record: dict[str, Any]) -> None:
        headings = ["Care", "At home", "Care", "???", "Care", "Last"]
        levels = [3, 4, 3, 3, 3, 3]
        bodies = ["", "Rest.", "Water.", "Odd.", "Sleep.", ""]
        pairs = list(zip(headings, levels, bodies, strict=True))
        record["summary"]["html"] = "".join(f"<h{n}>{h}</h{n}>{f'<p>{b}</p>' * bool(b)}" for h, n, b in pairs)
        record["summary"]["text"] = "\n\n".join(part for h, _, b in pairs for part in (h, b) if part)

    places = {
        chunk.id.removeprefix(GLIMMER.id + "#"): (chunk.heading_path[1:], chunk.text)
        for chunk in chunks_of(edited(GLIMMER, edit))
        if chunk.part == "summary"
    }
    assert places == {
        "summary/care/at_home": (("Care", "At home"), "Rest."),
        "summary/care": (("Care",), "Water."),
        "summary/_": (("???",), "Odd."),
        "summary/care~2": (("Care",), "Sleep."),
        "summary/last": (("Last",), "Last"),
    }


# --- cutting


@given(st.text(alphabet="ab. !?\n-é", max_size=400), st.integers(1, 60))
def test_pieces_are_bounded_and_lose_nothing(text: str, limit: int) -> None:
    pieces = pieces_of(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text, limit, pieces",
    [
        ("One.\n\nTwo.\n\nThree.", 10, ["One.\n\nTwo.", "Three."]),
        ("- one\n- two\n- three", 12, ["- one\n- two", "- three"]),
        ('He asked "Why?" Then he left. Nobody, e.g. Dr. Fish, knew.', 32,
         ['He asked "Why?" Then he left.', "Nobody, e.g. Dr. Fish, knew."]),
        ("¿Qué es? ¡Nada!", 9, ["¿Qué es?", "¡Nada!"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("", 3, []),
    ],
)  # fmt: skip
def test_texts_are_cut_where_a_reader_would_pause(text: str, limit: int, pieces: list[str]) -> None:
    assert pieces_of(text, limit) == pieces


# --- what a change touches


def test_an_edit_touches_the_chunk_it_is_in() -> None:
    after = with_summary(GLIMMER, ("unstirred starlight", "stirred moonlight"))
    work = refresh_after(changed(GLIMMER, after), GLIMMER, after)
    assert [chunk.id for chunk in work.embed] == [SUMMARY + "what_causes_glimmer_fever"]
    assert "stirred moonlight" in work.embed[0].text
    assert work.delete == ()


def test_a_new_passage_touches_no_other() -> None:
    end = "The glow fades"
    after = with_summary(GLIMMER, (end, f"Wait.</p><h3>Is it rare?</h3><p>Very.</p><p>{end}"))
    after = edited(after, lambda record: record["summary"].update(text=_plain(record["summary"]["text"])))
    work = refresh_after(changed(GLIMMER, after), GLIMMER, after)
    assert [chunk.id for chunk in work.embed] == [SUMMARY + "how_is_glimmer_fever_treated", SUMMARY + "is_it_rare"]
    assert work.delete == ()
    back = refresh_after(changed(after, GLIMMER), after, GLIMMER)
    assert [chunk.id for chunk in back.embed] == [SUMMARY + "how_is_glimmer_fever_treated"]
    assert back.delete == (SUMMARY + "is_it_rare",)


def _plain(text: str) -> str:
    for tag in ("</p><h3>", "</h3><p>", "</p><p>"):
        text = text.replace(tag, "\n\n")
    return text


def test_a_change_elsewhere_touches_no_summary() -> None:
    def edit(record: dict[str, Any]) -> None:
        record["sections"][0]["links"].pop()
        record["sections"].append(record["sections"].pop(3))
        record["page_updated"] = "2026-01-01"
        record["keywords"] = ["new"]

    after = edited(GLIMMER, edit)
    work = refresh_after(changed(GLIMMER, after), GLIMMER, after)
    assert [chunk.id for chunk in work.embed] == [GLIMMER.id + "#links/start_here"]
    assert work.delete == ()
    assert refresh_after(changed(GLIMMER, after), GLIMMER, after, public_domain_only=True) == Refresh(
        embed=(), delete=()
    )


def test_topics_that_come_go_and_move() -> None:
    ids = tuple(by_id(GLIMMER))
    added = refresh_after(changed(None, GLIMMER, ChangeEvent.ADDED), None, GLIMMER)
    assert (tuple(chunk.id for chunk in added.embed), added.delete) == (ids, ())
    removed = refresh_after(changed(GLIMMER, None, ChangeEvent.REMOVED), GLIMMER, None)
    assert (removed.embed, removed.delete) == ((), ids)
    moved = edited(GLIMMER, lambda record: record.update(id="medlineplus/en/glimmer"))
    work = refresh_after(changed(GLIMMER, moved, ChangeEvent.MOVED), GLIMMER, moved)
    assert (len(work.embed), work.delete) == (len(ids), ids)


def test_a_summary_that_is_no_longer_public_goes_from_a_public_index() -> None:
    after = edited(GLIMMER, lambda record: record["summary"].update(license=None))
    work = refresh_after(changed(GLIMMER, after), GLIMMER, after, public_domain_only=True)
    assert work.embed == ()
    assert set(work.delete) == {chunk_id for chunk_id in by_id(GLIMMER) if "#summary" in chunk_id}


def test_the_record_of_another_release_is_refused() -> None:
    after = with_summary(GLIMMER, ("harmless", "harmful"))
    with pytest.raises(UsageError, match="not that of medlineplus/en/glimmerfever before the change"):
        refresh_after(changed(GLIMMER, after), after, after)
    with pytest.raises(UsageError, match="after the change"):
        refresh_after(changed(GLIMMER, after), GLIMMER, None)


def test_an_index_that_follows_every_change_holds_the_new_edition() -> None:
    before = {topic.id: topic for topic in sample_topics(1)}
    after = {topic.id: topic for topic in sample_topics(2)}
    index = {chunk.id: chunk.content_hash for topic in before.values() for chunk in chunks_of(topic)}
    untouched = 0
    for topic_id in before | after:
        old, new = before.get(topic_id), after.get(topic_id)
        work = refresh_after(changed(old, new), old, new)
        untouched += not (work.embed or work.delete)
        index |= {chunk.id: chunk.content_hash for chunk in work.embed}
        for chunk_id in work.delete:
            del index[chunk_id]
    assert index == {chunk.id: chunk.content_hash for topic in after.values() for chunk in chunks_of(topic)}
    assert untouched > 30


def test_what_an_index_holds_is_enough_to_refresh_it() -> None:
    held = {chunk.id: chunk.content_hash for chunk in chunks_of(GLIMMER)} | {GLIMMER.id + "#gone": "0" * 64}
    assert refresh(held, chunks_of(GLIMMER)) == Refresh(embed=(), delete=(GLIMMER.id + "#gone",))


# --- the file


def test_the_file_holds_every_chunk_and_no_null(tmp_path: Any) -> None:
    known = export("chunks", public_topics(), tmp_path / "chunks")
    file = tmp_path / "chunks" / "chunks.jsonl"
    lines = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert lines == [json.loads(chunk.to_line()) for topic in public_topics() for chunk in chunks_of(topic)]
    assert all(value is not None and value != [] for line in lines for value in line.values())
    with duckdb.connect() as connection:
        counted = connection.execute(f"select count(*), count(distinct topic_id), max(len(text)) from '{file}'")
        [(chunks, topics, longest)] = counted.fetchall()
    assert (chunks, topics) == (len(lines), known.topics)
    assert longest <= LIMIT
