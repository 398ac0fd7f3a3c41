"""What the server was asked and what its answers cost: conditional requests, checks of them, traffic."""

from collections.abc import Iterable

from pydantic import ValidationError

from medscrape.models import Revalidation, Topic, Traffic
from medscrape.store.checks import Check
from medscrape.store.database import Database
from medscrape.store.frontier import KnownPage
from medscrape.store.records import line_of
from medscrape.store.runs import Run


def known_page(database: Database, url: str) -> KnownPage | None:
    """The newest readable body of a URL, or None."""
    row = database.row("SELECT topic_id, provenance FROM page WHERE url = ?", url)
    return KnownPage.of(url, *row) if row else None


def known_topic(database: Database, url: str) -> Topic | None:
    """The record of that body, or None when the store no longer has it, or has it in the form of another version."""
    row = database.row(
        "SELECT body, provenance FROM page JOIN record ON record.id = record WHERE url = ? AND length(body) > 0", url
    )
    try:
        return Topic.model_validate_json(line_of(*row)) if row else None
    except ValidationError:
        return None


def believed(database: Database, run: Run) -> list[str]:
    """The URLs of the run that were kept on the server's word alone."""
    query = "SELECT url FROM visit WHERE run_id = ? AND answer_check = ? AND url > ? ORDER BY url LIMIT ?"
    return [url for (url,) in database.walk(query, run.id, Check.NOT_MODIFIED)]


def reopen(database: Database, run: Run, urls: Iterable[str]) -> None:
    """Makes URLs pending again, and takes back what they proposed."""
    keys = [(run.id, url) for url in urls]
    with database.transaction():
        database.do_many("DELETE FROM candidate WHERE run_id = ? AND url = ?", keys)
        database.do_many(
            """
            UPDATE visit SET outcome = NULL, topic_id = NULL, http_status = NULL, fetched_at = NULL, detail = NULL,
                rejection = NULL, leads_to = NULL, answer_check = NULL
            WHERE run_id = ? AND url = ?
            """,
            keys,
        )


def captured_files(database: Database) -> set[str]:
    """The archive's files that hold the body of a record that is kept, or of a rejection that is."""
    rows = database.rows(
        """
        SELECT json_extract(provenance, '$.capture.file') FROM version JOIN record ON record.id = record
        WHERE until IS NULL OR length(body) > 0
        UNION SELECT json_extract(provenance, '$.capture.file') FROM page
        UNION SELECT json_extract(provenance, '$.capture.file') FROM candidate
        UNION SELECT json_extract(rejection, '$.capture.file') FROM visit WHERE rejection NOT NULL
        """
    )
    return {name for (name,) in rows if name}


def note_traffic(database: Database, run: Run, traffic: Traffic, share: float) -> None:
    """Adds what a command has moved to what the run moved before, and notes the share of its checks."""
    database.do(
        "UPDATE run SET requests = requests + ?, received = received + ?, check_share = ? WHERE id = ?",
        traffic.requests,
        traffic.received,
        share,
        run.id,
    )


def traffic_of(database: Database, run_id: str) -> Traffic:
    """What all commands of a run have moved, but those that were killed."""
    ((requests, received),) = database.rows("SELECT requests, received FROM run WHERE id = ?", run_id)
    return Traffic(requests=requests, received=received)


def revalidation_of(database: Database, run_id: str) -> Revalidation:
    """What came of the conditional requests of a run."""
    ((share,),) = database.rows("SELECT check_share FROM run WHERE id = ?", run_id)
    query = "SELECT answer_check, count(*) FROM visit WHERE run_id = ? AND answer_check NOT NULL GROUP BY 1"
    found: dict[str, int] = dict(database.rows(query, run_id))
    contradicted = found.get(Check.CONTRADICTED, 0)
    return Revalidation(
        not_modified=found.get(Check.NOT_MODIFIED, 0),
        sampled_share=share,
        seed=run_id,
        full_checks=found.get(Check.CONFIRMED, 0) + contradicted,
        contradicted=contradicted,
    )
