"""The server: raw sockets on this machine, a thread for each connection, and a log with its own time stamps."""

import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

_LINGER_NO_TIME = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Visit:
    """A request as it arrived; a path is seen for the first time as number 1."""

    path: str
    number: int
    time: float
    headers: dict[str, str]
    connection: int


class HangupError(Exception):
    """The connection has ended, or the server is closing."""


class Talk:
    """One request, and the means to answer it."""

    def __init__(self, connection: socket.socket, visit: Visit, closing: Event) -> None:
        self.visit = visit
        self.is_over = False
        self._connection = connection
        self._closing = closing

    def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        if self._closing.is_set():
            raise HangupError
        self._connection.sendall(data)

    def wait(self, seconds: float) -> None:
        """Lets time pass, unless the server closes."""
        if self._closing.wait(seconds):
            raise HangupError

    def close(self) -> None:
        """Hangs up politely, by FIN."""
        self.is_over = True
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close_half(self) -> None:
        """Says that nothing more will come, and keeps listening."""
        self._connection.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Hangs up rudely, by RST."""
        self.is_over = True
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NO_TIME)
        self._connection.close()


Act = Callable[[Talk], None]
"""What the server does about a request."""


@dataclass
class Rogue:
    """What is done about each path, and the log."""

    acts: dict[str, Act]
    otherwise: Act
    base_url: str = ""
    visits: list[Visit] = field(default_factory=list)
    most_connections: int = 0
    """The most that were open at once."""
    stop_listening: Callable[[], None] = lambda: None

    def paths(self) -> Counter[str]:
        return Counter(visit.path for visit in self.visits)

    def times(self) -> list[float]:
        return [visit.time for visit in self.visits]


@contextmanager
def misbehaving(acts: dict[str, Act], otherwise: Act) -> Iterator[Rogue]:
    """Serves from a port that the system chooses until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    rogue = Rogue(acts, otherwise, f"http://127.0.0.1:{listener.getsockname()[1]}/", stop_listening=listener.close)
    switchboard = _Switchboard(rogue, listener)
    switchboard.start()
    try:
        yield rogue
    finally:
        switchboard.close()


class _Switchboard:
    def __init__(self, rogue: Rogue, listener: socket.socket) -> None:
        self._rogue = rogue
        self._listener = listener
        self._closing = Event()
        self._lock = Lock()
        self._open: dict[socket.socket, Thread] = {}
        self._count = 0
        self._thread = Thread(target=self._accept, daemon=True)

    def start(self) -> None:
        self._listener.settimeout(0.05)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        self._listener.close()
        with self._lock:
            talks = dict(self._open)
        for connection, thread in talks.items():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(5)

    def _accept(self) -> None:
        while not self._closing.is_set() and self._listener.fileno() >= 0:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            connection.settimeout(30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._count += 1
            thread = Thread(target=self._serve, args=(connection, self._count), daemon=True)
            with self._lock:
                self._open[connection] = thread
                self._rogue.most_connections = max(self._rogue.most_connections, len(self._open))
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError, HangupError):
            while head := _read_head(connection):
                path, headers = head
                visit = Visit(path, self._rogue.paths()[path] + 1, time.monotonic(), headers, number)
                self._rogue.visits.append(visit)
                talk = Talk(connection, visit, self._closing)
                self._rogue.acts.get(path, self._rogue.otherwise)(talk)
                if talk.is_over:
                    break
        connection.close()
        with self._lock:
            del self._open[connection]


def _read_head(connection: socket.socket) -> tuple[str, dict[str, str]] | None:
    """The path and headers of the next request, or None when the client has hung up."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = received.partition(b"\r\n\r\n")
    if not head:
        return None
    first, *lines = head.decode("latin-1").splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    missing = int(headers.get("Content-Length", 0)) - len(body)
    while missing > 0:
        missing -= len(connection.recv(missing)) or missing
    return first.split(" ")[1], headers
