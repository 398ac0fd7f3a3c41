"""`medscrape report`: the release as one page for people."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from medscrape.cli.app import app
from medscrape.cli.past import Output, output_folder
from medscrape.cli.published import current_release
from medscrape.errors import OutputError
from medscrape.models import Manifest
from medscrape.reporting import LISTED, ReportData, report_data
from medscrape.store import Store
from medscrape.store.trouble import told_plainly
from medscrape.terminal import remark, say_json


@app.command(epilog="Example: [bold]medscrape report --to report.html[/bold]")
def report(
    to: Annotated[Path | None, typer.Option(help="Write the page here instead.", metavar="FILE")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print what was written as one JSON object.")
    ] = False,
    listed: Annotated[
        int, typer.Option(min=0, help="List at most so many topics, and so many changes.", metavar="NUMBER")
    ] = LISTED,
    output: Output = None,
) -> None:
    """Write the report and the feeds of the last release again.

    Every crawl writes them too: a page that needs no network, and an Atom feed for each language.
    """
    # Templates and charts take longer to load than most commands take to run.
    from medscrape.reporting.write import FEEDS, REPORT, write_page, write_report

    folder = output_folder(output)
    release, manifest = current_release(folder)
    with Store.read(folder) as store:
        data = _data(store, manifest, listed)
        if to:
            write_page(data, to)
        else:
            write_report(data, release)
    written = {} if to else {feed.stem: folder / FEEDS / feed.name for feed in sorted((release / FEEDS).glob("*.xml"))}
    page = to or folder / REPORT / "index.html"
    if not to:
        for name in (REPORT, FEEDS):
            _link(folder / name)
    if as_json:
        feeds = {language: str(feed) for language, feed in written.items()}
        say_json(orjson.dumps({"run_id": manifest.run_id, "report": str(page), "feeds": feeds}))
        return
    for path in (page, *written.values()):
        remark(str(path))


def _data(store: Store, manifest: Manifest, listed: int) -> ReportData:
    release = store.release_of(manifest.run_id)
    if release is None:
        raise OutputError(f"The store beside the release {manifest.run_id} does not know it.")
    return report_data(store, release, manifest, listed)


def _link(place: Path) -> None:
    """Leads readers through `current`, so that the next release takes the name over."""
    if not place.is_symlink() and not place.exists():
        with told_plainly(place):
            place.symlink_to(Path("current", place.name))
