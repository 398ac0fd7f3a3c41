"""Acceptance: a complete run, judged as a whole against the last release, becomes the next one or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from medscrape.errors import GateError, IncompleteRunError, StoreError
from medscrape.models import Change, ChangeEvent, Gate
from medscrape.store.changes import write_changes
from medscrape.store.comparison import Comparison
from medscrape.store.database import Database
from medscrape.store.fates import note_absences
from medscrape.store.losses import give_back_captures
from medscrape.store.moments import text_of
from medscrape.store.releases import Release, gates_text
from medscrape.store.runs import Run
from medscrape.store.steps import Step

BY_HAND = "accepted_by_hand"
"""The name of the gate that says who let a release pass, and why."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody's word that a release shall come out whatever the gates say."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Judge:
    """What the floors above know: what a difference means, and which release is to be trusted."""

    gates: Callable[[Comparison], tuple[Gate, ...]]
    """The verdicts on a run; one that failed holds the release back."""
    changes: Callable[[Step], Iterable[Change]]
    """The events behind a step, the parser's first."""
    removal_after: timedelta
    """So long after the first complete run that found a topic gone, a second one removes it."""


NO_JUDGE = Judge(lambda _: (), lambda _: (), timedelta(days=1))
"""Lets everything pass and notes no event."""


def accept(database: Database, run: Run, now: datetime, judge: Judge, force: Acceptance | None) -> Release:
    """Makes the run the next release in one transaction, or notes that a gate held it and raises `GateError`."""
    with database.transaction(durable=True):
        _require_complete(database, run)
        comparison = Comparison.of(database, run, judge.removal_after)
        gates = judge.gates(comparison)
        failed = [gate for gate in gates if not gate.passed]
        held = bool(failed) and force is None
        state = "held" if held else "accepted"
        database.do("UPDATE run SET state = ?, finished_at = ? WHERE id = ?", state, text_of(now), run.id)
        if not held:
            signed = (*gates, _signature(force, len(failed))) if failed and force else gates
            release = _release(comparison, now, signed, judge)
    if held:
        raise GateError("\n".join(["The old release stays in place:", *(f"- {gate.detail}" for gate in failed)]))
    return release


def _require_complete(database: Database, run: Run) -> None:
    row = database.row("SELECT state FROM run WHERE id = ?", run.id)
    if row != ("running",):
        raise StoreError(f"The run {run.id} is {row[0] if row else 'unknown'}: only a running one can be accepted.")
    ((pending,),) = database.rows("SELECT count(*) FROM visit WHERE run_id = ? AND outcome IS NULL", run.id)
    if pending:
        raise IncompleteRunError(f"URLs without an outcome: {pending}. The same command goes on from here.")


def _signature(force: Acceptance, overruled: int) -> Gate:
    return Gate(
        name=BY_HAND,
        passed=True,
        figure=overruled,
        threshold=0,
        detail=f"{force.who} let the release pass: {force.why}",
    )


def _release(comparison: Comparison, now: datetime, gates: tuple[Gate, ...], judge: Judge) -> Release:
    """Opens a version for every topic that differs; all others keep theirs, and with it their line."""
    database, run, counts = comparison.database, comparison.run, comparison.counts
    seq = database.insert(
        "INSERT INTO release (run_id, accepted_at, counts, gates) VALUES (?, ?, ?, ?)",
        run.id,
        text_of(now),
        counts.to_line().decode(),
        gates_text(gates),
    )
    for step in comparison.steps():
        write_changes(database, seq, judge.changes(step))
    _turn_versions(database, seq)
    give_back_captures(database, run, seq)
    note_absences(database, run)
    # Proposals of other runs were made against a release that is no longer the last one.
    database.do("DELETE FROM candidate")
    return Release(run.id, run.started_at, now, run.scope, run.source, counts, gates, seq=seq, published=False)


def _turn_versions(database: Database, seq: int) -> None:
    database.do(
        """
        UPDATE version SET until = ? WHERE until IS NULL
            AND topic_id IN (SELECT coalesce(previous_id, topic_id) FROM step WHERE was IS NOT NULL)
        """,
        seq,
    )
    database.do(
        """
        INSERT INTO version (topic_id, since, record, provenance, url)
        SELECT topic_id, ?, now, now_from, url FROM step WHERE event <> ?
        """,
        seq,
        ChangeEvent.REMOVED,
    )
