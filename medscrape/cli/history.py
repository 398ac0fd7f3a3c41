"""`medscrape history TOPIC`: what happened to one topic."""

from typing import Annotated

import orjson
import typer
from rich.text import Text

from medscrape.cli.app import app
from medscrape.cli.events import in_short, in_words, show_difference
from medscrape.cli.past import Output, TopicId, known_id, output_folder
from medscrape.history import lineage
from medscrape.models import Change, ChangeEvent
from medscrape.reporting import Versions
from medscrape.store import Store
from medscrape.terminal import remark, safe, say_json, terminal_out

_CAME = (ChangeEvent.ADDED, ChangeEvent.RESTORED, ChangeEvent.REMOVED)


@app.command(epilog="Example: [bold]medscrape history en/compassnose --words[/bold]")
def history(
    topic: TopicId,
    words: Annotated[bool, typer.Option("--words", metavar="", help="Show the words that differ, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the lines of changes.jsonl.")] = False,
    output: Output = None,
) -> None:
    """List every version of a topic, and its earlier addresses."""
    with Store.read(output_folder(output)) as store:
        topic_id = known_id(store, topic)
        events = lineage(store, topic_id)
        if as_json:
            for event in events:
                say_json(event.line)
            return
        console = terminal_out()
        console.row(_title(store, topic_id), lead=Text(f"{safe(topic_id)}  ", "bold"))
        sides = Versions(store).sides
        for event in events:
            change = event.change
            note = " (pruned: only this line is left)" if event.is_pruned else ""
            console.row(f"{_places(change, topic_id)}{note}", lead=_lead(change), indent=2)
            if words and change.event not in _CAME and not event.is_pruned:
                show_difference(console, sides(change), has_moved=change.event is ChangeEvent.MOVED)
    remark(f"`medscrape show {topic_id} --at RUN` shows the topic as it was.")


def _title(store: Store, topic_id: str) -> str:
    last = store.last_release()
    line = store.line_in(last, topic_id) if last else None
    return safe(orjson.loads(line)["title"]) if line else "(not in the last release)"


def _lead(change: Change) -> Text:
    return Text(f"{change.run_id}  ") + in_short(change.event, change.significance)


def _places(change: Change, topic_id: str) -> str:
    if change.event is ChangeEvent.MOVED and change.previous_id == topic_id:
        return f"to {change.id}"
    return in_words(change.event, change.fields, change.previous_id)
