"""Events: kept with the release that brought them, rendered as the lines of `changes.jsonl`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from medscrape.models import Change, ChangeEvent, Significance
from medscrape.store.database import Database, Row
from medscrape.store.moments import moment_of
from medscrape.store.records import body_of, deflated, inflated
from medscrape.store.trouble import told_as_damage

Patch = tuple[dict[str, Any], ...]
_NO_PATCH = b'"patch":null'
_AFTER_PATCHED = b',"content_hash":'
_BRINGS_RECORD = frozenset({ChangeEvent.ADDED, ChangeEvent.RESTORED})

_FACT = """
    release, change.topic_id, part, run_id, accepted_at, event, previous_id, change.url, significance, fields,
    before, after
"""
_SELECT = f"""
    SELECT {_FACT}, patch, iif(event IN ('added', 'restored'), record.body, NULL)
    FROM change JOIN release ON release.seq = change.release
    LEFT JOIN version ON version.topic_id = change.topic_id AND version.since = change.release
    LEFT JOIN record ON record.id = version.record
"""  # noqa: S608 - all text is ours


@dataclass(frozen=True, slots=True)
class Event:
    """A change as the store keeps it."""

    change: Change
    """Its `patch` is null here; `line` has it."""
    patch: bytes | None
    """The operations as JSON; None for `removed`, and once they were pruned."""

    @property
    def is_pruned(self) -> bool:
        """Whether only the fact is left."""
        return self.patch is None and self.change.event is not ChangeEvent.REMOVED

    @property
    def line(self) -> bytes:
        """The line of `changes.jsonl`."""
        line = self.change.to_line()
        # Quotes inside strings are escaped, so no string can look like the field.
        return line if self.patch is None else line.replace(_NO_PATCH, b'"patch":' + self.patch, 1)


def write_changes(database: Database, seq: int, changes: Iterable[Change]) -> None:
    """Keeps the events of one topic in a release, in their order."""
    for part, change in enumerate(changes):
        # The patch of a record that comes is the record, which its version has.
        write_change(database, seq, part, change, None if change.event in _BRINGS_RECORD else change.patch)


def write_change(database: Database, seq: int, part: int, change: Change, patch: Patch | None) -> None:
    """Keeps one event, with its patch where nothing else holds it."""
    database.do(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        seq,
        change.id,
        part,
        change.event,
        change.previous_id,
        change.url,
        change.significance,
        orjson.dumps(change.fields).decode(),
        change.before,
        change.after,
        None if patch is None else deflated(orjson.dumps(patch)),
    )


def events(database: Database, first: int, last: int) -> Iterator[Event]:
    """The events of the releases from `first` to `last`, sorted by run and id."""
    query = f"""
        {_SELECT} WHERE release <= ? AND (release, change.topic_id, part) > (?, ?, ?)
        ORDER BY release, change.topic_id, part LIMIT ?
    """
    return map(_event, database.walk(query, last, start=(first, "", 0)))


def facts(database: Database, last: int) -> Iterator[Change]:
    """The events of the releases up to `last`, sorted by run and id, without patches: those take long to read."""
    query = f"""
        SELECT {_FACT} FROM change JOIN release ON release.seq = change.release
        WHERE release <= ? AND (release, change.topic_id, part) > (?, ?, ?)
        ORDER BY release, change.topic_id, part LIMIT ?
    """  # noqa: S608 - all text is ours
    return map(_change, database.walk(query, last, start=(0, "", 0)))


def events_of(database: Database, topic_id: str) -> list[Event]:
    """The events of one id, oldest first, the ones included that led away from it."""
    query = f"{_SELECT} WHERE change.topic_id = ?1 OR previous_id = ?1 ORDER BY release, change.topic_id, part"
    return [_event(row) for row in database.rows(query, topic_id)]


@told_as_damage()
def _event(row: Row) -> Event:
    *fact, patch, body = row
    return Event(_change(tuple(fact)), inflated(patch) if patch else _whole(body) if body else None)


@told_as_damage()
def _change(row: Row) -> Change:
    _, topic_id, _, run_id, accepted_at, event, previous_id, url, significance, fields, before, after = row
    return Change(
        run_id=run_id,
        detected_at=moment_of(accepted_at),
        event=ChangeEvent(event),
        id=topic_id,
        previous_id=previous_id,
        url=url,
        significance=Significance(significance),
        fields=tuple(orjson.loads(fields)),
        patch=None,
        before=before,
        after=after,
    )


def _whole(body: bytes) -> bytes:
    """The patch that brings a record: the record without quality, content hash and origin, which stand at its end."""
    value = body_of(body).rpartition(_AFTER_PATCHED)[0] + b"}"
    return b'[{"op":"add","path":"","value":' + value + b"}]"
