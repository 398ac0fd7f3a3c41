"""How long the report of many topics takes to write, and how large it is, when nearly all of them changed.

    python benchmarks/report.py [TOPICS]

The sample site gives the topics (default 1,000, each in two languages); a second release has other words and rows.
"""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from medscrape import Topic, parse_page
from medscrape.models import Scope, Source
from medscrape.publishing import publish
from medscrape.releasing import Acceptance, Rules, accept
from medscrape.reporting.write import add_to_release
from medscrape.sample_site import build
from medscrape.store import Store
from medscrape.vocabulary.sites import SAMPLE

FIRST = datetime(2026, 11, 23, tzinfo=UTC)
SCOPE = Scope(languages=("en", "es"), topics=(), limit=None)


def topics(count: int, day: int) -> Iterator[tuple[str, Topic]]:
    """The topics as they are on a day: each word "is" of a summary, and each article, has a number after the first."""
    site = build(topics=count)
    for path in site.topic_paths():
        url = SAMPLE.home + path.removeprefix("/")
        body = site.get(path).body
        if day:
            body = body.replace(b" is ", b" is now ").replace(b"/pubmed/", b"/pubmed/9")
        yield url, parse_page(body, url)


def main() -> None:
    """Crawl twice without a network, write, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with TemporaryDirectory() as folder, Store.open(Path(folder), Source(site="sample", mirror=None)) as store:
        for day in range(2):
            now = FIRST + timedelta(days=day)
            run = store.begin(SCOPE, now, timedelta(hours=1))
            for url, topic in topics(count, day):
                origin = topic.provenance.model_copy(update={"run_id": run.id, "fetched_at": now})
                store.finish_topic(run, url, topic.with_provenance(origin))
            release = accept(store, run, now, Rules(), Acceptance("benchmark", "changes by design"))
        manifest = publish(store, release, Path(folder))
        start = time.perf_counter()
        add_to_release(store, release, manifest, Path(folder))
        seconds = time.perf_counter() - start
        size = (Path(folder) / "report" / "index.html").stat().st_size
    print(f"{manifest.counts.records:,} topics, {manifest.counts.changed:,} of them changed")
    print(f"report and feeds  {seconds:6.2f} s")
    print(f"size of the page  {size / 10**6:6.2f} MB")


if __name__ == "__main__":
    main()
