"""The command line: `medscrape COMMAND`."""

import sys

from medscrape.cli import (
    changes,
    crawl,
    demo,
    diff,
    export,
    extract,
    history,
    prune,
    rebaseline,
    rebuild,
    report,
    schema,
    show,
    stats,
    verify,
)
from medscrape.cli.app import app
from medscrape.crawling.complaint import complain
from medscrape.errors import MedscrapeError

__all__ = [
    "app",
    "changes",
    "crawl",
    "demo",
    "diff",
    "export",
    "extract",
    "history",
    "main",
    "prune",
    "rebaseline",
    "rebuild",
    "report",
    "schema",
    "show",
    "stats",
    "verify",
]


def main() -> None:
    """Runs the command; what medscrape foresees ends in one sentence and its exit code, never in a traceback."""
    try:
        app()
    except MedscrapeError as error:
        complain(error)
        sys.exit(error.exit_code)
