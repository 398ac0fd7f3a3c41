"""`medscrape crawl`: the same crawl as `scrapy crawl topics`, from anywhere."""

from pathlib import Path
from typing import Annotated

import typer

from medscrape.cli.app import app

_Spider = Annotated[str, typer.Argument(hidden=True)]
_Site = Annotated[str | None, typer.Option(help="medlineplus, or sample for the embedded sample site.")]
_BaseUrl = Annotated[str | None, typer.Option(help="Root of a mirror to fetch from, with the same paths.")]
_Topics = Annotated[str | None, typer.Option(help="Only these topics: names as in their addresses, with commas.")]
_Languages = Annotated[str | None, typer.Option(help="en, es or en,es.")]
_Limit = Annotated[str | None, typer.Option(help="At most so many topics per language.")]
_Edition = Annotated[str | None, typer.Option(help="Edition of the sample site.")]
_Accept = Annotated[
    str | None, typer.Option(metavar="REASON", help="Publish although a gate holds the release, and say why.")
]
_Output = Annotated[Path | None, typer.Option(help="Folder to write to (also: MEDSCRAPE_OUTPUT).")]
_Pairs = Annotated[
    list[str] | None, typer.Option("-a", metavar="NAME=VALUE", help="An argument as `scrapy crawl` has it.")
]
_Settings = Annotated[
    list[str] | None, typer.Option("--set", "-s", metavar="NAME=VALUE", help="Change a setting; repeatable.")
]
_Feeds = Annotated[
    list[str] | None, typer.Option("--feed", "-O", metavar="FILE", help="Write the fetched topics here too.")
]


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
    pairs: _Pairs = None,
    settings: _Settings = None,
    feeds: _Feeds = None,
) -> None:
    """Crawl health topics and publish them: every page read, or nothing published.

    A crawl that was interrupted goes on from where it was when the same command is given again.
    """
    # Scrapy takes longer to load than most commands take to run.
    from medscrape.crawling.door import arguments_of, crawl_as_asked, settings_of

    options = {"site": site, "base_url": base_url, "topics": topics, "languages": languages}
    options |= {"limit": limit, "edition": edition, "accept": accept}
    given = arguments_of(spider, pairs or []) | {name: value for name, value in options.items() if value is not None}
    raise typer.Exit(crawl_as_asked(given, settings_of(settings or [], feeds or [], output)))
