"""A release for machines: files written beside the old ones, switched in at once, and read back."""

from medscrape.publishing.files import is_intact
from medscrape.publishing.links import require_own_folders
from medscrape.publishing.load import load
from medscrape.publishing.publication import (
    check_output,
    prune_releases,
    publish,
    publish_pending,
    published_releases,
    read_manifest,
)
from medscrape.publishing.schemas import schema_files, stale_schemas, write_schemas

__all__ = [
    "check_output",
    "is_intact",
    "load",
    "prune_releases",
    "publish",
    "publish_pending",
    "published_releases",
    "read_manifest",
    "require_own_folders",
    "schema_files",
    "stale_schemas",
    "write_schemas",
]
