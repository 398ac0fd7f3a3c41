"""How many topic URLs the site's own index pages name."""

from dataclasses import dataclass

from medscrape.models import Scope
from medscrape.store.database import Database
from medscrape.store.runs import Run


@dataclass(frozen=True, slots=True)
class Listing:
    """What the index pages of a run named, beside those of the last accepted run over the whole source."""

    before: int
    now: int
    missing: tuple[str, ...]
    """A few URLs that are no longer named."""


def listing(database: Database, run: Run, shown: int) -> Listing:
    """Counts; a run over a part of the source leaves no index that another could be compared with."""
    last = last_full_run(database) if run.scope.is_full else None
    missing = database.rows(
        """
        SELECT url FROM visit was WHERE run_id = ? AND listed AND NOT EXISTS
            (SELECT 1 FROM visit now WHERE now.run_id = ? AND now.url = was.url AND now.listed)
        ORDER BY url LIMIT ?
        """,
        last,
        run.id,
        shown,
    )
    return Listing(_named(database, last), _named(database, run.id), tuple(url for (url,) in missing))


def last_full_run(database: Database) -> str | None:
    """The last accepted run over the whole source, or None."""
    accepted = database.rows("SELECT run.id, scope FROM release JOIN run ON run.id = run_id ORDER BY seq DESC")
    return next((run_id for run_id, scope in accepted if Scope.model_validate_json(scope).is_full), None)


def _named(database: Database, run_id: str | None) -> int:
    ((number,),) = database.rows("SELECT count(*) FROM visit WHERE run_id = ? AND listed", run_id)
    return int(number)
