"""The program as a whole: its name, its version, its table of contents."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from medscrape.cli.loudness import with_loudness
from medscrape.terminal import say
from medscrape.version import __version__

CONTENTS = {
    "Crawl": ("demo", "crawl", "extract"),
    "Look": ("show", "stats", "report"),
    "Compare": ("changes", "history", "diff"),
    "Publish": ("export", "schema"),
    "Look after": ("verify", "rebuild", "prune"),
    "Developers": ("rebaseline",),
}
"""The commands by what they are for, in the order in which a newcomer needs them."""
_PANELS = {name: panel for panel, names in CONTENTS.items() for name in names}
_ORDER = list(_PANELS)


class _InOrder(TyperGroup):
    """The commands in the order of the table of contents."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=_ORDER.index)


class Program(typer.Typer):
    """An app whose every command has its place in the table of contents, and says less or more when asked to."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Takes in a command."""
        register = super().command

        def add(function: Callable[..., None]) -> Callable[..., None]:
            panel = _PANELS[name or function.__name__]
            register(name, rich_help_panel=panel, **options)(with_loudness(function))
            return function

        return add


app = Program(
    name="medscrape",
    cls=_InOrder,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="New here? [bold]medscrape demo[/bold] needs no network. "
    "Exit codes: 0 done, 1 incomplete, 2 wrong usage, 3 held back by a gate.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"medscrape {__version__}")
        raise typer.Exit


@app.callback()
def medscrape(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, metavar="", help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Turn health-topic pages into complete, validated, versioned records."""
