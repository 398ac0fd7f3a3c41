"""For the tests of many WARC files: archives of invented topics, jobs over them, and processes that stumble."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path

from crawl_helpers import topic_page
from warc_helpers import exchange

from medscrape.archive import ArchiveWriter, warc_files
from medscrape.rereading import Done, Reply, Reread, Step, Task, units_of
from medscrape.rereading.task import Tell
from medscrape.rereading.work import do

HOME = "https://medlineplus.gov"
_BIN = Path(sys.executable).parent
_STUMBLE = """
import os, signal, time
from pathlib import Path
import medscrape.rereading.reading as reading

_captures = reading.UnitReading._captures

def stumbling(self):
    name = Path(self._unit.path).name
    for number, given in enumerate(_captures(self)):
        if number and name in os.environ.get("KILLED_BY", "").split():
            with open(os.environ["LOG"], "a") as log:
                log.write("killed\\n")
            os.kill(os.getpid(), signal.SIGKILL)
        if number and os.environ.get("HELD_AT"):
            Path(os.environ["HELD_AT"]).touch()
            time.sleep(600)
        yield given

reading.UnitReading._captures = stumbling
"""


def topics(*slugs: str, words: str = "Words."):
    """Exchanges of topic pages, as a crawl has them."""
    return [
        exchange(
            f"/{slug}.html",
            topic_page(slug, words=f"{words} {slug} " * 20).body,
            identity=f"{HOME}/{slug}.html",
            after=n,
        )
        for n, slug in enumerate(slugs)
    ]


def archive(folder: Path, exchanges: Iterable, run: str = "20261123T120000Z") -> Path:
    """A WARC file of a run; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    with ArchiveWriter(folder, run, longest=10**9) as file:
        for one in exchanges:
            file.append(one)
    return next(path for path in warc_files(folder) if run in path.name)


def archives(folder: Path, count: int) -> list[Path]:
    """WARC files of different lengths, of topics of their own."""
    return [
        archive(folder, topics(*(f"t{n}x{k}" for k in range(3 + n))), run=f"2026112{n}T120000Z") for n in range(count)
    ]


class Nobody:
    """Is told how a job goes."""

    def step(self, task: Task, step: Step) -> None:
        pass

    def end(self, task: Task, reply: Reply) -> None:
        pass


class Inline:
    """An engine without processes."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def slots(self) -> int:
        return 1

    def submit(self, task: Task, tell: Tell) -> Future[Reply]:
        self.order.append(Path(task.unit.path).name)
        ended: Future[Reply] = Future()
        ended.set_result(do(task))
        return ended

    def reply(self, task: Task, ended: Future[Reply]) -> Reply:
        return ended.result()

    def close(self) -> None:
        pass


def reread(
    folder: Path, *paths: Path, shape: str = "jsonl", latest: bool = False, engine: Inline | None = None
) -> Done:
    """A job in this process."""
    return Reread(folder, units_of(paths), shape, latest=latest).run(lambda _: engine or Inline(), Nobody())


def stumbling(folder: Path, **how: str) -> dict[str, str]:
    """The environment of a command whose processes stumble.

    `KILLED_BY` names a WARC file at whose second page a process dies, after a line to `LOG`; with `HELD_AT` it stands
    still at any second page, and makes that file.
    """
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_STUMBLE)
    return {**os.environ, "PYTHONPATH": str(folder), **how}


def start(*arguments: object, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Starts `medscrape extract`."""
    command = [str(_BIN / "medscrape"), "extract", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(*arguments: object, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `medscrape extract`."""
    process = start(*arguments, environment=environment)
    out, err = process.communicate(timeout=100)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_bytes())


def captures(folder: Path) -> list[tuple[str, int]]:
    """The place of every record of a job: the WARC file and the offset in it."""
    lines = [line for path in (folder / "topics").iterdir() for line in path.read_bytes().splitlines()]
    places = [json.loads(line)["provenance"]["capture"] for line in lines]
    return sorted((place["file"], place["offset"]) for place in places)


def until(happened) -> None:
    """Waits for something that is certain to happen."""
    while not happened():
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
