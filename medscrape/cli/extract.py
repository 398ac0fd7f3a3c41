"""`medscrape extract`: saved pages, text dumps and WARC files in, records out."""

import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from medscrape.cli.app import app
from medscrape.extraction import records
from medscrape.models import Topic
from medscrape.text import plain_json


@app.command(epilog="Example: [bold]medscrape extract saved/*.html > topics.jsonl[/bold]")
def extract(
    paths: Annotated[
        list[Path], typer.Argument(help="Saved pages, text dumps, WARC files, or folders of them.", metavar="PATH")
    ],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the page comes from (with a single file).")
    ] = None,
) -> None:
    """Read saved pages, text dumps and WARC files into records.

    Records go to standard output as JSON Lines, rejections to standard error;
    exit 1 if there were any. Of a WARC file (.warc, .warc.gz) the health
    topics are read, and other pages passed over.
    """
    rejected = 0
    for found in records(paths, url):
        if isinstance(found, Topic):
            _write(found.to_line(), sys.stdout)
        else:
            rejected += 1
            _write(found.to_line(), sys.stderr)
            sys.stderr.buffer.flush()
    sys.stdout.buffer.flush()
    if rejected:
        raise typer.Exit(1)


def _write(line: bytes, stream: TextIO) -> None:
    """Writes a line: as it is to a file or pipe, without anything that it would obey to a terminal."""
    shown = plain_json(line.decode()).encode() if stream.isatty() else line
    stream.buffer.write(shown + b"\n")
