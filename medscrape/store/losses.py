"""Bodies that the archive has lost: their records say so, in a release of its own."""

from collections.abc import Collection
from datetime import datetime

from medscrape.models import Gate, Provenance
from medscrape.store.database import Database
from medscrape.store.moments import text_of
from medscrape.store.releases import Release, gates_text, last_release
from medscrape.store.runs import Run, next_id

REBUILT = "rebuilt"
"""The gate of a release that no crawl made."""


def note_lost_pages(database: Database, urls: Collection[str]) -> None:
    """Has the pages fetched whole next time."""
    with database.transaction(durable=True):
        for url in urls:
            row = database.row("SELECT provenance FROM page WHERE url = ?", url)
            if row:
                database.do("UPDATE page SET provenance = ? WHERE url = ?", _without_capture(row[0]), url)


def note_lost_records(database: Database, topics: Collection[str], now: datetime) -> Release | None:
    """Makes a release in which the records of these topics name no place in the archive; nothing else differs."""
    last = last_release(database)
    if last is None or not topics:
        return last
    with database.transaction(durable=True):
        seq = _repeat(database, last, len(topics), now)
        for topic_id in topics:
            _turn(database, topic_id, seq)
    return last_release(database)


def give_back_captures(database: Database, run: Run, seq: int) -> None:
    """Lets records that had lost their page name the one that the run fetched again; nothing else of them differs."""
    database.do(
        """
        UPDATE version SET until = ?1 WHERE until IS NULL AND json_extract(provenance, '$.capture') IS NULL
            AND EXISTS (
                SELECT 1 FROM candidate c WHERE c.run_id = ?2 AND c.topic_id = version.topic_id
                AND c.record = version.record AND json_extract(c.provenance, '$.capture') NOT NULL
            )
        """,
        seq,
        run.id,
    )
    database.do(
        """
        INSERT INTO version (topic_id, since, record, provenance, url)
        SELECT v.topic_id, ?1, v.record, c.provenance, v.url FROM version v
        JOIN candidate c ON c.topic_id = v.topic_id AND c.run_id = ?2
        WHERE v.until = ?1 AND NOT EXISTS (SELECT 1 FROM version o WHERE o.topic_id = v.topic_id AND o.until IS NULL)
            AND NOT EXISTS (SELECT 1 FROM step WHERE coalesce(previous_id, step.topic_id) = v.topic_id)
        """,
        seq,
        run.id,
    )


def _repeat(database: Database, last: Release, lost: int, now: datetime) -> int:
    """The last release once more, with all that its run had found."""
    ((newest,),) = database.rows("SELECT max(id) FROM run")
    run_id, was = next_id(newest, now), last.counts
    database.do(
        """
        INSERT INTO run (id, state, scope, source, base, started_at, finished_at, check_share)
        SELECT ?1, 'accepted', scope, source, ?2, ?3, ?3, check_share FROM run WHERE id = ?4
        """,
        run_id,
        last.seq,
        text_of(now),
        last.run_id,
    )
    columns = "url, outcome, topic_id, http_status, fetched_at, detail, rejection, leads_to, listed"
    database.do(
        f"INSERT INTO visit (run_id, {columns}) SELECT ?, {columns} FROM visit WHERE run_id = ?",  # noqa: S608 - ours
        run_id,
        last.run_id,
    )
    counts = was.model_copy(update={"new": 0, "changed": 0, "unchanged": was.new + was.changed + was.unchanged})
    detail = f"No page was fetched: the archive was damaged, and {lost} records have lost the page they were made from."
    gate = Gate(name=REBUILT, passed=True, figure=lost, threshold=was.records, detail=detail)
    return database.insert(
        "INSERT INTO release (run_id, accepted_at, counts, gates) VALUES (?, ?, ?, ?)",
        run_id,
        text_of(now),
        counts.to_line().decode(),
        gates_text((gate,)),
    )


def _turn(database: Database, topic_id: str, seq: int) -> None:
    row = database.row("SELECT record, provenance, url FROM version WHERE topic_id = ? AND until IS NULL", topic_id)
    if row is None:
        return
    record, provenance, url = row
    database.do("UPDATE version SET until = ? WHERE topic_id = ? AND until IS NULL", seq, topic_id)
    database.do(
        "INSERT INTO version (topic_id, since, record, provenance, url) VALUES (?, ?, ?, ?, ?)",
        topic_id,
        seq,
        record,
        _without_capture(provenance),
        url,
    )


def _without_capture(provenance: str) -> str:
    origin = Provenance.model_validate_json(provenance)
    return origin.model_copy(update={"capture": None}).to_line().decode()
