"""Words from a site on their way to a person's terminal: nothing in them is obeyed, and none is turned around."""

import io
import logging
import re
import sys
from pathlib import Path

import pytest
from crawl_helpers import FAST, HOME, ROOT, Answer, crawl, crawl_line, redirect
from fault_helpers import NOT_FOUND, UNGATED, site
from hostile_pages import AS_REFERENCES, COMMANDS, URL, page
from misbehaving.acts import head, raw, well
from misbehaving.server import misbehaving
from report_helpers import hostile
from rich.table import Table
from terminals import NOT_PLAIN, on_a_terminal, text_of
from typer.testing import CliRunner

from medscrape import parse_page
from medscrape.cli import app
from medscrape.cli.demo import outline
from medscrape.terminal import PlainFormatter, Terminal, say_error

# The colour that a page asks for, before a word that no part of the program prints.
_OBEYED = "\x1b[31mRED"


def assert_plain(printed):
    assert _OBEYED not in printed
    assert not NOT_PLAIN.findall(text_of(printed))


def hostile_site():
    """Commands in titles, in headers, in redirects, in content types."""
    latin = COMMANDS.encode("utf-8").decode("latin-1")
    titled = page(title=f"Fever {AS_REFERENCES}").replace(URL.encode(), f"{HOME}title.html".encode())
    acts = {
        "/title.html": well(Answer(titled)),
        "/away.html": well(redirect(f"http://elsewhere.invalid/{latin.translate({10: None})}")),
        "/type.html": well(Answer(b"x", headers={"Content-Type": f"text/{latin}"})),
        "/reason.html": raw(b"HTTP/1.1 500 " + COMMANDS.encode() + b"\r\nContent-Length: 0\r\n\r\n"),
        "/coding.html": well(Answer(b"x", headers={"Content-Encoding": f"gzip, {latin}"})),
        "/later.html": raw(head(503, Retry_After=latin, Content_Length=0)),
    }
    return site(acts)


SCRAPY = str(Path(sys.executable).parent / "scrapy")
MEDSCRAPE = str(Path(sys.executable).parent / "medscrape")


def test_a_crawl_on_a_terminal(tmp_path):
    with misbehaving(hostile_site(), NOT_FOUND) as web:
        line = crawl_line(tmp_path, *FAST, *UNGATED, "-s", "RETRY_TIMES=0", base_url=web.base_url)
        printed = on_a_terminal(SCRAPY, *line, cwd=ROOT)
    assert "comparing with the last release" in printed
    assert "leads off the site, to" in " ".join(printed.split())
    assert_plain(printed)


def test_the_log(tmp_path):
    with misbehaving(hostile_site(), NOT_FOUND) as web:
        options = (*FAST, *UNGATED, "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=DEBUG")
        printed = crawl(tmp_path, *options, base_url=web.base_url).stderr
    assert "reason.html" in printed
    assert_plain(printed)


def test_extraction_on_a_terminal(tmp_path):
    (tmp_path / "title.html").write_bytes(page(title=f"Fever {AS_REFERENCES} RED"))
    (tmp_path / "none.html").write_bytes(f"<html><h1>{AS_REFERENCES}</h1>".encode())
    printed = on_a_terminal(MEDSCRAPE, "extract", str(tmp_path), cwd=ROOT)
    assert '"title":"Fever' in printed
    assert_plain(printed)


@pytest.fixture(scope="module")
def hostile_output(tmp_path_factory):
    """An output folder with a release of hostile words."""
    output = tmp_path_factory.mktemp("words")
    with misbehaving(hostile_site(), NOT_FOUND) as web:
        result = crawl(output, *FAST, *UNGATED, base_url=web.base_url, topics="title,away,type", languages="en")
    assert result.returncode == 0
    return output


@pytest.mark.parametrize(
    "command",
    ["show medlineplus/en/title", "show medlineplus/en/title --json", "history medlineplus/en/title", "changes",
     "changes --brief", "changes --json", "stats", "verify"],
)  # fmt: skip
def test_commands_about_records(hostile_output, command):
    printed = on_a_terminal(MEDSCRAPE, *command.split(), "--output", str(hostile_output), cwd=ROOT)
    assert "Fever" in printed or "show" not in command
    assert_plain(printed)


@pytest.mark.parametrize(
    "command", ["changes", "changes --brief", "diff 2026-11-23 2026-11-24", "history fever --words", "show fever"]
)
def test_redlines_of_hostile_words(tmp_path, command):
    hostile(tmp_path)
    result = CliRunner().invoke(app, command.split(), env={"MEDSCRAPE_OUTPUT": str(tmp_path), "FORCE_COLOR": "1"})
    assert result.exception is None
    assert "\x1b[" in result.stdout
    assert_plain(result.stdout)


def printed_by(show):
    terminal = Terminal(file=io.StringIO(), force_terminal=True, markup=False, width=100)
    show(terminal)
    return terminal.file.getvalue()


def test_whatever_is_printed():
    def show(terminal):
        table = Table(title=COMMANDS)
        table.add_row(COMMANDS, f"[bold]{COMMANDS}")
        terminal.print(table, COMMANDS, style="bold red")

    printed = printed_by(show)
    assert "RED" in printed
    assert_plain(printed)


def test_the_outline_of_a_record_in_the_demo():
    record = parse_page(page(title=AS_REFERENCES), URL).model_copy(
        update={"title": COMMANDS, "also_called": (COMMANDS,), "id": COMMANDS}
    )
    assert_plain(printed_by(lambda terminal: terminal.print(outline(record))))


def test_there_is_no_other_door():
    """Nothing else in the package prints; `extract` writes its lines as bytes, and says itself what a terminal gets."""
    prints = re.compile(r"\b(?:print|echo|secho)\(|\bConsole\(\)|\bstd(?:out|err)\.(?:buffer\.)?write")
    found = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "medscrape").rglob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if prints.search(line) and not line.strip().startswith(("console.print(", "self.print(", ">>> print("))
    ]
    assert set(found) == {"medscrape/terminal.py"}


def test_an_error(capsys):
    say_error(f"medscrape: the page\n{COMMANDS} is no page")
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 1
    assert_plain(printed)


def test_a_log_line_with_its_traceback():
    try:
        raise ValueError(COMMANDS)
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "a.py", 1, COMMANDS, None, sys.exc_info())
    assert_plain(PlainFormatter("%(levelname)s: %(message)s").format(record))
