"""What a shell offers when the Tab key is pressed; a wrong folder or a damaged store offers nothing."""

import os
from contextlib import suppress
from pathlib import Path

import typer

from medscrape.errors import MedscrapeError
from medscrape.exporting.formats import FORMATS
from medscrape.store import Store

_FOLDERS = ("output", "output/sample")


def topic_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids of topics, whole or from the language or the slug on."""
    known = _ids(ctx)
    ways = [known, [found.partition("/")[2] for found in known], sorted(set(map(_slug, known)))]
    return next(filter(None, ([way for way in found if way.startswith(incomplete)] for found in ways)), [])


def slugs(ctx: typer.Context, incomplete: str) -> list[str]:
    """Slugs of topics, each after the commas of those before it."""
    before, comma, last = incomplete.rpartition(",")
    found = sorted({_slug(known) for known in _ids(ctx)})
    return [f"{before}{comma}{slug}" for slug in found if slug.startswith(last)]


def languages(ctx: typer.Context, incomplete: str) -> list[str]:
    """Languages of the topics in the store."""
    found = sorted({known.split("/")[1] for known in _ids(ctx)})
    return [tag for tag in found if tag.startswith(incomplete)]


def runs(ctx: typer.Context, incomplete: str) -> list[str]:
    """Releases, by their runs."""
    return [run for run in _runs(ctx) if run.startswith(incomplete)]


def formats(incomplete: str) -> list[str]:
    """Formats of `medscrape export`."""
    return [name for name in FORMATS if name.startswith(incomplete)]


def sites(incomplete: str) -> list[str]:
    """Sites of `medscrape crawl`."""
    return [name for name in ("medlineplus", "sample") if name.startswith(incomplete)]


def _slug(topic_id: str) -> str:
    return topic_id.rpartition("/")[2]


def _ids(ctx: typer.Context) -> list[str]:
    found: list[str] = []
    with suppress(MedscrapeError), Store.read(_folder(ctx)) as store:
        found.extend(store.ids())
    return found


def _runs(ctx: typer.Context) -> list[str]:
    found: list[str] = []
    with suppress(MedscrapeError), Store.read(_folder(ctx)) as store:
        found.extend(store.runs())
    return found


def _folder(ctx: typer.Context) -> Path:
    chosen = ctx.params.get("output") or os.environ.get("MEDSCRAPE_OUTPUT")
    if chosen:
        return Path(chosen)
    return next((Path(name) for name in _FOLDERS if (Path(name) / "store").is_dir()), Path(_FOLDERS[0]))
