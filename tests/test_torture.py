"""The short form of `make torture`, and what it can see."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from torture import full_disk
from torture.__main__ import table, torture
from torture.keeper import Harm
from torture.tracing import can_trace
from torture.trial import Bench, Score

SEED = 20261125
pytestmark = pytest.mark.timeout(600)  # it does the work of fifty other tests


def told(scores: dict[str, Score]) -> str:
    notes = (note for score in scores.values() for note in score.notes)
    return "\n".join([*table(scores), *notes])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    memory = Path("/dev/shm")  # fsync costs nothing there, and a kill leaves the same
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        yield Path(place)


def test_kills_and_full_disks_lose_nothing(folder: Path) -> None:
    scores = torture(folder / "torture", kills=4, every=121, seed=SEED, workers=1)
    assert all(score.is_clean for score in scores.values()), told(scores)
    assert scores["random kills"].counts["kills"]
    if not can_trace():
        assert scores["kills at writes"].counts["kills"] > 2
        assert scores["full at writes"].counts["full disks"] > 2


def test_a_disk_that_is_really_full(folder: Path) -> None:
    said: list[str] = []
    name, score = full_disk.trials(folder / "disk", said.append, spare=(24,))
    if score is None:
        pytest.skip(said[0])
    assert score.is_clean, told({name: score})
    assert score.counts["full disks"] == 1


@pytest.fixture(scope="module")
def bench(folder: Path) -> Iterator[Bench]:
    bench = Bench(folder / "bench")
    yield bench
    bench.close()


def lose_a_line(output: Path) -> None:
    path = (output / "topics.jsonl").resolve()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def repeat_a_line(output: Path) -> None:
    path = (output / "changes.jsonl").resolve()
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])


def tear_a_line(output: Path) -> None:
    path = (output / "topics.jsonl").resolve()
    path.write_bytes(path.read_bytes()[:-20])


def leave_a_draft(output: Path) -> None:
    shutil.copytree((output / "current").resolve(), output / "releases" / ".20261125T080000Z.draft")


def spoil_lines(output: Path) -> None:
    lose_a_line(output)
    repeat_a_line(output)
    leave_a_draft(output)


@pytest.mark.parametrize(
    ("spoil", "names"),
    [
        (spoil_lines, {"missing", "duplicated", "different", "damage found by verify", "left over"}),
        (tear_a_line, {"torn"}),
    ],
)
def test_what_is_wrong_is_seen(bench: Bench, spoil, names: set[str]) -> None:
    score = Score()
    bench.try_out(score, [Harm()], "spoilt", spoil=spoil)
    assert not score.is_clean
    assert {note.partition(":")[0] for note in score.notes} >= names
