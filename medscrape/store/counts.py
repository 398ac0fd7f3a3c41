"""How the URLs of a run ended."""

from medscrape.models import ChangeEvent, Counts, Outcome
from medscrape.store.database import Database
from medscrape.store.runs import Run


def count(database: Database, run: Run) -> Counts:
    """The counts of a run whose steps are in the table `step`."""
    outcomes: dict[str, int] = dict(
        database.rows("SELECT outcome, count(*) FROM visit WHERE run_id = ? GROUP BY outcome", run.id)
    )
    steps: dict[str, int] = dict(database.rows("SELECT event, count(*) FROM step GROUP BY event"))
    ((read,),) = database.rows("SELECT count(*) FROM candidate WHERE run_id = ?", run.id)
    ((known,),) = database.rows("SELECT count(*) FROM version WHERE until IS NULL")
    new = steps.get(ChangeEvent.ADDED, 0) + steps.get(ChangeEvent.RESTORED, 0)
    changed = steps.get(ChangeEvent.UPDATED, 0) + steps.get(ChangeEvent.MOVED, 0)
    return Counts(
        discovered=sum(outcomes.values()),
        new=new,
        changed=changed,
        unchanged=read - new - changed,
        not_topic=outcomes.get(Outcome.NOT_TOPIC, 0),
        duplicate=outcomes.get(Outcome.DUPLICATE, 0),
        rejected=outcomes.get(Outcome.REJECTED, 0),
        gone=outcomes.get(Outcome.GONE, 0),
        failed=outcomes.get(Outcome.FAILED, 0),
        records=known + new - steps.get(ChangeEvent.REMOVED, 0),
    )
