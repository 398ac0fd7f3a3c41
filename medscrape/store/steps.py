"""The steps from the last release to the next: which topics come, differ, move, go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from medscrape.models import ChangeEvent
from medscrape.store.database import Database
from medscrape.store.fates import Fate, proved_gone
from medscrape.store.frontier import KnownPage
from medscrape.store.records import line_of
from medscrape.store.runs import Run

_EMPTY_TABLE = """
    CREATE TEMP TABLE IF NOT EXISTS step (
        topic_id TEXT PRIMARY KEY, event TEXT NOT NULL, previous_id TEXT, url TEXT NOT NULL,
        was INTEGER, was_from TEXT, now INTEGER, now_from TEXT
    ) WITHOUT ROWID
"""
_MOVED = """
    INSERT INTO step SELECT c.topic_id, ?2, v.topic_id, c.canonical, v.record, v.provenance, c.record, c.provenance
    FROM fate JOIN candidate c ON c.topic_id = fate.target
    JOIN version v ON v.topic_id = fate.topic_id AND v.until IS NULL
    WHERE c.run_id = ?1 AND fate.fate = ?3
"""
_CAME = """
    INSERT OR IGNORE INTO step
    SELECT topic_id, iif(EXISTS (SELECT 1 FROM version v WHERE v.topic_id = c.topic_id), ?2, ?3),
        NULL, canonical, NULL, NULL, record, provenance
    FROM candidate c WHERE run_id = ?1
        AND NOT EXISTS (SELECT 1 FROM version v WHERE v.topic_id = c.topic_id AND v.until IS NULL)
"""
_DIFFER = """
    INSERT INTO step SELECT c.topic_id, ?2, NULL, c.canonical, v.record, v.provenance, c.record, c.provenance
    FROM candidate c JOIN version v ON v.topic_id = c.topic_id AND v.until IS NULL
    WHERE c.run_id = ?1 AND c.record <> v.record
"""
_GO = """
    INSERT INTO step SELECT topic_id, ?2, NULL, url, record, provenance, NULL, NULL
    FROM version WHERE topic_id = ?1 AND until IS NULL
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one topic, as far as answers and bytes tell."""

    event: ChangeEvent
    """Anything but `reparsed`: what explains a difference is judged above."""
    id: str
    previous_id: str | None
    """For `moved`: the id before."""
    url: str
    """Its canonical URL."""
    before_hash: str | None
    after_hash: str | None
    before: bytes | None
    """The published line of the last release; None unless the topic is in both."""
    after: bytes | None
    """The line that would be published; None unless the topic is in both."""
    known: KnownPage | None
    """The page behind `before`."""


def fill_steps(database: Database, run: Run, removal_after: timedelta) -> None:
    """Fills the temporary table `step` from the candidates of the run and the table `fate`."""
    database.do(_EMPTY_TABLE)
    database.do("DELETE FROM step")
    database.do(_MOVED, run.id, ChangeEvent.MOVED, Fate.MOVED)
    database.do(_CAME, run.id, ChangeEvent.RESTORED, ChangeEvent.ADDED)
    database.do(_DIFFER, run.id, ChangeEvent.UPDATED)
    database.do_many(_GO, ((topic_id, ChangeEvent.REMOVED) for topic_id in proved_gone(database, run, removal_after)))


def steps(database: Database) -> Iterator[Step]:
    """The rows of the table `step`, sorted by id."""
    query = """
        SELECT topic_id, event, previous_id, url, was.content_hash, now.content_hash,
            iif(was IS NULL OR now IS NULL, NULL, was.body), was_from,
            iif(was IS NULL OR now IS NULL, NULL, now.body), now_from
        FROM step LEFT JOIN record was ON was.id = was LEFT JOIN record now ON now.id = now
        WHERE topic_id > ? ORDER BY topic_id LIMIT ?
    """
    for topic_id, event, previous_id, url, was, now, was_body, was_from, now_body, now_from in database.walk(query):
        both = was_body is not None
        yield Step(
            event=ChangeEvent(event),
            id=topic_id,
            previous_id=previous_id,
            url=url,
            before_hash=was,
            after_hash=now,
            before=line_of(was_body, was_from) if both else None,
            after=line_of(now_body, now_from) if both else None,
            known=KnownPage.of(url, previous_id or topic_id, was_from) if both else None,
        )
