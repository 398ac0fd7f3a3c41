"""`medscrape extract`: saved pages, text dumps and WARC files in, records out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from medscrape.cli.app import app
from medscrape.cli.extract_job import Wish, extract_to
from medscrape.errors import UsageError
from medscrape.extraction import lines
from medscrape.rereading import Format
from medscrape.text import plain_json


class EngineName(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    DASK = "dask"


_EXAMPLE = """Example: [bold]medscrape extract saved/*.html > topics.jsonl[/bold]

Years of WARC files, a partition each: medscrape extract archive/ --to records --latest

On a Dask cluster: medscrape extract archive/ --to records --engine dask --scheduler tcp://10.0.0.1:8786
"""
_Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Saved pages, text dumps, WARC files, or folders of them.")
]
_Url = Annotated[str | None, typer.Option(metavar="URL", help="Where the page comes from (with a single file).")]
_Workers = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Processes on this machine (default: one a core).")
]
_To = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Write a partition for each WARC file here, and a manifest.")
]
_Format = Annotated[Format, typer.Option("--format", help="Format of the partitions.")]
_Latest = Annotated[bool, typer.Option("--latest", help="Also write the newest record of every topic to one file.")]
_Engine = Annotated[EngineName, typer.Option(help="Processes on this machine, or the workers of a Dask cluster.")]
_Scheduler = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Address of the Dask scheduler.")]


@app.command(epilog=_EXAMPLE)
def extract(
    paths: _Paths,
    url: _Url = None,
    to: _To = None,
    shape: _Format = "jsonl",
    latest: _Latest = False,
    workers: _Workers = None,
    engine: _Engine = EngineName.LOCAL,
    scheduler: _Scheduler = None,
) -> None:
    """Read saved pages, text dumps and WARC files into records.

    Records go to standard output as JSON Lines, rejections to standard error;
    exit 1 if there were any. Of a WARC file (.warc, .warc.gz) the health
    topics are read, and other pages passed over.

    With --to the records go to a folder instead, whatever their number: every
    capture gives a record; what was read and has not changed is not read again.
    """
    if (engine is EngineName.DASK) != (scheduler is not None):
        raise UsageError("--engine dask and --scheduler ADDRESS belong together.")
    if to is not None:
        if url is not None:
            raise UsageError("--url is about one page; --to is for many.")
        extract_to(Wish(paths, to, shape, latest, workers, scheduler))
    elif latest or shape != "jsonl" or scheduler:
        raise UsageError("--latest, --format parquet and --engine dask need --to FOLDER.")
    else:
        _to_stdout(paths, url, workers)


def _to_stdout(paths: list[Path], url: str | None, workers: int | None) -> None:
    rejected = 0
    for line in lines(paths, url, workers):
        if line.is_record:
            _write(line.text, sys.stdout)
        else:
            rejected += 1
            _write(line.text, sys.stderr)
            sys.stderr.buffer.flush()
    sys.stdout.buffer.flush()
    if rejected:
        raise typer.Exit(1)


def _write(line: bytes, stream: TextIO) -> None:
    """Writes a line: as it is to a file or pipe, without anything that it would obey to a terminal."""
    shown = plain_json(line.decode()).encode() if stream.isatty() else line
    stream.buffer.write(shown + b"\n")
