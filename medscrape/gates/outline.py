"""What the gates measure in one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import orjson

_EMPTY: tuple[Any, ...] = (None, "", [], {})
_NOT_MEASURED = frozenset({"schema_version", "id", "url", "language", "content_hash", "quality", "provenance"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One record in figures."""

    filled: tuple[str, ...]
    """Fields, kinds of sections and fields of rows that hold something."""
    text: int
    """Characters of text: the summary, running text, titles of rows."""
    unmapped: int
    """Characters of text that no field holds."""

    def to_json(self) -> str:
        """The outline as text."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The outline behind a text."""
        values = orjson.loads(text)
        return cls(tuple(values["filled"]), values["text"], values["unmapped"])


def outline_of(record: dict[str, Any]) -> Outline:
    """Measures a record as a published line holds it."""
    return Outline(
        filled=tuple(sorted(set(_filled(record)))),
        text=sum(map(len, _texts(record))),
        unmapped=sum(map(len, record["quality"]["unmapped_text"])),
    )


def _filled(record: dict[str, Any]) -> Iterator[str]:
    for name, value in record.items():
        if name not in _NOT_MEASURED and value not in _EMPTY:
            yield name
    if record["summary"] and record["summary"]["attribution"]:
        yield "summary.attribution"
    yield from (f"sections[{section['kind']}]" for section in record["sections"])
    links = (link for section in record["sections"] for link in section["links"])
    yield from map("links.{}".format, {name for link in links for name, value in link.items() if value})


def _texts(record: dict[str, Any]) -> Iterator[str]:
    if record["summary"]:
        yield record["summary"]["text"]
    for section in record["sections"]:
        yield section["text"] or ""
        yield from (link["title"] for link in section["links"])
