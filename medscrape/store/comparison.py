"""A complete run beside the last release, inside the transaction that accepts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from medscrape.models import Counts, Outcome
from medscrape.store.counts import count
from medscrape.store.database import Database
from medscrape.store.fates import Fate, fill_fates
from medscrape.store.listings import Listing, listing
from medscrape.store.outlines import Outliner, Outlines, outlines
from medscrape.store.releases import Release, last_release
from medscrape.store.runs import Run
from medscrape.store.steps import Step, fill_steps, steps

_ABSENT = (Fate.GONE, Fate.MERGED, Fate.ELSEWHERE)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Some:
    """How many there are, and a few of them."""

    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the floors above judge a run by."""

    database: Database
    run: Run
    release: Release | None
    """The last release, or None before the first."""
    counts: Counts

    @classmethod
    def of(cls, database: Database, run: Run, removal_after: timedelta) -> "Comparison":
        """Compares; fills the temporary tables `fate` and `step`."""
        fill_fates(database, run)
        fill_steps(database, run, removal_after)
        return cls(database, run, last_release(database), count(database, run))

    def steps(self) -> Iterator[Step]:
        """What happens to each topic that the next release has otherwise than the last one, sorted by id."""
        return steps(self.database)

    def outlines(self, outliner: Outliner) -> Iterator[Outlines]:
        """What the outliner makes of every record that the run gave, and of the one before."""
        return outlines(self.database, self.run, outliner)

    def listing(self) -> Listing:
        """What the index pages of this run named, and those of the last accepted run over the whole source."""
        return listing(self.database, self.run, _SHOWN)

    def known(self) -> int:
        """How many topics the last release has."""
        return self._number("SELECT count(*) FROM version WHERE until IS NULL")

    def asked(self) -> int:
        """How many topics of the last release the run asked for."""
        query = """
            SELECT (SELECT count(*) FROM fate) + (
                SELECT count(*) FROM candidate c JOIN version v ON v.topic_id = c.topic_id AND v.until IS NULL
                WHERE c.run_id = ?
            )
        """
        return self._number(query, self.run.id)

    def with_outcome(self, outcome: Outcome) -> Some:
        """The URLs that ended so."""
        return self._some("SELECT url FROM visit WHERE run_id = ? AND outcome = ?", self.run.id, outcome)

    def vanished(self) -> Some:
        """The topics of the last release that the site no longer has, as far as this run can tell."""
        absent = "SELECT topic_id FROM fate WHERE fate IN (?, ?, ?)"
        if not self.run.scope.is_full:
            return self._some(absent, *_ABSENT)
        never_asked = """
            SELECT topic_id FROM version v WHERE until IS NULL
                AND NOT EXISTS (SELECT 1 FROM candidate c WHERE c.run_id = ? AND c.topic_id = v.topic_id)
                AND NOT EXISTS (SELECT 1 FROM fate WHERE fate.topic_id = v.topic_id)
        """
        return self._some(f"{absent} UNION {never_asked}", *_ABSENT, self.run.id)

    def changed(self) -> Some:
        """The topics of the last release that have another content hash now."""
        query = """
            SELECT topic_id FROM step JOIN record was ON was.id = was JOIN record now ON now.id = now
            WHERE was.content_hash <> now.content_hash
        """
        return self._some(query)

    def _number(self, query: str, *values: object) -> int:
        ((number,),) = self.database.rows(query, *values)
        return int(number)

    def _some(self, query: str, *values: object) -> Some:
        counting = f"SELECT *, count(*) OVER () FROM ({query}) ORDER BY 1 LIMIT ?"  # noqa: S608 - all text is ours
        rows = self.database.rows(counting, *values, _SHOWN)
        return Some(rows[0][1] if rows else 0, tuple(text for text, _ in rows))
