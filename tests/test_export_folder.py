"""Where an export is written: whole or not at all, never over something else, and every trouble in one sentence."""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from export_helpers import public_topics, sample_topics, write_lines

from medscrape import Topic
from medscrape.cli import main
from medscrape.errors import OutputError, UsageError
from medscrape.exporting import FORMATS, ExportManifest, Selection, export
from medscrape.exporting import exchange as exchanging

SMALL = sample_topics()[:4]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def broken_off() -> Iterator[Topic]:
    yield SMALL[0]
    raise OutputError("Line 2 of topics.jsonl is no topic record.")


# --- whole or not at all


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_that_fails_leaves_no_trace(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Line 2"):
        export(name, broken_off(), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
    export(name, SMALL, tmp_path / "old")
    before = files(tmp_path / "old")
    with pytest.raises(OutputError, match="Line 2"):
        export(name, broken_off(), tmp_path / "old")
    assert files(tmp_path / "old") == before
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_replaces_an_earlier_one(name: str, tmp_path: Path) -> None:
    export(name, sample_topics()[:9], tmp_path / "here")
    export(name, SMALL, tmp_path / "here")
    export(name, SMALL, tmp_path / "fresh")
    assert files(tmp_path / "here") == files(tmp_path / "fresh")
    assert {path.name for path in tmp_path.iterdir()} == {"here", "fresh"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux swaps two names in one step")
def test_a_reader_never_sees_half_an_export(tmp_path: Path) -> None:
    place = tmp_path / "here"
    export("csv", SMALL, place)
    stop, seen, problems = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            try:
                known = ExportManifest.model_validate_json((place / "export.json").read_bytes())
                seen.add(known.topics)
                assert (place / "topics.csv").read_bytes().endswith(b"\r\n")
            except Exception as error:  # noqa: BLE001 - the main thread reports whatever happened
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(30):
        export("csv", SMALL[: 1 + number % 2], place)
    stop.set()
    reader.join()
    assert problems == []
    assert {1, 2} <= seen


def test_where_names_cannot_be_swapped_they_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "_in_one_step", lambda *_: False)
    export("csv", sample_topics(), tmp_path / "here")
    export("csv", SMALL, tmp_path / "here")
    assert json.loads((tmp_path / "here" / "export.json").read_bytes())["topics"] == len(SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_what_a_killed_export_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "topics.jsonl", sample_topics())
    script = """
import sys, time
from pathlib import Path
from medscrape import load
from medscrape.exporting import export
def slowly(topics):
    for topic in topics:
        yield topic
        print("one", flush=True)
        time.sleep(0.2)
export("csv", slowly(load(sys.argv[1])), Path(sys.argv[2]))
"""
    command = [sys.executable, "-c", script, str(source), str(tmp_path / "here")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout
        killed.stdout.readline()
        [draft] = tmp_path.glob(".here.*.draft")
        export("csv", SMALL, tmp_path / "here")
        assert draft.exists()
        killed.send_signal(signal.SIGKILL)
    assert draft.exists()
    (tmp_path / "here.txt").touch()
    export("csv", SMALL, tmp_path / "here")
    assert {path.name for path in tmp_path.iterdir()} == {"topics.jsonl", "here", "here.txt"}


def test_an_interrupted_export_cleans_up(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Topic]:
        yield SMALL[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export("sqlite", interrupted(), tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_is_one_sentence(name: str, tmp_path: Path) -> None:
    export(name, SMALL, tmp_path / "here")
    before = files(tmp_path / "here")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"disk is full|cannot be written"):
            export(name, sample_topics(), tmp_path / "here")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(tmp_path / "here") == before
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_what_cannot_reach_the_disk_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="disk is full"):
        export("csv", SMALL, tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


# --- never over something else


def test_what_is_in_the_way_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    export("csv", SMALL, tmp_path / "csv")
    export("csv", SMALL, tmp_path / "with notes")
    (tmp_path / "with notes" / "notes.txt").write_text("mine")
    before = files(tmp_path)
    for name, format_name, words in (
        ("file", "csv", "is a file and stays"),
        ("folder", "csv", "holds something else than a csv export"),
        ("csv", "sqlite", "holds something else than a sqlite export"),
        ("with notes", "csv", "notes.txt is not of the export"),
        ("topics.parquet", "parquet", "An export is a folder"),
    ):
        with pytest.raises(OutputError, match=words):
            export(format_name, SMALL, tmp_path / name)
    assert files(tmp_path) == before


def test_an_empty_folder_is_free_and_missing_ones_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export("csv", SMALL, tmp_path / "empty")
    export("csv", SMALL, tmp_path / "a" / "b" / "c")
    assert files(tmp_path / "empty") == files(tmp_path / "a" / "b" / "c")


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    export("csv", sample_topics(), tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    export("csv", SMALL, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert json.loads((tmp_path / "real" / "export.json").read_bytes())["topics"] == len(SMALL)


# --- what cannot be exported


@pytest.mark.parametrize("selection", [Selection(("fr",)), Selection(public_domain_only=True)])
def test_nothing_to_export_is_said(selection: Selection, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to export"):
        export("csv", SMALL, tmp_path / "here", selection)
    assert list(tmp_path.iterdir()) == []


def test_an_id_that_is_there_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"holds {SMALL[0].id} more than once"):
        export("csv", [*SMALL, SMALL[0]], tmp_path / "here")
    assert list(tmp_path.iterdir()) == []


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence of a command that must fail with exit code 2."""
    monkeypatch.setattr(sys, "argv", ["medscrape", "export", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    assert ended.value.code == 2
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    return captured.err


def test_every_trouble_of_the_command_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = str(write_lines(tmp_path / "topics.jsonl", SMALL))
    (tmp_path / "bad.jsonl").write_text('{"torn')
    (tmp_path / "nothing").touch()
    for arguments, words in (
        (["xlsx", "--input", source], "choose one of parquet, csv, sqlite, markdown, chunks"),
        (["csv", "--input", str(tmp_path / "missing")], "There are no records"),
        (["csv", "--input", str(tmp_path / "bad.jsonl")], "Line 1"),
        (["csv", "--input", str(tmp_path / "nothing")], "nothing to export"),
        (["csv", "--input", source, "--language", "fr"], "does not hold a record in fr"),
        (["csv", "--input", source, "--public-domain-only"], "with a summary in the public domain"),
        (["csv", "--input", source, "--to", source], "name one instead of"),
        (["csv", "--input", source, "--to", "/proc/here"], "cannot be used"),
    ):
        assert words in refused(monkeypatch, capsys, *arguments)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"topics.jsonl", "bad.jsonl", "nothing"}


def test_a_missing_extra_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = str(write_lines(tmp_path / "topics.jsonl", SMALL))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for module in ("arrow", "parquet_file"):
        monkeypatch.delitem(sys.modules, f"medscrape.exporting.{module}", raising=False)
    sentence = refused(monkeypatch, capsys, "parquet", "--input", source)
    assert "pip install 'medscrape[parquet]'" in sentence
    assert not (tmp_path / "exports").exists()


def test_the_command_writes_beside_the_records_and_tells_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write_lines(tmp_path / "topics.jsonl", public_topics())
    for arguments in ([], ["--language", "es", "--public-domain-only", "--json", "--to", str(tmp_path / "spanish")]):
        monkeypatch.setattr(sys, "argv", ["medscrape", "export", "csv", "--input", str(tmp_path), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in {0, None}
    told, as_json = capsys.readouterr().out.splitlines()
    assert told == f"55 topics in en and es, 426 sections, 770 links: {tmp_path / 'exports' / 'csv'}"
    assert ExportManifest.model_validate_json(as_json).languages == ("es",)
    assert json.loads(as_json) == json.loads((tmp_path / "spanish" / "export.json").read_bytes())


# --- streams


@pytest.mark.parametrize("name", FORMATS)
def test_records_pass_and_do_not_pile_up(name: str, tmp_path: Path) -> None:
    most = 0
    alive: weakref.WeakSet[object] = weakref.WeakSet()

    def many() -> Iterator[Topic]:
        nonlocal most
        line = SMALL[0].to_line()
        for number in range(450):
            topic = Topic.model_validate_json(line.replace(b"sample/en/", b"sample/en/%03d-" % number, 1))
            alive.add(topic.provenance)
            most = max(most, len(alive))
            yield topic

    assert export(name, many(), tmp_path / name).topics == 450
    assert most <= (110 if name == "parquet" else 10)
