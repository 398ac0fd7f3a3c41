"""How an error is told to a person."""

from rich.console import Console

from medscrape.errors import MedscrapeError
from medscrape.text import clean


def complain(error: MedscrapeError) -> None:
    """Prints what went wrong as one line on standard error."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(clean(f"medscrape: {error}"))
