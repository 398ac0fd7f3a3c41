"""`medscrape diff A B`: what differs between two states of the topics."""

import re
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.completion import runs
from medscrape.cli.events import in_short, in_words, one_line, show_difference, show_head, summed_up
from medscrape.cli.past import Output, output_folder, release_meant
from medscrape.errors import UsageError
from medscrape.history import FileSide, Found, ReleaseSide, Side
from medscrape.history import diff as difference
from medscrape.models import ChangeEvent
from medscrape.reporting import Sides
from medscrape.store import Store
from medscrape.terminal import Terminal, remark, safe, say_json, terminal_out

_RUN_OR_DATE = re.compile(r"\d{8}T\d{6}Z|\d{4}-\d{2}-\d{2}(T.*)?")
_RECORDS = "topics.jsonl"
_SIDE = "A file of records, a release's folder, a release (its run), or a date."


@app.command(epilog="Example: [bold]medscrape diff output/sample/releases/*[/bold]")
def diff(
    before: Annotated[str, typer.Argument(help=_SIDE, metavar="BEFORE", autocompletion=runs)],
    after: Annotated[str, typer.Argument(help="The same, later.", metavar="AFTER", autocompletion=runs)],
    brief: Annotated[bool, typer.Option("--brief", metavar="", help="One line for each topic that differs.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print a line of JSON for each topic that differs.")
    ] = False,
    output: Output = None,
) -> None:
    """Compare two releases, or files of records of any age.

    Files may be of any size, plain or .gz, with their lines in any order.
    """
    counts: Counter[ChangeEvent] = Counter()
    console = terminal_out()
    with ExitStack() as stack:
        sides = [_side(wanted, output, stack) for wanted in (before, after)]
        for found in difference(*sides):
            counts[found.event] += 1
            if as_json:
                say_json(_line(found))
            else:
                _show(console, found, is_brief=brief)
    if not as_json:
        remark(summed_up(counts) if brief or not counts else f"\n{summed_up(counts)}")


def _side(wanted: str, output: Path | None, stack: ExitStack) -> Side:
    path = Path(wanted)
    if path.exists():
        return stack.enter_context(FileSide(path / _RECORDS if path.is_dir() else path))
    if not _RUN_OR_DATE.fullmatch(wanted):
        raise UsageError(
            f"{safe(wanted)} is neither a file nor the run of a release, such as 20261123T120000Z, nor a date."
        )
    folder = output_folder(output)
    store = stack.enter_context(Store.read(folder))
    release = store.release_of(wanted) if "-" not in wanted else release_meant(store, wanted)
    if release is None:
        raise UsageError(f"{folder} has no release of {wanted}; `medscrape changes --brief` shows which there are.")
    return ReleaseSide(store, release)


def _show(console: Terminal, found: Found, *, is_brief: bool) -> None:
    lead = in_short(found.event, found.significance)
    if is_brief:
        console.row(one_line(found.id, in_words(found.event, found.fields)), lead=lead, indent=2)
        return
    record = found.record_after or found.record_before or {}
    show_head(console, lead, record.get("title"), found.id)
    if found.difference:
        show_difference(console, Sides(found.record_before, found.record_after))


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
