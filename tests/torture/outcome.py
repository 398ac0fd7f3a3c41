"""What a command left behind, in a form in which two runs can be compared.

Taken out, because a run that was disturbed cannot have them alike: the run's id; when pages were fetched, rejections
seen, changes detected, the run begun and ended; the place of a body in the archive (that it can be read again is for
`verify` to say); the port of the server; and, in the manifest, what was moved over the network and the digests that
follow from all of this. Nothing else is. What is of earlier runs must be the same to the last byte of it.
"""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from crawl_helpers import HOME

FILES = ("topics.jsonl", "changes.jsonl", "rejected.jsonl")
_TIMES = ("fetched_at", "seen_at", "detected_at")
_OF_THE_RUN = ("started_at", "finished_at", "traffic")


def published(output: Path) -> dict[str, list[Any]]:
    """The files of the current release, each as its lines; raises `ValueError` for one that is torn."""
    folder = (output / "current").resolve(strict=True)
    run = folder.name
    found: dict[str, list[Any]] = {}
    for name in FILES:
        content = (folder / name).read_bytes()
        if content and not content.endswith(b"\n"):
            raise ValueError(f"the last line of {name} is torn")
        found[name] = [_plain(json.loads(line), run) for line in content.splitlines()]
    found["manifest.json"] = [_plain_manifest(json.loads((folder / "manifest.json").read_bytes()), run)]
    return found


def committed(output: Path, earlier: int) -> set[str]:
    """The paths of the pages whose outcome is committed by runs after so many earlier ones."""
    with _store(output) as store:
        runs = "SELECT id FROM run ORDER BY id LIMIT -1 OFFSET ?"
        rows = store.execute(f"SELECT url FROM visit WHERE outcome NOT NULL AND run_id IN ({runs})", (earlier,))
        return {f"/{url.removeprefix(HOME)}" for (url,) in rows}


def releases(output: Path) -> list[bool]:
    """Of each release in the store, whether it is published."""
    with _store(output) as store:
        return [bool(done) for (done,) in store.execute("SELECT published FROM release ORDER BY seq")]


@contextmanager
def _store(output: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the store: SQLite cannot read one on a full disk, nor leave it alone."""
    with TemporaryDirectory() as folder:
        for path in (output / "store").glob("store.sqlite*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder, "store.sqlite"))) as store:
            yield store


def left_over(folder: Path) -> list[str]:
    """Drafts that nobody will complete."""
    endings = (".draft", ".damaged", ".removed", ".part", ".new", "-journal")
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.name.endswith(endings))


def missing(wanted: dict[str, list[Any]], got: dict[str, list[Any]]) -> int:
    """How many topics, changes and rejections are not there."""
    return sum((_keys(wanted[name]) - _keys(got[name])).total() for name in FILES)


def twice(wanted: dict[str, list[Any]], got: dict[str, list[Any]]) -> int:
    """How many are there once too often."""
    return sum((_keys(got[name]) - _keys(wanted[name])).total() for name in FILES)


def _keys(lines: Iterable[Any]) -> Counter[Any]:
    return Counter((line.get("id"), line["url"], line.get("event"), line.get("run_id")) for line in lines)


def _plain(line: Any, run: str) -> Any:
    origin = line.get("provenance", line)
    if origin.get("source_url"):
        origin["source_url"] = urlsplit(origin["source_url"]).path
    if origin.get("run_id") == run:
        origin["run_id"] = "RUN"
        origin |= {name: "TIME" for name in _TIMES if name in origin}
        origin |= {"capture": "PLACE"} if origin.get("capture") else {}
    return line


def _plain_manifest(manifest: Any, run: str) -> Any:
    text = json.dumps({name: value for name, value in manifest.items() if name not in _OF_THE_RUN})
    plain = json.loads(text.replace(run, "RUN"))
    plain["source"]["mirror"] = None
    plain["files"] = {name: file["lines"] for name, file in plain["files"].items()}
    return plain
