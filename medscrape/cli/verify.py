"""`medscrape verify`: can what is on the disk still be trusted?"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from medscrape.auditing import Finding, audit_output, audit_pages
from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.terminal import safe, say
from medscrape.terminal import terminal


@app.command(epilog="Example: [bold]medscrape verify && echo all is well[/bold]")
def verify(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Saved pages, WARC files, folders of them. Default: the output folder.")
    ] = None,
    output: Output = None,
) -> None:
    """Check the output folder: store, published files, archive, and every record against the page it was made from.

    With PATHS only those pages are read: is every word and link that they show held by the record they give? Nothing
    is changed. Exit 1 when anything is wrong.
    """
    folder = output_folder(output) if not paths else paths[0] if _is_output(paths) else None
    wrong = show_findings(audit_output(folder) if folder else audit_pages(paths or []))
    if wrong and folder:
        say(f"To make it whole again: medscrape rebuild --output {safe(str(folder))}")
    raise typer.Exit(1 if wrong else 0)


def _is_output(paths: list[Path]) -> bool:
    return len(paths) == 1 and (paths[0] / "store").is_dir()


def show_findings(findings: Iterable[Finding]) -> int:
    """Prints the table, and below it what is wrong; gives how much is."""
    console = terminal(sys.stdout)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("checked", "how much", "found"):
        table.add_column(heading, overflow="fold")
    found = list(findings)
    for finding in found:
        verdict = Text(f"{finding.wrong} wrong", "bold red") if finding.wrong else Text(finding.verdict, "green")
        table.add_row(Text(safe(finding.subject), "bold"), Text(safe(finding.looked_at)), verdict)
    console.print(table)
    for finding in found:
        for sentence in finding.troubles:
            console.print(Text(f"- {safe(sentence)}"))
        if more := finding.wrong - len(finding.troubles):
            console.print(Text(f"- {safe(finding.subject)}: and {more} more"))
    return sum(finding.wrong for finding in found)
