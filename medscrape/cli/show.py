"""`medscrape show TOPIC`: one record, as it is or as it was."""

from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.completion import runs
from medscrape.cli.past import Output, TopicId, known_id, output_folder, release_meant
from medscrape.cli.reading import show_topic
from medscrape.errors import UsageError
from medscrape.history import line_at
from medscrape.models import Topic
from medscrape.store import Store
from medscrape.terminal import say_json, terminal_out


@app.command(epilog="Example: [bold]medscrape show en/glimmerfever[/bold]")
def show(
    topic: TopicId,
    at: Annotated[
        str | None,
        typer.Option(help="As it was on this date, at this time (UTC) or run.", metavar="DATE", autocompletion=runs),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the line of topics.jsonl.")] = False,
    output: Output = None,
) -> None:
    """Read a topic, as it is now or as it was."""
    with Store.read(output_folder(output)) as store:
        topic_id = known_id(store, topic)
        release = release_meant(store, at)
        line = line_at(store, topic_id, release) if release else None
    if line is None:
        time = f"on {at}" if at else "now"
        raise UsageError(f"No release had {topic_id} {time}; `medscrape history {topic_id}` tells when one had.")
    if as_json:
        say_json(line)
    else:
        show_topic(terminal_out(), Topic.model_validate_json(line))
