"""An export from its records to its folder."""

from collections.abc import Iterable
from pathlib import Path

import orjson

from medscrape.exporting.folder import MANIFEST, require_free, written_whole
from medscrape.exporting.formats import format_named, writer_of
from medscrape.exporting.manifest import ExportManifest, Outgoing
from medscrape.exporting.selection import Selection
from medscrape.models import Topic

EVERYTHING = Selection()


def export(
    format_name: str, topics: Iterable[Topic], folder: Path, selection: Selection = EVERYTHING
) -> ExportManifest:
    """Writes records in a format into a folder, which is there whole or not at all, and tells what it holds.

    An earlier export of the same format in that place is replaced in one step.
    """
    write = writer_of(format_name)
    place = folder.resolve()
    require_free(place, format_name, format_named(format_name).files)
    with Outgoing(format_name, topics, selection) as records, written_whole(place) as draft:
        write(records, draft)
        manifest = records.manifest()
        shown = orjson.dumps(manifest.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (draft / MANIFEST).write_bytes(shown)
    return manifest
