"""A Dask cluster of two worker processes: the same output as on one machine, even when a worker is killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rereading_helpers import archives, captures, files, manifest, reread, start, stumbling, until
from typer.testing import CliRunner

from medscrape.cli import app
from medscrape.errors import UsageError
from medscrape.parsers import PARSER_VERSION
from medscrape.rereading.engines import dask

_DASK = str(Path(sys.executable).with_name("dask"))


class Cluster:
    """A scheduler and its workers, each a process without anybody who would start it again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        until(lambda: self._file.exists() and self._file.read_text().rstrip().endswith("}"))

    def start(self, what: str, *options: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        command = [_DASK, what, "--scheduler-file", str(self._file), *options]
        with (self.folder / f"{what}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment or dict(os.environ), stdout=log, stderr=log)
        self._processes.append(process)
        return process

    def worker(self, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        place = str(self.folder / f"worker-{len(self._processes)}")
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", place)
        return self.start("worker", *options, environment=environment)

    @property
    def address(self) -> str:
        return json.loads(self._file.read_text())["address"]

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.close()


def test_a_killed_worker_loses_and_repeats_nothing(tmp_path, cluster):
    archives(tmp_path / "in", 4)
    held = tmp_path / "held"
    victim = cluster.worker(stumbling(tmp_path / "bad", HELD_AT=str(held)))
    cluster.worker()
    out = tmp_path / "out"
    job = start(tmp_path / "in", "--to", out, "--engine", "dask", "--scheduler", cluster.address, "--latest")
    until(held.exists)  # the victim is in the middle of a file, and will stay there
    assert job.poll() is None
    victim.kill()
    printed, said = job.communicate(timeout=100)
    assert job.returncode == 0
    assert not [line for line in said.splitlines() if "so far" not in line]  # nothing but how far it is
    assert "4 files read, 0 unchanged since they were read, 0 failed\n18 records, 0 rejections" in printed

    reread(tmp_path / "alone", tmp_path / "in", latest=True)
    assert files(out) == files(tmp_path / "alone")
    assert manifest(out)["counts"]["records"] == len(captures(out)) == len(set(captures(out))) == 18

    with pytest.raises(
        UsageError, match=r"worker tcp://.* does not see .*/elsewhere: all machines need the same files"
    ):
        dask.DaskEngine(cluster.address, "jsonl", [tmp_path / "elsewhere"])


def test_a_worker_of_another_version_is_refused(tmp_path, cluster, monkeypatch):
    with pytest.raises(UsageError, match="has no workers"):
        dask.DaskEngine(cluster.address, "jsonl", [])
    cluster.worker()
    monkeypatch.setattr(dask, "PARSER_VERSION", "next")
    until(lambda: "Registered to" in (cluster.folder / "worker-1.log").read_text())
    with pytest.raises(
        UsageError, match=rf"worker tcp://.* has parser {PARSER_VERSION}, and here is next; make them the same"
    ):
        dask.DaskEngine(cluster.address, "jsonl", [])


def refusal(tmp_path, *options: str) -> str:
    refused = CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "--to", str(tmp_path / "out"), *options])
    assert isinstance(refused.exception, UsageError)
    return str(refused.exception)


def test_what_is_missing_is_told_in_a_sentence(tmp_path, monkeypatch):
    archives(tmp_path / "in", 1)
    monkeypatch.setattr(dask, "_CONNECT", "50ms")
    options = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert "There is no Dask scheduler at tcp://127.0.0.1:9" in refusal(tmp_path, *options)
    assert "no Dask scheduler at nonsense://x" in refusal(tmp_path, "--engine", "dask", "--scheduler", "nonsense://x")
    assert "brings its own workers" in refusal(tmp_path, *options, "--workers", "2")
    monkeypatch.delitem(sys.modules, "medscrape.rereading.engines.dask")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'medscrape[dask]'" in refusal(tmp_path, *options)
