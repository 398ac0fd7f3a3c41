"""Commands that are to be killed or refused the disk: each is a fork of a process that has loaded Scrapy before.

The child runs the entry point with the arguments of a user's shell, as in `nursery`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nursery import become, load

from torture.tracing import Traced, full_from, kill_at, offer, watch

_LIMIT = 60
_HARNESS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    """Negative for the signal that ended it."""
    stdout: str
    stderr: str
    seconds: float
    calls: list[str]
    """The calls that changed the folder, if it was watched."""
    refused: list[str]
    """Those that were told that the disk is full."""


@dataclass(frozen=True)
class Harm:
    """What is done to a command; nothing unless said."""

    after: float | None = None
    """Sends it the signal so many seconds after its start."""
    signal: int = signal.SIGKILL
    kill_at: int | None = None
    """Kills it before the call of this number that changes the folder."""
    full_from: int | None = None
    """Has the disk full from that call on."""
    is_full: bool = False
    """The disk is too small for it."""
    is_watched: bool = False
    """Only counts the calls."""
    is_own: bool = False
    """The command is a process of its own, as from a shell."""


class Keeper:
    """Runs commands one after the other; several keepers run theirs at the same time."""

    def __init__(self, folder: Path, environment: dict[str, str], cwd: Path) -> None:
        self._said = tempfile.TemporaryDirectory()  # not in the folder: its disk may be full
        self._common = {"environment": environment, "cwd": str(cwd), "root": f"{folder}/"}
        path = {**os.environ, "PYTHONPATH": str(_HARNESS)}
        command = [sys.executable, "-m", "torture.keeper"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=cwd, env=path
        )

    def run(self, arguments: list[str], harm: Harm) -> Ended:
        """`scrapy` with these arguments, and what is done to it."""
        out, err = Path(self._said.name, "out"), Path(self._said.name, "err")
        for file in (out, err):
            file.write_text("")
        order = {**self._common, "argv": ["scrapy", *arguments], "out": str(out), "err": str(err), **vars(harm)}
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        return Ended(stdout=out.read_text(), stderr=err.read_text(), **answer)

    def close(self) -> None:
        """Ends the process that forks."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        self._said.cleanup()


def _serve() -> None:
    load()
    for line in sys.stdin:
        print(json.dumps(_carry_out(json.loads(line))), flush=True)


def _carry_out(order: dict[str, Any]) -> dict[str, Any]:
    refuse = _refusal(order)
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        if refuse:
            offer()
        if order["is_own"]:
            _be_started(order)
        become(order)
    _set_timer(child, order)
    traced = watch(child, order["root"], refuse) if refuse else Traced(os.waitpid(child, 0)[1], [], [])
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {
        "returncode": os.waitstatus_to_exitcode(traced.status), "calls": traced.calls, "refused": traced.refused,
        "seconds": time.monotonic() - start,
    }  # fmt: skip


def _set_timer(child: int, order: dict[str, Any]) -> None:
    def alarm(*_: object) -> None:
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, _LIMIT)
        os.kill(child, order["signal"] if order["after"] is not None else signal.SIGKILL)

    signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, _LIMIT if order["after"] is None else max(order["after"], 1e-4))


def _be_started(order: dict[str, Any]) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(order[name], os.O_WRONLY), number)
    os.chdir(order["cwd"])
    program = Path(sys.executable).with_name("scrapy")
    os.execve(program, order["argv"], order["environment"])


def _refusal(order: dict[str, Any]) -> Any:
    if order["kill_at"] is not None:
        return kill_at(order["kill_at"])
    if order["full_from"] is not None:
        return full_from(order["full_from"])
    return (lambda *_: 0) if order["is_watched"] else None


if __name__ == "__main__":
    _serve()
