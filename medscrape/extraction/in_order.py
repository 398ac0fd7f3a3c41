"""Work on all cores whose results come in the order of what went in."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from medscrape.errors import IncompleteRunError

In = TypeVar("In")
Out = TypeVar("Out")

_AT_ONCE = 16
"""The most things that go to a process together."""
_WEIGHT_AT_ONCE = 2 * 1024 * 1024
"""Bytes of things that go together; one thing alone may have more."""


def in_order(
    work: Callable[[In], Out], things: Iterable[In], processes: int, weigh: Callable[[In], int] = lambda _: 0
) -> Iterator[Out]:
    """The result for each thing, in order; few things, and few bytes of them, are in memory at a time.

    With one process nothing leaves this one.
    """
    if processes < 2:
        yield from map(work, things)
        return
    waiting: deque[Future[list[Out]]] = deque()
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context(), _leave_signals_to_parent)
    try:
        for batch in _batches(things, weigh):
            waiting.append(pool.submit(_all, work, batch))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise IncompleteRunError(
            "A process that read pages was killed, perhaps for want of memory; --workers 1 reads in this one alone."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(things: Iterable[In], weigh: Callable[[In], int]) -> Iterator[list[In]]:
    batch: list[In] = []
    weight = 0
    for thing in things:
        batch.append(thing)
        weight += weigh(thing)
        if len(batch) == _AT_ONCE or weight >= _WEIGHT_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _all(work: Callable[[In], Out], batch: list[In]) -> list[Out]:
    return [work(thing) for thing in batch]


def _leave_signals_to_parent() -> None:
    """A key that interrupts goes to every process of a terminal; the one that started the others ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
