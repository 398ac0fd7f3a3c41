"""The documentation does what it says: its code blocks are run, in order, in a copy of what `make demo` leaves.

    console   lines that begin `$ ` are commands for bash, which must succeed; lines below a command are what it prints
    python    a script, which must succeed
    sql       a query for DuckDB
    text      directly below a python or sql block: what that prints

In expected output `...` stands for anything. Blocks of other kinds are only shown. A comment before a block, which
readers of the page do not see, says what else there is to know:

    <!-- not run: needs the network -->       shown only, for the reason given
    <!-- needs: jq, datasette -->             skipped where one of these commands or packages is missing
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["docs/export.md", "docs/crashes.md"]
_BIN = Path(sys.executable).parent
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>not run|needs): (?P<detail>[^\n]+) -->\n+)?```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S
)
_OUTPUT = re.compile(r"\n*^```text\n(?P<body>.*?)^```$", re.M | re.S)
_SQL = """
import sys, duckdb
for row in duckdb.connect().execute(sys.stdin.read()).fetchall():
    print(*row, sep=" | ")
"""


class Block(NamedTuple):
    """A code block of a page."""

    line: int
    kind: str
    body: str
    needs: tuple[str, ...]
    why_not: str | None
    """The reason why it is only shown, or None."""
    output: str | None
    """What it prints, where the page says so."""


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a page that are code.

    >>> [block] = blocks_of("<!-- needs: jq -->\\n```console\\n$ jq .\\n```\\n\\n```json\\n{}\\n```\\n")
    >>> block.kind, block.needs, block.why_not
    ('console', ('jq',), None)
    """
    for found in _BLOCK.finditer(text):
        if found["kind"] in {"console", "python", "sql"}:
            line = text.count("\n", 0, found.start("body"))
            below = _OUTPUT.match(text, found.end())
            needs = tuple(name.strip() for name in found["detail"].split(",")) if found["mark"] == "needs" else ()
            why_not = found["detail"] if found["mark"] == "not run" else None
            yield Block(line, found["kind"], found["body"], needs, why_not, below["body"] if below else None)


def commands_of(body: str) -> Iterator[tuple[str, str | None]]:
    """The commands of a console block, each with what it prints, or None where nothing is said.

    >>> list(commands_of("$ echo a\\na\\n$ sleep 0 \\\\\\n  && true\\n"))
    [('echo a', 'a\\n'), ('sleep 0 \\\\\\n  && true', None)]
    """
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        found = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL)
        assert found
        yield found[1], found[2] or None


def agrees(expected: str, printed: str) -> bool:
    """Whether what was printed is what a page says.

    >>> agrees("a ... c\\n", "a b c"), agrees("a", "b")
    (True, False)
    """
    pattern = ".*?".join(re.escape(part) for part in expected.strip().split("..."))
    return re.fullmatch(pattern, "\n".join(map(str.rstrip, printed.strip().splitlines())), re.DOTALL) is not None


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make demo` leaves it."""
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / ".venv").symlink_to(Path(sys.prefix))
    _run(["medscrape", "demo"], folder)
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_what_it_says(name: str, demonstration: Path, tmp_path: Path, subtests: pytest.Subtests) -> None:
    place = tmp_path / "copy"
    shutil.copytree(demonstration, place, symlinks=True)
    page = ROOT / name
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if block.why_not:
            continue
        with subtests.test(f"{name}:{block.line}"):
            for need in block.needs:
                if not _is_there(need):
                    pytest.skip(f"{need} is not installed")
            _try(block, place)


def _try(block: Block, place: Path) -> None:
    if block.kind == "console":
        for command, output in commands_of(block.body):
            _expect(output, _run(["bash", "-euo", "pipefail", "-c", command], place))
    elif block.kind == "sql":
        _expect(block.output, _run([sys.executable, "-c", _SQL], place, block.body))
    else:
        _expect(block.output, _run([sys.executable, "-"], place, block.body))


def _expect(output: str | None, printed: str) -> None:
    assert output is None or agrees(output, printed), f"The page says:\n{output}\nThis was printed:\n{printed}"


def _run(command: list[str], place: Path, given: str = "") -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MEDSCRAPE_", "SCRAPY_"))}
    environment |= {"PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}", "HF_HUB_OFFLINE": "1", "COLUMNS": "200"}
    if command[0] == "medscrape":
        command = [str(_BIN / "medscrape"), *command[1:]]
    run = subprocess.run(command, cwd=place, env=environment, input=given, text=True, capture_output=True, timeout=100)
    assert run.returncode == 0, f"{' '.join(command)}\n{given}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def _is_there(need: str) -> bool:
    try:
        return bool(shutil.which(need) or (_BIN / need).exists() or metadata.version(need))
    except metadata.PackageNotFoundError:
        return False
