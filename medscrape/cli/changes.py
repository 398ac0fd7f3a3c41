"""`medscrape changes`: what changed."""

from collections import Counter
from datetime import timedelta
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, as_line, moment, output_folder, summed_up
from medscrape.cli.terminal import bold, say, say_json
from medscrape.models import Change, ChangeEvent, Significance
from medscrape.store import Store


@app.command(epilog="Example: [bold]medscrape changes --since 2026-11-01 --significance content[/bold]")
def changes(
    since: Annotated[str | None, typer.Option(help="Only from this date or time on (UTC).", metavar="DATE")] = None,
    significance: Annotated[
        list[Significance] | None, typer.Option(help="Only what matters so much; repeatable.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Only topics in this language, such as es.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines of changes.jsonl.")] = False,
    output: Output = None,
) -> None:
    """Show what changed, release by release: content is what patients read, links are rows and organizations."""
    with Store.read(output_folder(output)) as store:
        counts: Counter[ChangeEvent] = Counter()
        run = ""
        for event in store.events(_first(store, since), _last(store)):
            change = event.change
            if not _is_wanted(change, significance, language):
                continue
            counts[change.event] += 1
            if as_json:
                say_json(event.line)
                continue
            if change.run_id != run:
                run = change.run_id
                say(bold(run), f"accepted {change.detected_at:%Y-%m-%d %H:%M} UTC")
            say(as_line(change))
    if not as_json:
        say(summed_up(counts))


def _first(store: Store, since: str | None) -> int:
    if since is None:
        return 1
    before = store.release_at(moment(since, end_of_day=False) - timedelta(microseconds=1))
    return before.seq + 1 if before else 1


def _last(store: Store) -> int:
    last = store.last_release()
    return last.seq if last else 0


def _is_wanted(change: Change, significance: list[Significance] | None, language: str | None) -> bool:
    return (not significance or change.significance in significance) and (
        language is None or change.id.split("/")[1] == language
    )
