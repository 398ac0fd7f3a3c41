"""`medscrape prune`: how much of the past is kept."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from medscrape.archive import remove_files
from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.terminal import say
from medscrape.publishing import prune_releases
from medscrape.store import Store
from medscrape.store.trouble import told_plainly


@app.command(epilog="Example: [bold]medscrape prune --days 365 --releases 3[/bold]")
def prune(
    days: Annotated[int, typer.Option(min=0, help="Keep every version of the last so many days.")] = 365,
    releases: Annotated[int, typer.Option(min=1, help="Keep the files of so many releases.")] = 3,
    output: Output = None,
) -> None:
    """Free disk space: old versions lose their text, never the line that tells when they were and what differed."""
    folder = output_folder(output)
    with Store.tend(folder) as store:
        folders = prune_releases(folder, releases)
        before = datetime.now(UTC) - timedelta(days=days)
        done = store.prune(before)
        with told_plainly(folder / "archive"):
            archives = remove_files(folder / "archive", store.captured_files(), before)
    say(f"Removed the text of {done.versions} old versions, the patches of {done.changes} old changes,")
    say(f"the notes on {done.visits} old page visits, the files of {folders} old releases")
    say(f"and {len(archives)} files of the archive that held nothing any more but visits without a change.")
