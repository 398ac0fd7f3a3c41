"""Releases: what was accepted, and its lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from medscrape.models import Counts, Gate, Scope, Source
from medscrape.store.database import Database, Row
from medscrape.store.moments import moment_of, text_of
from medscrape.store.records import line_of
from medscrape.store.trouble import told_as_damage

_GATES = TypeAdapter(tuple[Gate, ...])


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted, and when."""

    run_id: str
    started_at: datetime
    accepted_at: datetime
    scope: Scope
    source: Source
    counts: Counts
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Release(Accepted):
    """An accepted state of all topics."""

    seq: int
    """1 for the first release of the store, 2 for the next."""
    published: bool
    """Whether its files were switched in."""


def gates_text(gates: tuple[Gate, ...]) -> str:
    """The verdicts as the store keeps them."""
    return _GATES.dump_json(gates).decode()


_SELECT = """
    SELECT seq, run_id, started_at, accepted_at, scope, source, counts, gates, published
    FROM release JOIN run ON run.id = run_id
"""


def last_release(database: Database) -> Release | None:
    """The newest release, or None before the first."""
    row = database.row(f"{_SELECT} ORDER BY seq DESC LIMIT 1")
    return _release(row) if row else None


def release_of(database: Database, run_id: str) -> Release | None:
    """The release of a run, or None."""
    row = database.row(f"{_SELECT} WHERE run_id = ?", run_id)
    return _release(row) if row else None


def release_at(database: Database, moment: datetime) -> Release | None:
    """The release that was the last one at a moment, or None before the first."""
    row = database.row(f"{_SELECT} WHERE accepted_at <= ? ORDER BY seq DESC LIMIT 1", text_of(moment))
    return _release(row) if row else None


def runs(database: Database) -> list[str]:
    """The runs of all releases, the newest first."""
    return [run_id for (run_id,) in database.rows("SELECT run_id FROM release ORDER BY seq DESC")]


@told_as_damage()
def _release(row: Row) -> Release:
    return Release(
        seq=row[0],
        run_id=row[1],
        started_at=moment_of(row[2]),
        accepted_at=moment_of(row[3]),
        scope=Scope.model_validate_json(row[4]),
        source=Source.model_validate_json(row[5]),
        counts=Counts.model_validate_json(row[6]),
        gates=_GATES.validate_json(row[7]),
        published=bool(row[8]),
    )


def mark_published(database: Database, release: Release) -> None:
    """Notes that the release's files are in place."""
    database.do("UPDATE release SET published = 1 WHERE seq = ?", release.seq)


def lines(database: Database, release: Release) -> Iterator[bytes]:
    """The release's lines of `topics.jsonl`, without newlines, sorted by id."""
    query = """
        SELECT topic_id, body, provenance FROM version JOIN record ON record.id = record
        WHERE since <= ?1 AND (until IS NULL OR until > ?1) AND topic_id > ?2 ORDER BY topic_id LIMIT ?3
    """
    return (line_of(body, provenance) for _, body, provenance in database.walk(query, release.seq))


def rejections(database: Database, release: Release) -> Iterator[bytes]:
    """The lines of `rejected.jsonl` of the release's run, without newlines, sorted by URL."""
    query = """
        SELECT url, rejection FROM visit
        WHERE run_id = ? AND outcome = 'rejected' AND url > ? ORDER BY url LIMIT ?
    """
    return (_encoded(line) for _, line in database.walk(query, release.run_id))


@told_as_damage()
def _encoded(line: str) -> bytes:
    return line.encode()
