"""`medscrape diff A B`: what differs between two states of the topics."""

import re
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, in_words, output_folder, summed_up
from medscrape.cli.terminal import safe, say, say_json, weighed
from medscrape.errors import UsageError
from medscrape.history import FileSide, Found, ReleaseSide, Side
from medscrape.history import diff as difference
from medscrape.models import ChangeEvent
from medscrape.store import Store

_RUN = re.compile(r"\d{8}T\d{6}Z")
_RECORDS = "topics.jsonl"


@app.command(epilog="Example: [bold]medscrape diff topics-2025.jsonl.gz output/topics.jsonl[/bold]")
def diff(
    before: Annotated[str, typer.Argument(help="A release (its run, as `medscrape changes` shows it) or a file.")],
    after: Annotated[str, typer.Argument(help="The same, later.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each difference.")] = False,
    output: Output = None,
) -> None:
    """Compare two releases, or two files of records of any age and size, their lines in any order."""
    counts: Counter[ChangeEvent] = Counter()
    with ExitStack() as stack:
        sides = [_side(wanted, output, stack) for wanted in (before, after)]
        for found in difference(*sides):
            counts[found.event] += 1
            if as_json:
                say_json(_line(found))
            else:
                places = in_words(found.event, found.fields)
                say(f"  {found.event.value:<9} {weighed(found.significance)} {safe(found.id):<40} {places}")
    if not as_json:
        say(summed_up(counts))


def _side(wanted: str, output: Path | None, stack: ExitStack) -> Side:
    path = Path(wanted)
    if path.exists():
        return stack.enter_context(FileSide(path / _RECORDS if path.is_dir() else path))
    if not _RUN.fullmatch(wanted):
        raise UsageError(f"{safe(wanted)} is neither a file nor the run of a release, such as 20261123T120000Z.")
    folder = output_folder(output)
    store = stack.enter_context(Store.read(folder))
    release = store.release_of(wanted)
    if release is None:
        raise UsageError(f"{folder} has no release of the run {wanted}; `medscrape changes` shows which there are.")
    return ReleaseSide(store, release)


def _line(found: Found) -> bytes:
    return orjson.dumps(
        {
            "event": found.event.value,
            "id": found.id,
            "url": found.url,
            "significance": found.significance.value,
            "fields": found.fields,
            "patch": found.patch,
            "before": found.before,
            "after": found.after,
        }
    )
