"""How long a run bears with a site: what became of pages, and which of it is not believed at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from medscrape.crawling.outcomes import Finding
from medscrape.models import Capture, Rejection


@dataclass(frozen=True, slots=True)
class Patience:
    """When a run is given up, and how long it may be taken up again."""

    resume_within: timedelta
    failures_in_a_row: int
    """So many pages without an answer end the run; 0: never."""
    notices_in_a_row: int = 100
    """So many pages without an answer or with a notice in their place end the run; 0: never. Fewer are left to the
    gates, which judge the whole run."""
    most_topics: int = 200_000
    """A site that names more is not believed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a page that gave no record."""

    url: str
    finding: Finding
    moment: datetime
    sha256: str | None
    """Of its body, if there was one."""
    capture: Capture | None
    """Where the archive has its body."""

    def rejection(self, run_id: str) -> Rejection | None:
        """The rejection as it is published; None when the page was not rejected."""
        finding = self.finding
        if finding.reason is None:
            return None
        return Rejection(
            url=self.url,
            reason=finding.reason,
            detail=finding.detail,
            http_status=finding.http_status,
            sha256=self.sha256,
            capture=self.capture,
            run_id=run_id,
            seen_at=self.moment,
        )


class Unanswered:
    """Pages that the whole site may be to blame for, held back until another page answers.

    If none does the run ends, and since nothing was committed the next one asks again.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._held: list[Verdict] = []

    def hold(self, verdict: Verdict) -> str | None:
        """Takes in a page; gives the sentence that ends the run when it is one too many."""
        self._held.append(verdict)
        count = len(self._held)
        failures = sum(held.finding.reason is None for held in self._held)
        if failures == self._patience.failures_in_a_row and verdict.finding.reason is None:
            gave = "gave no answer" if failures == count else "gave no answer, or a notice in their place"
        elif count == self._patience.notices_in_a_row:
            gave = "gave no answer, or a notice in their place"
        else:
            return None
        return f"{count} pages in a row {gave}; of the last one: {verdict.finding.detail}."

    def let_go(self) -> Iterator[Verdict]:
        """The pages that were held back, which they are no longer."""
        held, self._held = self._held, []
        return iter(held)
