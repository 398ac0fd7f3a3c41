"""medscrape: MedlinePlus-style health-topic pages as complete, validated, versioned records.

`parse_page` reads one page, `load` reads published files; everything else is the record models and the errors.
"""

from medscrape.errors import (
    GateError,
    IncompleteRunError,
    MedscrapeError,
    NotATopicError,
    OutputError,
    PageError,
    RejectedPageError,
    RejectionReason,
    StoreError,
    UsageError,
)
from medscrape.models import Change, Link, Manifest, Rejection, RichText, Section, Topic
from medscrape.parsers import parse_page
from medscrape.publishing.load import load
from medscrape.version import __version__

__all__ = [
    "Change",
    "GateError",
    "IncompleteRunError",
    "Link",
    "Manifest",
    "MedscrapeError",
    "NotATopicError",
    "OutputError",
    "PageError",
    "RejectedPageError",
    "Rejection",
    "RejectionReason",
    "RichText",
    "Section",
    "StoreError",
    "Topic",
    "UsageError",
    "__version__",
    "load",
    "parse_page",
]
