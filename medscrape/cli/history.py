"""`medscrape history ID`: what happened to one topic."""

from typing import Annotated

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, in_words, known_id, output_folder
from medscrape.cli.terminal import bold, safe, say, say_json, weighed
from medscrape.history import lineage
from medscrape.models import Change, ChangeEvent
from medscrape.store import Store


@app.command(epilog="Example: [bold]medscrape history medlineplus/en/asthma[/bold]")
def history(
    topic: Annotated[str, typer.Argument(help="Id of a topic, past or present.", metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines of changes.jsonl.")] = False,
    output: Output = None,
) -> None:
    """List every version of a topic: when it came, what differed, under which address it was before."""
    with Store.read(output_folder(output)) as store:
        topic_id = known_id(store, topic)
        events = lineage(store, topic_id)
        if as_json:
            for event in events:
                say_json(event.line)
            return
        last = store.last_release()
        line = store.line_in(last, topic_id) if last else None
        say(bold(topic_id), safe(orjson.loads(line)["title"]) if line else "(not in the last release)")
        for event in events:
            note = "  (pruned: only this line is left)" if event.is_pruned else ""
            say(f"  {_as_line(event.change, topic_id)}{note}")


def _as_line(change: Change, topic_id: str) -> str:
    left = change.event is ChangeEvent.MOVED and change.previous_id == topic_id
    words = f"to {change.id}" if left else in_words(change.event, change.fields, change.previous_id)
    day = f"{change.detected_at:%Y-%m-%d %H:%M}"
    return f"{day}  {change.run_id}  {change.event.value:<9} {weighed(change.significance)} {words}"
