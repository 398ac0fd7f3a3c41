"""Where a crawl is asked for, from `scrapy crawl` and `medscrape crawl` alike."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import Settings
from scrapy.utils.conf import arglist_to_dict, feed_process_params_from_cli

from medscrape.crawling.arguments import CrawlArguments
from medscrape.crawling.complaint import complain
from medscrape.crawling.engine import SPIDER
from medscrape.crawling.feeds import check_feed
from medscrape.crawling.launch import project_settings, run_crawl
from medscrape.crawling.report import show
from medscrape.crawling.stopping import stoppable
from medscrape.crawling.summary import summary
from medscrape.errors import IncompleteRunError, MedscrapeError, UsageError
from medscrape.terminal import Terminal, say_json, terminal

_CHOSEN = "cmdline"
_STDOUT = "stdout:"


def crawl_as_asked(raw: Mapping[str, str], settings: Settings, as_json: bool = False) -> int:
    """Runs the crawl that the strings of a command line ask for, says how it went, and gives the exit code."""
    try:
        arguments = CrawlArguments.parse(raw)
        _check_feeds(settings)
        with stoppable():
            report = run_crawl(arguments, settings)
    except KeyboardInterrupt:
        error = IncompleteRunError("The crawl was stopped before its end; the same command goes on from here.")
        complain(error)
        return error.exit_code
    except MedscrapeError as error:
        complain(error)
        return error.exit_code
    if as_json:
        say_json(orjson.dumps(summary(report)))
    elif report.met and not settings.getbool("MEDSCRAPE_QUIET"):
        show(report, _console(settings))
    if report.error:
        complain(report.error)
    return report.exit_code


def arguments_of(spider: str, pairs: Sequence[str]) -> dict[str, str]:
    """The crawl's arguments behind what follows `crawl` on a command line."""
    if spider != SPIDER:
        raise UsageError(
            f"There is one spider, {SPIDER}, not {spider!r}; its arguments follow -a, as in -a site=sample."
        )
    try:
        return dict(arglist_to_dict(list(pairs)))
    except ValueError:
        raise UsageError("Arguments are given as -a NAME=VALUE, as in -a site=sample.") from None


def settings_of(choices: Sequence[str], feeds: Sequence[str], output: Path | None) -> Settings:
    """The project's settings under `NAME=VALUE` choices, with files for the fetched topics and an output folder."""
    settings = project_settings()
    try:
        settings.setdict(arglist_to_dict(list(choices)), priority=_CHOSEN)
        if feeds:
            files = feed_process_params_from_cli(settings, [], overwrite_output=list(feeds))
            settings.set("FEEDS", files, priority=_CHOSEN)
    except ValueError:
        raise UsageError("Settings are given as -s NAME=VALUE, as in -s DOWNLOAD_DELAY=2.") from None
    except ScrapyUsageError as error:
        raise UsageError(str(error)) from None
    if output is not None:
        settings.set("MEDSCRAPE_OUTPUT", str(output), priority=_CHOSEN)
    return settings


def _check_feeds(settings: Settings) -> None:
    for place, options in settings.getdict("FEEDS").items():
        if place == _STDOUT:
            options.pop("overwrite", None)  # Scrapy warns that a stream cannot be overwritten
        check_feed(place)


def _console(settings: Settings) -> Terminal:
    """Where the table goes: standard output, unless that carries records."""
    return terminal(sys.stderr if _STDOUT in settings.getdict("FEEDS") else sys.stdout)
