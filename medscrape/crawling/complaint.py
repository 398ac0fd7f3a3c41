"""How an error is told to a person."""

from medscrape.errors import GateError, MedscrapeError
from medscrape.terminal import say_error

_WAY_OUT = "If the change is right, run the same command with --accept REASON (scrapy crawl: -a accept=REASON)."


def complain(error: MedscrapeError) -> None:
    """Prints what went wrong on standard error: one line, and for gates one more for each."""
    if isinstance(error, GateError):
        for line in ["medscrape: held back by a gate", *str(error).splitlines(), _WAY_OUT]:
            say_error(line)
    else:
        say_error(f"medscrape: {error}")
