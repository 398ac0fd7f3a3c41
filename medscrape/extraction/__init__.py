"""Records out of files: saved pages, text dumps, folders of them."""

from medscrape.extraction.extract import extract
from medscrape.extraction.sources import SavedPage, saved_pages

__all__ = ["SavedPage", "extract", "saved_pages"]
