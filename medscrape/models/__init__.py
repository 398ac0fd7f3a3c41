"""The records medscrape speaks in; `schemas/` is generated from here."""

from medscrape.models.base import SCHEMA_VERSION, Record
from medscrape.models.change import Change, ChangeEvent, Significance
from medscrape.models.link import (
    PUBLIC_DOMAIN,
    Alternate,
    License,
    Link,
    NamedLink,
    Reference,
    ReferenceKind,
)
from medscrape.models.manifest import (
    Counts,
    Gate,
    Manifest,
    Outcome,
    PublishedFile,
    Revalidation,
    Scope,
    Source,
    Traffic,
)
from medscrape.models.provenance import Capture, Provenance
from medscrape.models.quality import PageWarning, Quality
from medscrape.models.rejection import Rejection
from medscrape.models.rich_text import Attribution, RichText
from medscrape.models.section import Placement, Section
from medscrape.models.topic import Image, Institute, Topic, Translation, content_hash_of

__all__ = [
    "PUBLIC_DOMAIN",
    "SCHEMA_VERSION",
    "Alternate",
    "Attribution",
    "Capture",
    "Change",
    "ChangeEvent",
    "Counts",
    "Gate",
    "Image",
    "Institute",
    "License",
    "Link",
    "Manifest",
    "NamedLink",
    "Outcome",
    "PageWarning",
    "Placement",
    "Provenance",
    "PublishedFile",
    "Quality",
    "Record",
    "Reference",
    "ReferenceKind",
    "Rejection",
    "Revalidation",
    "RichText",
    "Scope",
    "Section",
    "Significance",
    "Source",
    "Topic",
    "Traffic",
    "Translation",
    "content_hash_of",
]
