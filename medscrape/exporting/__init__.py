"""Records in the formats of other tools: Parquet, CSV, SQLite, Markdown, and chunks for retrieval."""

from medscrape.exporting.chunks import Chunk, chunks_of
from medscrape.exporting.csv_files import original
from medscrape.exporting.export import export
from medscrape.exporting.formats import FORMATS
from medscrape.exporting.licence import credit_of
from medscrape.exporting.manifest import ExportManifest
from medscrape.exporting.records import CreditedTopic, PublicDomainTopic, public_domain
from medscrape.exporting.refreshing import Refresh, refresh, refresh_after
from medscrape.exporting.selection import Selection
from medscrape.vocabulary.sites import CREDIT

__all__ = [
    "CREDIT",
    "FORMATS",
    "Chunk",
    "CreditedTopic",
    "ExportManifest",
    "PublicDomainTopic",
    "Refresh",
    "Selection",
    "chunks_of",
    "credit_of",
    "export",
    "original",
    "public_domain",
    "refresh",
    "refresh_after",
]
