"""Stores of every older schema climb to the present one, and end up like a store made today."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_helpers import NOON, open_store, release

from medscrape.store import schema
from medscrape.store.database import Database


def shape(file: Path) -> dict[str, object]:
    """The columns of each table, and the indexes."""
    with closing(sqlite3.connect(file)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: sorted(row[1:] for row in database.execute(f"PRAGMA table_info({name})")) for name in names}
        indexes = sorted(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'"))
        return {**columns, "indexes": indexes, "number": database.execute("PRAGMA user_version").fetchone()}


def older_store(file: Path, number: int) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as database:
        for rung in schema.LADDER[:number]:
            for statement in rung:
                database.execute(statement)
        database.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {number}")
        database.commit()


@pytest.mark.parametrize("number", range(1, schema.SCHEMA_NUMBER))
def test_it_becomes_what_a_new_one_is(tmp_path: Path, number: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    (tmp_path / "old").mkdir()
    older_store(old / "store" / "store.sqlite", number)
    with open_store(old) as store, open_store(new):
        assert release(store, {"asthma": "Words."}, at=NOON).counts.new == 1
    found, wanted = (shape(place / "store" / "store.sqlite") for place in (old, new))
    assert {name: sorted(map(str, part)) for name, part in found.items()} == {
        name: sorted(map(str, part)) for name, part in wanted.items()
    }


def test_a_climb_that_is_cut_off_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "store" / "store.sqlite"
    older_store(file, 1)
    before = shape(file)
    real = Database.do

    def fail(self: Database, sql: str, *values: object) -> None:
        if "CREATE TABLE change" in sql:
            raise KeyboardInterrupt
        real(self, sql, *values)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "do", fail)
        with pytest.raises(KeyboardInterrupt):
            open_store(tmp_path)
    assert shape(file) == before
    with open_store(tmp_path) as store:
        assert store.last_release() is None
