"""How many topic URLs the site's own index pages name."""

from dataclasses import dataclass

from medscrape.models import Scope
from medscrape.store.database import Database
from medscrape.store.runs import Run


@dataclass(frozen=True, slots=True)
class Listing:
    """What the index pages of a run named, beside those of the last accepted run that asked for the same."""

    before: int
    now: int
    missing: tuple[str, ...]
    """A few URLs that are no longer named."""


def listing(database: Database, run: Run, shown: int) -> Listing:
    """Counts; a run over some topics leaves no index that another could be compared with."""
    last = last_listings(database).get(frozenset(run.scope.languages)) if run.scope.is_whole_index else None
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


def last_listings(database: Database) -> dict[frozenset[str], str]:
    """The last accepted run that read whole index pages, for each choice of languages."""
    accepted = database.rows("SELECT run.id, scope FROM release JOIN run ON run.id = run_id ORDER BY seq")
    scopes = ((run_id, Scope.model_validate_json(scope)) for run_id, scope in accepted)
    return {frozenset(scope.languages): run_id for run_id, scope in scopes if scope.is_whole_index}


def _named(database: Database, run_id: str | None) -> int:
    ((number,),) = database.rows("SELECT count(*) FROM visit WHERE run_id = ? AND listed", run_id)
    return int(number)
