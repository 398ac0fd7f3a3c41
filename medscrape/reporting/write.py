"""The renderings of a release for people: `report/index.html` and a feed for each language."""

import os
from collections.abc import Iterable
from pathlib import Path

from medscrape.models import Manifest
from medscrape.reporting.data import LISTED, ReportData
from medscrape.reporting.digest import Digest
from medscrape.reporting.feed import feed
from medscrape.reporting.from_store import report_data
from medscrape.reporting.page import page
from medscrape.store import Release, Store
from medscrape.store.trouble import told_plainly

REPORT, FEEDS = "report", "feeds"
"""The folders of the renderings in a release."""


def add_to_release(store: Store, release: Release, manifest: Manifest, folder: Path, most: int = LISTED) -> None:
    """Writes report and feeds into the folder of a release, beside the files that programs read.

    The page lists at most so many topics, and so many events.
    """
    write_report(report_data(store, release, manifest, most), folder)


def write_report(data: ReportData, folder: Path) -> None:
    """Writes `report/index.html` and `feeds/LANGUAGE.xml` below a folder; files of before make way in one step each."""
    digest = Digest.of(data)
    _write(folder / REPORT / "index.html", page(digest))
    for language in digest.languages:
        _write(folder / FEEDS / f"{language}.xml", [feed(digest, language)])


def write_page(data: ReportData, file: Path) -> None:
    """Writes the report alone."""
    _write(file, page(Digest.of(data)))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with told_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
