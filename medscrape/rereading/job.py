"""A job from its input to its folder."""

import fcntl
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medscrape.errors import OutputError
from medscrape.rereading.engines.engine import Engine, replies
from medscrape.rereading.latest import write_latest
from medscrape.rereading.layout import Layout, put
from medscrape.rereading.manifest import FailedUnit, JobManifest, write_manifest
from medscrape.rereading.receipts import Format
from medscrape.rereading.shapes import writer_of
from medscrape.rereading.task import Job, Reply, Task
from medscrape.rereading.units import Unit, biggest_first
from medscrape.rereading.work import recipe_of
from medscrape.store.trouble import told_plainly

Watch = Callable[[Task, Reply], None]
StartEngine = Callable[[list[Path]], Engine[Any]]
"""Starts an engine whose processes all see these paths."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did."""

    manifest: JobManifest
    """What is in the folder now; without its units."""
    read: int
    """Units that were read."""
    unchanged: int
    """Units whose partition still held."""


class Reread:
    """Reads units into partitions in a folder, one at a time there."""

    def __init__(self, folder: Path, units: list[Unit], shape: Format, *, latest: bool) -> None:
        writer_of(shape)  # says what to install while nothing has begun
        self._layout = Layout(folder.resolve())
        self._units = units
        self._shape: Format = shape
        self._latest = latest

    def run(self, start: StartEngine, watch: Watch) -> Done:
        """Brings every partition up to date, tells of each, and writes the manifest.

        Raises `OutputError` when the folder cannot be used; what is done by then stays, the next run goes on there.
        """
        layout = self._layout
        with told_plainly(layout.folder):
            self._require_same_format()
            layout.make()
            with _alone(layout.folder), self._job_file() as job:
                engine = start([layout.work / job, *(Path(unit.path) for unit in self._units[:1])])
                try:
                    return self._finish(self._results(engine, job, watch))
                finally:
                    engine.close()

    def _results(self, engine: Engine[Any], job: str, watch: Watch) -> list[tuple[str, Reply]]:
        write_manifest(self._layout, recipe_of(self._shape), complete=False)
        tasks = [Task(folder=str(self._layout.folder), job=job, unit=unit) for unit in biggest_first(self._units)]
        results = []
        for task, reply in replies(engine, tasks):
            watch(task, reply)
            results.append((task.unit.path, reply.model_copy(update={"receipt": None})))
        return results

    def _finish(self, results: list[tuple[str, Reply]]) -> Done:
        failed = [FailedUnit(path=path, detail=reply.detail) for path, reply in results if reply.state == "failed"]
        latest = write_latest(self._layout, self._shape) if self._latest and not failed else None
        if not self._latest:
            self._layout.latest(self._shape).unlink(missing_ok=True)  # nobody keeps it up to date
        manifest = write_manifest(
            self._layout, recipe_of(self._shape), complete=not failed, failed=failed, latest=latest
        )
        states = [reply.state for _, reply in results]
        return Done(manifest, read=states.count("done"), unchanged=states.count("unchanged"))

    def _require_same_format(self) -> None:
        folder = self._layout.folder
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is a file; name a folder for the partitions.")
        other = next((receipt for receipt in self._layout.receipts() if receipt.recipe.format != self._shape), None)
        if other:
            raise OutputError(
                f"{folder} holds {other.recipe.format} partitions; name another folder for {self._shape}."
            )

    @contextmanager
    def _job_file(self) -> Iterator[str]:
        """The name of the job's file; drafts of runs that were killed go first."""
        shutil.rmtree(self._layout.work)
        self._layout.work.mkdir()
        archives: defaultdict[str, list[str]] = defaultdict(list)
        for path in (Path(unit.path) for unit in self._units if unit.pages is None):
            archives[str(path.parent)].append(path.name)
        job = Job(recipe=recipe_of(self._shape), archives={key: tuple(names) for key, names in archives.items()})
        name = f"{os.urandom(8).hex()}.job"
        put(job, self._layout.draft("job"), self._layout.work / name)
        try:
            yield name
        finally:
            with suppress(OSError):
                shutil.rmtree(self._layout.work)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps every other run out of a folder; the system lets them in again when this one dies."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OutputError(
            f"Another run is writing to {folder}. Wait until it has ended, or name another folder."
        ) from error
    finally:
        os.close(handle)
