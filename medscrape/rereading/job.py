"""A job from its input to its folder."""

import fcntl
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from medscrape.errors import OutputError
from medscrape.rereading.engines.engine import Engine, replies
from medscrape.rereading.latest import write_latest
from medscrape.rereading.layout import Layout, put
from medscrape.rereading.manifest import FailedUnit, JobManifest, write_manifest
from medscrape.rereading.receipts import Format
from medscrape.rereading.shapes import writer_of
from medscrape.rereading.task import Job, Reply, Step, Task
from medscrape.rereading.units import Unit, biggest_first
from medscrape.rereading.work import recipe_of
from medscrape.store.trouble import told_plainly


class Watch(Protocol):
    """Who is told how a job goes."""

    def step(self, task: Task, step: Step) -> None:
        """How far a unit is; where that is known, and from any thread."""

    def end(self, task: Task, reply: Reply) -> None:
        """What became of a unit."""


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
    has_rejections: bool
    """Whether a page of these units was rejected."""


class _Result(NamedTuple):
    path: str
    state: str
    detail: str
    rejections: int


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
            self._require_ours()
            layout.make()
            with _alone(layout.folder), self._job_file() as job:
                engine = start([layout.work / job, *(Path(unit.path) for unit in self._units[:1])])
                try:
                    return self._finish(self._results(engine, job, watch))
                finally:
                    engine.close()

    def _results(self, engine: Engine[Any], job: str, watch: Watch) -> list[_Result]:
        write_manifest(self._layout, recipe_of(self._shape), complete=False)
        tasks = [Task(folder=str(self._layout.folder), job=job, unit=unit) for unit in biggest_first(self._units)]
        results = []
        for task, reply in replies(engine, tasks, watch.step):
            watch.end(task, reply)
            rejections = reply.receipt.counts.rejections if reply.receipt else 0
            results.append(_Result(task.unit.path, reply.state, reply.detail, rejections))
        return results

    def _finish(self, results: list[_Result]) -> Done:
        failed = [FailedUnit(path=one.path, detail=one.detail) for one in results if one.state == "failed"]
        latest = write_latest(self._layout, self._shape) if self._latest and not failed else None
        if not self._latest:
            self._layout.latest(self._shape).unlink(missing_ok=True)  # nobody keeps it up to date
        recipe = recipe_of(self._shape)
        manifest = write_manifest(self._layout, recipe, complete=not failed, failed=failed, latest=latest)
        states = [one.state for one in results]
        has_rejections = any(one.rejections for one in results)
        return Done(manifest, states.count("done"), states.count("unchanged"), has_rejections)

    def _require_ours(self) -> None:
        """Raises `OutputError` unless the folder is free, or one that an earlier run of this format wrote."""
        folder = self._layout.folder
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is a file; name a folder for the partitions.")
        if folder.exists() and any(folder.iterdir()) and not self._layout.is_ours:
            raise OutputError(f"{folder} holds something else than partitions; name another folder.")
        other = next((receipt for receipt in self._layout.receipts() if receipt.recipe.format != self._shape), None)
        if other:
            raise OutputError(
                f"{folder} holds {other.recipe.format} partitions; name another folder for {self._shape}."
            )

    @contextmanager
    def _job_file(self) -> Iterator[str]:
        """The name of the job's file; drafts of runs that were killed go first."""
        shutil.rmtree(self._layout.work, ignore_errors=True)  # a machine that lost its job may still be writing there
        self._layout.work.mkdir(exist_ok=True)
        archives: defaultdict[str, list[str]] = defaultdict(list)
        for path in (Path(unit.path) for unit in self._units if unit.pages is None):
            archives[str(path.parent)].append(path.name)
        job = Job(recipe=recipe_of(self._shape), archives={key: tuple(names) for key, names in archives.items()})
        name = f"{os.urandom(8).hex()}.job"
        put(job, self._layout.draft("job"), self._layout.work / name)
        try:
            yield name
        finally:
            shutil.rmtree(self._layout.work, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps every other run out of a folder; the system lets them in again when this one dies."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        sentence = f"Another run is writing to {folder}. Wait until it has ended, or name another folder."
        raise OutputError(sentence) from error
