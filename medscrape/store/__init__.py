"""The truth on disk: every run, page, record and release of one source, in one SQLite file."""

from medscrape.store.acceptance import BY_HAND, NO_JUDGE, Acceptance, Judge
from medscrape.store.changes import Event
from medscrape.store.checks import Answered, Check
from medscrape.store.comparison import Comparison, Some
from medscrape.store.frontier import KnownPage
from medscrape.store.listings import Listing
from medscrape.store.losses import REBUILT
from medscrape.store.outlines import Outlines
from medscrape.store.releases import Release
from medscrape.store.runs import Run, is_same_scope
from medscrape.store.steps import Step
from medscrape.store.store import Store

__all__ = [
    "BY_HAND",
    "NO_JUDGE",
    "REBUILT",
    "Acceptance",
    "Answered",
    "Check",
    "Comparison",
    "Event",
    "Judge",
    "KnownPage",
    "Listing",
    "Outlines",
    "Release",
    "Run",
    "Some",
    "Step",
    "Store",
    "is_same_scope",
]
