"""The job as a whole, told from its receipts."""

import os
from collections.abc import Iterable, Iterator

import orjson

from medscrape.models import PublishedFile, Record
from medscrape.rereading.layout import Layout
from medscrape.rereading.receipts import NOTHING, Receipt, Recipe, UnitCounts
from medscrape.version import __version__


class FailedUnit(Record):
    """A unit that could not be read."""

    path: str
    """The WARC file, or the folder of the saved pages."""
    detail: str
    """Why, as a sentence."""


class JobManifest(Record):
    """What a job's folder holds. It says nothing of time, engine or machines, so that the same input gives the same."""

    complete: bool
    """Whether every unit that the last run named has its partition; false while it runs, and after it was killed."""
    recipe: Recipe
    """How the last run read."""
    package_version: str
    """Version of medscrape."""
    counts: UnitCounts
    """The sum over all units."""
    failed: tuple[FailedUnit, ...]
    """Units that could not be read; an earlier partition of theirs stays."""
    latest: PublishedFile | None
    """The file with the newest record of every topic, if the last run wrote it."""
    units: tuple[Receipt, ...]
    """Every unit that has a partition, those that the last run did not name included; by name."""


def write_manifest(
    layout: Layout,
    recipe: Recipe,
    *,
    complete: bool,
    failed: Iterable[FailedUnit] = (),
    latest: PublishedFile | None = None,
) -> JobManifest:
    """Writes the manifest, whole or not at all; gives it without its units, which are never all in memory."""
    counts = sum((receipt.counts for receipt in layout.receipts()), NOTHING)
    manifest = JobManifest(
        complete=complete,
        recipe=recipe,
        package_version=__version__,
        counts=counts,
        failed=tuple(sorted(failed, key=lambda unit: unit.path)),
        latest=latest,
        units=(),
    )
    draft = layout.draft("manifest")
    with draft.open("xb") as file:
        file.writelines(_pieces(manifest, layout.receipts()))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(layout.manifest)
    return manifest


def _pieces(manifest: JobManifest, receipts: Iterable[Receipt]) -> Iterator[bytes]:
    """The manifest's JSON: indented, with each unit on a line."""
    head = orjson.dumps(manifest.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
    yield head.removesuffix(b"[]\n}") + b"["
    between = b"\n    "
    for receipt in receipts:
        yield between + receipt.to_line()
        between = b",\n    "
    yield b"\n  ]\n}\n"
