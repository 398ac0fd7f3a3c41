"""`medscrape report`: the release as one page for people."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.published import current_release
from medscrape.errors import OutputError
from medscrape.models import Manifest
from medscrape.reporting import ReportData, report_data
from medscrape.store import Store
from medscrape.store.trouble import told_plainly


@app.command(epilog="Example: [bold]medscrape report --output output/sample --to report.html[/bold]")
def report(
    output: Output = None,
    to: Annotated[Path | None, typer.Option(help="Write the page here instead.", metavar="FILE")] = None,
) -> None:
    """Write the report and the feeds of the current release again.

    Every crawl writes them too: a page that needs no network, and an Atom feed for each language.
    """
    # Templates and charts take longer to load than most commands take to run.
    from medscrape.reporting.write import FEEDS, REPORT, write_page, write_report

    folder = output_folder(output)
    release, manifest = current_release(folder)
    with Store.read(folder) as store:
        data = _data(store, manifest)
        if to:
            write_page(data, to)
        else:
            write_report(data, release)
    if to:
        print(to)
        return
    for name in (REPORT, FEEDS):
        _link(folder / name)
    print(folder / REPORT / "index.html")
    for feed in sorted((release / FEEDS).glob("*.xml")):
        print(folder / FEEDS / feed.name)


def _data(store: Store, manifest: Manifest) -> ReportData:
    release = store.release_of(manifest.run_id)
    if release is None:
        raise OutputError(f"The store beside the release {manifest.run_id} does not know it.")
    return report_data(store, release, manifest)


def _link(place: Path) -> None:
    """Leads readers through `current`, so that the next release takes the name over."""
    if not place.is_symlink() and not place.exists():
        with told_plainly(place):
            place.symlink_to(Path("current", place.name))
