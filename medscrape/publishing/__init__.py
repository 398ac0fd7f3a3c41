"""A release for machines: files written beside the old ones, switched in at once, and read back."""

from medscrape.publishing.load import load
from medscrape.publishing.publication import check_output, publish, publish_pending
from medscrape.publishing.schemas import schema_files, stale_schemas, write_schemas

__all__ = [
    "check_output",
    "load",
    "publish",
    "publish_pending",
    "schema_files",
    "stale_schemas",
    "write_schemas",
]
