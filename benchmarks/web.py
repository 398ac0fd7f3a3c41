"""A web server for the crawled site: nginx where it is installed, else Python's own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.workshop import fresh

_WITHOUT = "nginx is not installed here, so Python's own server stood in; `make bench` as root installs it by apt-get."
_PATIENCE = 20  # seconds
_CONFIGURATION = """
{user}
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; text/xml xml; text/plain txt; }}
    log_format answers "$msec $bytes_sent"; access_log {folder}/answers answers;
    sendfile on; tcp_nodelay on; keepalive_requests 1000000;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


class Served(NamedTuple):
    """What a server did, by its own log."""

    seconds: float
    """From the first answer to the last."""
    sent: int
    """Bytes, headers included."""


class Web:
    """A running server."""

    def __init__(self, port: int, log: Path | None) -> None:
        self.base_url = f"http://127.0.0.1:{port}/"
        self._log = log

    @property
    def note(self) -> str | None:
        """What is to be known about it."""
        return None if self._log else _WITHOUT

    def since(self, moment: float) -> Served | None:
        """What was asked for after a moment; None where the server keeps no log."""
        if self._log is None:
            return None
        answers = [line.split() for line in self._log.read_text().splitlines()]
        found = [(float(time), int(size)) for time, size in answers if float(time) >= moment]
        seconds = found[-1][0] - found[0][0] if found else 0.0
        return Served(seconds, sum(size for _, size in found))


@contextmanager
def serving(root: Path) -> Iterator[Web]:
    """Serves a folder while the block lasts."""
    port = _free_port()
    nginx = _nginx()
    folder = fresh("web")
    folder.mkdir()
    command = _nginx_command(nginx, folder, root, port) if nginx else _python_command(root, port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - a local server
    try:
        _wait_for(port, process)
        yield Web(port, folder / "answers" if nginx else None)
    finally:
        process.terminate()
        process.wait()


def _nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _nginx_command(nginx: str, folder: Path, root: Path, port: int) -> list[str]:
    # As root it would read the files as somebody who may not.
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_CONFIGURATION.format(user=user, folder=folder, port=port, root=root))
    return [nginx, "-e", str(folder / "error.log"), "-c", str(file)]


def _python_command(root: Path, port: int) -> list[str]:
    where = ("--bind", "127.0.0.1", "--directory", str(root), "--protocol", "HTTP/1.1")
    return [sys.executable, "-m", "http.server", str(port), *where]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The web server of the benchmark does not start.")
