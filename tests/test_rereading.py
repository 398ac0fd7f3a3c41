"""Many WARC files into partitions: complete, the same whoever does the work, and gone on from wherever it ended."""

import json
import os
import re
import signal
import subprocess
import sys

import pyarrow.parquet
import pytest
from crawl_helpers import topic_page
from rereading_helpers import (
    HOME,
    Inline,
    archive,
    archives,
    captures,
    children,
    files,
    is_alive,
    manifest,
    reread,
    run,
    start,
    stumbling,
    topics,
    until,
)
from typer.testing import CliRunner
from warc_helpers import exchange, read_all

from medscrape.archive import ArchiveWriter
from medscrape.cli import app
from medscrape.cli.job_progress import Progress
from medscrape.errors import OutputError, UsageError
from medscrape.models import Capture
from medscrape.rereading import Reply, Step, Task, reading, work
from medscrape.rereading.engines.engine import ATTEMPTS
from medscrape.rereading.engines.lane import Lane
from medscrape.rereading.layout import Layout
from medscrape.rereading.units import biggest_first, units_of


def lines(folder, part="topics"):
    return [json.loads(line) for path in sorted((folder / part).iterdir()) for line in path.read_bytes().splitlines()]


def test_every_capture_gives_a_record_in_the_partition_of_its_file(tmp_path):
    first = archive(tmp_path / "in", [*topics("a", "b"), *topics("a"), exchange("/x.html", b"<h1>Other</h1>")])
    second = archive(tmp_path / "in", topics("a", words="New."), run="20261124T120000Z")
    done = reread(tmp_path / "out", tmp_path / "in")
    parts = {unit["path"]: unit for unit in manifest(tmp_path / "out")["units"]}
    assert set(parts) == {str(first), str(second)}
    assert [record["id"][-1] for record in lines(tmp_path / "out")] == ["a", "b", "a", "a"]
    assert parts[str(first)]["topics"]["lines"] == parts[str(first)]["counts"]["records"] == 3
    assert parts[str(first)]["input"]["size"] == first.stat().st_size
    assert done.manifest.counts.model_dump() == {
        "records": 4, "rejections": 0, "not_topics": 1, "damaged": 0, "revisits": 0,
    }  # fmt: skip
    assert done.manifest.complete


def test_files_of_the_same_name_in_other_folders_have_partitions_of_their_own(tmp_path):
    for folder in "xy":
        archive(tmp_path / folder, topics(folder))
    done = reread(tmp_path / "out", tmp_path / "x", tmp_path / "y", *(tmp_path / "x").glob("*.gz"))
    assert done.read == len(list((tmp_path / "out" / "topics").iterdir())) == 2
    assert sorted(record["id"][-1] for record in lines(tmp_path / "out")) == ["x", "y"]


def test_the_bytes_do_not_depend_on_who_does_the_work(tmp_path):
    archives(tmp_path / "in", 3)
    (tmp_path / "in" / "notice.html").write_bytes(b"<h1>Site maintenance</h1>")
    reread(tmp_path / "inline", tmp_path / "in", shape="parquet", latest=True)
    result = run(tmp_path / "in", "--to", tmp_path / "pool", "--workers", 2, "--format", "parquet", "--latest")
    assert result.returncode == 1  # the notice
    assert "4 files read, 0 unchanged" in result.stdout
    assert "12 records, 1 rejections" in result.stdout
    assert files(tmp_path / "pool") == files(tmp_path / "inline")


def test_parquet_holds_what_json_lines_hold(tmp_path):
    archives(tmp_path / "in", 2)
    for shape in ("jsonl", "parquet"):
        reread(tmp_path / shape, tmp_path / "in", shape=shape, latest=True)
    rows = pyarrow.parquet.read_table(tmp_path / "parquet" / "topics").to_pylist()
    newest = pyarrow.parquet.read_table(tmp_path / "parquet" / "latest.parquet").to_pylist()
    assert [row["content_hash"] for row in rows] == [line["content_hash"] for line in lines(tmp_path / "jsonl")]
    assert sorted(row["id"] for row in newest) == sorted(row["id"] for row in rows)


def test_a_second_run_reads_only_what_is_another(tmp_path, monkeypatch):
    paths = archives(tmp_path / "in", 3)
    out = tmp_path / "out"
    reread(out, tmp_path / "in")
    before = files(out)
    assert (reread(out, tmp_path / "in").unchanged, files(out)) == (3, before)

    path = max((out / "topics").iterdir())
    path.write_bytes(path.read_bytes()[:-7])
    again = reread(out, tmp_path / "in")
    assert (again.read, again.unchanged, files(out)) == (1, 2, before)

    paths[0].write_bytes(paths[1].read_bytes())
    again = reread(out, tmp_path / "in")
    assert (again.read, again.unchanged, again.manifest.counts.records) == (1, 2, 13)

    monkeypatch.setattr(work, "PARSER_VERSION", "next")
    assert reread(out, tmp_path / "in").read == 3


def test_what_a_command_does_not_name_stays(tmp_path):
    first, second = archives(tmp_path / "in", 2)
    reread(tmp_path / "out", first)
    done = reread(tmp_path / "out", second)
    assert (done.read, done.manifest.counts.records) == (1, 7)
    assert len(manifest(tmp_path / "out")["units"]) == 2


def revisited(folder):
    """A file of one topic, and a second one that says that it is the same and has another."""
    first = archive(folder, topics("a"))
    unchanged = exchange("/a.html", b"", 304, identity=f"{HOME}/a.html")
    place = Capture(file=first.name, offset=next(iter(offsets(first))))
    with ArchiveWriter(folder, "20261124T120000Z", longest=10**9) as file:
        file.append(unchanged, place)
        file.append(topics("b")[0])
    return first, next(path for path in folder.iterdir() if "20261124" in path.name)


def offsets(path):
    return [found.capture.offset for found in read_all(path)[0]]


def test_a_revisit_counts_once_wherever_its_capture_is(tmp_path):
    first, second = revisited(tmp_path / "in")
    both = reread(tmp_path / "both", first, second)
    assert (both.manifest.counts.records, both.manifest.counts.revisits) == (2, 1)

    alone = reread(tmp_path / "out", second)
    assert sorted(record["id"][-1] for record in lines(tmp_path / "out")) == ["a", "b"]
    assert alone.manifest.counts.revisits == 0
    assert reread(tmp_path / "out", second).unchanged == 1
    assert reread(tmp_path / "out", first, second).read == 2  # what was read from beside is now a partition of its own
    assert files(tmp_path / "out") == files(tmp_path / "both")

    first.unlink()
    lost = reread(tmp_path / "lost", second)
    assert (lost.manifest.counts.records, lost.manifest.counts.damaged) == (1, 1)


def test_damage_is_counted_and_told(tmp_path):
    path = archive(tmp_path / "in", topics("a", "b", "c"))
    data = bytearray(path.read_bytes())
    data[offsets(path)[1] + 40] ^= 0xFF
    path.write_bytes(data[:-20])
    done = reread(tmp_path / "out", tmp_path / "in")
    assert (done.manifest.counts.records, done.manifest.counts.damaged) == (2, 2)
    assert all(rejection["detail"].startswith(f"{path.name}: ") for rejection in lines(tmp_path / "out", "rejected"))
    assert done.manifest.complete


def test_the_newest_record_of_every_topic(tmp_path):
    old = archive(tmp_path / "in", topics("a", "b", words="Old."), run="20261125T000000Z")
    late = [one for one in topics("x", "y", "a", words="New.") if one.identity.endswith("a.html")]
    archive(tmp_path / "in", late, run="20261101T000000Z")
    reread(tmp_path / "out", tmp_path / "in", latest=True)
    newest = [json.loads(line) for line in (tmp_path / "out" / "latest.jsonl").read_bytes().splitlines()]
    assert {record["id"][-1]: record["summary"]["text"][:4] for record in newest} == {"a": "New.", "b": "Old."}
    assert manifest(tmp_path / "out")["latest"]["lines"] == 2

    reread(tmp_path / "out", old)
    assert not (tmp_path / "out" / "latest.jsonl").exists()


def test_saved_pages_of_a_folder_are_one_partition(tmp_path):
    for slug in "ab":
        (tmp_path / f"{slug}.html").write_bytes(topic_page(slug).body)
    done = reread(tmp_path / "out", tmp_path)
    assert (done.read, [record["id"][-1] for record in lines(tmp_path / "out")]) == (1, ["a", "b"])


def test_the_biggest_file_is_read_first(tmp_path):
    paths = archives(tmp_path / "in", 3)
    engine = Inline()
    reread(tmp_path / "out", tmp_path / "in", engine=engine)
    assert engine.order == [path.name for path in reversed(paths)]
    assert [unit.path for unit in biggest_first(units_of([tmp_path / "in"]))] == [str(path) for path in reversed(paths)]


def test_a_file_that_kills_its_readers_is_told_and_the_others_are_read(tmp_path):
    killer, good = archives(tmp_path / "in", 2)
    environment = stumbling(tmp_path / "bad", KILLED_BY=killer.name, LOG=str(tmp_path / "log"))
    result = run(tmp_path / "in", "--to", tmp_path / "out", "--workers", 1, "--latest", environment=environment)
    assert result.returncode == 1
    assert "1 files read, 0 unchanged since they were read, 1 failed" in result.stdout
    assert f"{killer} was killed (SIGKILL; perhaps for want of memory)" in result.stderr
    assert (tmp_path / "log").read_text() == "killed\n" * ATTEMPTS
    told = manifest(tmp_path / "out")
    assert (told["complete"], told["latest"]) == (False, None)
    assert [unit["path"] for unit in told["failed"]] == [str(killer)]
    assert [unit["path"] for unit in told["units"]] == [str(good)]

    done = reread(tmp_path / "out", tmp_path / "in", latest=True)
    assert (done.read, done.unchanged, done.manifest.complete) == (1, 1, True)
    reread(tmp_path / "undisturbed", tmp_path / "in", latest=True)
    assert files(tmp_path / "out") == files(tmp_path / "undisturbed")


def test_a_process_that_fails_is_told_by_its_last_words_and_replaced(tmp_path):
    (unit,) = units_of(archives(tmp_path / "in", 1))
    lane = Lane()
    try:
        replies = [lane.do(Task(folder=folder, job="none", unit=unit)) for folder in ("a\0b", str(tmp_path))]
    finally:
        lane.close()
    assert replies[0].detail.endswith("ended with code 1: ValueError: embedded null byte")
    assert "/.work/none cannot be read: No such file" in replies[1].detail


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_job_that_is_killed_loses_and_repeats_nothing(tmp_path, end):
    paths = archives(tmp_path / "in", 3)
    out = tmp_path / "out"
    reread(out, paths[0])
    job = start(
        tmp_path / "in",
        "--to",
        out,
        "--workers",
        1,
        environment=stumbling(tmp_path / "bad", HELD_AT=str(tmp_path / "held")),
    )
    until((tmp_path / "held").exists)
    helpers = children(job.pid)
    job.send_signal(end)
    said = job.communicate(timeout=60)[1]
    assert ("the same command goes on from here" in said) == (end == signal.SIGINT)
    until(lambda: not any(map(is_alive, helpers)))
    assert (job.returncode != 0, len(helpers) > 0) == (True, True)
    assert len(list((out / "topics").iterdir())) == 1
    assert not manifest(out)["complete"]

    again = reread(out, tmp_path / "in")
    assert (again.read, again.unchanged) == (2, 1)
    reread(tmp_path / "undisturbed", tmp_path / "in")
    assert files(out) == files(tmp_path / "undisturbed")
    assert len(captures(out)) == len(set(captures(out))) == 12


def test_progress_counts_what_is_under_way(tmp_path):
    small, big = biggest_first(units_of(archives(tmp_path / "in", 2)))[::-1]
    progress = Progress(2, small.size + big.size)
    tasks = [Task(folder="", job="", unit=unit) for unit in (small, big)]
    assert "pages" not in progress.line()
    progress.step(tasks[0], Step(pages=1, size=small.size // 2))
    progress.step(tasks[1], Step(pages=2, size=big.size // 2))
    assert re.match(r"0 of 2 files, \d+ s so far, 3 pages read, ", progress.line())
    reread(tmp_path / "out", tmp_path / "in")
    receipts = {receipt.name: receipt for receipt in Layout(tmp_path / "out").receipts()}
    progress.end(tasks[0], Reply(state="done", receipt=receipts[small.name], detail=""))
    assert re.match(r"1 of 2 files, \d+ s so far, 5 pages read, ", progress.line())
    progress.end(tasks[1], Reply(state="done", receipt=receipts[big.name], detail=""))
    assert progress.line().endswith(", about 0 s left")


def test_a_reading_process_tells_how_far_it_is(tmp_path, monkeypatch):
    (unit,) = units_of(archives(tmp_path / "in", 1))
    monkeypatch.setattr(reading, "_SECONDS_BETWEEN_STEPS", 0)
    steps = []
    assert len(list(reading.UnitReading(unit, (), steps.append))) == 3
    assert [step.pages for step in steps] == [1, 2, 3]
    assert 0 < steps[0].size < steps[1].size < steps[2].size < unit.size


def test_one_job_at_a_time_in_a_folder(tmp_path):
    archives(tmp_path / "in", 1)
    job = start(
        tmp_path / "in", "--to", tmp_path / "out", environment=stumbling(tmp_path, HELD_AT=str(tmp_path / "held"))
    )
    until((tmp_path / "held").exists)
    with pytest.raises(OutputError, match="Another run is writing to"):
        reread(tmp_path / "out", tmp_path / "in")
    job.kill()
    job.communicate()


def test_what_cannot_be_is_told_in_a_sentence(tmp_path):
    archives(tmp_path / "in", 1)
    reread(tmp_path / "out", tmp_path / "in")
    with pytest.raises(OutputError, match="holds jsonl partitions; name another folder for parquet"):
        reread(tmp_path / "out", tmp_path / "in", shape="parquet")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is a file; name a folder"):
        reread(tmp_path / "file", tmp_path / "in")
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "manifest.json").touch()
    with pytest.raises(OutputError, match="holds something else than partitions"):
        reread(tmp_path / "published", tmp_path / "in")
    odd = tmp_path / os.fsdecode(b"\xff.warc")
    odd.touch()
    with pytest.raises(UsageError, match="is not UTF-8"):
        reread(tmp_path / "out", odd)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--latest"], "need --to FOLDER"),
        (["--engine", "dask"], "belong together"),
        (["--scheduler", "tcp://127.0.0.1:1", "--to", "x"], "belong together"),
        (["--to", "x", "--url", "https://medlineplus.gov/a.html"], "--to is for many"),
    ],
)
def test_options_that_do_not_go_together_are_refused(tmp_path, options, sentence):
    (path,) = archives(tmp_path, 1)
    refused = CliRunner().invoke(app, ["extract", str(path), *options]).exception
    assert isinstance(refused, UsageError)
    assert sentence in str(refused)


def test_standard_output_is_the_same_with_any_number_of_processes(tmp_path):
    archives(tmp_path / "in", 3)
    (tmp_path / "in" / "saved.html").write_bytes(topic_page("saved").body)
    (tmp_path / "in" / "notice.html").write_bytes(b"<h1>Site maintenance</h1>")
    one, many = (run(tmp_path / "in", "--workers", workers) for workers in (1, 3))
    assert (one.returncode, many.returncode) == (1, 1)
    assert one.stdout == many.stdout
    assert (len(one.stdout.splitlines()), len(one.stderr.splitlines()), len(many.stderr.splitlines())) == (13, 1, 1)


def test_work_on_all_cores_keeps_the_order_and_tells_when_a_process_dies():
    script = """
import os
from medscrape.errors import IncompleteRunError
from medscrape.extraction.in_order import in_order
assert list(in_order(abs, range(-500, 1), 3)) == list(range(500, -1, -1))
try:
    list(in_order(os._exit, [3], 2))
except IncompleteRunError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("A process that read pages was killed, perhaps for want of memory;")
