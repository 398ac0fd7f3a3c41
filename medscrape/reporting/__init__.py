"""A release for people: one page that tells all, feeds of what changed, and figures.

What renders is in `medscrape.reporting.write`, apart from these, because templates and charts take long to load.
"""

from medscrape.reporting.collection import Collection
from medscrape.reporting.comparison import PlaceChange, in_figures, places_between
from medscrape.reporting.crosslinks import Crosslinks
from medscrape.reporting.data import LISTED, ReportData, Sides
from medscrape.reporting.facts import facts_of
from medscrape.reporting.from_store import Versions, report_data
from medscrape.reporting.statistics import as_json, statistics

__all__ = [
    "LISTED",
    "Collection",
    "Crosslinks",
    "PlaceChange",
    "ReportData",
    "Sides",
    "Versions",
    "as_json",
    "facts_of",
    "in_figures",
    "places_between",
    "report_data",
    "statistics",
]
