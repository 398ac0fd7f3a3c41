"""What became of the topics of the last release that a run gave no record for: moved, gone, or nothing is proved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from medscrape.models import Outcome
from medscrape.store.database import Database
from medscrape.store.moments import moment_of
from medscrape.store.runs import Run

_PERMANENT = frozenset({301, 308})
_LONGEST = 10


class Fate(StrEnum):
    """What the answers of a run say of a topic that it gave no record for."""

    MOVED = "moved"
    MERGED = "merged"
    GONE = "gone"
    REJECTED = "rejected"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


EVIDENCE = (Fate.GONE, Fate.MERGED)
"""The fates that speak for absence: 404 or 410, or for good at the address of a topic that was there before."""


@dataclass(frozen=True, slots=True)
class _Destination:
    topic_id: str
    hops: int


def fill_fates(database: Database, run: Run) -> None:
    """Fills the temporary table `fate`: a row for each topic of the last release that was asked for in vain."""
    database.do(
        """
        CREATE TEMP TABLE IF NOT EXISTS fate (
            topic_id TEXT PRIMARY KEY, url TEXT NOT NULL, fate TEXT NOT NULL, target TEXT, hops INTEGER
        ) WITHOUT ROWID
        """
    )
    database.do("DELETE FROM fate")
    for topic_id, url in _asked_in_vain(database, run):
        destination = _destination(database, run, url, topic_id)
        fate = Fate.MOVED if destination else _fate(_outcomes(database, run, topic_id))
        database.do(
            "INSERT INTO fate (topic_id, url, fate, target, hops) VALUES (?, ?, ?, ?, ?)",
            topic_id,
            url,
            fate.value,
            destination and destination.topic_id,
            destination and destination.hops,
        )
    _one_topic_moves_to_one_address(database)


def note_absences(database: Database, run: Run) -> None:
    """Notes which topics the accepted run found gone, so that a later run can prove it."""
    if run.scope.is_full:
        database.do(
            """
            INSERT OR IGNORE INTO absence (topic_id, run_id, since)
            SELECT topic_id, run.id, run.started_at FROM fate, run WHERE run.id = ? AND fate IN (?, ?)
            """,
            run.id,
            *EVIDENCE,
        )
    database.do("DELETE FROM absence WHERE topic_id NOT IN (SELECT topic_id FROM version WHERE until IS NULL)")


def proved_gone(database: Database, run: Run, removal_after: timedelta) -> list[str]:
    """The topics that this run, and one long enough before it, found gone."""
    if not run.scope.is_full:
        return []
    rows = database.rows(
        "SELECT topic_id, since FROM absence JOIN fate USING (topic_id) WHERE run_id <> ? AND fate IN (?, ?)",
        run.id,
        *EVIDENCE,
    )
    return [topic_id for topic_id, since in rows if run.started_at - moment_of(since) >= removal_after]


def _asked_in_vain(database: Database, run: Run) -> Iterator[tuple[str, str]]:
    query = """
        SELECT v.topic_id, v.url FROM version v
        WHERE v.until IS NULL
            AND NOT EXISTS (SELECT 1 FROM candidate c WHERE c.run_id = ?1 AND c.topic_id = v.topic_id)
            AND (
                EXISTS (SELECT 1 FROM visit WHERE run_id = ?1 AND url = v.url)
                OR EXISTS (SELECT 1 FROM page JOIN visit USING (url) WHERE visit.run_id = ?1
                    AND page.topic_id = v.topic_id)
            )
            AND v.topic_id > ?2
        ORDER BY v.topic_id LIMIT ?3
    """
    return ((topic_id, url) for topic_id, url in database.walk(query, run.id))


def _destination(database: Database, run: Run, url: str, topic_id: str) -> _Destination | None:
    """The topic that an address leads to for good: by permanent redirects, or by the page's canonical link."""
    for hops in range(_LONGEST):
        query = "SELECT topic_id, leads_to, http_status FROM visit WHERE run_id = ? AND url = ?"
        row = database.row(query, run.id, url)
        if row is None:
            return None
        found, leads_to, status = row
        if found is not None:
            return _Destination(found, hops) if found != topic_id else None
        if leads_to is None or status not in _PERMANENT:
            return None
        url = leads_to
    return None


def _outcomes(database: Database, run: Run, topic_id: str) -> set[str]:
    rows = database.rows(
        """
        SELECT DISTINCT outcome FROM visit
        WHERE run_id = ?1 AND (
            url IN (SELECT url FROM version WHERE topic_id = ?2 AND until IS NULL)
            OR url IN (SELECT url FROM page WHERE topic_id = ?2)
        )
        """,
        run.id,
        topic_id,
    )
    return {outcome for (outcome,) in rows}


def _fate(outcomes: set[str]) -> Fate:
    """Gone only if every address of the topic is."""
    if outcomes == {Outcome.GONE}:
        return Fate.GONE
    if Outcome.FAILED in outcomes:
        return Fate.FAILED
    return Fate.REJECTED if Outcome.REJECTED in outcomes else Fate.ELSEWHERE


def _one_topic_moves_to_one_address(database: Database) -> None:
    """Only one topic can go on at an address, and none where another one was before; the rest has merged."""
    database.do(
        """
        UPDATE fate SET fate = ?2 WHERE fate = ?1 AND (
            target IN (SELECT topic_id FROM version WHERE until IS NULL)
            OR EXISTS (
                SELECT 1 FROM fate other WHERE other.target = fate.target
                AND (other.hops, other.topic_id) < (fate.hops, fate.topic_id)
            )
        )
        """,
        Fate.MOVED,
        Fate.MERGED,
    )
