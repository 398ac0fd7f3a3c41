"""Acceptance: a complete run, compared as a whole with the last release, becomes the next one or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from medscrape.errors import GateError, IncompleteRunError, StoreError
from medscrape.models import Counts, Gate, Outcome
from medscrape.store.database import Database
from medscrape.store.moments import text_of
from medscrape.store.records import line_of
from medscrape.store.releases import Release, gates_text
from medscrape.store.runs import Run


@dataclass(frozen=True, slots=True)
class Comparison:
    """A complete run beside the last release, inside the transaction that accepts it."""

    database: Database
    run: Run
    counts: Counts

    def differences(self) -> Iterator[tuple[bytes | None, bytes]]:
        """The line before (None for a new topic) and after of each topic that differs, sorted by id."""
        query = """
            SELECT c.topic_id, was.body, v.provenance, now.body, c.provenance
            FROM candidate c JOIN record now ON now.id = c.record
            LEFT JOIN version v ON v.topic_id = c.topic_id AND v.until IS NULL
            LEFT JOIN record was ON was.id = v.record
            WHERE c.run_id = ? AND c.record IS NOT v.record AND c.topic_id > ? ORDER BY c.topic_id LIMIT ?
        """
        for _, was, origin_was, now, origin_now in self.database.walk(query, self.run.id):
            yield line_of(was, origin_was) if was is not None else None, line_of(now, origin_now)


Judge = Callable[[Comparison], tuple[Gate, ...]]
"""Gives the verdicts on a run; one that failed holds the release back."""


def no_gates(_: Comparison) -> tuple[Gate, ...]:
    """The judge that lets everything pass."""
    return ()


def accept(database: Database, run: Run, now: datetime, judge: Judge) -> Release:
    """Makes the run the next release in one transaction, or notes that a gate held it and raises `GateError`."""
    with database.transaction(durable=True):
        _require_complete(database, run)
        counts = _count(database, run)
        gates = judge(Comparison(database, run, counts))
        held = [gate for gate in gates if not gate.passed]
        state = "held" if held else "accepted"
        database.do("UPDATE run SET state = ?, finished_at = ? WHERE id = ?", state, text_of(now), run.id)
        release = None if held else _release(database, run, now, counts, gates)
    if release is None:
        raise GateError("The old release stays in place: " + " ".join(gate.detail for gate in held))
    return release


def _require_complete(database: Database, run: Run) -> None:
    row = database.row("SELECT state FROM run WHERE id = ?", run.id)
    if row != ("running",):
        raise StoreError(f"The run {run.id} is {row[0] if row else 'unknown'}: only a running one can be accepted.")
    ((pending,),) = database.rows("SELECT count(*) FROM visit WHERE run_id = ? AND outcome IS NULL", run.id)
    if pending:
        raise IncompleteRunError(f"URLs without an outcome: {pending}. The same command goes on from here.")


def _count(database: Database, run: Run) -> Counts:
    outcomes: dict[str, int] = dict(
        database.rows("SELECT outcome, count(*) FROM visit WHERE run_id = ? GROUP BY outcome", run.id)
    )
    ((new, changed, unchanged),) = database.rows(
        """
        SELECT count(*) FILTER (WHERE v.record IS NULL), count(*) FILTER (WHERE v.record <> c.record),
               count(*) FILTER (WHERE v.record = c.record)
        FROM candidate c LEFT JOIN version v ON v.topic_id = c.topic_id AND v.until IS NULL
        WHERE c.run_id = ?
        """,
        run.id,
    )
    ((held_before,),) = database.rows("SELECT count(*) FROM version WHERE until IS NULL")
    return Counts(
        discovered=sum(outcomes.values()),
        new=new,
        changed=changed,
        unchanged=unchanged,
        not_topic=outcomes.get(Outcome.NOT_TOPIC, 0),
        duplicate=outcomes.get(Outcome.DUPLICATE, 0),
        rejected=outcomes.get(Outcome.REJECTED, 0),
        gone=outcomes.get(Outcome.GONE, 0),
        failed=outcomes.get(Outcome.FAILED, 0),
        records=held_before + new,
    )


def _release(database: Database, run: Run, now: datetime, counts: Counts, gates: tuple[Gate, ...]) -> Release:
    """Opens a version for every topic that differs; all others keep theirs, and with it their line."""
    seq = database.insert(
        "INSERT INTO release (run_id, accepted_at, counts, gates) VALUES (?, ?, ?, ?)",
        run.id,
        text_of(now),
        counts.to_line().decode(),
        gates_text(gates),
    )
    database.do(
        """
        UPDATE version SET until = ? FROM candidate c
        WHERE c.run_id = ? AND c.topic_id = version.topic_id AND version.until IS NULL
            AND c.record <> version.record
        """,
        seq,
        run.id,
    )
    database.do(
        """
        INSERT INTO version (topic_id, since, record, provenance)
        SELECT topic_id, ?, record, provenance FROM candidate c
        WHERE run_id = ? AND NOT EXISTS (SELECT 1 FROM version v WHERE v.topic_id = c.topic_id AND v.until IS NULL)
        """,
        seq,
        run.id,
    )
    # Proposals of other runs were made against a release that is no longer the last one.
    database.do("DELETE FROM candidate")
    return Release(seq, run.id, run.started_at, now, run.scope, run.source, counts, gates, published=False)
