"""`medscrape verify`: what is sound passes, what is damaged is named, and nothing is ever a traceback."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from crawl_helpers import FAST, crawl, run, serving, site_of, topic_page
from typer.testing import CliRunner
from warc_helpers import answer, foreign, in_members

from medscrape.archive import warc_files
from medscrape.cli import app
from medscrape.sample_site import SampleServer, build

PAGES = Path(__file__).parent / "pages"


def verify(*arguments: object) -> tuple[int, str]:
    """Exit code and output, spaces made one; anything but an exit is a failure of the test."""
    result = CliRunner().invoke(app, ["verify", *map(str, arguments)], catch_exceptions=False)
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    output = tmp_path_factory.mktemp("crawled") / "out"
    with SampleServer(build()) as server:
        for _ in range(2):
            assert crawl(output, site="sample", base_url=server.base_url, limit=5).returncode == 0
    return output


@pytest.fixture
def output(tmp_path, crawled):
    shutil.copytree(crawled, tmp_path / "out", symlinks=True)
    return tmp_path / "out"


def test_a_sound_folder_passes(output):
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    code, words = verify("--output", output)
    assert code == 0
    for part in ("2 releases", "2 WARC files", "10 records", "10 pages", "the same lines, byte for byte"):
        assert part in words
    kept = {path: path.read_bytes() for path in output.rglob("*") if path.is_file() and path in before}
    assert kept == before, "nothing may be changed"
    assert verify(output) == (code, words)


def test_it_is_a_command_of_its_own(output):
    result = run("medscrape", "verify", "--output", str(output))
    assert (result.returncode, result.stderr) == (0, "")
    result = run("medscrape", "verify", "--output", str(output / "nowhere"))
    assert result.returncode == 1
    assert "There is no store" in " ".join(result.stdout.split())


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)


def body_in_archive(output: Path) -> tuple[Path, int]:
    path = warc_files(output / "archive")[0]
    return path, path.stat().st_size // 2


def damage_a_record(output: Path) -> None:
    flip(*body_in_archive(output))


def cut_the_archive(output: Path) -> None:
    path, half = body_in_archive(output)
    path.write_bytes(path.read_bytes()[:half])


def lose_the_archive(output: Path) -> None:
    shutil.rmtree(output / "archive")


def edit_a_line(output: Path) -> None:
    path = output / "topics.jsonl"
    path.resolve().write_bytes(path.read_bytes().replace(b"sleep", b"slept", 1).replace(b"the", b"teh", 1))


def lose_a_file(output: Path) -> None:
    (output / "rejected.jsonl").resolve().unlink()


def cut_the_manifest(output: Path) -> None:
    path = (output / "manifest.json").resolve()
    path.write_bytes(path.read_bytes()[:100])


def lose_the_link(output: Path) -> None:
    (output / "current").unlink()


def damage_the_store(output: Path) -> None:
    path = output / "store" / "store.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:40_960] = bytes(40_960 - 8192)
    path.write_bytes(data)


def behead_the_store(output: Path) -> None:
    (output / "store" / "store.sqlite").write_bytes(b"nonsense" * 1000)


def change_a_record_in_the_store(output: Path) -> None:
    with closing(sqlite3.connect(output / "store" / "store.sqlite")) as database:
        database.execute("UPDATE version SET provenance = replace(provenance, 'utf-8', 'utf-9')")
        database.commit()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_a_record, ("cut off or damaged", "archived page")),
        (cut_the_archive, ("cut off or damaged", "not there: the file ends before it")),
        (lose_the_archive, ("not there: the file is missing",)),
        (edit_a_line, ("is not the file that was published", "another line than the published one")),
        (lose_a_file, ("is not the file that was published",)),
        (cut_the_manifest, ("manifest.json cannot be read",)),
        (lose_the_link, ("leads to no release",)),
        (damage_the_store, ("store",)),
        (behead_the_store, ("store",)),
        (change_a_record_in_the_store, ("The store gives other lines",)),
    ],
)
def test_damage_is_named(output, damage, words):
    damage(output)
    code, found = verify("--output", output)
    assert code == 1
    for part in words:
        assert part in found


def test_no_damage_is_a_traceback(output, tmp_path):
    chance = random.Random(7)
    names = [
        "store/store.sqlite",
        "topics.jsonl",
        "manifest.json",
        *(f"archive/{p.name}" for p in warc_files(output / "archive")),
    ]
    for turn in range(12):
        copy = tmp_path / str(turn)
        shutil.copytree(output, copy, symlinks=True)
        path = (copy / names[turn % len(names)]).resolve()
        data = bytearray(path.read_bytes())
        for _ in range(200):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randrange(len(data) // 2, len(data))])
        assert verify("--output", copy)[0] == 1


def test_saved_pages_are_held_against_their_records(tmp_path):
    site = build()
    for number, path in enumerate(site.topic_paths()):
        (tmp_path / f"{number}.html").write_bytes(site.get(path).body)
    code, words = verify(tmp_path)
    assert (code, "55 pages" in words) == (0, True)


def test_a_page_without_a_record_is_named():
    code, words = verify(PAGES / "rejections" / "login" / "page.html")
    assert code == 1
    assert "asks for a password" in words


def test_pages_in_a_warc_file_are_held_against_their_records(tmp_path):
    path = tmp_path / "theirs.warc.gz"
    url = "https://medlineplus.gov/t.html"
    good = foreign(answer(topic_page("t").body), url=url)
    other = foreign(answer(b"<!DOCTYPE html><html><body><h1>A group</h1><p>Of topics.</p></body></html>"), url=url)
    path.write_bytes(in_members(good, other))
    assert verify(path)[0] == 0
    path.write_bytes(in_members(good, other)[:-30])
    code, words = verify(path)
    assert (code, "cut off or damaged" in words) == (1, True)


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path):
    result = run("medscrape", "verify", str(tmp_path / "nothing.html"))
    assert (result.returncode, "There is no file or folder" in result.stderr) == (2, True)


def test_a_record_read_by_older_parsers_is_no_damage(tmp_path):
    with serving(site_of(["t1"])) as web:
        assert crawl(tmp_path, *FAST, base_url=web.base_url).returncode == 0
    path = (tmp_path / "topics.jsonl").resolve()
    path.write_bytes(path.read_bytes().replace(b'"parser_version":"', b'"parser_version":"0.', 1))
    _, words = verify("--output", tmp_path)
    assert "1 read by older parsers" in words
    assert "another line" not in words
