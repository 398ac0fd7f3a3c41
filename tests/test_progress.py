"""How far a crawl is: one line that changes on a terminal, lines now and then in a pipe, nothing with --quiet."""

import re
import sys
from pathlib import Path

from crawl_helpers import FAST, ROOT, crawl, crawl_line, run, serving, site_of
from terminals import on_a_terminal, text_of

_BIN = Path(sys.executable).parent
_LINE = re.compile(r"([\d,]+) pages done, ([\d,]+) queued, ([\d,]+) rejected, [\d.]+ a (?:second|minute), \d+ \w+ left")
_SAMPLE = ("--site", "sample", "--languages", "en", "--limit", "12")


def numbers(printed: str) -> list[tuple[int, int, int]]:
    """Pages done, queued and rejected, as often as they were told."""
    return [(int(done), int(queued), int(rejected)) for done, queued, rejected in _LINE.findall(printed)]


def test_lines_in_a_pipe_come_every_so_many_pages(tmp_path):
    with serving(site_of(f"topic{number}" for number in range(20))) as web:
        printed = crawl(tmp_path, *FAST, "-s", "MEDSCRAPE_PROGRESS_PAGES=5", base_url=web.base_url, languages="en")
    told = numbers(printed.stderr)
    assert [done for done, _, _ in told] == [5, 10, 15, 20]
    assert [queued for _, queued, _ in told] == sorted((queued for _, queued, _ in told), reverse=True)
    assert "\x1b" not in printed.stderr
    assert "\r" not in printed.stderr


def test_a_short_crawl_says_nothing_on_its_way(tmp_path):
    with serving(site_of(["fever", "cough"])) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url, languages="en").stderr == ""


def test_one_line_on_a_terminal(tmp_path):
    slow = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    with serving(site_of(f"topic{number}" for number in range(12))) as web:
        line = crawl_line(tmp_path, *slow, base_url=web.base_url, languages="en")
        printed = on_a_terminal(str(_BIN / "scrapy"), *line, cwd=ROOT)
    told = numbers(printed)
    assert told == sorted(told, key=lambda numbers: numbers[0])
    assert told
    assert all(done + queued <= 12 for done, queued, _ in told)
    assert len(printed.split("\n")) < 15, "the line is drawn over itself"
    assert "comparing with the last release and publishing" in printed
    assert "published" in text_of(printed)


def test_quiet_is_silent_on_a_terminal_too(tmp_path):
    command = ("crawl", *_SAMPLE, "--quiet", "--output", str(tmp_path / "out"))
    assert on_a_terminal(str(_BIN / "medscrape"), *command, cwd=tmp_path) == ""
    assert (tmp_path / "out" / "topics.jsonl").exists()


def test_quiet_tells_errors_all_the_same(tmp_path):
    result = run("medscrape", "crawl", "--site", "sample", "--edition", "9", "-q", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "edition" in result.stderr


def test_verbose_shows_the_log(tmp_path):
    result = run("medscrape", "crawl", *_SAMPLE, "--verbose", cwd=tmp_path)
    assert result.returncode == 0
    assert "INFO: Spider opened" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("medscrape crawl took")
