"""What a crawl came to, for a program."""

from typing import Any

from medscrape.crawling.report import CrawlReport


def summary(report: CrawlReport) -> dict[str, Any]:
    """The end of a crawl as `medscrape crawl --json` prints it: the keys are always the same."""
    tally = report.tally
    return {
        "exit_code": report.exit_code,
        "published": report.manifest is not None,
        "run_id": report.manifest.run_id if report.manifest else None,
        "resumed": report.is_resumed,
        "output": str(report.output),
        "topics": dict(sorted(tally.topics.items())),
        "other_pages": {outcome.value: count for outcome, count in sorted(tally.outcomes.items())},
        "disallowed": len(tally.disallowed),
        "requests": report.requests,
        "received": report.received,
        "seconds": round(report.seconds, 1),
        "counts": report.manifest.counts.model_dump() if report.manifest else None,
        "troubles": [
            {
                "reason": why.partition(": ")[0],
                "detail": why.partition(": ")[2],
                "url": found.example,
                "pages": found.count,
            }
            for why, found in tally.troubles.items()
        ],
        "notes": tally.remarks,
        "error": str(report.error) if report.error else None,
    }
