"""`medscrape demo`: a crawl of the embedded sample site, explained."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from medscrape.cli.app import app
from medscrape.models import Section, Topic
from medscrape.publishing import load

_GLIMPSE = 160


@app.command(epilog="Example: [bold]medscrape demo[/bold]")
def demo(
    output: Annotated[Path | None, typer.Option(help="Folder to write to (default: output/sample).")] = None,
) -> None:
    """Crawl the embedded sample site, without any network, and show what was found."""
    # Scrapy takes longer to load than most commands take to run.
    from medscrape.crawling.arguments import CrawlArguments
    from medscrape.crawling.door import crawl_as_asked, settings_of
    from medscrape.crawling.launch import output_folder

    console = Console(highlight=False)
    console.print("This crawls an invented health site that comes with medscrape, served on this machine.\n")
    settings = settings_of([], [], output)
    code = crawl_as_asked({"site": "sample"}, settings)
    if code == 0:
        _explain(output_folder(CrawlArguments(site="sample"), settings), console)
    raise typer.Exit(code)


def _explain(folder: Path, console: Console) -> None:
    topics = folder / "topics.jsonl"
    record = max(load(topics), key=lambda topic: len(topic.sections))
    console.print("\nOne of the records, in outline:\n")
    console.print(outline(record))
    console.print("\nTry next:\n")
    console.print(f"  head -n 1 {topics} | python3 -m json.tool | less", markup=False, soft_wrap=True)
    console.print(
        f"  {_program()} crawl --site sample --languages es --limit 3 -O spanish.jsonl", markup=False, soft_wrap=True
    )
    console.print(f"  {_program()} crawl --help", markup=False)


def _program() -> str:
    """How this program was called, so that the next command can be copied."""
    return sys.argv[0] if "/" not in sys.argv[0] else os.path.relpath(sys.argv[0])


def outline(topic: Topic) -> Tree:
    """A record as a tree of its parts."""
    tree = Tree(Text.assemble((topic.title, "bold"), f"  {topic.id}"))
    if topic.also_called:
        tree.add(Text(f"also called: {', '.join(topic.also_called)}"))
    if topic.summary:
        tree.add(Text(f"summary: {_glimpse(topic.summary.text)}"))
    branches: dict[str, Tree] = {}
    for section in topic.sections:
        place = section.group.value if section.group else f"{section.placement.value} column"
        branch = branches.get(place) or branches.setdefault(place, tree.add(Text(place.replace("_", " "))))
        branch.add(Text(_in_short(section)))
    if topic.related_topics:
        tree.add(Text(f"related topics: {', '.join(related.title for related in topic.related_topics)}"))
    if topic.page_updated:
        tree.add(Text(f"page updated: {topic.page_updated}"))
    return tree


def _in_short(section: Section) -> str:
    links = len(section.links)
    return f"{section.heading}: {links} link{'' if links == 1 else 's'}" if links else f"{section.heading}: text"


def _glimpse(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _GLIMPSE else f"{line[:_GLIMPSE].rsplit(' ', 1)[0]} ..."
