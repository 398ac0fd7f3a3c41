"""The truth on disk: every run, page, record and release of one source, in one SQLite file."""

from medscrape.store.acceptance import Comparison, Judge
from medscrape.store.frontier import KnownPage
from medscrape.store.releases import Release
from medscrape.store.runs import Run
from medscrape.store.store import Store

__all__ = ["Comparison", "Judge", "KnownPage", "Release", "Run", "Store"]
