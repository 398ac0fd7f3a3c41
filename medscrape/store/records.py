"""Records: a topic goes in as one row per content, a published line comes out byte for byte."""

import hashlib
from collections.abc import Iterable

from zlib_ng import zlib_ng

from medscrape.errors import StoreError
from medscrape.models import Outcome, Topic
from medscrape.store import frontier
from medscrape.store.checks import Answered
from medscrape.store.database import Database
from medscrape.store.runs import Run
from medscrape.store.trouble import told_as_damage

SEAM = b',"provenance":'


def finish_topic(
    database: Database, run: Run, url: str, topic: Topic, found: Iterable[str], answered: Answered | None
) -> bool:
    """Commits a page that gave a record, with the URLs it led to; False if another URL stands for the topic.

    `answered` is the answer to this run's request, where the body is an older one or the answer was checked. Of several
    URLs the topic's own stands for it, else the first in order, so the result hangs on no sequence of arrival.
    """
    with database.transaction():
        frontier.register(database, run, found)
        holder = database.row("SELECT url FROM candidate WHERE run_id = ? AND topic_id = ?", run.id, topic.id)
        if frontier.outcome_of(database, run, url) is not None:
            return holder is not None and holder[0] == url
        wins = holder is None or _rank(url, topic) < _rank(holder[0], topic)
        _finish_visit(database, run, url, topic, frontier.TOPIC if wins else Outcome.DUPLICATE, answered)
        if wins and holder:
            _yield_to(database, run, holder[0], url)
        _keep(database, run, url, topic, is_candidate=wins)
        return wins


@told_as_damage()
def line_of(body: bytes, provenance: str) -> bytes:
    """The published line of a stored record."""
    return body_of(body)[:-1] + SEAM + provenance.encode() + b"}"


def body_of(body: bytes) -> bytes:
    """A stored record as JSON, without its provenance."""
    if not body:
        raise StoreError("That version of the record was pruned: only its dates and hashes are left.")
    return inflated(body)


@told_as_damage()
def inflated(stored: bytes) -> bytes:
    """What `deflated` was given."""
    return bytes(zlib_ng.decompress(stored))


def deflated(content: bytes) -> bytes:
    """The form in which the store keeps long texts."""
    return zlib_ng.compress(content)


def _rank(url: str, topic: Topic) -> tuple[bool, str]:
    return url != topic.url, url


def _finish_visit(
    database: Database, run: Run, url: str, topic: Topic, outcome: str, answered: Answered | None
) -> None:
    origin = topic.provenance
    frontier.finish(
        database,
        run,
        url,
        outcome,
        answered.at if answered else origin.fetched_at,
        http_status=answered.http_status if answered else origin.http_status,
        topic_id=topic.id,
        check=answered.check if answered else None,
    )


def _yield_to(database: Database, run: Run, loser: str, winner: str) -> None:
    database.do("DELETE FROM candidate WHERE run_id = ? AND url = ?", run.id, loser)
    database.do(
        "UPDATE visit SET outcome = 'duplicate', detail = ? WHERE run_id = ? AND url = ?",
        f"the same topic as {winner}",
        run.id,
        loser,
    )


def _keep(database: Database, run: Run, url: str, topic: Topic, *, is_candidate: bool) -> None:
    provenance = topic.provenance.to_line()
    record = record_number(database, _body(topic, provenance), topic.content_hash)
    database.do(
        "INSERT OR REPLACE INTO page (url, topic_id, record, provenance, run_id) VALUES (?, ?, ?, ?, ?)",
        url,
        topic.id,
        record,
        provenance.decode(),
        run.id,
    )
    if is_candidate:
        database.do(
            "INSERT INTO candidate (run_id, topic_id, url, canonical, record, provenance) VALUES (?, ?, ?, ?, ?, ?)",
            run.id,
            topic.id,
            url,
            topic.url,
            record,
            provenance.decode(),
        )
    # Whatever becomes of this run, the topic was there: evidence of its absence begins anew.
    database.do("DELETE FROM absence WHERE topic_id = ?", topic.id)


def _body(topic: Topic, provenance: bytes) -> bytes:
    line = topic.to_line()
    origin = SEAM + provenance + b"}"
    if not line.endswith(origin):
        raise ValueError("the provenance must be the last field of a topic")
    return line[: -len(origin)] + b"}"


def record_number(database: Database, body: bytes, content_hash: str) -> int:
    """The number under which a record is kept, once for each content."""
    digest = hashlib.sha256(body).digest()
    row = database.row("SELECT id, length(body) FROM record WHERE digest = ?", digest)
    if row is None:
        query = "INSERT INTO record (digest, content_hash, body) VALUES (?, ?, ?)"
        return database.insert(query, digest, content_hash, deflated(body))
    number, length = row
    if not length:
        database.do("UPDATE record SET body = ? WHERE id = ?", deflated(body), number)
    return int(number)
