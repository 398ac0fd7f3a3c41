"""`medscrape rebaseline`: refresh the records of the fixture pages, for review in a diff."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.extraction import fixtures, outcome_of
from medscrape.terminal import remark


@app.command(epilog="Example: [bold]medscrape rebaseline tests/pages[/bold]")
def rebaseline(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with one folder for each fixture page.")] = Path(
        "tests/pages"
    ),
) -> None:
    """Refresh the records of the fixture pages, for review.

    record.json or rejection.json is written anew beside every page that
    gives another one now.
    """
    changed = 0
    for fixture in fixtures(folder):
        if fixture.write(outcome_of(fixture)):
            changed += 1
            remark(str(fixture.folder))
    remark(f"{changed} of the fixtures in {folder} changed.")
