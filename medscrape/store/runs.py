"""Runs: how one begins, goes on after an interruption, or is given up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from medscrape.models import Scope, Source
from medscrape.store.database import Database, Row
from medscrape.store.moments import moment_of, text_of
from medscrape.store.trouble import told_as_damage

_ID = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the source, from the first request to the release."""

    id: str
    started_at: datetime
    scope: Scope
    source: Source
    resumed: bool
    """Whether it goes on from an earlier command that was interrupted."""


def begin(database: Database, source: Source, scope: Scope, now: datetime, resume_within: timedelta) -> Run:
    """The unfinished run of the same scope if it is recent, else a new one; runs that nobody can resume end here."""
    with database.transaction(), told_as_damage():
        ((base,),) = database.rows("SELECT coalesce(max(seq), 0) FROM release")
        chosen: Run | None = None
        for row in _unfinished(database):
            run = Run(row[0], moment_of(row[3]), Scope.model_validate_json(row[1]), source, resumed=True)
            # What was fetched before another release came out must not come out after it.
            fresh = row[2] == base and abs(now - moment_of(row[4])) <= resume_within
            same = is_same_scope(run.scope, scope)
            if fresh and same and chosen is None:
                chosen = run
            elif same or not fresh:
                _abandon(database, run.id, now)
        if chosen is None:
            return _new(database, source, scope, now, base)
        database.do("UPDATE run SET state = 'running', source = ? WHERE id = ?", source.to_line().decode(), chosen.id)
        return chosen


def interrupt(database: Database, run: Run) -> None:
    """Notes that the run was stopped before its end."""
    database.do("UPDATE run SET state = 'interrupted' WHERE id = ? AND state = 'running'", run.id)


def _unfinished(database: Database) -> list[Row]:
    return database.rows(
        """
        SELECT id, scope, base, started_at,
               max(started_at, coalesce((SELECT max(fetched_at) FROM visit WHERE run_id = run.id), ''))
        FROM run WHERE state IN ('running', 'interrupted') ORDER BY id DESC
        """
    )


def _new(database: Database, source: Source, scope: Scope, now: datetime, base: int) -> Run:
    ((last,),) = database.rows("SELECT max(id) FROM run")
    run = Run(next_id(last, now), now.astimezone(UTC), scope, source, resumed=False)
    database.do(
        "INSERT INTO run (id, state, scope, source, base, started_at) VALUES (?, 'running', ?, ?, ?, ?)",
        run.id,
        scope.to_line().decode(),
        source.to_line().decode(),
        base,
        text_of(now),
    )
    return run


def next_id(last: str | None, now: datetime) -> str:
    """A time stamp later than the last one, also when the clock was set back.

    >>> next_id("20261123T083559Z", datetime(2026, 11, 23, 8, 35, 5, tzinfo=UTC))
    '20261123T083600Z'
    """
    stamp = now.astimezone(UTC).strftime(_ID)
    if last is None or stamp > last:
        return stamp
    return (datetime.strptime(last, _ID).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(_ID)


def is_same_scope(one: Scope, other: Scope) -> bool:
    """Whether two scopes ask for the same, in whatever order."""
    return _asked(one) == _asked(other)


def _asked(scope: Scope) -> tuple[frozenset[str], frozenset[str], int | None]:
    return frozenset(scope.languages), frozenset(scope.topics), scope.limit


def _abandon(database: Database, run_id: str, now: datetime) -> None:
    database.do("DELETE FROM candidate WHERE run_id = ?", run_id)
    database.do("UPDATE run SET state = 'abandoned', finished_at = ? WHERE id = ?", text_of(now), run_id)
