"""`medscrape schema`: the JSON Schemas of what is published."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.errors import MedscrapeError
from medscrape.publishing import schema_files, stale_schemas, write_schemas
from medscrape.terminal import remark


@app.command(epilog="Example: [bold]medscrape schema --output schemas[/bold]")
def schema(
    check: Annotated[
        bool, typer.Option("--check", metavar="", help="Write nothing; exit 1 if a file is out of date.")
    ] = False,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the schema files.")] = Path("schemas"),
) -> None:
    """Write the JSON Schemas of all that is published."""
    if check:
        stale = stale_schemas(output)
        if stale:
            raise MedscrapeError(f"{', '.join(stale)} in {output} differ from the models; run `medscrape schema`.")
        remark(f"The schemas in {output} are current.")
        return
    write_schemas(output)
    for name in schema_files():
        remark(str(output / name))
