"""How long the report of many topics takes to write, to open and to filter, and how large it is, when nearly all of
them changed.

    python benchmarks/report.py [TOPICS]

The sample site gives the topics (default 1,000, each in two languages); a second release has other words and rows. The
times in a browser need Chromium; each is that of one task, so what a person waits until the list has changed.
"""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import ABSENT, PROGRAM, browser

from medscrape import Topic, parse_page
from medscrape.models import Scope, Source
from medscrape.publishing import publish
from medscrape.releasing import Acceptance, Rules, accept
from medscrape.reporting.write import add_to_release
from medscrape.sample_site import build
from medscrape.store import Store
from medscrape.vocabulary.sites import SAMPLE

TIMED = """(async () => {{
    const start = performance.now();
    {act};
    document.body.getBoundingClientRect();
    return performance.now() - start;
}})()"""
FIELD = """const field = document.querySelector("{field}"); field.value = "{value}";
    field.dispatchEvent(new Event("input", {{ bubbles: true }}))"""
ACTS = {
    "by significance": "document.querySelector('[name=weight][value=routine]').click()",
    "by language": FIELD.format(field="[data-filters=changes] [name=lang]", value="es"),
    "by a letter": FIELD.format(field="[data-filters=changes] [name=text]", value="a"),
    "topics by letter": FIELD.format(field="[data-filters=topics] [name=text]", value="a"),
    "sort the topics": "document.querySelector('[data-sort=links]').click()",
    "print": "dispatchEvent(new Event('beforeprint'))",
}
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
        add_to_release(store, release, manifest, Path(folder) / "current")
        seconds = time.perf_counter() - start
        page = Path(folder) / "report" / "index.html"
        print(f"{manifest.counts.records:,} topics, {manifest.counts.changed:,} of them changed")
        print(f"report and feeds  {seconds:8.2f} s")
        print(f"size of the page  {page.stat().st_size / 10**6:8.2f} MB")
        for name, milliseconds in in_a_browser(page.resolve()):
            print(f"{name:<17} {milliseconds:8.0f} ms")


def in_a_browser(file: Path) -> Iterator[tuple[str, float]]:
    """What a person waits for: the page, a filter by significance, by language, and by a letter of a title."""
    if PROGRAM is None:
        print(ABSENT)
        return
    with browser() as page:
        page.open(file)
        yield "open", page.run("performance.getEntriesByType('navigation')[0].loadEventEnd")
        for name, act in ACTS.items():
            yield name, page.run(TIMED.format(act=act))


if __name__ == "__main__":
    main()
