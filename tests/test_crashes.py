"""What happens to a crawl from outside: signals, clocks, other runs, newer stores, disks that are not to be written."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from crawl_helpers import FAST, ROOT, Answer, crawl, crawl_line, manifest, records, run, serving, site_of, start
from fault_helpers import NOT_FOUND, ONE_BY_ONE, UNGATED, site
from misbehaving.faults import page
from misbehaving.server import misbehaving

from medscrape.crawling.stopping import held_back, stoppable

SLUGS = [f"t{number:02}" for number in range(12)]


def one_sentence(errors: str, words: str) -> None:
    assert len(errors.splitlines()) == 1, errors
    assert words in errors


@contextmanager
def waiting_crawl(output: Path):
    """A crawl of a server that keeps it waiting for its third page."""
    acts = {f"/{slug}.html": page(slug) for slug in SLUGS} | {"/t02.html": lambda talk: talk.wait(300)}
    with misbehaving(site(acts), NOT_FOUND) as server:
        line = crawl_line(output, *FAST, *ONE_BY_ONE, base_url=server.base_url)
        process = start("scrapy", *line)
        while not server.paths()["/t02.html"] and process.poll() is None:
            time.sleep(0.02)
        try:
            yield process, line
        finally:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_does_not_wait_for_a_server_that_is_silent(tmp_path, signum):
    with waiting_crawl(tmp_path) as (process, _):
        process.send_signal(signum)
        _, errors = process.communicate(timeout=50)  # the server would take five minutes, the download's limit is one
        assert process.returncode == 1
        one_sentence(errors, "stopped before its end")


def test_a_second_signal_stops_at_once(tmp_path):
    with waiting_crawl(tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)  # two signals at the same moment are one
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=50)
        assert process.returncode == 1
        one_sentence(errors, "stopped before its end")


def test_a_second_run_at_once_is_refused(tmp_path):
    with waiting_crawl(tmp_path) as (first, line):
        second = run("scrapy", *line)
        assert second.returncode == 2
        one_sentence(second.stderr, "Another run (process")
        assert first.poll() is None


def interrupted(output: Path, web) -> None:
    """Leaves a run behind that has read a few pages and then was not answered any more."""
    web.routes |= {f"/{slug}.html": Answer(b"", 500) for slug in SLUGS[4:]}
    options = (*FAST, *ONE_BY_ONE, "-s", "RETRY_TIMES=0", "-s", "MEDSCRAPE_FAILURES_IN_A_ROW=2")
    assert crawl(output, *options, base_url=web.base_url).returncode == 1
    web.routes |= site_of(SLUGS)
    web.visits.clear()


def pages(web) -> list[str]:
    return [path.strip("/").removesuffix(".html") for path in web.paths() if path.startswith("/t")]


def test_an_interrupted_run_goes_on(tmp_path):
    with serving(site_of(SLUGS)) as web:
        interrupted(tmp_path, web)
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
        assert (result.returncode, "resumed" in result.stdout) == (0, True)
        assert sorted(pages(web)) == SLUGS[4:]


def test_one_that_is_too_old_is_given_up_and_its_captures_are_kept(tmp_path):
    with serving(site_of(SLUGS)) as web:
        interrupted(tmp_path, web)
        old = {path: path.read_bytes() for path in (tmp_path / "archive").glob("*.warc.gz")}
        time.sleep(1)  # any age is too old, but the ids of runs are seconds
        result = crawl(tmp_path, *FAST, "-s", "MEDSCRAPE_RESUME_HOURS=0", base_url=web.base_url)
        assert (result.returncode, "resumed" in result.stdout) == (0, False)
        assert sorted(pages(web)) == SLUGS
    assert {path: path.read_bytes() for path in old} == old
    assert len(records(tmp_path)) == len(SLUGS)


def test_a_run_over_other_topics_between_two_halves_of_one(tmp_path):
    with serving(site_of(SLUGS)) as web:
        interrupted(tmp_path, web)
        assert crawl(tmp_path, *FAST, *UNGATED, base_url=web.base_url, topics="t07", languages="en").returncode == 0
        assert list(records(tmp_path)) == ["medlineplus/en/t07"]
        web.visits.clear()
        result = crawl(tmp_path, *FAST, *UNGATED, base_url=web.base_url)
        assert (result.returncode, "resumed" in result.stdout) == (0, False), "a release has come out since"
        assert sorted(pages(web)) == SLUGS
    assert len(records(tmp_path)) == len(SLUGS)


def on_a_jumping_clock(output: Path, hours: float, after: int, base_url: str) -> subprocess.CompletedProcess[str]:
    program = Path(__file__).with_name("jumping_clock.py")
    line = crawl_line(output, *FAST, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=0", base_url=base_url)
    environment = {**os.environ, "JUMP": str(hours), "AFTER": str(after)}
    return subprocess.run([sys.executable, program, *line], capture_output=True, text=True, cwd=ROOT, env=environment)


@pytest.mark.parametrize("hours", [-50, 50])
def test_a_clock_that_jumps_during_a_run_and_between_runs(tmp_path, hours):
    with serving(site_of(SLUGS)) as web:
        result = on_a_jumping_clock(tmp_path, hours, 6, web.base_url)
        assert (result.returncode, result.stderr) == (0, "")
        lines, events = (tmp_path / "topics.jsonl").read_bytes(), (tmp_path / "changes.jsonl").read_bytes()
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
        assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "topics.jsonl").read_bytes() == lines
    assert (tmp_path / "changes.jsonl").read_bytes() == events
    releases = sorted(path.name for path in (tmp_path / "releases").iterdir())
    assert len(releases) == 2
    assert manifest(tmp_path)["run_id"] == releases[-1]


def test_a_newer_store_is_refused_with_a_sentence(tmp_path):
    with serving(site_of(SLUGS[:1])) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
        with closing(sqlite3.connect(tmp_path / "store" / "store.sqlite")) as database:
            database.execute("PRAGMA user_version = 99")
        result = crawl(tmp_path, *FAST, base_url=web.base_url)
    assert result.returncode == 2
    one_sentence(result.stderr, "Update medscrape")


@contextmanager
def mounted(folder: Path):
    """A file system of its own, and a way to make it read-only."""
    folder.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=32m", "medscrape-test", str(folder))
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield lambda: subprocess.run(("mount", "-o", "remount,ro", str(folder)), check=True)
    finally:
        subprocess.run(("umount", str(folder)), check=True)


def test_an_output_that_is_not_to_be_written(tmp_path):
    with mounted(tmp_path / "disk") as close, serving(site_of(SLUGS[:2])) as web:
        output = tmp_path / "disk" / "out"
        assert crawl(output, *FAST, base_url=web.base_url).returncode == 0
        close()
        result = crawl(output, *FAST, base_url=web.base_url)
        assert result.returncode == 2
        one_sentence(result.stderr, "no permission to write")
        assert run("medscrape", "verify", "--output", str(output)).returncode == 0
        result = run("medscrape", "rebuild", "--output", str(output))
        assert result.returncode == 2
        one_sentence(result.stderr, "no permission to write")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_waits_while_the_event_loop_is_made(number):
    done = []

    def make():
        with held_back():
            os.kill(os.getpid(), number)
            done.append("all of it")
        done.append("nothing after it")

    with stoppable(), pytest.raises(KeyboardInterrupt):
        make()
    assert done == ["all of it"]
