"""`medscrape extract`: saved pages and text dumps in, records out."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.extraction import extract as extract_page
from medscrape.extraction import saved_pages
from medscrape.models import Topic


@app.command(epilog="Example: [bold]medscrape extract saved/*.html > topics.jsonl[/bold]")
def extract(
    paths: Annotated[list[Path], typer.Argument(help="Saved pages, text dumps, or folders of them.")],
    url: Annotated[str | None, typer.Option(help="Where the page comes from (with a single file).")] = None,
) -> None:
    """Read saved pages into records: JSON Lines on stdout, rejections on stderr; exit 1 if there were any."""
    rejected = 0
    for page in saved_pages(paths, url):
        found = extract_page(page, datetime.now(UTC))
        if isinstance(found, Topic):
            sys.stdout.buffer.write(found.to_line() + b"\n")
        else:
            rejected += 1
            sys.stderr.buffer.write(found.to_line() + b"\n")
            sys.stderr.buffer.flush()
    sys.stdout.buffer.flush()
    if rejected:
        raise typer.Exit(1)
