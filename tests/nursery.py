"""Crawls without the second and a half that Python needs to load Scrapy: a process that has loaded it forks for each.

The child runs the same entry points with the same arguments as a user's shell would; only the loading is shared.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from atexit import register
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str
    seconds: float
    peak: int
    """The most memory it held, in bytes."""


def run_scrapy(*arguments: str, cwd: Path, environment: dict[str, str], timeout: float = 100) -> Ended:
    """`scrapy` with these arguments."""
    return run_program("scrapy", *arguments, cwd=cwd, environment=environment, timeout=timeout)


def run_program(name: str, *arguments: str, cwd: Path, environment: dict[str, str], timeout: float = 100) -> Ended:
    """`scrapy` or `medscrape` with these arguments."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        order = {
            "argv": [name, *arguments], "cwd": str(cwd), "environment": environment,
            "out": str(out), "err": str(err), "timeout": timeout,
        }  # fmt: skip
        start = time.monotonic()
        answer = _nursery().ask(order)
        if answer["timed_out"]:
            raise TimeoutError(f"{order['argv']} did not end in {timeout} seconds: {err.read_text()}")
        return Ended(
            answer["returncode"], out.read_text(), err.read_text(), time.monotonic() - start, answer["peak"] * 1024
        )


@cache
def _nursery() -> "_Nursery":
    return _Nursery()


class _Nursery:
    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True)
        self._lock = Lock()
        register(self._close)

    def ask(self, order: dict[str, object]) -> dict[str, int]:
        with self._lock:
            assert self._process.stdin
            assert self._process.stdout
            print(json.dumps(order), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())

    def _close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(5)
        self._process.stdout.close()


def load() -> None:
    """Loads what a crawl loads before the reactor is chosen."""
    import scrapy.cmdline  # noqa: F401

    import medscrape.cli
    import medscrape.crawling.door
    import medscrape.spiders.topics  # noqa: F401


def _serve() -> None:
    load()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            become(order)
        print(json.dumps(_wait(child, order["timeout"])), flush=True)


def become(order: dict[str, object]) -> None:
    """In a forked child: is the command from here to its end."""
    import scrapy.cmdline

    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT), number)
    code: object = 1
    try:
        if order["argv"][0] == "medscrape":
            _run_medscrape(order["argv"])
        scrapy.cmdline.execute(order["argv"])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - shown as Python would
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _run_medscrape(words: list[str]) -> None:
    import medscrape.cli

    sys.argv = words
    medscrape.cli.main()
    sys.exit()


def _wait(child: int, timeout: float) -> dict[str, int]:
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            return {
                "returncode": os.waitstatus_to_exitcode(status),
                "peak": usage.ru_maxrss,
                "timed_out": False,
            }
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return {"returncode": -9, "peak": 0, "timed_out": True}


if __name__ == "__main__":
    _serve()
