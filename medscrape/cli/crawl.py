"""`medscrape crawl`: the same crawl as `scrapy crawl topics`, from anywhere."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app
from medscrape.cli.completion import sites, slugs
from medscrape.terminal import Loudness, is_loud

_ADVANCED = "As with scrapy crawl"
_Spider = Annotated[str, typer.Argument(hidden=True, metavar="topics")]
_Site = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="medlineplus (default), or sample for the embedded site.", autocompletion=sites),
]
_BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Root of a mirror to fetch from, with the same paths.")
]
_Topics = Annotated[
    str | None,
    typer.Option(metavar="SLUGS", help="Only these topics, such as asthma,flu.", autocompletion=slugs),
]
_Languages = Annotated[str | None, typer.Option(metavar="TAGS", help="en, es or en,es.")]
_Limit = Annotated[str | None, typer.Option(metavar="N", help="At most so many topics per language.")]
_Edition = Annotated[str | None, typer.Option(metavar="N", help="Edition of the sample site: 1 or 2.")]
_Accept = Annotated[
    str | None, typer.Option(metavar="REASON", help="Publish although a gate holds the release, and say why.")
]
_Output = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Folder to write to; default: MEDSCRAPE_OUTPUT, else output (sample: output/sample)."
    ),
]
_Json = Annotated[bool, typer.Option("--json", metavar="", help="Print how the crawl ended as one JSON object.")]
_Pairs = Annotated[
    list[str] | None,
    typer.Option("-a", metavar="NAME=VALUE", help="An argument, as -a site=sample.", rich_help_panel=_ADVANCED),
]
_Settings = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", metavar="NAME=VALUE", help="Change a setting; repeatable.", rich_help_panel=_ADVANCED),
]
_Feeds = Annotated[
    list[str] | None,
    typer.Option("--feed", "-O", metavar="FILE", help="Write the fetched topics here too.", rich_help_panel=_ADVANCED),
]
_QUIET = ["MEDSCRAPE_QUIET=1", "LOG_LEVEL=ERROR"]
_VERBOSE = ["LOG_LEVEL=INFO"]


@app.command(epilog="Example: [bold]medscrape crawl --site sample --languages en --limit 5[/bold]")
def crawl(
    spider: _Spider = "topics",
    site: _Site = None,
    base_url: _BaseUrl = None,
    topics: _Topics = None,
    languages: _Languages = None,
    limit: _Limit = None,
    edition: _Edition = None,
    accept: _Accept = None,
    output: _Output = None,
    as_json: _Json = False,
    pairs: _Pairs = None,
    settings: _Settings = None,
    feeds: _Feeds = None,
) -> None:
    """Crawl health topics and publish what was read.

    Everything is published, or nothing. A crawl that was interrupted goes on
    from where it was when the same command is given again.
    """
    # Scrapy takes longer to load than most commands take to run.
    from medscrape.crawling.door import arguments_of, crawl_as_asked, settings_of

    options = {"site": site, "base_url": base_url, "topics": topics, "languages": languages}
    options |= {"limit": limit, "edition": edition, "accept": accept}
    given = arguments_of(spider, pairs or []) | {name: value for name, value in options.items() if value is not None}
    raise typer.Exit(
        crawl_as_asked(given, settings_of(_by_loudness() + (settings or []), feeds or [], output), as_json)
    )


def _by_loudness() -> list[str]:
    """The settings behind --quiet and --verbose."""
    if not is_loud(Loudness.NORMAL):
        return _QUIET
    return _VERBOSE if is_loud(Loudness.VERBOSE) else []
