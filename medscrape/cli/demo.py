"""`medscrape demo`: a crawl of the embedded sample site, explained."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from medscrape.cli.app import app
from medscrape.cli.past import as_line
from medscrape.cli.terminal import say
from medscrape.models import Section, Topic
from medscrape.publishing import load
from medscrape.store import Store
from medscrape.terminal import Terminal, terminal

_GLIMPSE = 160


@app.command(epilog="Example: [bold]medscrape demo[/bold]")
def demo(
    output: Annotated[Path | None, typer.Option(help="Folder to write to (default: output/sample).")] = None,
) -> None:
    """Crawl two editions of the embedded sample site, without any network, and show what was found and what changed."""
    console = terminal(sys.stdout)
    folder = output or Path(os.environ.get("MEDSCRAPE_OUTPUT") or "output/sample")
    console.print("This crawls an invented health site that comes with medscrape, served on this machine.\n")
    _crawl(1, folder)
    _show_record(folder, console)
    console.print("\nSome days later the site has another edition. The same crawl again:\n")
    _crawl(2, folder)
    _show_changes(folder)
    _show_ways_on(folder, console)


def _crawl(edition: int, folder: Path) -> None:
    """A crawl is a process of its own: Scrapy's event loop starts once in a process."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "medscrape", "crawl", "--site", "sample", "--edition", str(edition)]
    code = subprocess.run([*command, "--output", str(folder)], check=False).returncode  # noqa: S603 - our own program
    if code:
        raise typer.Exit(code)


def _show_record(folder: Path, console: Terminal) -> None:
    record = max(load(folder / "topics.jsonl"), key=lambda topic: len(topic.sections))
    console.print("\nOne of the records, in outline:\n")
    console.print(outline(record))


def _show_changes(folder: Path) -> None:
    say("\nWhat changed:\n")
    with Store.read(folder) as store:
        last = store.last_release()
        for event in store.events(last.seq, last.seq) if last else ():
            say(as_line(event.change))


def _show_ways_on(folder: Path, console: Terminal) -> None:
    console.print("\nTry next:\n")
    for command in (
        f"head -n 1 {folder / 'topics.jsonl'} | python3 -m json.tool | less",
        f"{_program()} changes --output {folder} --significance content",
        f"{_program()} show sample/en/glimmerfever --output {folder}",
        f"{_program()} crawl --help",
    ):
        console.print(f"  {command}", soft_wrap=True)


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
