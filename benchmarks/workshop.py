"""The folder that benchmarks work in, and the site that they crawl; gone when the process ends."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from medscrape.sample_site import build

_INDEX = ("/robots.txt", "/sitemap.xml", "/all_healthtopics.html", "/spanish/all_healthtopics.html")


@cache
def workshop() -> Path:
    """A temporary folder."""
    folder = TemporaryDirectory(prefix="medscrape-bench-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def fresh(name: str) -> Path:
    """The path of something that is not there yet."""
    taken = sum(path.name.startswith(f"{name}-") for path in workshop().iterdir())
    return workshop() / f"{name}-{taken}"


@cache
def site_folder(topics: int) -> Path:
    """The sample site with so many topics, each in two languages, as files."""
    folder = fresh("site")
    site = build(topics=topics)
    for path in (*_INDEX, *site.topic_paths()):
        file = folder / path[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(site.get(path).body)
    (folder / "paths.txt").write_text("\n".join(site.topic_paths()))
    return folder
