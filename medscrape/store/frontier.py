"""The frontier's memory: which URLs a run has met, what became of them, and which pages are known from before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from medscrape.models import Outcome, Provenance, Rejection
from medscrape.store.database import Database
from medscrape.store.moments import text_of
from medscrape.store.runs import Run
from medscrape.store.trouble import told_as_damage

TOPIC = "topic"
"""The outcome of a page that gave a record; whether it is new, changed or unchanged is judged at acceptance."""

_WITHOUT_RECORD = frozenset({Outcome.NOT_TOPIC, Outcome.DUPLICATE, Outcome.GONE, Outcome.FAILED})


@dataclass(frozen=True, slots=True)
class KnownPage:
    """The newest readable body of a URL, whatever became of its run."""

    url: str
    topic_id: str
    provenance: Provenance
    """Its validators, digest, parser version and place in the archive."""

    @classmethod
    @told_as_damage()
    def of(cls, url: str, topic_id: str, provenance: str) -> "KnownPage":
        """The page behind a row of the store."""
        return cls(url, topic_id, Provenance.model_validate_json(provenance))


def discover(database: Database, run: Run, urls: Iterable[str], *, listed: bool) -> None:
    """Registers URLs as pending, unless the run has met them; `listed` ones are named by an index page."""
    with database.transaction():
        register(database, run, urls, listed=listed)


def register(database: Database, run: Run, urls: Iterable[str], *, listed: bool = False) -> None:
    """`discover`, inside a transaction of the caller."""
    database.do_many(
        """
        INSERT INTO visit (run_id, url, listed) VALUES (?, ?, ?)
        ON CONFLICT (run_id, url) DO UPDATE SET listed = 1 WHERE excluded.listed
        """,
        [(run.id, url, int(listed)) for url in urls],
    )


def finished(database: Database, run: Run) -> frozenset[str]:
    """The URLs whose outcome is committed."""
    query = "SELECT url FROM visit WHERE run_id = ? AND outcome IS NOT NULL AND url > ? ORDER BY url LIMIT ?"
    return frozenset(url for (url,) in database.walk(query, run.id))


def pending(database: Database, run: Run) -> Iterator[str]:
    """The URLs that have no outcome yet, in order."""
    query = "SELECT url FROM visit WHERE run_id = ? AND outcome IS NULL AND url > ? ORDER BY url LIMIT ?"
    return (url for (url,) in database.walk(query, run.id))


def known_pages(database: Database) -> Iterator[KnownPage]:
    """Every page that ever gave a record, in the order of the URLs."""
    query = "SELECT url, topic_id, provenance FROM page WHERE url > ? ORDER BY url LIMIT ?"
    return (KnownPage.of(*row) for row in database.walk(query))


def outcome_of(database: Database, run: Run, url: str) -> str | None:
    """The committed outcome of a URL, or None."""
    row = database.row("SELECT outcome FROM visit WHERE run_id = ? AND url = ?", run.id, url)
    return row[0] if row else None


def finish(
    database: Database,
    run: Run,
    url: str,
    outcome: str,
    fetched_at: datetime | None,
    *,
    http_status: int | None = None,
    topic_id: str | None = None,
    detail: str | None = None,
    rejection: str | None = None,
    leads_to: str | None = None,
    check: str | None = None,
) -> None:
    """Commits the outcome of a URL; the first one stands."""
    database.do(
        """
        INSERT INTO visit
            (run_id, url, outcome, fetched_at, http_status, topic_id, detail, rejection, leads_to, answer_check)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run_id, url) DO UPDATE SET
            outcome = excluded.outcome, fetched_at = excluded.fetched_at, http_status = excluded.http_status,
            topic_id = excluded.topic_id, detail = excluded.detail, rejection = excluded.rejection,
            leads_to = excluded.leads_to, answer_check = excluded.answer_check
        WHERE outcome IS NULL
        """,
        run.id,
        url,
        outcome,
        text_of(fetched_at) if fetched_at else None,
        http_status,
        topic_id,
        detail,
        rejection,
        leads_to,
        check,
    )


def finish_rejected(database: Database, run: Run, url: str, rejection: Rejection) -> None:
    """Commits a page that should have given a record and did not."""
    line = rejection.to_line().decode()
    with database.transaction():
        finish(
            database,
            run,
            url,
            Outcome.REJECTED,
            rejection.seen_at,
            http_status=rejection.http_status,
            rejection=line,
        )


def finish_other(
    database: Database,
    run: Run,
    url: str,
    outcome: Outcome,
    http_status: int | None,
    detail: str,
    fetched_at: datetime,
    leads_to: str | None,
) -> None:
    """Commits a URL that gives no record and needs none; `leads_to` is where it redirects to."""
    if outcome not in _WITHOUT_RECORD:
        raise ValueError(f"{outcome} is no outcome of a page without a record")
    with database.transaction():
        finish(database, run, url, outcome, fetched_at, http_status=http_status, detail=detail, leads_to=leads_to)
