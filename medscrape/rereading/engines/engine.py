"""What every engine does: takes tasks, and gives each exactly one reply."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from typing import Protocol, TypeVar

from medscrape.errors import OutputError
from medscrape.rereading.task import Reply, Step, Task, Tell

T = TypeVar("T")

ATTEMPTS = 3
"""How often a unit is tried before it is given up."""
_SECONDS_TO_LOOK_AROUND = 1.0


class Engine(Protocol[T]):
    """Processes on this machine, or on many."""

    def slots(self) -> int:
        """How many tasks it can do at once, now; raises when it will never do one again."""

    def submit(self, task: Task, tell: Tell) -> Future[T]:
        """Begins a task; may tell how far it is."""

    def reply(self, task: Task, ended: Future[T]) -> Reply:
        """The reply to a task that has ended, however it ended."""

    def close(self) -> None:
        """Ends everything, what is being done included."""


def replies(
    engine: Engine[T], tasks: Iterable[Task], tell: Callable[[Task, Step], None]
) -> Iterator[tuple[Task, Reply]]:
    """One reply for each task, as they come; a task that failed is tried again after all others.

    Raises `OutputError` when nothing can be written any more: another task would end like this one.
    """
    waiting = deque((task, 1) for task in tasks)
    running: dict[Future[T], tuple[Task, int]] = {}
    while waiting or running:
        while waiting and len(running) < engine.slots():
            task, attempt = waiting.popleft()
            running[engine.submit(task, partial(tell, task))] = task, attempt
        engine.slots()
        for ended in wait(running, _SECONDS_TO_LOOK_AROUND, FIRST_COMPLETED).done:
            task, attempt = running.pop(ended)
            reply = engine.reply(task, ended)
            if reply.state == "stopped":
                raise OutputError(reply.detail)
            if reply.state == "failed" and attempt < ATTEMPTS:
                waiting.append((task, attempt + 1))
            else:
                yield task, reply
