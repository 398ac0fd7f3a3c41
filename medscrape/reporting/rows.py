"""Two lists of links, names or other entries: which rows came, went, lead elsewhere, or say something else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from medscrape.text import fold

_TITLES = ("title", "name", "code", "language", "url")
_UNTOLD = frozenset({"url", "sid", "reference"})


class RowEvent(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    RETARGETED = "retargeted"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that a row says otherwise than before."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs."""

    event: RowEvent
    title: str
    url: str | None
    """Where it leads, or led if it is gone."""
    url_before: str | None
    """For a row that leads elsewhere: where it led."""
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    url: str | None
    says: dict[str, Any]


def row_changes(before: Iterable[Any], after: Iterable[Any]) -> tuple[RowChange, ...]:
    """What differs between two lists but their order; what went comes first, then what stayed, then what came.

    A row is the same when its address is, else when its title is.
    """
    old, new = [_row(value) for value in before], [_row(value) for value in after]
    stayed = [pair for same in (_address, _name) for pair in _paired(old, new, same)]
    found = [RowChange(RowEvent.REMOVED, row.title, row.url, None, ()) for row in old]
    found += [change for one, other in stayed if (change := _between(one, other))]
    found += [RowChange(RowEvent.ADDED, row.title, row.url, None, ()) for row in new]
    return tuple(found)


def _row(value: Any) -> _Row:
    if not isinstance(value, dict):
        return _Row(_in_words(value), None, {})
    title = next((name for name in _TITLES if value.get(name)), "")
    says = {name: part for name, part in value.items() if name not in _UNTOLD}
    return _Row(_in_words(value.get(title)), value.get("url"), says)


def _address(row: _Row) -> str | None:
    return row.url


def _name(row: _Row) -> str | None:
    return fold(row.title) or row.title


def _paired(old: list[_Row], new: list[_Row], same: Any) -> Iterator[tuple[_Row, _Row]]:
    """Takes the rows out of both lists that are the same row."""
    waiting: dict[str, list[_Row]] = {}
    for row in new:
        waiting.setdefault(same(row), []).append(row)
    for row in list(old):
        others = waiting.get(same(row)) if same(row) else None
        if others:
            other = others.pop(0)
            _take(old, row)
            _take(new, other)
            yield row, other


def _take(rows: list[_Row], row: _Row) -> None:
    del rows[next(index for index, other in enumerate(rows) if other is row)]


def _between(one: _Row, other: _Row) -> RowChange | None:
    names = (*one.says, *(name for name in other.says if name not in one.says))
    details = tuple(
        Detail(name, _in_words(one.says.get(name)), _in_words(other.says.get(name)))
        for name in names
        if one.says.get(name) != other.says.get(name)
    )
    if one.url != other.url:
        return RowChange(RowEvent.RETARGETED, other.title, other.url, one.url, details)
    return RowChange(RowEvent.EDITED, other.title, other.url, None, details) if details else None


def _in_words(value: Any) -> str:
    """A value as a person reads it.

    >>> _in_words(["NCI", "NINDS"]), _in_words(None), _in_words(True)
    ('NCI, NINDS', 'none', 'yes')
    """
    if isinstance(value, str):
        return value or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_words, value)) or "none"
    if isinstance(value, dict):
        return " ".join(_in_words(part) for part in value.values() if part)
    return "none" if value is None else orjson.dumps(value).decode()
