"""What becomes of a page that this program trips over."""

from scrapy import Request
from twisted.python.failure import Failure

from medscrape.crawling.outcomes import Finding
from medscrape.crawling.run import CrawlRun
from medscrape.errors import RejectionReason
from medscrape.models import Outcome
from medscrape.text import clean

_LONGEST = 200
_REPORT = "A mistake in this program, please report it (-s LOG_LEVEL=INFO shows where it is)"


def note_mistake(run: CrawlRun, failure: Failure, request: Request | None) -> None:
    """Rejects the page, so that one page which nobody foresaw does not keep all others from being published."""
    what = clean(f"{type(failure.value).__name__}: {failure.getErrorMessage()}")[:_LONGEST]
    topic = request.cb_kwargs.get("topic") if request else None
    if topic is None:
        run.abort(f"{_REPORT}: {what}.")
        return
    if not any(remark.startswith(_REPORT) for remark in run.tally.remarks):
        run.tally.remarks.append(f"{_REPORT}: {topic}: {what}.")
    run.note(topic, Finding(Outcome.REJECTED, f"a mistake in this program ({what})", RejectionReason.NOT_READABLE))
