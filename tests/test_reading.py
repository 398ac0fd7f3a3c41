"""What a person reads on a terminal: a topic, and what changed in it, at eighty columns and in a pipe."""

from io import StringIO
from pathlib import Path

import pytest
from report_helpers import link, section, told, versions
from store_helpers import NOON, begin, open_store, topic, url_of
from typer.testing import CliRunner

from medscrape.cli import app
from medscrape.cli.reading import show_topic
from medscrape.errors import UsageError
from medscrape.models import PageWarning, Quality, RichText
from medscrape.releasing import accept
from medscrape.store import Acceptance
from medscrape.terminal import terminal

_LONG = (
    "Rest a lot and drink warm tea with somebody who knows a story about the sea and its many harmless monsters. " * 3
)
_HTML = "<h3>What helps?</h3><p>Much:</p><ul><li>Tea<ul><li>green</li></ul></li></ul><p>Rest.</p>"
_TEXT = "What helps?\n\nMuch:\n\n- Tea\n  - green\n\nRest."


def printed(output: Path, *arguments: str, **environment: str) -> list[str]:
    environment = {"MEDSCRAPE_OUTPUT": str(output), "NO_COLOR": "1"} | environment
    result = CliRunner().invoke(app, arguments, env=environment)
    assert result.exception is None, result.exception
    return result.stdout.splitlines()


def refusal(output: Path, *arguments: str) -> str:
    error = CliRunner().invoke(app, arguments, env={"MEDSCRAPE_OUTPUT": str(output)}).exception
    assert isinstance(error, UsageError)
    return str(error)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a topic that has everything."""
    folder = tmp_path_factory.mktemp("reading")
    rows = (
        link("All about tea", "https://tea.example/a", organizations=("Tea Co", "Pot Club"), labels=("easy_to_read",)),
        link("Cups", "https://tea.example/cups", notes=("In English and Spanish",)),
    )
    with open_store(folder) as store:
        run = begin(store)
        record = topic(
            "fever",
            run=run.id,
            also_called=("Heat", "Warmth"),
            summary=RichText(html=_HTML, text=_TEXT, attribution=(), license=None),
            sections=(section(*rows, heading="Start Here", subheading="First"), section(heading="Odd", text=_LONG)),
            quality=Quality(unmapped_text=("Lost words",), warnings=(PageWarning(code="no_toc", detail="none there"),)),
        )
        store.finish_topic(run, url_of("fever"), record)
        store.finish_topic(run, url_of("asthma"), topic("asthma", run=run.id))
        told(store, accept(store, run, NOON, force=Acceptance("a test", "so many oddities")), folder)
    return folder


def test_a_topic_is_a_page_to_read(output: Path) -> None:
    lines = printed(output, "show", "fever")
    assert lines[0] == "Fever"
    assert lines[1] == "Also called  Heat, Warmth"
    summary = lines.index("What helps?")
    assert lines[summary : summary + 8] == ["What helps?", "", "Much:", "", "• Tea", "  • green", "", "Rest."]
    rows = lines.index("  Start Here: First")
    assert lines[rows + 1 : rows + 5] == [
        "    • All about tea (Tea Co; Pot Club) [easy to read]",
        "      https://tea.example/a",
        "    • Cups [In English and Spanish]",
        "      https://tea.example/cups",
    ]
    text = "\n".join(lines)
    assert "Licence    summary: not stated; everything else: titles and links, not stated" in text
    assert "Came from  https://sample.invalid/fever.html, fetched 23 Nov 2026, 12:00 UTC, run 20261123T120000Z" in text
    assert "Odd        no_toc: none there and text that no field holds: Lost words" in text


@pytest.mark.parametrize("columns", ["80", "60"])
def test_running_text_keeps_to_the_width(output: Path, columns: str) -> None:
    lines = printed(output, "show", "fever", COLUMNS=columns)
    story = [line for line in lines if "monsters" in line or "harmless" in line]
    assert len(story) > 2
    assert max(map(len, story)) <= int(columns)
    assert " ".join(" ".join(lines).split()).count("many harmless monsters") == 3


def test_the_credit_line_of_the_site_is_shown() -> None:
    summary = RichText(html="<p>Words.</p>", text="Words.", attribution=(), license="public-domain")
    record = topic("fever", url="https://medlineplus.gov/fever.html", summary=summary)
    with StringIO() as file:
        show_topic(terminal(file), record)
        assert "Credit     Source: MedlinePlus, National Library of Medicine" in file.getvalue()
        assert "summary: public-domain" in file.getvalue()


def test_a_topic_is_found_by_what_people_have_at_hand(output: Path) -> None:
    whole = printed(output, "show", "sample/en/fever")
    for wanted in ("fever", "en/fever", "Fever", "https://sample.invalid/fever.html", "fever.html"):
        assert printed(output, "show", wanted) == whole
    assert "Did you mean sample/en/fever?" in refusal(output, "show", "fevre")
    assert "Did you mean sample/en/asthma?" in refusal(output, "history", "sample/en/astma")
    assert "The ids are in topics.jsonl" in refusal(output, "show", "xyzzy")


# --- what changed

_BEFORE = "First.\n\nIt is kept cold and dry, and nobody has ever seen it move. Drink tea every day."
_AFTER = "First.\n\nIt is kept cold and dry, and nobody has ever seen it move. Drink water every day."


def test_changes_are_told_word_by_word(tmp_path: Path) -> None:
    versions(tmp_path, _BEFORE, _AFTER)
    lines = printed(tmp_path, "changes", "--since", "2026-11-24")
    assert lines[0] == "Release 20261124T120000Z, accepted 24 Nov 2026, 12:00 UTC"
    assert lines[2] == "  updated  content  Fever (sample/en/fever)"
    assert lines[3] == "    summary"
    words = " ".join(" ".join(lines[4:-2]).split())
    assert words == "… cold and dry, and nobody has ever seen it move. Drink [-tea-]{+water+} every day." or words == (
        "It is kept cold and dry, and nobody has ever seen it move. Drink [-tea-]{+water+} every day."
    )
    assert lines[-1] == "1 change: 1 updated"
    coloured = "\n".join(printed(tmp_path, "changes", "--since", "2026-11-24", NO_COLOR="", FORCE_COLOR="1"))
    assert "\x1b[9;31mtea\x1b[0m \x1b[4;32mwater\x1b[0m" in coloured
    assert "[-" not in coloured


def test_history_and_diff_show_the_same_words(tmp_path: Path) -> None:
    versions(tmp_path, _BEFORE, _AFTER)
    for command in (("history", "fever", "--words"), ("diff", "2026-11-23", "2026-11-24")):
        assert any("[-tea-]{+water+}" in line for line in printed(tmp_path, *command))
    assert not any("tea" in line for line in printed(tmp_path, "history", "fever"))
    assert printed(tmp_path, "diff", "2026-11-23", "2026-11-24", "--brief") == [
        "  updated  content  sample/en/fever: summary",
        "1 change: 1 updated",
    ]


def test_rows_that_came_went_and_lead_elsewhere(tmp_path: Path) -> None:
    old = (
        link("Stays", "https://a.example/1"),
        link("Goes", "https://a.example/2"),
        link("Moves", "https://a.example/3"),
    )
    new = (
        link("Stays", "https://a.example/1"),
        link("Moves", "https://a.example/4"),
        link("Comes", "https://a.example/5"),
    )
    with open_store(tmp_path) as store:
        for day, rows in enumerate((old, new)):
            at = NOON.replace(day=23 + day)
            run = begin(store, at=at)
            store.finish_topic(run, url_of("fever"), topic("fever", run=run.id, at=at, sections=(section(*rows),)))
            told(store, accept(store, run, at, force=Acceptance("a test", "rows")), tmp_path)
    lines = [line.strip() for line in printed(tmp_path, "changes", "--since", "2026-11-24")]
    start = lines.index("- Goes")
    assert lines[start : start + 7] == [
        "- Goes",
        "https://a.example/2",
        "~ Moves",
        "- https://a.example/3",
        "+ https://a.example/4",
        "+ Comes",
        "https://a.example/5",
    ]


def test_an_address_is_never_broken_up(tmp_path: Path) -> None:
    long = "https://a.example/" + "/".join(f"step{number}" for number in range(20))
    with open_store(tmp_path) as store:
        for day, url in enumerate((long, f"{long}?now")):
            at = NOON.replace(day=23 + day)
            run = begin(store, at=at)
            rows = (section(link("Row", url)),)
            store.finish_topic(run, url_of("fever"), topic("fever", run=run.id, at=at, sections=rows))
            told(store, accept(store, run, at, force=Acceptance("a test", "rows")), tmp_path)
    for command in ("changes", "show fever"):
        lines = printed(tmp_path, *command.split(), FORCE_COLOR="1", COLUMNS="80")
        assert any(line.strip().endswith(f"{long}?now") for line in lines), command


def test_the_first_release_is_counted_and_listed_on_demand(tmp_path: Path) -> None:
    versions(tmp_path, _BEFORE)
    lines = printed(tmp_path, "changes")
    assert lines[1] == "  The first release: 1 topic added (--brief lists them)."
    assert "  added    content  sample/en/fever" in printed(tmp_path, "changes", "--brief")


def test_words_stay_within_eighty_columns(tmp_path: Path) -> None:
    versions(tmp_path, _LONG, _LONG.replace("tea", "milk"))
    lines = printed(tmp_path, "changes", "--since", "2026-11-24")
    assert sum("{+milk+}" in line for line in lines) == 3
    assert max(map(len, lines)) <= 80
