"""Records out of files: saved pages, text dumps, WARC files, folders of them."""

from medscrape.extraction.archives import Clock, lost_revisits, reading_of, record_of, reread
from medscrape.extraction.extract import Line, extract, lines
from medscrape.extraction.fixtures import Fixture, fixtures, outcome_of
from medscrape.extraction.in_order import cores
from medscrape.extraction.sources import SavedPage, input_files, readable, saved_page, unreadable

__all__ = [
    "Clock",
    "Fixture",
    "Line",
    "SavedPage",
    "cores",
    "extract",
    "fixtures",
    "input_files",
    "lines",
    "lost_revisits",
    "outcome_of",
    "readable",
    "reading_of",
    "record_of",
    "reread",
    "saved_page",
    "unreadable",
]
