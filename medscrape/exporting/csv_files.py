"""CSV: RFC 4180, UTF-8, every text in quotes, and no cell that a spreadsheet would take for a formula."""

import csv
from contextlib import ExitStack
from pathlib import Path

from medscrape.exporting.manifest import Outgoing
from medscrape.exporting.tables import Cell, rows_of, tables_of

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_MARK = "'"


def neutral(text: str) -> str:
    """A text that no spreadsheet runs: one apostrophe goes before a beginning that means a formula, or an apostrophe.

    The rule is that of OWASP's page on CSV injection, and `original` reverses it.

    >>> neutral("=1+1"), neutral("'quoted'"), neutral("plain")
    ("'=1+1", "''quoted'", 'plain')
    """
    return f"{_MARK}{text}" if text.startswith((*_STARTS_FORMULA, _MARK)) else text


def original(cell: str) -> str:
    """The text behind a cell that `neutral` wrote.

    >>> original("'=1+1"), original("''quoted'"), original("plain")
    ('=1+1', "'quoted'", 'plain')
    """
    return cell.removeprefix(_MARK)


def write(records: Outgoing, folder: Path) -> None:
    """Writes `topics.csv`, and for whole records `sections.csv` and `links.csv`."""
    tables = tables_of(records.model)
    with ExitStack() as open_files:
        writers = {}
        for table in tables:
            file = open_files.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
            writers[table.name].writerow(table.names)
        for record in records:
            for name, row in rows_of(record, tables):
                writers[name].writerow(_safe(cell) for cell in row)


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return neutral(cell) if isinstance(cell, str) else cell
