"""`medscrape rebuild`: makes a damaged output folder whole again."""

from datetime import UTC, datetime

import typer

from medscrape.auditing import audit_output
from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.terminal import bold, safe, say
from medscrape.cli.verify import show_findings
from medscrape.reporting.write import add_to_release
from medscrape.restoring import rebuild as rebuild_output


@app.command(epilog="Example: [bold]medscrape verify || medscrape rebuild[/bold]")
def rebuild(output: Output = None) -> None:
    """Make a damaged output folder whole again: the store from the published releases and the archive, and these as far
    as the store has them.

    What is damaged is set aside, nothing is thrown away, no page is fetched. At the end everything is verified; exit 1
    when anything is still wrong.
    """
    folder = output_folder(output)
    done = rebuild_output(folder, datetime.now(UTC), add_to_release)
    for heading, sentences in (("restored", done.restored), ("lost", done.lost)):
        for sentence in sentences:
            say(bold(f"{heading:<9}"), safe(sentence))
    if done.aside:
        say(bold(f"{'set aside':<9}"), safe(str(done.aside)), "(yours to keep or remove)")
    if not (done.restored or done.lost):
        say("Nothing was damaged, and nothing was changed.")
    say("")
    raise typer.Exit(1 if show_findings(audit_output(folder)) else 0)
