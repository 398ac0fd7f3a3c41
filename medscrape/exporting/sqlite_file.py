"""SQLite: tables of topics, sections and links with full-text search, in a folder that Datasette serves as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import orjson

from medscrape.errors import OutputError
from medscrape.exporting.datasette import SETTINGS, STYLE, metadata_of
from medscrape.exporting.manifest import ExportManifest, Outgoing
from medscrape.exporting.records import CreditedTopic, Exported
from medscrape.exporting.tables import Cell, Table, rows_of, tables_of

_NAME = "medscrape"
_TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", date: "TEXT", datetime: "TEXT"}
_KEYS = {
    "topics": "PRIMARY KEY (id)",
    "sections": "PRIMARY KEY (topic_id, position), FOREIGN KEY (topic_id) REFERENCES topics (id)",
    "links": "PRIMARY KEY (topic_id, section_position, position), FOREIGN KEY (topic_id) REFERENCES topics (id)",
}
_INDEXES = (("topics", "url"), ("sections", "kind"), ("links", "section_kind"))
_SEARCH = """CREATE VIRTUAL TABLE search
    USING fts5 (id UNINDEXED, title, also_called, summary, sections, tokenize = 'unicode61 remove_diacritics 2')"""


def write(records: Outgoing, folder: Path) -> None:
    """Writes `medscrape.db` and, for Datasette, metadata, settings and a style sheet."""
    tables = tables_of(records.model)
    with _database(folder / f"{_NAME}.db") as database:
        for table in tables:
            columns = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in table.columns)
            database.execute(f"CREATE TABLE {table.name} ({columns}, {_KEYS[table.name]})")
        database.execute(_SEARCH)
        for record in records:
            _add(database, record, tables)
        _finish(database, tables)
        manifest = records.manifest()
        _add_figures(database, manifest)
    for name, content in ("metadata", metadata_of(_NAME, tables, manifest)), ("settings", SETTINGS):
        (folder / f"{name}.json").write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    (folder / "static").mkdir()
    (folder / "static" / "medscrape.css").write_text(STYLE, encoding="utf-8")


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path)) as database:
            # What a crash leaves of the file has no name yet and is thrown away.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            yield database
            database.commit()
    except sqlite3.OperationalError as error:
        raise OutputError(f"{path.name} cannot be written ({error}).") from error


def _add(database: sqlite3.Connection, record: Exported, tables: tuple[Table, ...]) -> None:
    for name, row in rows_of(record, tables):
        number = _insert(database, name, row)
        if name == "topics":
            # Datasette finds the topics of a search by their row number.
            _insert(database, "search (rowid, id, title, also_called, summary, sections)", (number, *_words(record)))


def _finish(database: sqlite3.Connection, tables: tuple[Table, ...]) -> None:
    for table, column in _INDEXES:
        if any(table == known.name for known in tables):
            database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    database.execute("INSERT INTO search (search) VALUES ('optimize')")


def _words(record: Exported) -> tuple[str, str, str, str, str]:
    summary = record.summary.text if record.summary else ""
    if not isinstance(record, CreditedTopic):
        return record.id, record.title, "", summary, ""
    blocks = ((section.heading, section.text) for section in record.sections)
    sections = "\n\n".join(words for block in blocks for words in block if words)
    return record.id, record.title, "\n".join(record.also_called), summary, sections


def _add_figures(database: sqlite3.Connection, manifest: ExportManifest) -> None:
    figures = manifest.model_dump(mode="json")
    cells = tuple(orjson.dumps(value).decode() if isinstance(value, list) else value for value in figures.values())
    database.execute(f"CREATE TABLE export ({', '.join(figures)})")
    _insert(database, "export", cells)


def _insert(database: sqlite3.Connection, place: str, row: tuple[Cell, ...]) -> int | None:
    marks = ", ".join("?" * len(row))
    return database.execute(f"INSERT INTO {place} VALUES ({marks})", row).lastrowid  # noqa: S608 - all names are ours
