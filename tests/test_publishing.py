"""The publication: what readers find, that they never find half of it, and that it can be checked and read back."""

import errno
import gzip
import hashlib
import json
import os
import resource
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from store_helpers import ANYWAY, NOON, begin, open_store, rejection, release, topic, url_of

from medscrape.errors import OutputError
from medscrape.models import Link, Manifest, Rejection, Section, Topic
from medscrape.publishing import (
    load,
    publish,
    publish_pending,
    schema_files,
    stale_schemas,
    write_schemas,
)
from medscrape.releasing import accept
from medscrape.store import Release, Store

DAY = timedelta(days=1)
SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


def next_release(store: Store, words: str) -> Release:
    last = store.last_release()
    day = last.seq if last else 0
    return release(store, {"asthma": words, "fever": words}, at=NOON + day * DAY)


def whole(folder: Path) -> Manifest:
    """The manifest of a release's folder, after checking each file against it."""
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    for name, known in manifest.files.items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == known.sha256
        assert (len(content), content.count(b"\n")) == (known.bytes, known.lines)
    return manifest


def releases(output: Path) -> list[str]:
    return sorted(path.name for path in (output / "releases").iterdir())


# --- what readers find


def test_the_files_of_a_release_agree_with_its_manifest(store: Store, tmp_path: Path) -> None:
    run = begin(store)
    store.finish_topic(run, url_of("asthma"), topic("asthma", "Ä\n\nB", run=run.id))
    store.finish_rejected(run, url_of("walled"), rejection("walled"))
    accepted = store.accept(run, NOON + timedelta(minutes=5))
    manifest = publish(store, accepted, tmp_path)
    assert manifest == whole(tmp_path / "current")
    assert (manifest.run_id, manifest.complete, manifest.counts) == (run.id, True, accepted.counts)
    assert (manifest.started_at, manifest.finished_at) == (NOON, NOON + timedelta(minutes=5))
    assert manifest.files["topics.jsonl"].lines == manifest.counts.records == 1
    assert (tmp_path / "topics.jsonl").read_bytes() == b"".join(line + b"\n" for line in store.lines(accepted))
    assert (tmp_path / "rejected.jsonl").read_bytes() == rejection("walled").to_line() + b"\n"


def test_links_are_relative_and_the_folder_can_move(store: Store, tmp_path: Path) -> None:
    accepted = next_release(store, "Words.")
    publish(store, accepted, tmp_path)
    assert (tmp_path / "current").readlink() == Path("releases", accepted.run_id)
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    for name in ("topics.jsonl", "changes.jsonl", "rejected.jsonl", "manifest.json"):
        assert (moved / name).readlink() == Path("current", name)
        assert (moved / name).is_file()
    assert len(list(load(moved))) == 2


def test_the_last_few_releases_stay(store: Store, tmp_path: Path) -> None:
    published = []
    for number in range(5):
        accepted = next_release(store, f"Words {number}.")
        publish(store, accepted, tmp_path, keep=2)
        published.append(accepted)
        assert releases(tmp_path) == [one.run_id for one in published[-2:]]
    publish(store, published[-1], tmp_path, keep=0)
    assert releases(tmp_path) == [published[-1].run_id]
    publish(store, published[0], tmp_path, keep=1)
    assert releases(tmp_path) == [published[0].run_id, published[-1].run_id]
    assert whole(tmp_path / "current").run_id == published[0].run_id


def test_a_reader_never_sees_half_a_release(store: Store, tmp_path: Path) -> None:
    publish(store, next_release(store, "Words."), tmp_path)
    stop, problems, seen = threading.Event(), [], set()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add(whole((tmp_path / "current").resolve(strict=True)).run_id)
                assert len((tmp_path / "topics.jsonl").read_bytes().splitlines()) == 2
            except Exception as error:  # noqa: BLE001 - the main thread reports whatever happened
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(30):
        publish(store, next_release(store, f"Words {number}."), tmp_path, keep=30)
    stop.set()
    reader.join()
    assert problems == []
    assert len(seen) > 1


# --- again, later, after damage


def _file(path: Path) -> None:
    path.write_text("mine")


def _folder(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to("elsewhere")


Place = Callable[[Path], None]


def test_publishing_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    accepted = next_release(store, "Words.")
    first = publish(store, accepted, tmp_path)
    stamps = {path: path.stat().st_ino for path in (tmp_path / "current").resolve().iterdir()}
    assert publish(store, accepted, tmp_path) == first
    assert {path: path.stat().st_ino for path in (tmp_path / "current").resolve().iterdir()} == stamps


@pytest.mark.parametrize("name", ["topics.jsonl", "changes.jsonl", "manifest.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}\n"])
def test_publishing_again_repairs_a_damaged_release(
    store: Store, tmp_path: Path, name: str, content: bytes | None
) -> None:
    accepted = next_release(store, "Words.")
    first = publish(store, accepted, tmp_path)
    file = (tmp_path / name).resolve()
    file.unlink() if content is None else file.write_bytes(content)
    assert publish(store, accepted, tmp_path) == first == whole(tmp_path / "current")
    assert releases(tmp_path) == [accepted.run_id]


def test_readers_of_a_damaged_release_find_every_file_while_it_is_repaired(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = next_release(store, "Words.")
    publish(store, accepted, tmp_path)
    (tmp_path / "topics.jsonl").resolve().write_bytes(b"torn")
    steps: list[str] = []

    def watched(name: str) -> None:
        step = getattr(os, name)

        def look(*args: Any, **kwargs: Any) -> Any:
            done = step(*args, **kwargs)
            steps.append(name)
            for shown in ("topics.jsonl", "changes.jsonl", "rejected.jsonl", "manifest.json"):
                assert (tmp_path / shown).is_file(), f"{shown} is gone after {name}"
            return done

        monkeypatch.setattr(os, name, look)

    for name in ("rename", "replace", "unlink", "rmdir", "mkdir"):
        watched(name)
    assert publish(store, accepted, tmp_path) == whole(tmp_path / "current")
    assert steps.count("replace") >= 4


@pytest.mark.parametrize("stray", [_file, _folder, _link])
def test_what_stands_in_the_place_of_a_file_of_a_release_makes_way(store: Store, tmp_path: Path, stray: Place) -> None:
    accepted = next_release(store, "Words.")
    first = publish(store, accepted, tmp_path)
    place = (tmp_path / "current").resolve()
    (place / "topics.jsonl").unlink()
    stray(place / "topics.jsonl")
    stray(place / "more")
    assert publish(store, accepted, tmp_path) == first == whole(tmp_path / "current")
    assert sorted(path.name for path in place.iterdir()) == sorted([*first.files, "manifest.json"])


def test_a_publication_that_a_kill_prevented_is_caught_up_once(store: Store, tmp_path: Path) -> None:
    assert publish_pending(store, tmp_path) is None
    accepted = next_release(store, "Words.")
    leftover = tmp_path / "releases" / f".{accepted.run_id}.draft"
    leftover.mkdir(parents=True)
    (leftover / "topics.jsonl").write_text('{"torn')
    manifest = publish_pending(store, tmp_path)
    assert manifest
    assert manifest.run_id == accepted.run_id
    assert releases(tmp_path) == [accepted.run_id]
    assert publish_pending(store, tmp_path) is None


def test_files_that_are_not_ours_are_left_alone(store: Store, tmp_path: Path) -> None:
    mine = [tmp_path / "notes.txt", tmp_path / "releases" / "notes", tmp_path / "releases" / ".hidden"]
    (tmp_path / "releases").mkdir()
    for path in mine:
        path.write_text("mine")
    for number in range(3):
        publish(store, next_release(store, f"Words {number}."), tmp_path, keep=1)
    assert [path.read_text() for path in mine] == ["mine"] * 3


@pytest.mark.parametrize("name", ["current", "topics.jsonl", "changes.jsonl", "rejected.jsonl", "manifest.json"])
@pytest.mark.parametrize("stand", [_file, _folder, _link])
def test_what_is_in_the_way_is_named_and_kept(store: Store, tmp_path: Path, name: str, stand: Any) -> None:
    stand(tmp_path / name)
    accepted = next_release(store, "Words.")
    for attempt in (lambda: publish(store, accepted, tmp_path), lambda: publish_pending(store, tmp_path)):
        with pytest.raises(OutputError, match="is in the way") as caught:
            attempt()
        assert str(tmp_path / name) in str(caught.value)
    assert not (tmp_path / "releases").exists()
    assert stand is not _file or (tmp_path / name).read_text() == "mine"


def test_a_file_in_place_of_the_releases_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("mine")
    with pytest.raises(OutputError, match="releases"):
        publish(store, next_release(store, "Words."), tmp_path)


# --- a full disk


@pytest.mark.parametrize("call", range(7))
def test_a_full_disk_leaves_the_old_release_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    publish(store, next_release(store, "Words."), tmp_path)
    accepted = next_release(store, "Edited.")
    calls = iter(range(100))
    real = os.fsync

    def fail(handle: int) -> None:
        if next(calls) == call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="disk is full"):
        publish(store, accepted, tmp_path)
    whole(tmp_path / "current")
    assert all(not name.startswith(".") for name in releases(tmp_path))
    assert publish(store, accepted, tmp_path) == whole(tmp_path / "current")


def test_a_file_that_cannot_grow_is_one_sentence(store: Store, tmp_path: Path) -> None:
    old = publish(store, next_release(store, "Words."), tmp_path)
    noise = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(4_000))
    accepted = next_release(store, noise)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"disk is full.*run the same command again"):
            publish(store, accepted, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert whole(tmp_path / "current") == old
    assert releases(tmp_path) == [old.run_id]
    assert publish_pending(store, tmp_path) == whole(tmp_path / "current")


# --- schemas


def test_the_schema_files_are_current() -> None:
    assert stale_schemas(SCHEMAS) == []


def test_a_stale_missing_or_left_over_schema_is_named(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    (tmp_path / "change.schema.json").write_text("{}")
    (tmp_path / "topic.schema.json").unlink()
    (tmp_path / "former.schema.json").write_text("{}")
    assert stale_schemas(tmp_path) == ["change.schema.json", "former.schema.json", "topic.schema.json"]


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(schema_files()[f"{name}.schema.json"])
    return content


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("name", ["topic", "rejection", "manifest", "change"])
def test_schemas_are_valid_described_complete_and_open(name: str) -> None:
    content = schema(name)
    Draft202012Validator.check_schema(content)
    assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert content["$id"] == f"urn:medscrape:schema:{name}:1.0"
    assert (content["version"], content["title"]) == ("1.0", name.title())
    for node in objects(content):
        assert set(node["required"]) == set(node["properties"])
        assert node.get("additionalProperties") is not False
        assert node["description"]
        # pydantic leaves out a field's description when its type has the same one
        assert all("description" in field or "$ref" in field for field in node["properties"].values())
    assert all(part["description"] for part in content.get("$defs", {}).values())


def rich_topic() -> Topic:
    link = Link.model_validate_json(
        b'{"title": "T", "url": "https://a.example/x?y=1", "sid": "1", "organizations": ["O"], "from_nih": true,'
        b'"nih_institutes": ["NCI"], "labels": ["pdf"], "notes": [], "alternates": [{"language": "es", "url": null}],'
        b'"reference": {"kind": "pubmed_article", "id": "1", "query": null}}'
    )
    section = Section.model_validate_json(
        b'{"kind": "start_here", "heading": "Start Here", "subheading": null, "group": "basics", "placement": "main",'
        b'"anchor": "cat_51", "links": [], "text": "", "license": null}'
    )
    return topic("asthma", sections=(section.model_copy(update={"links": (link,)}),))


def published_objects(store: Store, output: Path) -> Iterator[tuple[str, Any]]:
    run = begin(store)
    store.finish_topic(run, url_of("asthma"), rich_topic())
    store.finish_rejected(run, url_of("walled"), rejection("walled"))
    publish(store, accept(store, run, NOON, force=ANYWAY), output)
    yield "topic", json.loads((output / "topics.jsonl").read_text())
    yield "rejection", json.loads((output / "rejected.jsonl").read_text())
    yield "manifest", json.loads((output / "manifest.json").read_text())
    run = begin(store, at=NOON + DAY)
    store.finish_topic(run, url_of("asthma"), topic("asthma", "Edited."))
    publish(store, accept(store, run, NOON + DAY, force=ANYWAY), output)
    for line in (output / "changes.jsonl").read_text().splitlines():
        yield "change", json.loads(line)


def test_published_lines_meet_their_schemas_also_with_additions(store: Store, tmp_path: Path) -> None:
    met = set()
    for name, value in published_objects(store, tmp_path):
        validator = Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert list(validator.iter_errors(value)) == []
        assert list(validator.iter_errors(value | {"added_later": 1})) == []
        for key in value:
            assert not validator.is_valid({k: v for k, v in value.items() if k != key}), key
        met.add(name)
    assert met == {"topic", "rejection", "manifest", "change"}


# --- reading back


def test_load_reads_what_was_published(store: Store, tmp_path: Path) -> None:
    accepted = next_release(store, "Words.")
    publish(store, accepted, tmp_path)
    records = list(load(tmp_path))
    assert [record.to_line() for record in records] == list(store.lines(accepted))
    packed = tmp_path / "copy.jsonl.gz"
    packed.write_bytes(gzip.compress((tmp_path / "topics.jsonl").read_bytes()))
    assert list(load(packed)) == list(load(str(tmp_path / "topics.jsonl"))) == records


def test_load_stays_with_the_release_it_began_with(store: Store, tmp_path: Path) -> None:
    publish(store, next_release(store, "Words."), tmp_path)
    records = load(tmp_path)
    publish(store, next_release(store, "Edited."), tmp_path)
    assert [record.summary.text for record in records if record.summary] == ["Words.", "Words."]


def test_load_ignores_fields_it_does_not_know_at_any_depth(tmp_path: Path) -> None:
    record = rich_topic()
    value = json.loads(record.to_line())
    for node in (value, value["provenance"], value["summary"], value["sections"][0], value["sections"][0]["links"][0]):
        node["added_later"] = {"a": 1}
    path = tmp_path / "newer.jsonl"
    path.write_text(json.dumps(value) + "\n")
    assert list(load(path)) == [record]


@pytest.mark.parametrize(
    "line, reason",
    [('{"torn', "JSON"), ("", "JSON"), ("{}", "schema_version: Field required"), ("[1]", "object")],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "topics.jsonl"
    path.write_bytes(topic("asthma").to_line() + f"\n{line}\n".encode())
    records = load(path)
    assert next(records) == topic("asthma")
    with pytest.raises(OutputError, match=rf"Line 2 of .*topics\.jsonl.*{reason}"):
        next(records)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(gzip.compress(topic("asthma").to_line())[:-20])
    plain = tmp_path / "plain.jsonl.gz"
    plain.write_text("{}")
    for path in (torn, plain, tmp_path / "missing.jsonl", tmp_path):
        with pytest.raises(OutputError, match="cannot be read"):
            list(load(path))


def test_rejections_read_back(store: Store, tmp_path: Path) -> None:
    run = begin(store)
    store.finish_rejected(run, url_of("walled"), rejection("walled"))
    publish(store, store.accept(run, NOON), tmp_path)
    assert Rejection.model_validate_json((tmp_path / "rejected.jsonl").read_bytes()) == rejection("walled")
