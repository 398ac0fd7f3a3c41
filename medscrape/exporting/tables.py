"""The records as tables: one row a topic, one a section, one a link; what is nested becomes columns, lists become JSON.

`summary.text` is the column `summary_text`. Cells are what JSON has for a value: dates and times are text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from medscrape.exporting.records import CreditedTopic, Exported
from medscrape.exporting.shapes import Field, Many, Nested, Scalar, fields_of
from medscrape.models import Link, Section

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    description: str
    kind: Scalar
    """What it holds; JSON is text."""
    path: tuple[str, ...]
    """Where it stands in the record; empty for what the table adds."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an export."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def tables_of(model: type[Exported]) -> tuple[Table, ...]:
    """The tables that records of a model fill: `topics`, and for whole records `sections` and `links`."""
    topics = Table("topics", _sentence(model.__doc__), tuple(_columns(fields_of(model), leave_out="sections")))
    if not issubclass(model, CreditedTopic):
        return (topics,)
    own = tuple(_columns(fields_of(Section), leave_out="links"))
    sections = Table("sections", _sentence(Section.__doc__), (_TOPIC, _POSITION, *own))
    keys = (_TOPIC, _SECTION_POSITION, _SECTION_KIND, _POSITION)
    return topics, sections, Table("links", _sentence(Link.__doc__), (*keys, *_columns(fields_of(Link))))


def rows_of(record: Exported, tables: Iterable[Table]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The rows of a record, each with the name of its table."""
    columns = {table.name: table.columns for table in tables}
    data = record.model_dump(mode="json")
    yield "topics", tuple(_cells(data, columns["topics"]))
    for position, section in enumerate(data.get("sections", ()), start=1):
        yield "sections", (record.id, position, *_cells(section, columns["sections"]))
        keys = (record.id, position, section["kind"])
        for number, link in enumerate(section["links"], start=1):
            yield "links", (*keys, number, *_cells(link, columns["links"]))


_TOPIC = Column("topic_id", "Id of the topic.", str, ())
_POSITION = Column("position", "Place on the page, from 1: of the section, or of the link in its section.", int, ())
_SECTION_POSITION = Column("section_position", "Position of the section that holds the link.", int, ())
_SECTION_KIND = Column("section_kind", "Kind of the section that holds the link.", str, ())


def _columns(fields: Iterable[Field], above: tuple[str, ...] = (), leave_out: str | None = None) -> Iterator[Column]:
    for field in fields:
        path = (*above, field.name)
        if field.name == leave_out:
            continue
        if isinstance(field.shape, Nested):
            yield from _columns(field.shape.fields, path)
        elif isinstance(field.shape, Many):
            yield Column("_".join(path), f"{field.description} A JSON list.", str, path)
        else:
            yield Column("_".join(path), field.description, field.shape, path)


def _cells(data: dict[str, Any], columns: Iterable[Column]) -> Iterator[Cell]:
    for column in columns:
        if column.path:
            yield _cell(data, column.path)


def _cell(value: Any, path: tuple[str, ...]) -> Cell:
    for name in path:
        value = value[name] if value is not None else None
    return orjson.dumps(value).decode() if isinstance(value, list) else value


def _sentence(docstring: str | None) -> str:
    return " ".join((docstring or "").split())
