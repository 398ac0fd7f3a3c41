"""What SIGINT and SIGTERM do to a crawl while Scrapy does not listen: before its first request and after its last."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block both raise `KeyboardInterrupt`."""
    if current_thread() is not main_thread():  # only the main thread may listen
        yield
        return
    before = [signal.getsignal(number) for number in _SIGNALS]
    listen()
    try:
        yield
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def held_back() -> Iterator[None]:
    """Within the block both wait; at its end one that came raises `KeyboardInterrupt`.

    For what must not be broken off in the middle, such as the making of an event loop, which complains when it goes.
    """
    if current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    for number in _SIGNALS:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        listen()
    if came:
        raise KeyboardInterrupt


def listen() -> None:
    """Has both raise `KeyboardInterrupt` again after somebody else listened."""
    if current_thread() is main_thread():
        for number in _SIGNALS:
            signal.signal(number, signal.default_int_handler)
