"""`medscrape verify`: can what is on the disk still be trusted?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from medscrape.auditing import audit_output, audit_pages
from medscrape.cli.app import app
from medscrape.cli.findings import show_findings, wrong_in
from medscrape.cli.past import Output, output_folder
from medscrape.terminal import remark, safe, say_json


@app.command(epilog="Example: [bold]medscrape verify && echo all is well[/bold]")
def verify(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Saved pages, WARC files, folders of them. Default: the output folder.", metavar="PATH"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the findings as one JSON object.")] = False,
    output: Output = None,
) -> None:
    """Check store, files, archive, and each record against its page.

    With PATHs only those pages are read: is every word and link that they
    show held by the record they give? Nothing is changed. Exit 1 when
    anything is wrong.
    """
    folder = output_folder(output) if not paths else paths[0] if _is_output(paths) else None
    found = audit_output(folder) if folder else audit_pages(paths or [])
    if as_json:
        findings = list(found)
        wrong = wrong_in(findings)
        say_json(orjson.dumps({"sound": not wrong, "wrong": wrong, "findings": list(map(asdict, findings))}))
    else:
        wrong = show_findings(found)
        if wrong and folder:
            remark(f"To make it whole again: medscrape rebuild --output {safe(str(folder))}")
    raise typer.Exit(1 if wrong else 0)


def _is_output(paths: list[Path]) -> bool:
    return len(paths) == 1 and (paths[0] / "store").is_dir()
