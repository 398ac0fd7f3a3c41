"""The documentation does what it says: its code blocks are run, in order, in a copy of what `medscrape demo` leaves.

    console   lines that begin `$ ` are commands for bash, which must succeed; lines below a command are what it prints
    python    a script, which must succeed
    sql       a query for DuckDB
    json      a part of what the sample site's records, changes, rejections or manifest say
    text      directly below a python or sql block: what that prints
              elsewhere, as without a kind, a drawing: what it names below output/ exists

In expected output `...` stands for anything. A comment before a block, which readers of the page do not see, says what
else there is to know:

    <!-- not run: needs the network -->       shown, for the reason given; its commands are only checked
    <!-- needs: jq -->                        skipped where one of these commands is missing
"""

import contextlib
import fcntl
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from doc_commands import complaints
from doc_pages import PAGES, ROOT, Block, blocks_of, commands_of, published_in, shown_in, text_of
from nursery import run_program

_BIN = Path(sys.executable).parent
_DRAWINGS = {"", "text"}
_KINDS = {"console", "python", "sql", "json"} | _DRAWINGS
_DEMO, _DEMO_PRINTED = "medscrape demo", "demo-printed"
_PLAIN = re.compile(r"(?:\.venv/bin/)?(?P<program>medscrape|scrapy) +(?P<rest>[^|&;<>$*\\\n]*)")


def agrees(expected: str, printed: str) -> bool:
    """Whether what was printed is what a page says.

    >>> agrees("a ... c\\n", "a b c"), agrees("a", "b")
    (True, False)
    """
    pattern = ".*?".join(re.escape(part) for part in expected.strip().split("..."))
    return re.fullmatch(pattern, "\n".join(map(str.rstrip, printed.strip().splitlines())), re.DOTALL) is not None


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder as `medscrape demo` leaves it, made once for all workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = shared / "demonstration.draft"
            draft.mkdir()
            (draft / ".venv").symlink_to(Path(sys.prefix))
            shutil.copy(ROOT / "scrapy.cfg", draft)
            (draft / _DEMO_PRINTED).write_text(_shell(_DEMO, draft))
            draft.rename(folder)
    return folder


def _is_run(block: Block) -> bool:
    return block.why_not is None and (block.kind not in _DRAWINGS or bool(_paths_in(block)))


def _paths_in(block: Block) -> list[str]:
    """The files that a drawing of the output folder names."""
    return re.findall(r"^output/\S+", block.body, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in PAGES if any(map(_is_run, blocks_of(text_of(name))))])
def test_a_page_does_what_it_says(name: str, demonstration: Path, tmp_path: Path, subtests: pytest.Subtests) -> None:
    place = tmp_path / "copy"
    shutil.copytree(demonstration, place, symlinks=True)
    for block in filter(_is_run, blocks_of(text_of(name))):
        with subtests.test(f"{name}:{block.line}"):
            for need in block.needs:
                if not shutil.which(need):
                    pytest.skip(f"{need} is not installed")
            _try(block, place)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_only_shown_could_be_run(name: str) -> None:
    blocks = list(blocks_of(text_of(name)))
    assert {block.kind for block in blocks} <= _KINDS
    for block in blocks:
        for command, _ in commands_of(block.body) if block.kind == "console" else ():
            assert complaints(command) == [], f"{name}:{block.line}: {command}"


def _try(block: Block, place: Path) -> None:
    if block.kind == "console":
        for command, output in commands_of(block.body):
            has_run = command == _DEMO
            _expect(output, (place / _DEMO_PRINTED).read_text() if has_run else _shell(command, place))
    elif block.kind == "sql":
        with contextlib.chdir(place), duckdb.connect() as connection:
            rows = connection.execute(block.body).fetchall()
        _expect(block.output, "\n".join(" | ".join(map(str, row)) for row in rows))
    elif block.kind == "python":
        _expect(block.output, _run([sys.executable, "-"], place, block.body))
    elif block.kind in _DRAWINGS:
        assert [path for path in _paths_in(block) if not (place / path).exists()] == []
    else:
        part = json.loads(block.body)
        assert any(shown_in(part, whole) for whole in published_in(place / "output/sample"))


def _expect(output: str | None, printed: str) -> None:
    assert output is None or agrees(output, printed), f"The page says:\n{output}\nThis was printed:\n{printed}"


def _shell(command: str, place: Path) -> str:
    """What a command prints; where it is one of ours alone, without the second that Python needs to load it."""
    if not (plain := _PLAIN.fullmatch(command)):
        return _run(["bash", "-uo", "pipefail", "-c", command], place)
    words = shlex.split(plain["rest"], comments=True)
    ended = run_program(plain["program"], *words, cwd=place, environment=_environment())
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def _run(command: list[str], place: Path, given: str = "") -> str:
    run = subprocess.run(
        command, cwd=place, env=_environment(), input=given, text=True, capture_output=True, timeout=100
    )
    assert run.returncode == 0, f"{' '.join(command)}\n{given}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MEDSCRAPE_", "SCRAPY_"))}
    return kept | {"PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}", "HF_HUB_OFFLINE": "1", "COLUMNS": "200"}
