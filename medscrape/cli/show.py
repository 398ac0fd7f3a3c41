"""`medscrape show ID`: one record, as it is or as it was."""

from collections.abc import Iterator
from typing import Annotated, Any

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, known_id, moment, output_folder
from medscrape.cli.terminal import bold, safe, say, say_json
from medscrape.errors import UsageError
from medscrape.history import line_at
from medscrape.store import Store


@app.command(epilog="Example: [bold]medscrape show medlineplus/en/asthma --at 2026-11-01[/bold]")
def show(
    topic: Annotated[str, typer.Argument(help="Id of a topic, past or present.", metavar="ID")],
    at: Annotated[
        str | None, typer.Option(help="As it was on this date or at this time (UTC).", metavar="DATE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the line of topics.jsonl.")] = False,
    output: Output = None,
) -> None:
    """Show a topic as it is in the last release, or as it was."""
    when = moment(at, end_of_day=True) if at else None
    with Store.read(output_folder(output)) as store:
        topic_id = known_id(store, topic)
        release = store.release_at(when) if when else store.last_release()
        line = line_at(store, topic_id, release) if release else None
    if line is None:
        time = f"on {at}" if at else "now"
        raise UsageError(f"No release had {topic_id} {time}; `medscrape history {topic_id}` tells when one had.")
    if as_json:
        say_json(line)
        return
    for row in _page(orjson.loads(line)):
        say(row)


def _page(record: dict[str, Any]) -> Iterator[str]:
    yield bold(record["title"])
    yield f"{record['id']}  {record['url']}"
    for name in ("date_created", "page_updated", "last_reviewed"):
        if record[name]:
            yield f"{name.replace('_', ' ')}: {record[name]}"
    if record["also_called"]:
        yield safe(f"also called: {', '.join(record['also_called'])}")
    if record["summary"]:
        yield ""
        yield from map(safe, record["summary"]["text"].split("\n"))
    for section in record["sections"]:
        yield ""
        yield bold(section["heading"] or section["kind"])
        yield from map(safe, (section["text"] or "").split("\n") if section["text"] else ())
        yield from (_row(link) for link in section["links"])
    if record["related_topics"]:
        yield ""
        yield safe(f"related topics: {', '.join(topic['title'] for topic in record['related_topics'])}")


def _row(link: dict[str, Any]) -> str:
    makers = f" ({', '.join(link['organizations'])})" if link["organizations"] else ""
    return safe(f"- {link['title']}{makers} {link['url'] or ''}")
