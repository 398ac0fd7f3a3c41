"""`medscrape rebuild`: what is left makes a damaged folder whole, and the next crawl tells of nothing."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from crawl_helpers import FAST, crawl, manifest, records
from fault_helpers import UNGATED
from torture.outcome import left_over
from torture.site import LAST, SmallSite
from torture.tracing import can_trace
from typer.testing import CliRunner

from medscrape.archive import warc_files
from medscrape.cli import app
from medscrape.errors import MedscrapeError
from medscrape.sample_site import SampleServer
from medscrape.store import Store

OPTIONS = (*FAST, *UNGATED, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=0", "-s", "MEDSCRAPE_REMOVAL_DAYS=0")
EDITIONS = (1, 2, 2, 3, 3)


@pytest.fixture(scope="module")
def server():
    with SampleServer(SmallSite(LAST)) as serving:
        yield serving


@pytest.fixture(scope="module")
def crawled(server, tmp_path_factory):
    """Five releases, of which the files of three are kept."""
    folder = tmp_path_factory.mktemp("crawled") / "out"
    for edition in EDITIONS:
        server.site = SmallSite(edition)
        assert crawl(folder, *OPTIONS, base_url=server.base_url).returncode == 0
    return folder


@pytest.fixture
def output(crawled, tmp_path):
    return Path(shutil.copytree(crawled, tmp_path / "out", symlinks=True))


def medscrape(command: str, output: Path) -> tuple[int, str]:
    """Exit code and output; foreseen errors as the program tells them."""
    result = CliRunner().invoke(app, [command, "--output", str(output)])
    if isinstance(result.exception, MedscrapeError):
        return result.exception.exit_code, str(result.exception)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def contents(folder: Path) -> dict[str, bytes | str]:
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink()) and "store/" not in str(path)
    }


def past(output: Path) -> list[object]:
    """Everything the store can tell of what was: every release's lines, every event, what was rejected."""
    with Store.read(output) as store:
        last = store.last_release()
        releases = [store.release_of(event.change.run_id) for event in store.events(1, last.seq)]
        found: list[object] = [event.line for event in store.events(1, last.seq)]
        for release in [*releases, last]:
            found += list(store.lines(release))
        return [*found, *store.rejections(last), last.counts, last.gates, last.scope, last.accepted_at]


def next_crawl(output: Path, server: SampleServer) -> list[tuple[str, bool]]:
    """Another crawl of the last edition: it brings no event; gives the topic pages asked for, and whether whole."""
    before = (output / "changes.jsonl").read_bytes()
    server.site = SmallSite(LAST)
    server.requests.clear()
    result = crawl(output, *OPTIONS, base_url=server.base_url)
    assert result.returncode == 0, result.stderr
    assert (output / "changes.jsonl").read_bytes() == before
    code, words = medscrape("verify", output)
    assert code == 0, words
    return [(request.path, request.status == 200) for request in server.requests if "same" in request.path]


def store_of(output: Path) -> Path:
    return output / "store" / "store.sqlite"


def overwrite(path: Path, start: int, data: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + len(data)] = data
    path.write_bytes(content)


def statement(sql: str):
    def spoil(output: Path) -> None:
        with closing(sqlite3.connect(store_of(output))) as database:
            database.execute(sql)
            database.commit()

    return spoil


STORES = {
    "garbage in the middle": lambda output: overwrite(store_of(output), 8192, b"\xa5" * 30_000),
    "no header": lambda output: overwrite(store_of(output), 0, b"nonsense" * 100),
    "cut short": lambda output: os.truncate(store_of(output), 20_000),
    "empty": lambda output: os.truncate(store_of(output), 0),
    "gone": lambda output: store_of(output).unlink(),
    "folder gone": lambda output: shutil.rmtree(output / "store"),
    "a record that is another": statement("UPDATE record SET body = (SELECT body FROM record LIMIT 1)"),
    "a record that is none": statement("UPDATE record SET body = x'00'"),
    "another origin": statement("UPDATE version SET provenance = replace(provenance, 'utf-8', 'utf-9')"),
    "a release less": statement("DELETE FROM version"),
}


def test_a_sound_folder_is_left_alone(output):
    before, was = contents(output), past(output)
    code, words = medscrape("rebuild", output)
    assert (code, "Nothing was damaged" in words) == (0, True)
    assert (contents(output), past(output)) == (before, was)


@pytest.mark.parametrize("kind", STORES)
def test_a_damaged_store_is_made_anew(output, server, kind):
    published, was = contents(output), past(output)
    STORES[kind](output)
    damaged = store_of(output).read_bytes() if store_of(output).exists() else None
    code, words = medscrape("rebuild", output)
    assert code == 0, words
    assert "releases 4," in words
    aside = output / "set-aside"
    kept = [path.read_bytes() for path in aside.rglob("store.sqlite")]
    assert kept == ([] if damaged is None else [damaged])
    assert {name: content for name, content in contents(output).items() if "set-aside" not in name} == published
    assert past(output) == was
    assert left_over(output) == []


@pytest.mark.parametrize("kind", ["garbage in the middle", "folder gone"])
def test_a_crawl_after_it_tells_of_nothing(output, server, kind):
    STORES[kind](output)
    assert medscrape("rebuild", output)[0] == 0
    asked = next_crawl(output, server)
    assert asked
    assert not [path for path, is_whole in asked if is_whole], "their bodies are known"


def damage_body_of(output: Path, topic_id: str) -> None:
    capture = records(output)[topic_id]["provenance"]["capture"]
    overwrite(output / "archive" / capture["file"], capture["offset"] + 400, b"\0" * 60)


def test_a_damaged_archive_keeps_what_is_whole(output, server):
    lines = (output / "topics.jsonl").read_bytes().splitlines()
    damage_body_of(output, "medlineplus/en/same3")
    assert medscrape("verify", output)[0] == 1
    code, words = medscrape("rebuild", output)
    assert code == 0, words
    assert "archived pages of published records: 1;" in words
    now = (output / "topics.jsonl").read_bytes().splitlines()
    assert [json.loads(new)["id"] for new, old in zip(now, lines, strict=True) if new != old] == [
        "medlineplus/en/same3"
    ]
    assert records(output)["medlineplus/en/same3"]["provenance"]["capture"] is None
    assert [gate["name"] for gate in manifest(output)["gates"]] == ["rebuilt"]
    assert len(list((output / "set-aside").rglob("*.warc.gz"))) == 1
    assert [path for path, is_whole in next_crawl(output, server) if is_whole] == ["/same3.html"]
    assert records(output)["medlineplus/en/same3"]["provenance"]["capture"]


def test_a_lost_archive_is_fetched_again(output, server):
    shutil.rmtree(output / "archive")
    assert medscrape("rebuild", output)[0] == 0
    assert all(record["provenance"]["capture"] is None for record in records(output).values())
    assert all(is_whole for _, is_whole in next_crawl(output, server))
    assert records(output)["medlineplus/en/same1"]["provenance"]["capture"]


def test_store_and_archive_damaged_at_once(output, server):
    events = (output / "changes.jsonl").read_bytes()
    damage_body_of(output, "medlineplus/en/edited")
    STORES["no header"](output)
    code, words = medscrape("rebuild", output)
    assert code == 0, words
    assert (output / "changes.jsonl").read_bytes() == events
    next_crawl(output, server)


PUBLISHED = {
    "a line": lambda output: overwrite((output / "topics.jsonl").resolve(), 300, b"######"),
    "no manifest": lambda output: (output / "manifest.json").resolve().unlink(),
    "an older release": lambda output: overwrite(sorted((output / "releases").iterdir())[0] / "topics.jsonl", 9, b"#"),
    "the link": lambda output: (output / "current").unlink(),
    "all of it": lambda output: shutil.rmtree(output / "releases"),
}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_damaged_files_are_published_again(output, server, kind):
    lines = (output / "topics.jsonl").read_bytes()
    PUBLISHED[kind](output)
    code, words = medscrape("rebuild", output)
    assert code == 0, words
    assert (output / "topics.jsonl").read_bytes() == lines
    next_crawl(output, server)


def test_without_the_newest_release_the_one_before_it_counts(output, server):
    newest = (output / "current").resolve()
    overwrite(newest / "topics.jsonl", 300, b"######")
    STORES["no header"](output)
    code, words = medscrape("rebuild", output)
    assert code == 0, words
    assert (output / "current").resolve().name < newest.name
    assert (next((output / "set-aside").iterdir()) / "releases" / newest.name).is_dir()
    next_crawl(output, server)


def test_without_anything_whole_nothing_is_touched(output):
    STORES["no header"](output)
    for folder in (output / "releases").iterdir():
        overwrite(folder / "topics.jsonl", 300, b"######")
    before = contents(output)
    code, words = medscrape("rebuild", output)
    assert (code, "No published release" in words) == (2, True)
    assert contents(output) == before


def test_a_newer_store_is_no_damage(output):
    statement("PRAGMA user_version = 99")(output)
    before = store_of(output).read_bytes()
    code, words = medscrape("rebuild", output)
    assert (code, "Update medscrape" in words) == (2, True)
    assert store_of(output).read_bytes() == before


def test_a_folder_without_anything_is_one_sentence(tmp_path):
    code, words = medscrape("rebuild", tmp_path)
    assert (code, "There is no store in" in words) == (2, True)


def test_a_folder_that_leads_elsewhere_is_left_alone(output, tmp_path):
    (output / "archive").rename(tmp_path / "elsewhere")
    (output / "archive").symlink_to(tmp_path / "elsewhere")
    code, words = medscrape("rebuild", output)
    assert (code, "is a link" in words) == (2, True)


def test_a_crawl_under_way_is_not_disturbed(output):
    with Store.tend(output):
        code, words = medscrape("rebuild", output)
    assert (code, "Another run" in words) == (2, True)


@pytest.mark.skipif(bool(can_trace()), reason=str(can_trace()))
def test_a_kill_at_any_write_is_made_good_by_another_rebuild(output, tmp_path):
    damage_body_of(output, "medlineplus/en/same3")
    STORES["garbage in the middle"](output)
    program = Path(__file__).with_name("rebuild_kills.py")
    done = subprocess.run([sys.executable, program, output, tmp_path / "work", "31"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report.pop("kills") > 2
    assert report == {"unclean": [], "different": []}


def test_the_archive_of_a_rebuilt_folder_is_read_by_others(output):
    from warc_helpers import warcio_check

    damage_body_of(output, "medlineplus/en/same3")
    assert warcio_check(*warc_files(output / "archive")).returncode == 1
    medscrape("rebuild", output)
    assert warcio_check(*warc_files(output / "archive")).returncode == 0
