"""The pages hang together: links and anchors lead somewhere, every page can be found, what is named exists."""

import re
from urllib.parse import urlsplit

import pytest
from doc_commands import command_line
from doc_pages import PAGES, ROOT, anchors_of, links_of, text_of

from medscrape.crawling.launch import project_settings
from medscrape.gates import Limits

README = text_of("README.md")
_WRITTEN = [name for name in PAGES if not name.startswith("docs/reference/")]


def targets_of(name: str) -> list[tuple[str, str]]:
    """The pages and files that a page leads to, by their path in the repository, each with its anchor."""
    found = []
    for link in links_of(text_of(name)):
        parts = urlsplit(link)
        if not parts.scheme:
            path = (ROOT / name).parent / parts.path if parts.path else ROOT / name
            found.append((str(path.resolve().relative_to(ROOT)), parts.fragment))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for path, anchor in targets_of(name):
        assert (ROOT / path).exists(), path
        assert not anchor or anchor in anchors_of(text_of(path)), f"{path}#{anchor}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, ahead = set[str](), {"README.md"}
    while ahead:
        reached |= ahead
        ahead = {path for name in ahead for path, _ in targets_of(name) if path in PAGES} - reached
    assert sorted(set(PAGES) - reached) == []


def test_every_command_is_in_use_on_some_page() -> None:
    texts = "\n".join(map(text_of, _WRITTEN))
    commands = {name for name, command in command_line().commands.items() if not command.hidden}
    assert sorted(name for name in commands if not re.search(rf"\bmedscrape {name}\b", texts)) == []


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_settings_that_are_named_exist(name: str) -> None:
    text = text_of(name)
    named = set(re.findall(r"`(?:\.venv/bin/)?medscrape ([a-z]+)\b", text))
    assert named <= set(command_line().commands)
    settings = {
        *project_settings(),
        "MEDSCRAPE_NOTIFY",
        *(f"MEDSCRAPE_GATE_{limit.upper()}" for limit in Limits.__slots__),
    }
    variables = {"MEDSCRAPE_ALL_PAGES", "MEDSCRAPE_ALL_BENCHMARKS"}
    assert set(re.findall(r"\bMEDSCRAPE_[A-Z_]+[A-Z]\b", text)) - {"MEDSCRAPE_GATE"} <= settings | variables


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 170
