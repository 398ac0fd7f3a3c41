"""Stores of strangers, damaged or made up: they open or are refused with a sentence, and what they give is sound."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from store_helpers import open_store, release

from fuzz.mutators.documents import HOSTILE
from fuzz.mutators.pieces import bent
from fuzz.target import Target, expect, scratch
from medscrape import StoreError
from medscrape.auditing.output import audit_output
from medscrape.store import Store

_PAGE = 512


def expect_sound_or_refused(data: bytes) -> None:
    """Raises when a store is read in any other way than it should."""
    output = _folder()
    shutil.rmtree(output / "store", ignore_errors=True)
    (output / "store").mkdir()
    (output / "store" / "store.sqlite").write_bytes(data)
    try:
        _read(output)
    except StoreError as error:
        expect("\n" not in str(error), "a complaint is one sentence", str(error))
    list(audit_output(output))


def _read(output: Path) -> None:
    with Store.read(output) as store:
        store.problems()
        found = store.last_release()
        list(store.known_pages())
        store.captured_files()
        store.ids_ending("plum", 5)
        if found:
            list(store.lines(found))
            list(store.rejections(found))
            list(store.held(found))
            list(store.changes(found))
            store.events_of("sample/en/plum")


def mutated(data: bytes, random: Random) -> bytes:
    """A store with other bytes, or with other values in its tables."""
    if random.random() < 0.5:
        for _ in range(random.choice((1, 1, 5, 50))):
            data = bent(data, random)[: len(data)].ljust(len(data), b"\0")
        return data
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite"
        file.write_bytes(data)
        try:
            _edit(file, random)
        except (sqlite3.Error, ValueError):
            return bent(data, random)
        return file.read_bytes()


def _edit(file: Path, random: Random) -> None:
    connection = sqlite3.connect(file)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for _ in range(random.choice((1, 2, 4))):
            table = random.choice(tables)
            column = random.choice([row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')])
            value = random.choice((None, -1, 2**62, 1.5, b"\xff\x00", "", "0", "{}", "[1]", *HOSTILE))
            connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ?', (value,))
        connection.commit()
    finally:
        connection.close()


@cache
def _small() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder)) as store:
            release(store, {"plum": "Pear.", "fig": "Date."})
        file = Path(folder) / "store" / "store.sqlite"
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("VACUUM")
        connection.close()
        return file.read_bytes()


def seeds() -> Iterator[bytes]:
    """A store with a release of two topics."""
    yield _small()


def _folder() -> Path:
    return scratch("stores")


TARGET = Target("stores", expect_sound_or_refused, seeds, mutated)
