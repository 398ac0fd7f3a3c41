"""The SQLite file: how it is opened, read and written."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from medscrape.errors import NewerStoreError, OlderStoreError, StoreError
from medscrape.store.distrust import require_harmless, require_no_links
from medscrape.store.schema import APPLICATION_ID, LADDER, SCHEMA_NUMBER
from medscrape.store.trouble import REBUILD, told_plainly

Row = tuple[Any, ...]
_BATCH = 200


class Database:
    """A connection to a store of the present schema; every failure is a `StoreError` that says what to do."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """The store at `path`, created unless it is only to be read."""
        require_no_links(path)
        with told_plainly(path):
            mode = _reading_mode(path) if read_only else "rwc"
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=10
            )
        database = cls(path, connection)
        try:
            database._prepare(read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return database

    def _prepare(self, *, read_only: bool) -> None:
        number = self._schema_number()
        require_harmless(self)
        if not read_only:
            self.do("PRAGMA journal_mode = WAL")
            # A commit that is lost with the power costs one more fetch of a page; see `transaction` for the rest.
            self.do("PRAGMA synchronous = NORMAL")
            self.do("PRAGMA foreign_keys = ON")
            if number < SCHEMA_NUMBER:
                self._climb(number)
        elif number < SCHEMA_NUMBER:
            raise OlderStoreError(
                f"The store {self.path} has the older schema {number}, this version reads {SCHEMA_NUMBER}. "
                "The next crawl into its folder brings it up to date."
            )

    def _schema_number(self) -> int:
        ((mark,),) = self.rows("PRAGMA application_id")
        ((number,),) = self.rows("PRAGMA user_version")
        ((tables,),) = self.rows("SELECT count(*) FROM sqlite_master")
        if mark != APPLICATION_ID and (mark or number or tables):
            raise StoreError(f"{self.path} is not a medscrape store. Choose another output folder.")
        if number > SCHEMA_NUMBER:
            raise NewerStoreError(
                f"The store {self.path} has the newer schema {number}, this version reads {SCHEMA_NUMBER}. "
                "Update medscrape, or choose another output folder."
            )
        return int(number)

    def _climb(self, number: int) -> None:
        with self.transaction(durable=True):
            for rung in LADDER[number:]:
                for statement in rung:
                    self.do(statement)
            self.do(f"PRAGMA application_id = {APPLICATION_ID}")
            self.do(f"PRAGMA user_version = {SCHEMA_NUMBER}")

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing; a durable one is on the disk, with all before it, when the block ends."""
        if durable:
            self.do("PRAGMA synchronous = FULL")
        self.do("BEGIN IMMEDIATE")
        try:
            yield
            self.do("COMMIT")
        except BaseException:
            # SQLite itself rolls back after some failures, such as a full disk.
            if self._connection.in_transaction:
                self.do("ROLLBACK")
            raise
        finally:
            if durable:
                self.do("PRAGMA synchronous = NORMAL")

    def do(self, sql: str, *values: object) -> None:
        """Runs a statement."""
        with told_plainly(self.path):
            self._connection.execute(sql, values)

    def do_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Runs a statement for each row of values."""
        with told_plainly(self.path):
            self._connection.executemany(sql, rows)

    def insert(self, sql: str, *values: object) -> int:
        """Inserts a row and gives its number."""
        with told_plainly(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    def changed_rows(self) -> int:
        """How many rows the last statement changed."""
        ((number,),) = self.rows("SELECT changes()")
        return int(number)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        with told_plainly(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query, or None."""
        with told_plainly(self.path):
            row: Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def walk(self, sql: str, *values: object, start: Row = ("",)) -> Iterator[Row]:
        """The rows of a query that ends in `key > ? ORDER BY key LIMIT ?` and selects `key` first.

        The key is a text unless `start` is one of another kind; every key is greater. Batches keep memory flat, and no
        statement stays open while the caller writes.
        """
        after = start
        while batch := self.rows(sql, *values, *after, _BATCH):
            yield from batch
            last = batch[-1][: len(start)]
            if not _is_behind(last, after):  # in a damaged file a walk could go round in a circle
                raise StoreError(f"The store {self.path} is damaged: its rows are out of order. {REBUILD}")
            after = last

    def close(self) -> None:
        """Closes the file."""
        with told_plainly(self.path):
            self._connection.close()


def _is_behind(key: Row, other: Row) -> bool:
    try:
        return key > other
    except TypeError:
        return False


def _reading_mode(path: Path) -> str:
    # In a folder that we may not write SQLite cannot share memory with a writer; without a log there is none.
    alone = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return "ro&immutable=1" if alone else "ro"
