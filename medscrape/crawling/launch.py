"""A crawl from its arguments to its release."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

from scrapy.settings import Settings

from medscrape.crawling.arguments import CrawlArguments
from medscrape.crawling.engine import drive
from medscrape.crawling.origin import Origin
from medscrape.crawling.progress import shown_progress
from medscrape.crawling.report import CrawlReport
from medscrape.crawling.run import CrawlRun, Patience
from medscrape.crawling.tuning import has_contact, tuned
from medscrape.errors import GateError, IncompleteRunError, MedscrapeError
from medscrape.models import Manifest
from medscrape.publishing import publish, publish_pending
from medscrape.sample_site import SampleServer, build
from medscrape.store import Store

_SETTINGS = "medscrape.settings"
_ANONYMOUS = "The user agent names nobody to write to; set MEDSCRAPE_CONTACT to a page or mail address of yours."


def project_settings() -> Settings:
    """The settings of this project, wherever the program was started."""
    settings = Settings()
    settings.setmodule(_SETTINGS, priority="project")
    return settings


def output_folder(arguments: CrawlArguments, settings: Settings) -> Path:
    """The folder that a crawl writes to."""
    chosen: str | None = settings.get("MEDSCRAPE_OUTPUT")
    return Path(chosen or ("output/sample" if arguments.site == "sample" else "output"))


def run_crawl(arguments: CrawlArguments, settings: Settings) -> CrawlReport:
    """Crawls and publishes; what prevents the start is raised, what ends the crawl early is in the report."""
    output = output_folder(arguments, settings)
    started = monotonic()
    with _serving(arguments) as origin:
        chosen = tuned(settings, origin, is_sample=arguments.site == "sample")
        with Store.open(output, arguments.source) as store:
            publish_pending(store, output)
            run = CrawlRun(store, origin, arguments.scope, _patience(chosen))
            if origin.is_live and not has_contact(chosen):
                run.tally.remarks.append(_ANONYMOUS)
            with shown_progress(run):
                traffic = drive(run, chosen)
            manifest, error = _published(run, store, output, traffic.closed_for)
    return CrawlReport(
        place=_named(arguments, origin),
        output=output,
        tally=run.tally,
        met=run.met,
        requests=traffic.requests,
        received=traffic.received,
        seconds=monotonic() - started,
        is_resumed=run.is_resumed,
        manifest=manifest,
        error=error,
    )


def _published(
    run: CrawlRun, store: Store, output: Path, closed_for: str | None
) -> tuple[Manifest | None, MedscrapeError | None]:
    try:
        return publish(store, run.accept(closed_for), output), None
    except GateError as error:
        return None, error
    except MedscrapeError as error:
        return None, IncompleteRunError(f"{error} Nothing was published; the same command goes on from here.")


@contextmanager
def _serving(arguments: CrawlArguments) -> Iterator[Origin]:
    """Where the pages come from, for as long as the crawl takes."""
    if arguments.runs_sample_server:
        with SampleServer(build(arguments.edition or 1)) as server:
            yield Origin(arguments.target, server.base_url)
    else:
        yield Origin(arguments.target, arguments.mirror or arguments.target.home)


def _patience(settings: Settings) -> Patience:
    hours = settings.getfloat("MEDSCRAPE_RESUME_HOURS")
    return Patience(timedelta(hours=hours), settings.getint("MEDSCRAPE_FAILURES_IN_A_ROW"))


def _named(arguments: CrawlArguments, origin: Origin) -> str:
    if arguments.runs_sample_server:
        return f"sample site, edition {arguments.edition or 1}"
    return f"{arguments.site} from {origin.root}" if arguments.mirror else arguments.site
