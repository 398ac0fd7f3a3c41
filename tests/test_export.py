"""The exports: complete, the same in every format, readable by the tools they are for, and honest about licences."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pandas
import pyarrow.parquet
import pytest
from export_helpers import (
    Figures,
    by_datasets_parquet,
    by_datasette,
    by_duckdb_csv,
    by_duckdb_jsonl,
    by_duckdb_parquet,
    by_pandas_csv,
    by_pandas_parquet,
    by_pyarrow_parquet,
    by_sqlite,
    datasette_on,
    edited,
    figures_of,
    public_topics,
    read_by_datasets,
    sample_topics,
    write_lines,
)
from hypothesis import given
from hypothesis import strategies as st

from medscrape import Topic
from medscrape.exporting import CREDIT, FORMATS, ExportManifest, Selection, export, original
from medscrape.exporting.csv_files import neutral

PUBLIC_DOMAIN_ONLY = Selection(public_domain_only=True)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format of the whole sample site."""
    folder = tmp_path_factory.mktemp("exports")
    write_lines(folder / "topics.jsonl", public_topics())
    for name in FORMATS:
        export(name, public_topics(), folder / name)
    return folder


@pytest.fixture(scope="module")
def public_exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format of what is in the public domain."""
    folder = tmp_path_factory.mktemp("public")
    for name in FORMATS:
        export(name, public_topics(), folder / name, PUBLIC_DOMAIN_ONLY)
    return folder


def manifest(folder: Path) -> ExportManifest:
    return ExportManifest.model_validate_json((folder / "export.json").read_bytes())


# --- the same figures everywhere


def by_manifest(folder: Path) -> Figures:
    known = manifest(folder)
    return Figures(known.topics, known.sections, known.links, known.summary_characters, known.sha256)


READERS: dict[str, tuple[str, Callable[[Path], Figures]]] = {
    "DuckDB, JSON Lines": ("topics.jsonl", by_duckdb_jsonl),
    "DuckDB, Parquet": ("parquet", by_duckdb_parquet),
    "pandas, Parquet": ("parquet", by_pandas_parquet),
    "pyarrow, Parquet": ("parquet", by_pyarrow_parquet),
    "DuckDB, CSV": ("csv", by_duckdb_csv),
    "pandas, CSV": ("csv", by_pandas_csv),
    "sqlite3": ("sqlite", by_sqlite),
    "Datasette": ("sqlite", by_datasette),
    "datasets, Parquet": ("parquet", by_datasets_parquet),
    **{f"export.json, {name}": (name, by_manifest) for name in FORMATS},
}


def test_every_reader_of_every_format_counts_the_same(
    exports: Path, record_property: Callable[[str, object], None]
) -> None:
    found = {name: read(exports / place) for name, (place, read) in READERS.items()}
    for name, row in found.items():
        record_property("export", (name, *row))
    assert set(found.values()) == {figures_of(public_topics())}


def test_the_digest_does_not_depend_on_the_order(tmp_path: Path) -> None:
    there = export("csv", public_topics(), tmp_path / "there")
    back = export("csv", reversed(public_topics()), tmp_path / "back")
    assert there == back


def test_the_same_records_give_the_same_bytes(exports: Path, tmp_path: Path) -> None:
    for name in FORMATS:
        export(name, public_topics(), tmp_path / name)
        for path in (tmp_path / name).rglob("*"):
            if path.is_file():
                assert path.read_bytes() == (exports / name / path.relative_to(tmp_path / name)).read_bytes(), path


def test_a_language_alone(tmp_path: Path) -> None:
    known = export("chunks", public_topics(), tmp_path / "spanish", Selection(languages=("es",)))
    spanish = [topic for topic in public_topics() if topic.language == "es"]
    assert (known.languages, known.topics) == (("es",), len(spanish))
    assert known.sha256 == figures_of(spanish).sha256


# --- Parquet


def test_parquet_holds_the_records_as_they_are(exports: Path) -> None:
    table = pyarrow.parquet.read_table(exports / "parquet" / "topics.parquet")
    for row, topic in zip(table.to_pylist(), public_topics(), strict=True):
        assert row.pop("credit") == (CREDIT if topic.summary else None)
        assert orjson.loads(orjson.dumps(row)) == json.loads(topic.to_line())


def test_parquet_describes_itself(exports: Path) -> None:
    schema = pyarrow.parquet.read_schema(exports / "parquet" / "topics.parquet")
    assert schema.field("title").metadata == {b"description": b"The topic's name: the page's `h1`."}
    known = pyarrow.parquet.read_metadata(exports / "parquet" / "topics.parquet").metadata
    assert ExportManifest.model_validate_json(known[b"medscrape"]) == manifest(exports / "parquet")
    assert known[b"credit"].decode() == CREDIT
    assert b"public domain" in known[b"license"]


# --- CSV


@given(st.text() | st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "'", "''", ""]))
def test_a_neutral_cell_is_no_formula_and_can_be_reversed(text: str) -> None:
    cell = neutral(text)
    assert original(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"))


def hostile() -> Topic:
    def edit(record: dict[str, Any]) -> None:
        record["title"] = '=HYPERLINK("http://evil.example")'
        record["summary"]["text"] = "- first, with a comma\n- \"second\"\r\n\n+41 22\u2028'quoted'"
        record["sections"][0]["heading"] = "@SUM(1+1)*cmd|' /C calc'!A0"
        record["sections"][0]["links"][0]["title"] = "'=already in quotes;=1+1"

    return edited(public_topics()[0], edit)


def test_no_cell_of_the_csv_files_is_a_formula(tmp_path: Path) -> None:
    topic = hostile()
    export("csv", [topic], tmp_path / "csv")
    tables = {}
    for path in (tmp_path / "csv").glob("*.csv"):
        raw = path.read_bytes()
        assert raw.endswith(b"\r\n")
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file, strict=True))
        for cell in (cell for row in tables[path.stem] for cell in row.values()):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert tables["topics"][0]["title"] == '\'=HYPERLINK("http://evil.example")'
    assert topic.summary
    assert original(tables["topics"][0]["summary_text"]) == topic.summary.text
    assert original(tables["sections"][0]["heading"]) == topic.sections[0].heading
    assert original(tables["links"][0]["title"]) == topic.sections[0].links[0].title
    assert json.loads(tables["topics"][0]["also_called"]) == list(topic.also_called)


# --- readers that guess types


def bare(topic: Topic) -> Topic:
    """A record in which everything that can be empty is."""

    def edit(record: dict[str, Any]) -> None:
        for name, value in record.items():
            if isinstance(value, list):
                record[name] = []
            elif name in ("summary", "image", "primary_institute", "rss_url", "description", "date_created"):
                record[name] = None
        record["id"] += "-bare"

    return edited(topic, edit)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Topic, ...]]:
    """Exports whose first lines are empty where lines can be: what comes late must not get lost."""
    folder = tmp_path_factory.mktemp("late")
    topics = (*(bare(topic) for topic in public_topics()), *public_topics())
    write_lines(folder / "topics.jsonl", topics)
    for name in ("parquet", "csv", "chunks", "sqlite"):
        export(name, topics, folder / name)
    return folder, topics


def test_what_comes_late_is_read_by_duckdb_and_pandas(late: tuple[Path, tuple[Topic, ...]]) -> None:
    folder, topics = late
    expected = figures_of(topics)
    assert by_duckdb_jsonl(folder / "topics.jsonl") == expected
    for read in (by_duckdb_parquet, by_pandas_parquet):
        assert read(folder / "parquet") == expected
    assert by_duckdb_csv(folder / "csv") == by_pandas_csv(folder / "csv") == expected
    assert by_sqlite(folder / "sqlite") == expected
    with duckdb.connect() as connection:
        guessed = connection.execute(f"select image_url from read_csv('{folder}/csv/topics.csv', sample_size = 1)")
        assert {row[0] for row in guessed.fetchall()} == {topic.image.url if topic.image else None for topic in topics}
    assert pandas.read_json(folder / "chunks" / "chunks.jsonl", lines=True, dtype=False).notna().all(axis=None)


def test_hugging_face_datasets_reads_every_record(late: tuple[Path, tuple[Topic, ...]], tmp_path: Path) -> None:
    folder, topics = late
    rows = read_by_datasets("parquet", folder / "parquet" / "topics.parquet", tmp_path)
    assert [row["content_hash"] for row in rows] == [topic.content_hash for topic in topics]
    assert [len(row["sections"]) for row in rows] == [len(topic.sections) for topic in topics]
    # Small blocks, so that the first ones hold nothing but empty fields.
    lines = read_by_datasets("json", folder / "chunks" / "chunks.jsonl", tmp_path, chunksize=4_096)
    with (folder / "chunks" / "chunks.jsonl").open("rb") as file:
        assert lines == [json.loads(line) for line in file]
    typed = {"types_of": str(folder / "parquet" / "topics.parquet"), "chunksize": 4_096}
    published = read_by_datasets("json", folder / "topics.jsonl", tmp_path, **typed)
    assert published == [{name: value for name, value in row.items() if name != "credit"} for row in rows]


# --- SQLite and Datasette


def test_the_search_finds_words_whatever_their_accents(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "sqlite" / "medscrape.db")) as database:

        def ids(words: str) -> set[str]:
            return {row[0] for row in database.execute("select id from search where search match ?", (words,))}

        assert "medlineplus/en/glimmerfever" in ids("shimmer")
        assert ids("estomago") == ids("estómago") != set()
        assert any(found.startswith("medlineplus/es/") for found in ids("sections: aviso"))


def test_the_tables_hold_every_field(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "sqlite" / "medscrape.db")) as database:
        database.row_factory = sqlite3.Row
        topic = max(public_topics(), key=lambda topic: len(topic.sections))
        record = json.loads(topic.to_line())
        row = dict(database.execute("select * from topics where id = ?", (topic.id,)).fetchone())
        assert (row["summary_html"], row["image_url"]) == (record["summary"]["html"], record["image"]["url"])
        assert json.loads(row["related_topics"]) == record["related_topics"]
        assert (row["provenance_sha256"], row["credit"]) == (record["provenance"]["sha256"], CREDIT)
        links = database.execute(
            "select * from links where topic_id = ? order by section_position, position", (topic.id,)
        )
        expected = [(section["kind"], link) for section in record["sections"] for link in section["links"]]
        for found, (kind, link) in zip(links, expected, strict=True):
            assert (found["section_kind"], found["title"], found["url"]) == (kind, link["title"], link["url"])
            assert json.loads(found["alternates"]) == link["alternates"]
            assert found["reference_id"] == (link["reference"] or {}).get("id")
            assert bool(found["from_nih"]) == link["from_nih"]
        assert (
            dict(database.execute("select * from export").fetchone())["sha256"] == manifest(exports / "sqlite").sha256
        )


def test_datasette_is_pleasant_from_the_start(exports: Path) -> None:
    with datasette_on(exports / "sqlite") as get:
        tables = {table["name"]: table for table in get("/medscrape.json")["tables"] if not table["hidden"]}
        assert set(tables) == {"topics", "sections", "links", "export"}
        found = get("/medscrape/topics.json?_search=shimmer&_shape=objects&_extra=facets")
        assert "medlineplus/en/glimmerfever" in {row["id"] for row in found["rows"]}
        assert {"language", "groups"} <= set(found["facet_results"])
        assert get("/-/metadata.json")["source"] == "MedlinePlus, National Library of Medicine"
        described = get("/-/metadata.json")["databases"]["medscrape"]
        assert described["tables"]["topics"]["columns"]["also_called"].startswith('The names behind "Also called"')
        for name in described["queries"]:
            answer = get(f"/medscrape/{name}.json?_shape=objects&words=glimmer+fever&mark=video")
            assert answer["rows"], name
        for table in tables:
            shown = get(f"/medscrape/{table}.json?_shape=objects")
            assert shown["rows"]
            assert len(shown["facet_results"]) == len(described["tables"][table].get("facets", ()))


# --- licences


def test_whole_exports_name_licence_and_credit(exports: Path) -> None:
    for name in FORMATS:
        known = manifest(exports / name)
        assert known.credit == CREDIT == "Source: MedlinePlus, National Library of Medicine"
        assert not known.public_domain_only
    with duckdb.connect() as connection:
        for source in ("parquet/topics.parquet", "csv/topics.csv"):
            lines = connection.execute(f"select distinct credit from '{exports}/{source}' where credit is not null")
            assert lines.fetchall() == [(CREDIT,)]


def test_nothing_is_claimed_for_other_sites(tmp_path: Path) -> None:
    for name in FORMATS:
        assert export(name, sample_topics(), tmp_path / name).credit is None
        assert not any(b"National Library of Medicine" in content for content in contents(tmp_path / name))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif isinstance(value, str):
        yield path


ALLOWED = {("id",), ("url",), ("language",), ("title",), ("summary", "text"), ("summary", "license")}
ALLOWED |= {(name,) for name in ("date_created", "page_updated", "last_reviewed", "content_hash")}


def with_canaries(topic: Topic) -> tuple[Topic, int]:
    """A record with a word that must not be seen in every text but the summary, and how many were planted."""
    record, planted = json.loads(topic.to_line()), 0
    for path in leaves(record):
        holder = record
        for key in path[:-1]:
            holder = holder[key]
        before = holder[path[-1]]
        for canary in ("CANARY", "https://canary.example/CANARY"):
            holder[path[-1]] = canary
            if path not in ALLOWED and is_record(record):
                planted += 1
                break
            holder[path[-1]] = before
    return Topic.model_validate_json(orjson.dumps(record)), planted


def is_record(record: dict[str, Any]) -> bool:
    try:
        Topic.model_validate_json(orjson.dumps(record))
    except ValueError:
        return False
    return True


def contents(folder: Path) -> Iterator[bytes]:
    """The bytes of every file; of Parquet, which is compressed, the values and all that is said about them."""
    for path in folder.rglob("*.*"):
        if path.suffix == ".parquet":
            table = pyarrow.parquet.read_table(path)
            yield repr(
                (table.to_pylist(), table.schema.metadata, pyarrow.parquet.read_metadata(path).metadata)
            ).encode()
        elif path.is_file():
            yield path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_the_public_domain_holds_no_other_text(name: str, tmp_path: Path) -> None:
    richest = max((topic for topic in public_topics() if topic.image), key=lambda topic: len(topic.sections))
    topic, planted = with_canaries(richest)
    assert planted > 200
    export(name, [topic, sample_topics()[0]], tmp_path / "public", PUBLIC_DOMAIN_ONLY)
    whole = b"".join(contents(tmp_path / "public"))
    assert b"CANARY" not in whole
    assert b"canary" not in whole
    assert topic.summary
    assert topic.summary.text.split("\n\n")[1].split(",")[0].encode() in whole
    assert CREDIT.encode() in whole
    assert sample_topics()[0].id.encode() not in whole
    export(name, [topic], tmp_path / "all")
    assert b"CANARY" in b"".join(contents(tmp_path / "all"))


def test_exports_of_the_public_domain_agree_too(public_exports: Path) -> None:
    licensed = [topic for topic in public_topics() if topic.summary]
    expected = figures_of(licensed)._replace(sections=0, links=0)
    assert {by_manifest(public_exports / name) for name in FORMATS} == {expected}
    frame = pandas.read_parquet(public_exports / "parquet" / "topics.parquet")
    assert list(frame.columns) == [
        "id", "url", "language", "title", "summary", "date_created", "page_updated", "last_reviewed", "content_hash",
        "credit",
    ]  # fmt: skip
    assert sum(len(summary["text"]) for summary in frame.summary) == expected.characters
    assert [path.name for path in (public_exports / "csv").glob("*.csv")] == ["topics.csv"]
    with closing(sqlite3.connect(public_exports / "sqlite" / "medscrape.db")) as database:
        assert database.execute("select count(*) from topics").fetchone() == (expected.topics,)
        assert database.execute("select count(*) from search where search match 'glimmer'").fetchone()[0] > 0


def test_datasette_serves_the_public_domain_too(public_exports: Path) -> None:
    with datasette_on(public_exports / "sqlite") as get:
        for name in get("/-/metadata.json")["databases"]["medscrape"]["queries"]:
            assert get(f"/medscrape/{name}.json?_shape=objects&words=glimmer")["rows"]
        assert get("/medscrape/topics.json?_search=glimmer&_shape=objects")["rows"]
