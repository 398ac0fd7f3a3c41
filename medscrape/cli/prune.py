"""`medscrape prune`: how much of the past is kept."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import orjson
import typer

from medscrape.archive import remove_files
from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.publishing import prune_releases
from medscrape.reporting.wording import listed
from medscrape.store import Store
from medscrape.store.trouble import told_plainly
from medscrape.terminal import remark, say_json

_MEANINGS = {
    "versions": "texts of old versions",
    "changes": "patches of old changes",
    "visits": "notes on old page visits",
    "releases": "old releases, with their files",
    "archive_files": "files of the archive that held no page any more",
}


@app.command(epilog="Example: [bold]medscrape prune --days 365 --releases 3[/bold]")
def prune(
    days: Annotated[int, typer.Option(min=0, metavar="N", help="Keep every version of the last so many days.")] = 365,
    releases: Annotated[int, typer.Option(min=1, metavar="N", help="Keep the files of so many releases.")] = 3,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print what was removed as one JSON object.")
    ] = False,
    output: Output = None,
) -> None:
    """Free disk space: forget the text of old versions.

    The line that tells when a version was and what differed stays.
    """
    folder = output_folder(output)
    with Store.tend(folder) as store:
        folders = prune_releases(folder, releases)
        before = datetime.now(UTC) - timedelta(days=days)
        done = store.prune(before)
        with told_plainly(folder / "archive"):
            archives = remove_files(folder / "archive", store.captured_files(), before)
    removed = {
        "versions": done.versions,
        "changes": done.changes,
        "visits": done.visits,
        "releases": folders,
        "archive_files": len(archives),
    }
    if as_json:
        say_json(orjson.dumps(removed))
    else:
        told = [f"{count:,} {_MEANINGS[name]}" for name, count in removed.items() if count]
        remark(f"Removed {listed(told)}." if told else "Nothing was old enough to be removed.")
