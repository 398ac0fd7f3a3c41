"""`scrapy crawl topics`: Scrapy's command of that name, with our arguments and exit codes."""

import argparse

from scrapy.commands import BaseRunSpiderCommand
from scrapy.settings import Settings

from medscrape.crawling.complaint import complain
from medscrape.crawling.door import crawl_as_asked
from medscrape.crawling.engine import SPIDER
from medscrape.errors import UsageError

_EXAMPLE = f"scrapy crawl {SPIDER} -a site=sample"


class Command(BaseRunSpiderCommand):
    """Crawls, publishes, and ends with 0 (published), 1 (incomplete), 2 (wrong usage) or 3 (held by a gate)."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """What follows the command's name."""
        return f"[options] {SPIDER}"

    def short_desc(self) -> str:
        """What the command does."""
        return f"Crawl health topics and publish them (try: {_EXAMPLE})"

    def long_desc(self) -> str:
        """What the command does, and the arguments it takes."""
        return (
            f"{self.short_desc()}. Arguments, each after -a: site=medlineplus|sample, base_url=URL of a mirror, "
            "topics=slug,slug, languages=en,es, limit=N per language, edition=N of the sample site, "
            "accept=REASON to publish although a gate holds the release. Exit codes: "
            "0 published, 1 incomplete, 2 wrong usage, 3 held back by a gate."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls."""
        if args != [SPIDER] or not isinstance(self.settings, Settings):
            complain(UsageError(f"The spider is called {SPIDER} and its arguments follow -a, as in: {_EXAMPLE}"))
            self.exitcode = 2
            return
        self.exitcode = crawl_as_asked(opts.spargs, self.settings)
