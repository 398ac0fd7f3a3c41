"""`medscrape extract`: saved pages, text dumps and WARC files in, records out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.extraction import records
from medscrape.models import Topic


@app.command(epilog="Example: [bold]medscrape extract saved/*.html > topics.jsonl[/bold]")
def extract(
    paths: Annotated[list[Path], typer.Argument(help="Saved pages, text dumps, WARC files, or folders of them.")],
    url: Annotated[str | None, typer.Option(help="Where the page comes from (with a single file).")] = None,
) -> None:
    """Read saved pages into records: JSON Lines on stdout, rejections on stderr; exit 1 if there were any.

    Of a WARC file (.warc, .warc.gz) the health topics are read, and other pages passed over.
    """
    rejected = 0
    for found in records(paths, url):
        if isinstance(found, Topic):
            sys.stdout.buffer.write(found.to_line() + b"\n")
        else:
            rejected += 1
            sys.stderr.buffer.write(found.to_line() + b"\n")
            sys.stderr.buffer.flush()
    sys.stdout.buffer.flush()
    if rejected:
        raise typer.Exit(1)
