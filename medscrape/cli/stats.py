"""`medscrape stats`: how fresh, how full and how linked the data are."""

from typing import Annotated

import orjson
import typer
from rich.text import Text

from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.published import current_release
from medscrape.models import Manifest
from medscrape.publishing import load
from medscrape.reporting import Collection, Crosslinks, facts_of, statistics
from medscrape.reporting import as_json as figures_as_json
from medscrape.terminal import Terminal, safe, say_json, terminal_out
from medscrape.vocabulary.languages import language_name

_LONGEST = 40
_INDENT = 2


@app.command(epilog="Example: [bold]medscrape stats[/bold]")
def stats(
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the figures as one JSON object.")] = False,
    output: Output = None,
) -> None:
    """Tell how fresh, how full and how linked the data are."""
    folder, manifest = current_release(output_folder(output))
    collection, crosslinks = Collection(manifest.finished_at.date()), Crosslinks()
    for topic in load(folder / "topics.jsonl"):
        record = orjson.loads(topic.to_line())
        collection.take(facts_of(record))
        crosslinks.take(record)
    if as_json:
        say_json(orjson.dumps(figures_as_json(manifest, collection, crosslinks)))
    else:
        _show(terminal_out(), manifest, collection, crosslinks)


def _show(console: Terminal, manifest: Manifest, collection: Collection, crosslinks: Crosslinks) -> None:
    languages = ", ".join(f"{count:,} {language_name(tag)}" for tag, count in collection.languages.items())
    topics = Text(f"{collection.total:,} topics", "bold")
    console.row(f" ({languages or 'none'}), release {manifest.run_id}", lead=topics)
    blocks = statistics(collection, crosslinks)
    width = max(len(figure.label) for _, figures in blocks for figure in figures) + _INDENT
    for block, figures in blocks:
        console.say(Text(f"How {block}", "bold"))
        for figure in figures:
            console.row(figure.shown, lead=figure.label.ljust(width), indent=_INDENT)
    for name, links in collection.organizations.most_common(1):
        console.row(f"{safe(_short(name))} ({links:,})", lead="most linked".ljust(width), indent=_INDENT)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
