"""Versions: what a topic was in each release."""

from collections.abc import Iterator
from typing import NamedTuple

from medscrape.store.database import Database
from medscrape.store.records import line_of
from medscrape.store.releases import Release


class Held(NamedTuple):
    """A topic in a release."""

    topic_id: str
    digest: bytes
    """Digest of its record, whatever its origin."""


def held(database: Database, release: Release) -> Iterator[Held]:
    """Every topic of a release, sorted by id."""
    query = """
        SELECT topic_id, digest FROM version JOIN record ON record.id = record
        WHERE since <= ?1 AND (until IS NULL OR until > ?1) AND topic_id > ?2 ORDER BY topic_id LIMIT ?3
    """
    return (Held(*row) for row in database.walk(query, release.seq))


def line_in(database: Database, release: Release, topic_id: str) -> bytes | None:
    """The line of one topic in a release, or None when the release does not have it."""
    row = database.row(
        """
        SELECT body, provenance FROM version JOIN record ON record.id = record
        WHERE topic_id = ?2 AND since <= ?1 AND (until IS NULL OR until > ?1)
        """,
        release.seq,
        topic_id,
    )
    return line_of(*row) if row else None


def ids_ending(database: Database, ending: str, most: int) -> list[str]:
    """The ids of topics, past and present, whose last steps are `ending`."""
    query = "SELECT DISTINCT topic_id FROM version WHERE '/' || topic_id LIKE ? ESCAPE '!' ORDER BY topic_id LIMIT ?"
    escaped = "".join(f"!{c}" if c in "%_!" else c for c in ending)
    return [topic_id for (topic_id,) in database.rows(query, f"%/{escaped}", most)]


def ids(database: Database) -> Iterator[str]:
    """The ids of all topics, past and present, sorted."""
    return (topic_id for (topic_id,) in database.rows("SELECT DISTINCT topic_id FROM version ORDER BY topic_id"))
