"""The program as a whole: its name, its version, its help."""

from typing import Annotated

import typer

from medscrape.version import __version__

app = typer.Typer(
    name="medscrape",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="New here? Run [bold]medscrape demo[/bold]: it needs no network. "
    "Exit codes: 0 done, 1 incomplete, 2 wrong usage, 3 held back by a gate.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"medscrape {__version__}")
        raise typer.Exit


@app.callback()
def medscrape(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Turn MedlinePlus-style health-topic pages into complete, validated, versioned records."""
