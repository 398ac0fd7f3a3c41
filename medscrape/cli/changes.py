"""`medscrape changes`: what changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.completion import languages, runs
from medscrape.cli.events import show_brief, show_event, summed_up
from medscrape.cli.past import Output, moment, output_folder
from medscrape.models import Change, ChangeEvent, Significance
from medscrape.reporting import Versions
from medscrape.reporting.wording import counted, minute
from medscrape.store import Event, Store
from medscrape.terminal import Terminal, remark, say_json, terminal_out

_WEIGHTIEST_FIRST = tuple(reversed(Significance))


@app.command(epilog="Example: [bold]medscrape changes --significance content --language en[/bold]")
def changes(
    since: Annotated[
        str | None,
        typer.Option(help="Only from this date, time (UTC) or run on.", metavar="DATE", autocompletion=runs),
    ] = None,
    significance: Annotated[
        list[Significance] | None,
        typer.Option(help="Only content, links, routine or parser; repeatable.", metavar="WEIGHT"),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Only topics in this language.", metavar="TAG", autocompletion=languages)
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", metavar="", help="One line for each change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the lines of changes.jsonl.")] = False,
    output: Output = None,
) -> None:
    """Show what changed from release to release, word by word.

    How much it matters: content is what patients read, links are rows and
    organizations, routine is dates, order and the articles that the site
    rotates, parser is what a new medscrape sees in an old page.
    """
    with Store.read(output_folder(output)) as store:
        wanted = _wanted(store, since, significance, language)
        if as_json:
            for event in wanted:
                say_json(event.line)
            return
        counts = _Told(store, terminal_out(), is_brief=brief).tell(wanted)
    remark(f"\n{summed_up(counts)}" if counts else summed_up(counts))


def _wanted(
    store: Store, since: str | None, significance: list[Significance] | None, language: str | None
) -> Iterator[Event]:
    last = store.last_release()
    for event in store.events(_first(store, since), last.seq if last else 0):
        change = event.change
        if significance and change.significance not in significance:
            continue
        if language is None or change.id.split("/")[1] == language:
            yield event


def _first(store: Store, since: str | None) -> int:
    if since is None:
        return 1
    if release := store.release_of(since):
        return release.seq
    before = store.release_at(moment(since, end_of_day=False) - timedelta(microseconds=1))
    return before.seq + 1 if before else 1


class _Told:
    """The events release by release; what the first one added is counted only, unless a line each is wanted."""

    def __init__(self, store: Store, console: Terminal, *, is_brief: bool) -> None:
        self._console = console
        self._is_brief = is_brief
        self._sides = Versions(store).sides
        self._first_run = next((event.change.run_id for event in store.events(1, 1)), None)

    def tell(self, events: Iterator[Event]) -> Counter[ChangeEvent]:
        """Prints the events and gives their number."""
        counts: Counter[ChangeEvent] = Counter()
        for run, found in groupby((event.change for event in events), lambda change: change.run_id):
            release = sorted(found, key=lambda change: _WEIGHTIEST_FIRST.index(change.significance))
            if counts:
                self._console.say()
            self._tell_release(run, release)
            counts.update(change.event for change in release)
        return counts

    def _tell_release(self, run: str, release: list[Change]) -> None:
        self._console.row(f", accepted {minute(release[0].detected_at)}", lead=f"Release {run}")
        if run == self._first_run and not self._is_brief:
            topics = counted(len(release), "topic")
            self._console.say(f"The first release: {topics} added (--brief lists them).", indent=2)
            return
        for change in release:
            if self._is_brief:
                show_brief(self._console, change)
            else:
                show_event(self._console, change, self._sides(change))
