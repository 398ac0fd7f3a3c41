"""What the gates measure in a record, read from it once and kept."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from medscrape.store.database import Database
from medscrape.store.records import body_of
from medscrape.store.runs import Run

Outliner = Callable[[bytes], str]
"""Makes an outline of a record as JSON; must be pure, for what it gave once is kept."""


class Outlines(NamedTuple):
    """The outlines of a topic's records."""

    topic_id: str
    before: str | None
    """None when the last release does not have the topic."""
    now: str


def outlines(database: Database, run: Run, outliner: Outliner) -> Iterator[Outlines]:
    """The outlines of every topic that gave a record in the run, sorted by id."""
    _complete(database, run, outliner)
    query = """
        SELECT c.topic_id, was.content, now.content
        FROM candidate c JOIN outline now ON now.record = c.record
        LEFT JOIN step ON step.topic_id = c.topic_id
        LEFT JOIN version v ON v.topic_id = coalesce(step.previous_id, c.topic_id) AND v.until IS NULL
        LEFT JOIN outline was ON was.record = v.record
        WHERE c.run_id = ? AND c.topic_id > ? ORDER BY c.topic_id LIMIT ?
    """
    return (Outlines(*row) for row in database.walk(query, run.id))


_UNREAD = (
    """
    SELECT c.topic_id, c.record, body FROM candidate c JOIN record ON record.id = c.record
    WHERE c.run_id = ? AND NOT EXISTS (SELECT 1 FROM outline WHERE outline.record = c.record)
        AND c.topic_id > ? ORDER BY c.topic_id LIMIT ?
    """,
    """
    SELECT v.topic_id, v.record, body FROM candidate c JOIN version v ON v.topic_id = c.topic_id AND v.until IS NULL
    JOIN record ON record.id = v.record
    WHERE c.run_id = ? AND NOT EXISTS (SELECT 1 FROM outline WHERE outline.record = v.record)
        AND c.topic_id > ? ORDER BY c.topic_id LIMIT ?
    """,
)


def _complete(database: Database, run: Run, outliner: Outliner) -> None:
    for query in _UNREAD:
        for _, record, body in database.walk(query, run.id):
            database.do("INSERT INTO outline VALUES (?, ?)", record, outliner(body_of(body)))
