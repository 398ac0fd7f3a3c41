"""The program of a process that does one task after the other: `python -m medscrape.rereading.engines.child`.

Tasks come as lines on standard input, replies go as lines to standard output. When the one who gives the tasks is gone,
the process ends at once, whatever it is doing: a partition is put in place as a whole, so nothing is left half done.
"""

import os
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

from medscrape.rereading.task import STEP, Step, Task
from medscrape.rereading.work import do


def main() -> None:
    """Works until there is nobody to work for."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that is printed may be taken for an answer

    def tell(step: Step) -> None:
        answers.write(STEP + step.to_line() + b"\n")

    for line in _lines():
        answers.write(do(Task.model_validate_json(line), tell).to_line() + b"\n")


def _lines() -> Iterator[bytes]:
    queue: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(queue,), daemon=True).start()
    while True:
        yield queue.get()


def _listen(queue: SimpleQueue[bytes]) -> None:
    with os.fdopen(0, "rb", buffering=0, closefd=False) as orders:  # a buffer's lock would end a dying process badly
        for line in orders:
            queue.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
