"""The command line teaches itself: its contents, its examples, completion, and what programs and terminals get."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawl_helpers import ROOT, run
from typer.main import get_command
from typer.testing import CliRunner

from medscrape.cli import app
from medscrape.cli.app import CONTENTS
from medscrape.cli.completion import formats, sites
from medscrape.exporting import FORMATS
from medscrape.sample_site import build
from medscrape.terminal import Loudness, speak

_EXAMPLE = re.compile(r"Example: \[bold\](?P<command>.*)\[/bold\]")
_SHELL = re.compile(r"&&|[>|]")
_COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
_MEANT_OTHERWISE = {
    "edition",
    "check",
    "export",
    "name",
    "description",
    "article",
    "dump",
}  # they are words of ours too
_NOT_IN_THIS_PROCESS = {"demo", "crawl"}  # Scrapy's event loop starts once in a process


def example_of(name: str) -> str:
    found = _EXAMPLE.search(_COMMANDS[name].epilog or "")
    assert found, f"`medscrape {name}` has no example in its help"
    return found["command"]


@pytest.fixture(autouse=True)
def loudness() -> Iterator[None]:
    yield
    speak(Loudness.NORMAL)


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `medscrape demo` leaves it, with some saved pages and fixtures beside it."""
    folder = tmp_path_factory.mktemp("demonstrated")
    (folder / "pty.py").write_text("raise SystemExit('this file is no part of the program')")
    assert run("medscrape", "demo", "--quiet", cwd=folder).returncode == 0
    site = build(2)
    (folder / "saved").mkdir()
    for name in ("glimmerfever", "compassnose"):
        (folder / "saved" / f"{name}.html").write_bytes(site.get(f"/{name}.html").body)
    shutil.copytree(ROOT / "tests" / "pages" / "text-dump", folder / "tests" / "pages" / "text-dump")
    return folder


@pytest.fixture
def home(demonstrated: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(demonstrated)
    monkeypatch.setenv("MEDSCRAPE_OUTPUT", "output/sample")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return demonstrated


def printed(*arguments: str, code: int = 0, **environment: str) -> str:
    result = CliRunner().invoke(app, arguments, env=environment)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def as_json(*arguments: str) -> dict[str, Any]:
    (line,) = printed(*arguments, "--json").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


# --- the help


def test_the_help_is_a_table_of_contents() -> None:
    shown = printed("--help", COLUMNS="80", TERMINAL_WIDTH="80")
    lines = [line.strip("│ \n") for line in shown.splitlines()]
    panels = [found[1] for found in re.finditer(r"╭─ ([A-Z][a-z ]+) ─", shown)]
    assert panels == ["Options", *CONTENTS]
    for name, command in _COMMANDS.items():
        (line,) = [line for line in lines if line.split(" ")[0] == name]
        assert line.split(maxsplit=1)[1] == (command.help or "").split("\n")[0], "a summary is one line"


def test_every_command_stands_in_the_contents_once() -> None:
    listed = [name for names in CONTENTS.values() for name in names]
    assert len(listed) == len(set(listed))
    assert set(_COMMANDS) <= set(listed)


@pytest.mark.parametrize("name", _COMMANDS)
def test_a_command_explains_itself_on_one_screen(name: str) -> None:
    shown = printed(name, "--help", COLUMNS="80")
    assert example_of(name) in " ".join(re.sub(r"[│╭╮╰╯─]", " ", shown).split())
    assert max(map(len, shown.splitlines())) <= 80
    assert "--quiet" in shown
    assert "--verbose" in shown


@pytest.mark.parametrize("name", sorted(set(_COMMANDS) - _NOT_IN_THIS_PROCESS))
def test_an_example_works(name: str, home: Path) -> None:
    command = _SHELL.split(example_of(name))[0].strip()
    program, *words = shlex.split(command)
    assert program == "medscrape"
    arguments = [found for word in words for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    assert arguments[0] == name
    assert printed(*arguments)


def test_the_example_of_the_crawl_works_and_a_program_learns_how(home: Path) -> None:
    assert example_of("demo") == "medscrape demo"
    _, *arguments = shlex.split(example_of("crawl"))
    result = run("medscrape", *arguments, "--output", "elsewhere", "--json", cwd=home)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found.keys() == keys_told((ROOT / "docs" / "json.md").read_text("utf-8"), "crawl")
    assert (found["exit_code"], found["published"], found["topics"]) == (0, True, {"en": 5})
    assert found["counts"]["records"] == 5


def test_one_thing_has_one_name() -> None:
    """The words that docs/glossary.md advises against are in no help text, whatever they would stand for."""
    rows = re.findall(r"^\| \w[^|]*\|[^|]*\| (\w[^|]*) \|$", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.M)
    avoided = {word.strip() for row in rows[1:] for word in row.split(",")} - _MEANT_OTHERWISE
    assert "snapshot" in avoided
    synonyms = re.compile(rf"\b(?:{'|'.join(sorted(avoided))})s?\b", re.IGNORECASE)
    for name, command in _COMMANDS.items():
        texts = [command.help, *(getattr(option, "help", None) for option in command.params if not option.hidden)]
        for text in filter(None, texts):
            assert not synonyms.search(text), (name, text)


def test_a_mistyped_command_is_understood() -> None:
    assert "Did you mean 'history'" in CliRunner().invoke(app, ["histroy"]).stderr


# --- completion


def completed(line: str) -> list[str]:
    environment = {
        "_MEDSCRAPE_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }
    return CliRunner().invoke(app, [], env=environment, prog_name="medscrape").stdout.split()


def test_a_shell_is_offered_what_there_is(home: Path) -> None:
    assert completed("medscrape hi") == ["history"]
    assert completed("medscrape show sample/es/gli") == ["sample/es/glimmerfever"]
    assert completed("medscrape history es/gli") == ["es/glimmerfever"]
    assert completed("medscrape show gli") == ["glimmerfever"]
    assert completed("medscrape crawl --topics compassnose,gli") == ["compassnose,glimmerfever"]
    assert completed("medscrape export ") == list(FORMATS) == formats("")
    assert completed("medscrape changes --significance c") == ["content"]
    assert completed("medscrape changes --language ") == ["en", "es"]
    assert completed("medscrape crawl --site s") == ["sample"] == sites("s")
    runs = [folder.name for folder in sorted((home / "output/sample/releases").iterdir(), reverse=True)]
    assert completed("medscrape diff 2") == runs


def test_without_a_store_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed("medscrape show a") == []


def test_completion_can_be_had_for_a_shell() -> None:
    shown = CliRunner().invoke(app, ["--show-completion", "bash"], prog_name="medscrape").stdout
    assert "_MEDSCRAPE_COMPLETE=complete_bash" in shown


# --- programs


def test_what_programs_read_has_one_shape(home: Path) -> None:
    """The shapes of docs/json.md: keys may come, none goes."""
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    verified = as_json("verify")
    shapes: dict[str, dict[str, Any]] = {
        "stats": as_json("stats"),
        "verify": verified,
        "a finding": verified["findings"][0],
        "report": as_json("report"),
        "prune": as_json("prune", "--days", "3650", "--releases", "9"),
        "export": as_json("export", "csv"),
        "diff": json.loads(printed("diff", "--json", *sorted(map(str, Path("output/sample/releases").iterdir())))
                           .splitlines()[0]),
    }  # fmt: skip
    for name, shape in shapes.items():
        assert shape.keys() == keys_told(page, name), name


def keys_told(page: str, name: str) -> set[str]:
    (row,) = [line for line in page.splitlines() if line.startswith((f"| `{name}`", f"| {name} |"))]
    return set(re.findall(r"`([a-z_0-9]+)`", row.split("|")[2]))


def test_lines_of_json_are_those_of_the_files(home: Path) -> None:
    output = home / "output" / "sample"
    assert printed("changes", "--json") == (output / "changes.jsonl").read_text("utf-8")
    assert printed("show", "en/compassnose", "--json") in (output / "topics.jsonl").read_text("utf-8")


# --- colours and loudness


def test_colours_are_for_terminals(home: Path) -> None:
    for command in (["stats"], ["changes"], ["show", "en/glimmerfever"], ["history", "en/compassnose"], ["verify"]):
        plain = printed(*command)
        assert "\x1b" not in plain
        assert "\x1b[" in printed(*command, FORCE_COLOR="1")
        assert printed(*command, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="80").count("\x1b") == 0


def test_quiet_and_verbose_mean_the_same_everywhere(home: Path) -> None:
    record = printed("show", "en/glimmerfever")
    assert printed("show", "en/glimmerfever", "-q") == record
    assert printed("changes", "--brief").splitlines()[-1].startswith("72 changes")
    assert not printed("changes", "--brief", "-q").splitlines()[-1].startswith("72 changes")
    for command in (["verify"], ["report"], ["export", "csv"], ["prune"]):
        assert printed(*command, "--quiet") == ""
    loud = CliRunner().invoke(app, ["stats", "--verbose"])
    assert loud.stdout == printed("stats")
    assert loud.stderr.splitlines()[0] == "reading output/sample"
    assert CliRunner().invoke(app, ["stats", "-q", "-v"]).exit_code == 1
