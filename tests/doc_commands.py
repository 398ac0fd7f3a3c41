"""Whether a command on a page could be run: its program exists, takes these arguments, and its files are there."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typer
from doc_pages import ROOT, programs_in
from scrapy.settings import Settings

from medscrape.cli import app
from medscrape.crawling.arguments import CrawlArguments
from medscrape.crawling.launch import project_settings
from medscrape.errors import UsageError
from medscrape.gates import Limits

_CRON = re.compile(r"(?:[\d*/,-]+ ){5}(?P<command>.+)")
_FOLDERS = ("benchmarks/", "deploy/", "docs/", "schemas/", "scripts/", "tests/")


@cache
def command_line() -> Any:
    """The program as its library for command lines sees it."""
    return typer.main.get_command(app)


def complaints(command: str) -> list[str]:
    """What is wrong with a line for the shell.

    >>> complaints("medscrape crawl --limit 0; make nothing; scrapy crawl topics -a site=sample; medscrape oops")
    ["limit is a whole number from 1 up, not '0'.", 'make has no target nothing', "No such command 'oops'."]
    >>> complaints("echo '17 5 * * * medscrape crawl --topics ,'")
    ['topics is a list of names with commas between them, and none may be empty.']
    """
    syntax = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True, check=False)
    found = [syntax.stderr] if syntax.returncode else []
    for words in programs_in(command):
        name = Path(words[0]).name
        found += _CHECKS[name](words[1:]) if name in _CHECKS else []
        found += _missing_files(words)
        for line in filter(None, map(_CRON.fullmatch, words)):
            found += complaints(line["command"])
    return found


def _of_medscrape(words: Sequence[str]) -> Iterator[str]:
    root = command_line()
    try:
        whole = root.make_context("medscrape", [*words])
        name, command, rest = root.resolve_command(whole, [*whole._protected_args, *whole.args])
        context = command.make_context(name, rest, parent=whole)
    except (typer.Exit, SystemExit):
        return  # help, the version, completion: these options are commands of their own
    except Exception as error:
        if not hasattr(error, "format_message"):  # the library's own errors of usage, wherever it has them from
            raise
        yield error.format_message()
        return
    given = context.params
    if name == "crawl":
        yield from _of_a_crawl(
            {key: given[key] for key in CrawlArguments.model_fields if given.get(key)}, given["settings"]
        )


def _of_scrapy(words: Sequence[str]) -> Iterator[str]:
    if words[:2] != ["crawl", "topics"]:
        yield f"no crawl of topics: scrapy {' '.join(words)}"
        return
    pairs = list(zip(words[2::2], words[3::2], strict=True))
    if unknown := {option for option, _ in pairs} - {"-a", "-s", "-O"}:
        yield f"options of another kind: {unknown}"
    arguments = dict(value.split("=", 1) for option, value in pairs if option == "-a")
    yield from _of_a_crawl(arguments, [value for option, value in pairs if option == "-s"])


def _of_a_crawl(arguments: dict[str, str], settings: Sequence[str] | None) -> Iterator[str]:
    try:
        CrawlArguments.parse(arguments)
    except UsageError as error:
        yield str(error)
    known = {*Settings(), *project_settings(), *(f"MEDSCRAPE_GATE_{name.upper()}" for name in Limits.__slots__)}
    yield from (f"no setting: {pair}" for pair in settings or () if pair.partition("=")[0] not in known)


def _of_make(words: Sequence[str]) -> Iterator[str]:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    yield from (f"make has no target {word}" for word in words if "=" not in word and word not in targets)


def _missing_files(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        path = word.partition("::")[0]
        if path.startswith(_FOLDERS) and not any(ROOT.glob(path.rstrip("/"))):
            yield f"there is no {path}"


_CHECKS = {"medscrape": _of_medscrape, "scrapy": _of_scrapy, "make": _of_make}
