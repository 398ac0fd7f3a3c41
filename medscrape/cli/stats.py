"""`medscrape stats`: how fresh, how full and how linked the data are."""

from typing import Annotated

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.published import current_release
from medscrape.cli.terminal import bold, safe, say, say_json
from medscrape.models import Manifest
from medscrape.publishing import load
from medscrape.reporting import Collection, as_json, facts_of, statistics
from medscrape.vocabulary.languages import language_name

_LONGEST = 40


@app.command(epilog="Example: [bold]medscrape stats --output output/sample[/bold]")
def stats(
    output: Output = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
) -> None:
    """Tell how fresh, how full and how linked the data are, on one screen."""
    folder, manifest = current_release(output_folder(output))
    collection = Collection(tuple(map(facts_of, load(folder / "topics.jsonl"))), manifest.finished_at.date())
    if json:
        say_json(orjson.dumps(as_json(manifest, collection)))
    else:
        _show(manifest, collection)


def _show(manifest: Manifest, collection: Collection) -> None:
    languages = ", ".join(f"{count:,} {language_name(tag)}" for tag, count in collection.languages.items())
    say(bold(f"{len(collection.topics):,} topics"), f"({languages or 'none'}), release {manifest.run_id}")
    for block, figures in statistics(collection):
        say(bold(f"How {block}"))
        for figure in figures:
            say(f"  {figure.label:<28} {figure.shown}")
    for name, links in collection.organizations.most_common(1):
        say(f"  {'most linked':<28} {safe(_short(name))} ({links:,})")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
