"""`medscrape rebaseline`: refresh the records of the fixture pages, for review in a diff."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.extraction import fixtures, outcome_of


@app.command(epilog="Example: [bold]medscrape rebaseline && git diff tests/pages[/bold]")
def rebaseline(
    folder: Annotated[Path, typer.Argument(help="Folder with one folder for each fixture page.")] = Path("tests/pages"),
) -> None:
    """Rewrite record.json or rejection.json beside every fixture page that gives another one now."""
    changed = 0
    for fixture in fixtures(folder):
        if fixture.write(outcome_of(fixture)):
            changed += 1
            print(fixture.folder)
    print(f"{changed} of the fixtures in {folder} changed.")
