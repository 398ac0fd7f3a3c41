"""What differs between two sets of records, at any size: a join on disk, memory stays flat."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import orjson

from medscrape.changes import Difference, compare, without_origin
from medscrape.changes.patches import Patch, Record
from medscrape.errors import OutputError
from medscrape.history.sides import Entry, Side
from medscrape.models import ChangeEvent, Significance

_DIFFERENT = """
    SELECT id, a.digest, a.start, a.length, b.digest, b.start, b.length FROM before a LEFT JOIN after b USING (id)
    WHERE b.digest IS NOT a.digest
    UNION ALL
    SELECT id, NULL, NULL, NULL, digest, start, length FROM after WHERE id NOT IN (SELECT id FROM before)
    ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that one side has otherwise than the other."""

    event: ChangeEvent
    """`added`, `removed` or `updated`: two sets of records do not tell who moved."""
    id: str
    url: str
    difference: Difference | None
    """None for `added` and `removed`."""
    patch: Patch | None
    """RFC 6902 operations, as in a `Change`; None for `removed`."""
    before: str | None
    """Content hash."""
    after: str | None
    record_before: Record | None
    """The whole record, as its side has it."""
    record_after: Record | None

    @property
    def significance(self) -> Significance:
        """How much it matters."""
        return self.difference.significance if self.difference else Significance.CONTENT

    @property
    def fields(self) -> tuple[str, ...]:
        """The places that differ."""
        return self.difference.fields if self.difference else ()


def diff(before: Side, after: Side) -> Iterator[Found]:
    """The records that differ, sorted by id; raises `OutputError` where a side has two records of one id."""
    # The empty name is a database on disk that vanishes when it is closed.
    with closing(sqlite3.connect("")) as joined:
        for name, side in (("before", before), ("after", after)):
            _load(joined, name, side)
        for row in joined.execute(_DIFFERENT):
            one = _record(before, Entry(row[0], *row[1:4])) if row[1] else None
            other = _record(after, Entry(row[0], *row[4:7])) if row[4] else None
            try:
                found = _found(one, other)
            except (KeyError, TypeError, AttributeError) as error:
                raise OutputError(f"{row[0]} in {before.name} or {after.name} is no topic record.") from error
            if found:
                yield found


def _load(joined: sqlite3.Connection, name: str, side: Side) -> None:
    joined.execute(f"CREATE TABLE {name} (id TEXT, digest BLOB, start INTEGER, length INTEGER)")
    joined.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?)", side.entries())  # noqa: S608 - one of two names
    joined.execute(f"CREATE INDEX {name}_id ON {name} (id)")
    twice = joined.execute(f"SELECT id FROM {name} GROUP BY id HAVING count(*) > 1").fetchone()  # noqa: S608 - as above
    if twice:
        raise OutputError(f"{side.name} has more than one record of {twice[0]}: it is no single state of the topics.")


def _record(side: Side, entry: Entry) -> Record:
    record: Record = orjson.loads(side.line(entry))
    return record


def _found(before: Record | None, after: Record | None) -> Found | None:
    shown = after or before or {}
    difference = compare(before, after) if before and after else None
    if before and after and difference is None:
        return None
    event = ChangeEvent.UPDATED if difference else ChangeEvent.ADDED if after else ChangeEvent.REMOVED
    return Found(
        event=event,
        id=shown["id"],
        url=shown["url"],
        difference=difference,
        patch=_patch(difference, after),
        before=before["content_hash"] if before else None,
        after=after["content_hash"] if after else None,
        record_before=before,
        record_after=after,
    )


def _patch(difference: Difference | None, after: Record | None) -> Patch | None:
    if difference:
        return difference.patch
    return ({"op": "add", "path": "", "value": without_origin(after)},) if after else None
