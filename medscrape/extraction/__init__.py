"""Records out of files: saved pages, text dumps, WARC files, folders of them."""

from medscrape.extraction.archives import ArchiveExtraction, record_of, reread
from medscrape.extraction.extract import extract, records
from medscrape.extraction.fixtures import Fixture, fixtures, outcome_of
from medscrape.extraction.sources import SavedPage, input_files, saved_page

__all__ = [
    "ArchiveExtraction",
    "Fixture",
    "SavedPage",
    "extract",
    "fixtures",
    "input_files",
    "outcome_of",
    "record_of",
    "records",
    "reread",
    "saved_page",
]
