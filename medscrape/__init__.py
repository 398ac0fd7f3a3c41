"""medscrape: MedlinePlus-style health-topic pages as complete, validated, versioned records."""

from medscrape.parsers import parse_page
from medscrape.version import __version__

__all__ = ["__version__", "parse_page"]
