"""`medscrape rebuild`: makes a damaged output folder whole again."""

from datetime import UTC, datetime

import typer

from medscrape.auditing import audit_output
from medscrape.cli.app import app
from medscrape.cli.findings import show_findings
from medscrape.cli.past import Output, output_folder
from medscrape.reporting.write import add_to_release
from medscrape.restoring import rebuild as rebuild_output
from medscrape.terminal import remark, safe, terminal_out


@app.command(epilog="Example: [bold]medscrape rebuild || echo something is lost[/bold]")
def rebuild(output: Output = None) -> None:
    """Make a damaged output folder whole again.

    The store is made anew from the published releases and the archive, and
    these as far as the store has them. What is damaged is set aside, nothing is
    thrown away, no page is fetched. At the end everything is verified; exit 1
    when anything is still wrong.
    """
    folder = output_folder(output)
    done = rebuild_output(folder, datetime.now(UTC), add_to_release)
    console = terminal_out()
    told = [("restored", sentence) for sentence in done.restored] + [("lost", sentence) for sentence in done.lost]
    if done.aside:
        told.append(("set aside", f"{done.aside} (yours to keep or remove)"))
    console.facts((heading, safe(sentence)) for heading, sentence in told)
    if not told:
        remark("Nothing was damaged, and nothing was changed.")
    remark("")
    raise typer.Exit(1 if show_findings(audit_output(folder)) else 0)
