"""Processes on this machine."""

from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from medscrape.rereading.engines.lane import Lane
from medscrape.rereading.task import Reply, Task, Tell


class LocalEngine:
    """A number of processes, started when they are needed."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers)
        self._lanes = [Lane() for _ in range(workers)]
        self._free: SimpleQueue[Lane] = SimpleQueue()
        for lane in self._lanes:
            self._free.put(lane)

    def slots(self) -> int:
        """The number of processes."""
        return self._workers

    def submit(self, task: Task, tell: Tell) -> Future[Reply]:
        """Begins a task."""
        return self._threads.submit(self._do, task, tell)

    def reply(self, task: Task, ended: Future[Reply]) -> Reply:  # noqa: ARG002 - other engines name it when it was lost
        """The reply to a task that has ended."""
        return ended.result()

    def close(self) -> None:
        """Ends every process, whatever it is doing."""
        for lane in self._lanes:
            lane.kill()
        self._threads.shutdown(cancel_futures=True)
        for lane in self._lanes:
            lane.close()

    def _do(self, task: Task, tell: Tell) -> Reply:
        lane = self._free.get()
        try:
            return lane.do(task, tell)
        finally:
            self._free.put(lane)
