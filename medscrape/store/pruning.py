"""Pruning: what nobody will ask for any more goes, the thread of each topic's past stays."""

import json
from dataclasses import dataclass
from datetime import datetime

from medscrape.store.database import Database
from medscrape.store.listings import last_listings
from medscrape.store.moments import text_of
from medscrape.store.releases import last_release, release_at

_HORIZON = "pruned"


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went."""

    versions: int
    """Records of which only dates and hashes are left."""
    changes: int
    """Events that have lost their patch, and with it their line in `changes.jsonl`."""
    visits: int
    """Notes on single pages of old runs."""


def horizon(database: Database) -> int:
    """The number of the last release that was pruned, 0 for none."""
    row = database.row("SELECT value FROM meta WHERE name = ?", _HORIZON)
    return int(row[0]) if row else 0


def prune(database: Database, before: datetime) -> Pruned:
    """Forgets what was over before a moment; the last release stays whole, and so does the evidence for removals."""
    last, old = last_release(database), release_at(database, before)
    if last is None:
        return Pruned(0, 0, 0)
    with database.transaction(durable=True):
        seq = max(horizon(database), min(old.seq if old else 0, last.seq - 1))
        done = Pruned(_bodies(database, seq), _patches(database, seq), _visits(database, before, last.run_id))
        database.do("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", _HORIZON, str(seq))
    database.do("VACUUM")
    database.do("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _bodies(database: Database, seq: int) -> int:
    """Empties the records that no release after the horizon has and no run will ask for."""
    database.do(
        """
        DELETE FROM candidate WHERE run_id IN (SELECT id FROM run WHERE state NOT IN ('running', 'interrupted'))
        """
    )
    database.do(
        """
        UPDATE record SET body = x'' WHERE length(body) > 0 AND id NOT IN (
            SELECT record FROM version WHERE until IS NULL OR until > ?
            UNION SELECT record FROM candidate UNION SELECT record FROM page
        )
        """,
        seq,
    )
    emptied = database.changed_rows()
    database.do("DELETE FROM outline WHERE record NOT IN (SELECT record FROM version WHERE until IS NULL)")
    return emptied


def _patches(database: Database, seq: int) -> int:
    database.do("UPDATE change SET patch = NULL WHERE release <= ? AND patch IS NOT NULL", seq)
    return database.changed_rows()


def _visits(database: Database, before: datetime, last_run: str) -> int:
    """Forgets single answers, but for the runs that the present release and the next comparison rest on."""
    database.do(
        """
        DELETE FROM visit WHERE run_id NOT IN (SELECT value FROM json_each(?))
            AND run_id IN (SELECT id FROM run WHERE finished_at < ?)
        """,
        json.dumps([last_run, *last_listings(database).values()]),
        text_of(before),
    )
    return database.changed_rows()
