"""`medscrape verify`: can what is on the disk still be trusted?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.text import Text

from medscrape.auditing import Finding, audit_output, audit_pages
from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.terminal import Loudness, Terminal, is_loud, safe, say_json, terminal_out

_SUBJECTS = len("published files") + 2


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
    if not paths:
        found = audit_output(output_folder(output))
    elif len(paths) == 1 and (paths[0] / "store").is_dir():
        found = audit_output(paths[0])
    else:
        found = audit_pages(paths)
    findings = list(found if as_json else _told(terminal_out(), found))
    wrong = sum(finding.wrong for finding in findings)
    if as_json:
        say_json(orjson.dumps({"sound": not wrong, "wrong": wrong, "findings": list(map(asdict, findings))}))
    else:
        _show_troubles(terminal_out(), findings)
    raise typer.Exit(1 if wrong else 0)


def _told(console: Terminal, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Prints each finding as soon as it is there, for a large archive takes its time; to be quiet is to tell none."""
    for finding in findings:
        if is_loud(Loudness.NORMAL):
            console.row(_verdict(finding), lead=Text(safe(finding.subject).ljust(_SUBJECTS), "bold"))
        yield finding


def _show_troubles(console: Terminal, findings: list[Finding]) -> None:
    for finding in findings:
        for sentence in finding.troubles:
            console.row(safe(sentence), lead="- ")
        if more := finding.wrong - len(finding.troubles):
            console.row(f"{safe(finding.subject)}: and {more} more", lead="- ")


def _verdict(finding: Finding) -> Text:
    verdict = (f"{finding.wrong} wrong", "bold red") if finding.wrong else (safe(finding.verdict), "green")
    return Text.assemble(f"{safe(finding.looked_at)}: " if finding.looked_at else "", verdict)
