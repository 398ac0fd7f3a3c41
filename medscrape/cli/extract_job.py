"""`medscrape extract --to FOLDER`: archives of any size into partitions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from medscrape.cli.job_progress import Progress
from medscrape.errors import IncompleteRunError, UsageError
from medscrape.extraction import cores
from medscrape.rereading import Done, Engine, Format, LocalEngine, Reread, units_of
from medscrape.terminal import say, say_error


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    paths: list[Path]
    to: Path
    shape: Format
    latest: bool
    workers: int | None
    scheduler: str | None


def extract_to(wish: Wish) -> None:
    """Does it, and says what came of it; exit 1 when a page was rejected or a file could not be read."""
    units = units_of(wish.paths)
    job = Reread(wish.to, units, wish.shape, latest=wish.latest)

    def start(seen_by_all: list[Path]) -> Engine[Any]:
        if wish.scheduler is None:
            return LocalEngine(min(wish.workers or cores(), len(units)))
        return _dask(wish, wish.scheduler, seen_by_all)

    try:
        with Progress(len(units), sum(unit.size for unit in units)) as progress:
            done = job.run(start, progress)
    except KeyboardInterrupt as error:
        raise IncompleteRunError("Interrupted. What is done stays; the same command goes on from here.") from error
    _tell(done, wish)
    if done.manifest.failed or done.has_rejections:
        raise typer.Exit(1)


def _dask(wish: Wish, scheduler: str, seen_by_all: list[Path]) -> Engine[Any]:
    if wish.workers is not None:
        raise UsageError("--workers is about processes on this machine; a Dask cluster brings its own workers.")
    try:
        from medscrape.rereading.engines.dask import DaskEngine
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--engine dask needs {error.name}, which is not installed: pip install 'medscrape[dask]'"
        ) from error
    return DaskEngine(scheduler, wish.shape, seen_by_all)


def _tell(done: Done, wish: Wish) -> None:
    manifest = done.manifest
    counts, failed = manifest.counts, manifest.failed
    for unit in failed:
        say_error(f"failed: {unit.detail}")
    say(f"{done.read:,} files read, {done.unchanged:,} unchanged since they were read, {len(failed):,} failed")
    say(
        f"{counts.records:,} records, {counts.rejections:,} rejections ({counts.damaged:,} of damage), "
        f"{counts.not_topics:,} pages of other kinds, {counts.revisits:,} revisits: {wish.to}"
    )
    if manifest.latest:
        say(f"{manifest.latest.lines:,} topics in their newest version: {wish.to / f'latest.{wish.shape}'}")
    elif wish.latest:
        say_error("The newest versions were not written, for some files could not be read.")
