"""A crawl from its arguments to its release."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from scrapy.settings import Settings

from medscrape.crawling.arguments import CrawlArguments
from medscrape.crawling.engine import drive
from medscrape.crawling.origin import Origin
from medscrape.crawling.patience import Patience
from medscrape.crawling.progress import Rhythm, shown_progress
from medscrape.crawling.report import CrawlReport
from medscrape.crawling.revalidation import archived_topic
from medscrape.crawling.run import CrawlRun, Evidence
from medscrape.crawling.tally import Tally
from medscrape.crawling.tuning import bad_manners, tuned
from medscrape.errors import GateError, IncompleteRunError, MedscrapeError
from medscrape.gates import Limits
from medscrape.models import Manifest
from medscrape.publishing import publish, publish_pending, require_own_folders
from medscrape.releasing import Acceptance, Rules
from medscrape.reporting.write import add_to_release
from medscrape.sample_site import SampleServer, build
from medscrape.store import REBUILT, Store, is_same_scope
from medscrape.store.trouble import FREE_SPACE, told_plainly

_SETTINGS = "medscrape.settings"


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
    require_own_folders(output)
    with _serving(arguments) as origin:
        chosen = tuned(settings, origin, is_sample=arguments.site == "sample")
        with Store.open(output, arguments.source) as store:
            render = partial(add_to_release, most=chosen.getint("MEDSCRAPE_REPORT_LISTED"))
            caught_up = publish_pending(store, output, render=render)
            if caught_up and _is_what_was_asked_for(caught_up, arguments, chosen):
                return _report_of_publication(_named(arguments, origin), output, caught_up, monotonic() - started)
            evidence = _evidence(output, chosen)
            run = CrawlRun(store, origin, arguments.scope, _patience(chosen), evidence)
            run.tally.remarks += bad_manners(chosen, origin)
            with told_plainly(evidence.folder), run.archive, shown_progress(run, Rhythm.of(chosen)):
                traffic = drive(run, chosen)
                run.tally.ended = monotonic()
                run.note_traffic(traffic.requests, traffic.received)
                rules, force = _rules(chosen, evidence.folder), _force(arguments)
                manifest, error = _published(
                    lambda: publish(store, run.accept(traffic.closed_for, rules, force), output, render=render)
                )
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


def _is_what_was_asked_for(caught_up: Manifest, arguments: CrawlArguments, settings: Settings) -> bool:
    """Whether a crawl that was stopped between acceptance and publication was this one, not long ago."""
    age = datetime.now(UTC) - caught_up.finished_at
    is_a_crawls = REBUILT not in {gate.name for gate in caught_up.gates}
    is_recent = abs(age) <= _patience(settings).resume_within
    return is_a_crawls and is_recent and is_same_scope(caught_up.scope, arguments.scope)


def _report_of_publication(place: str, output: Path, manifest: Manifest, seconds: float) -> CrawlReport:
    tally = Tally(remarks=["Every page had been read before; what was left to do was to publish the release."])
    return CrawlReport(
        place=place,
        output=output,
        tally=tally,
        met=manifest.counts.discovered,
        requests=0,
        received=0,
        seconds=seconds,
        is_resumed=True,
        manifest=manifest,
        error=None,
    )


def _published(publication: Callable[[], Manifest]) -> tuple[Manifest | None, MedscrapeError | None]:
    try:
        return publication(), None
    except GateError as error:
        return None, error
    except MedscrapeError as error:
        return None, IncompleteRunError(_as_incomplete(str(error)))


def _as_incomplete(sentence: str) -> str:
    way_on = "" if sentence.endswith(FREE_SPACE) else "; the same command goes on from here"
    return f"{sentence} Nothing was published{way_on}."


def _rules(settings: Settings, archive: Path) -> Rules:
    return Rules(
        limits=Limits.from_settings(settings),
        removal_after=timedelta(days=settings.getfloat("MEDSCRAPE_REMOVAL_DAYS")),
        reread=partial(archived_topic, archive),
    )


def _force(arguments: CrawlArguments) -> Acceptance | None:
    return None if arguments.accept is None else Acceptance(who=getpass.getuser(), why=arguments.accept)


@contextmanager
def _serving(arguments: CrawlArguments) -> Iterator[Origin]:
    """Where the pages come from, for as long as the crawl takes."""
    if arguments.runs_sample_server:
        with SampleServer(build(arguments.edition or 1)) as server:
            yield Origin(arguments.target, server.base_url)
    else:
        yield Origin(arguments.target, arguments.mirror or arguments.target.home)


def _patience(settings: Settings) -> Patience:
    return Patience(
        resume_within=timedelta(hours=settings.getfloat("MEDSCRAPE_RESUME_HOURS")),
        failures_in_a_row=settings.getint("MEDSCRAPE_FAILURES_IN_A_ROW"),
        notices_in_a_row=settings.getint("MEDSCRAPE_NOTICES_IN_A_ROW"),
        most_topics=settings.getint("MEDSCRAPE_TOPICS_MAX"),
    )


def _evidence(output: Path, settings: Settings) -> Evidence:
    return Evidence(
        folder=output / "archive",
        file_size=settings.getint("MEDSCRAPE_ARCHIVE_FILE_SIZE"),
        check_share=settings.getfloat("MEDSCRAPE_FULL_CHECK_SHARE"),
    )


def _named(arguments: CrawlArguments, origin: Origin) -> str:
    if arguments.runs_sample_server:
        return f"sample site, edition {arguments.edition or 1}"
    return f"{arguments.site} from {origin.root}" if arguments.mirror else arguments.site
