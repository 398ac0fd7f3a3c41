"""The workers of a Dask cluster: https://distributed.dask.org.

A worker does a task in a process beside it, as the local engine does: so a file that kills its reader does not kill the
worker, and a worker with many threads uses as many cores.
"""

import logging
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeVar

from distributed import Client, KilledWorker

from medscrape.errors import IncompleteRunError, UsageError
from medscrape.parsers.record import PARSER_VERSION
from medscrape.rereading.engines.lane import Lane
from medscrape.rereading.receipts import Format
from medscrape.rereading.task import Reply, Task, Tell

Q = TypeVar("Q")
A = TypeVar("A")

_CONNECT = "10s"
_PATIENCE = 60.0
"""Seconds without a worker after which the job ends."""
_lanes: SimpleQueue[Lane] = SimpleQueue()
"""In a worker: processes that wait for a task."""


class DaskEngine:
    """A cluster whose workers run this version of medscrape and see the same files under the same paths."""

    def __init__(self, address: str, shape: Format, seen_by_all: Iterable[Path]) -> None:
        for logger in ("distributed", "distributed.client"):  # what matters is told in one sentence
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        warnings.filterwarnings("ignore", module="distributed")
        self._address = address
        self._client = _connected(address)
        try:
            self._check(shape, [str(path) for path in seen_by_all])
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        self._last_seen = monotonic()

    def slots(self) -> int:
        """The number of the workers' threads; raises `IncompleteRunError` when there has been none for a while."""
        try:
            count: int = sum(self._client.nthreads().values())
        except (OSError, RuntimeError, TypeError) as error:  # what a client says whose connection is lost
            raise self._gone() from error
        if count:
            self._last_seen = monotonic()
        elif monotonic() - self._last_seen > _PATIENCE:
            raise IncompleteRunError(
                f"No worker is left at the Dask scheduler {self._address}; start some and run the same command again: "
                "it goes on from here."
            )
        return count

    def submit(self, task: Task, tell: Tell) -> Future[bytes]:  # noqa: ARG002 - a cluster tells what is done
        """Begins a task."""
        ended: Future[bytes] = self._executor.submit(do_beside, task.to_line())
        return ended

    def reply(self, task: Task, ended: Future[bytes]) -> Reply:
        """The reply to a task that has ended; one whose workers died has failed."""
        try:
            return Reply.model_validate_json(ended.result())
        except KilledWorker:
            return Reply(state="failed", receipt=None, detail=f"every Dask worker that read {task.unit.path} died")
        except CancelledError as error:
            raise self._gone() from error

    def close(self) -> None:
        """Leaves the cluster; its workers stay."""
        with suppress(OSError, RuntimeError):
            self._client.run(rest)
        self._client.close()

    def _gone(self) -> IncompleteRunError:
        return IncompleteRunError(
            f"The Dask scheduler {self._address} is gone; run the same command again when it is back: "
            "it goes on from here."
        )

    def _check(self, shape: Format, paths: list[str]) -> None:
        if not self._client.nthreads():
            raise UsageError(f"The Dask scheduler {self._address} has no workers: dask worker {self._address}")
        ours = versions(shape)
        for worker, theirs in self._asked(versions, shape):
            for name, version in ours.items():
                if theirs[name] != version:
                    has = f"{name} {theirs[name]}" if theirs[name] else f"no {name}"
                    raise UsageError(f"The Dask worker {worker} has {has}, and here is {version}; make them the same.")
        for worker, missing in self._asked(unseen, paths):
            if missing:
                raise UsageError(
                    f"The Dask worker {worker} does not see {missing}: all machines need the same files under the same "
                    "paths, such as on a shared file system."
                )

    def _asked(self, question: Callable[[Q], A], about: Q) -> list[tuple[str, A]]:
        """What each worker answers, by its address."""
        answers: dict[str, A] = self._client.run(question, about)
        return sorted(answers.items())


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"There is no Dask scheduler at {address}: start one with `dask scheduler`.") from error


def do_beside(line: bytes) -> bytes:
    """In a worker: does a task in a process beside it."""
    try:
        lane = _lanes.get_nowait()
    except Empty:
        lane = Lane()
    try:
        return lane.do(Task.model_validate_json(line)).to_line()
    finally:
        _lanes.put(lane)


def rest() -> None:
    """In a worker: ends the processes that wait for a task."""
    while not _lanes.empty():
        _lanes.get().close()


def versions(shape: Format) -> dict[str, str | None]:
    """The versions that have to be the same everywhere."""
    names = ("medscrape", "distributed", *(("pyarrow",) if shape == "parquet" else ()))
    return {**{name: _version(name) for name in names}, "parser": PARSER_VERSION}


def unseen(paths: list[str]) -> str | None:
    """The first of these paths that is not there."""
    return next((path for path in paths if not Path(path).exists()), None)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
