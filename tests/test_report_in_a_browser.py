"""The report where it is read: in a real browser, by mouse, keyboard and screen reader, on paper, under attack."""

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import ABSENT, PROGRAM, Page, browser
from report_helpers import HOSTILE, Report, editions, hostile

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=ABSENT)
LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return editions(tmp_path_factory.mktemp("second"), 1, 2)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return hostile(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker, from its registry."""
    folder = tmp_path_factory.mktemp("axe")
    if not shutil.which("npm"):
        pytest.skip("there is no npm on this machine to fetch axe-core with")
    fetched = subprocess.run(
        ["npm", "pack", "--silent", "axe-core@4"], cwd=folder, capture_output=True, timeout=60, check=False
    )
    if fetched.returncode:
        pytest.skip("axe-core cannot be fetched: no package registry at hand")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        source = archive.extractfile("package/axe.min.js")
        assert source
        return source.read().decode()


def shown(page: Page, report: Report, width: int = 1280, *, dark: bool = False) -> None:
    page.look(width, dark=dark)
    page.trouble.clear()
    page.dialogs.clear()
    page.requests.clear()
    page.open(report.file)


def unfold(page: Page) -> None:
    page.run("document.querySelectorAll('.events details').forEach((details) => { details.open = true; })")
    page.run("[...document.querySelectorAll('.topics td button')].slice(0, 2).forEach((button) => button.click())")
    page.run("new Promise((done) => setTimeout(done, 50))")


def choose(page: Page, name: str, field: str, value: str) -> None:
    page.run(
        f"(() => {{ const field = document.querySelector('[data-filters={name}] [name={field}]');"
        f" field.value = {json.dumps(value)};"
        " field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def titles(page: Page) -> list[str]:
    found: list[str] = page.run("[...document.querySelectorAll('.events strong')].map((title) => title.textContent)")
    return found


def status(page: Page, name: str) -> str:
    text: str = page.run(f"document.querySelector('[data-status={name}]').textContent")
    return text


def undisturbed(page: Page, report: Report) -> None:
    """Nothing but the page itself was loaded, and nobody complained."""
    assert (page.trouble, page.dialogs) == ([], [])
    assert page.requests <= {report.file.as_uri(), "data:,"}


def test_the_lists_are_filtered_and_turned(page: Page, second: Report) -> None:
    shown(page, second)
    everything = second.data["changes"]
    assert titles(page) == [change["title"] for change in everything]
    page.run("document.querySelector('[name=weight][value=routine]').click()")
    assert titles(page) == [change["title"] for change in everything if change["weight"] != "routine"]
    choose(page, "changes", "lang", "es")
    choose(page, "changes", "area", "Start Here")
    assert titles(page) == ["Pelo de velcro"]
    choose(page, "changes", "event", "moved")
    assert status(page, "changes") == "Nothing fits these filters."
    assert status(page, "topics") == "1 to 50 of 57"
    page.run("document.querySelector('[data-pager=topics] button:last-child').click()")
    assert status(page, "topics") == "51 to 57 of 57"
    choose(page, "topics", "text", "SINDROME del cor")
    assert page.run("document.querySelector('.topics tbody a').textContent") == "Síndrome del corte de papel"
    undisturbed(page, second)


def test_a_change_unfolds_its_redline(page: Page, second: Report) -> None:
    shown(page, second)
    unfold(page)
    body = "[...document.querySelectorAll('.events li')].find((item) => item.textContent.includes('Compass Nose'))"
    assert page.run(f"[...{body}.querySelectorAll('del')].map((gone) => gone.textContent)") == [
        " most of the time",
        "2025-09-01",
    ]
    assert page.run(f"{body}.querySelector('ins').textContent") == ", except on Thursdays"
    undisturbed(page, second)


def test_everything_can_be_reached_and_used_by_keyboard(page: Page, second: Report) -> None:
    shown(page, second)
    page.press("Tab", 9)
    assert page.run("document.activeElement.className") == "skip"
    page.run("document.querySelector('.events summary').focus()")
    page.press("Enter", 13, "\r")
    assert page.run("document.querySelector('.events details').open")
    page.run("document.querySelector('[data-filters=topics] [name=text]').focus()")
    page.type("compass")
    assert status(page, "topics") == "1 to 2 of 2 that fit, of 57"
    page.run("document.querySelector('[data-sort=links]').focus()")
    page.press("Enter", 13, "\r")
    assert page.run("document.querySelector('[data-sort=links]').closest('th').ariaSort") == "descending"
    page.run("document.querySelector('.topics td button').focus()")
    page.press("Enter", 13, "\r")
    assert page.run("document.activeElement.ariaExpanded") == "true"
    assert "updated" in page.run("document.querySelector('.versions').textContent")
    undisturbed(page, second)


def test_topics_are_sorted_by_what_their_records_say(page: Page, second: Report) -> None:
    shown(page, second)
    page.run("document.querySelector('[data-sort=links]').click()")
    first = page.run("document.querySelector('.topics tbody .block').textContent")
    most = max(second.data["topics"], key=lambda topic: topic["links"])
    assert most["links"] == {topic["id"]: topic for topic in second.data["topics"]}[first]["links"]


@pytest.mark.parametrize("width, dark", LOOKS)
def test_nothing_from_a_page_runs(page: Page, attacked: Report, width: int, *, dark: bool) -> None:
    shown(page, attacked, width, dark=dark)
    unfold(page)
    page.run("new Promise((done) => setTimeout(done, 100))")
    assert page.run("document.querySelectorAll('img, iframe, object, [onload], [onerror]').length") == 0
    assert page.run("document.scripts.length") == 2
    links = page.run("[...document.links].map((link) => link.getAttribute('href'))")
    assert all(link.startswith(("https://sample.invalid/", "#")) for link in links)
    assert HOSTILE in titles(page)
    undisturbed(page, attacked)


def test_a_script_that_slips_in_is_stopped(page: Page, second: Report, tmp_path: Path) -> None:
    """The policy holds even where escaping would fail."""
    broken = tmp_path / "broken.html"
    text = second.file.read_text("utf-8")
    broken.write_text(text.replace("<main>", "<main><script>alert(1)</script><img src=x onerror=alert(2)>"), "utf-8")
    shown(page, Report(broken))
    assert page.dialogs == []
    assert any("Content Security Policy" in entry for entry in page.trouble)
    page.trouble.clear()


@pytest.mark.parametrize("width, dark", LOOKS)
def test_no_rule_of_accessibility_is_broken(page: Page, second: Report, axe: str, width: int, *, dark: bool) -> None:
    shown(page, second, width, dark=dark)
    page.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    unfold(page)
    page.send("Runtime.evaluate", expression=axe)
    found: list[Any] = page.run(
        "axe.run(document).then((result) => result.violations.map((rule) => [rule.id, rule.nodes.map((n) => n.html)]))"
    )
    assert found == []
    undisturbed(page, second)


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_is_wider_than_its_window(page: Page, second: Report, attacked: Report, width: int) -> None:
    for report in (second, attacked):
        shown(page, report, width)
        unfold(page)
        assert page.run("document.documentElement.scrollWidth") <= width


def test_paper_shows_what_a_screen_unfolds(page: Page, second: Report) -> None:
    shown(page, second)
    page.look(media="print")
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.querySelectorAll('.events details:not([open]), .gates:not([open])').length") == 0
    assert page.run("document.querySelectorAll('.events del').length") > 0
    hidden = "(part) => getComputedStyle(part).display === 'none'"
    assert page.run(f"[...document.querySelectorAll('.filters, .pager, header nav')].every({hidden})")
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('.events details[open], .gates[open]').length") == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_in_a_chart_is_cut_off(page: Page, second: Report, width: int) -> None:
    shown(page, second, width)
    cut_off: list[str] = page.run(
        """[...document.querySelectorAll("figure svg")].flatMap((picture) => {
            const frame = picture.getBoundingClientRect();
            return [...picture.querySelectorAll("text")].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 0.5 || box.right > frame.right + 0.5;
            }).map((text) => text.textContent);
        })"""
    )
    assert cut_off == []


def test_pictures_are_taken_to_be_looked_at(page: Page, second: Report, tmp_path: Path) -> None:
    for width, dark in LOOKS:
        shown(page, second, width, dark=dark)
        unfold(page)
        file = tmp_path / f"report-{width}-{'dark' if dark else 'light'}.png"
        page.picture(file)
        assert file.read_bytes().startswith(b"\x89PNG")
        background = page.run("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, background[4:-1].split(","))) < 300) == dark
