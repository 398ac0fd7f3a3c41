"""Records out of files: saved pages, text dumps, folders of them."""

from medscrape.extraction.extract import extract
from medscrape.extraction.fixtures import Fixture, fixtures, outcome_of
from medscrape.extraction.sources import SavedPage, saved_pages

__all__ = ["Fixture", "SavedPage", "extract", "fixtures", "outcome_of", "saved_pages"]
