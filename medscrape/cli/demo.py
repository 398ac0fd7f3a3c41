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
from medscrape.cli.events import show_brief, show_event
from medscrape.models import Section, Topic
from medscrape.publishing import load
from medscrape.reporting import Versions
from medscrape.store import Store
from medscrape.terminal import Loudness, Terminal, is_loud, terminal_out

_GLIMPSE = 160
_WORDS = "summary"


@app.command(epilog="Example: [bold]medscrape demo[/bold]")
def demo(
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to write to; default: MEDSCRAPE_OUTPUT, else output/sample."),
    ] = None,
) -> None:
    """Try it all on an embedded sample site; needs no network.

    Two editions of the site are crawled; you see what was found and what
    changed.
    """
    console = terminal_out()
    console.quiet = not is_loud(Loudness.NORMAL)
    folder = output or Path(os.environ.get("MEDSCRAPE_OUTPUT") or "output/sample")
    console.print("This crawls an invented health site that comes with medscrape, served on this machine.\n")
    if (folder / "current").exists():
        console.print("An earlier demo is there already: the site goes back to its first edition, and on from there.\n")
    _crawl(1, folder)
    _show_record(folder, console)
    console.print("\nSome days later the site has another edition. The same crawl again:\n")
    _crawl(2, folder)
    _show_changes(folder, console)
    _show_ways_on(folder, console)


def _crawl(edition: int, folder: Path) -> None:
    """A crawl is a process of its own: Scrapy's event loop starts once in a process.

    -P keeps Python files that lie in the present folder out of it.
    """
    sys.stdout.flush()
    command = [sys.executable, "-P", "-m", "medscrape", "crawl", "--site", "sample", "--edition", str(edition)]
    command += [] if is_loud(Loudness.NORMAL) else ["--quiet"]
    command += ["--verbose"] if is_loud(Loudness.VERBOSE) else []
    code = subprocess.run([*command, "--output", str(folder)], check=False).returncode  # noqa: S603 - our own program
    if code:
        raise typer.Exit(code)


def _show_record(folder: Path, console: Terminal) -> None:
    record = max(load(folder / "topics.jsonl"), key=lambda topic: len(topic.sections))
    console.print("\nOne of the records, in outline:\n")
    console.print(outline(record))


def _show_changes(folder: Path, console: Terminal) -> None:
    with Store.read(folder) as store:
        last = store.last_release()
        events = list(store.events(last.seq, last.seq)) if last else []
        console.print("\nWhat changed:\n")
        for event in events:
            show_brief(console, event.change)
        words = [event.change for event in events if _WORDS in event.change.fields]
        if words:
            console.print("\nOne of these changes, word by word:")
            show_event(console, words[0], Versions(store).sides(words[0]))


def _show_ways_on(folder: Path, console: Terminal) -> None:
    console.print("\nTry next:\n")
    program = _program()
    for command in (
        f"export MEDSCRAPE_OUTPUT={folder}",
        f"{program} show en/glimmerfever",
        f"{program} changes --significance links",
        f"{program} stats",
        f"{program} --help",
    ):
        console.print(f"  {command}", soft_wrap=True)
    console.print(f"\nand open {folder / 'report' / 'index.html'} in a browser.", soft_wrap=True)


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
