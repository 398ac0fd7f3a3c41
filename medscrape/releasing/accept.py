"""Acceptance as the crawl asks for it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from medscrape.gates import Limits
from medscrape.models import Change, Gate
from medscrape.releasing.events import Reread, changes_of, no_archive
from medscrape.releasing.figures import gates_of
from medscrape.store import Acceptance, Comparison, Judge, Release, Run, Step, Store


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run is judged by."""

    limits: Limits = field(default_factory=Limits)
    removal_after: timedelta = timedelta(days=1)
    """So far apart are the two complete runs that remove a topic by finding it gone."""
    reread: Reread = no_archive
    """Reads the archived body of a page with the present parser; None when there is none."""


def accept(
    store: Store, run: Run, now: datetime, rules: Rules | None = None, force: Acceptance | None = None
) -> Release:
    """Makes a complete run the next release, with its changes.

    Raises `IncompleteRunError` when a URL has no outcome, and `GateError` when the run differs from the last release
    further than the limits allow; then nothing has changed. With `force` it comes out all the same, and the release
    tells who wanted it so.
    """
    rules = rules or Rules()

    def gates(comparison: Comparison) -> tuple[Gate, ...]:
        return gates_of(comparison, rules.limits)

    def changes(step: Step) -> tuple[Change, ...]:
        return tuple(changes_of(step, run.id, now, rules.reread))

    return store.accept(run, now, Judge(gates, changes, rules.removal_after), force)
