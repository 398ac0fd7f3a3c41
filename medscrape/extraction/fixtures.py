"""Fixture pages: a folder each, with the page, where it comes from, and the record or rejection it must give.

`page.html` or `page.txt`, `meta.json` (`{"url": …}`), and `record.json` or `rejection.json`. Adding a fixture is adding
a folder with the first two and running `medscrape rebaseline`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from medscrape.errors import UsageError
from medscrape.extraction.extract import extract
from medscrape.extraction.sources import SavedPage
from medscrape.models import Topic

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True)
class Outcome:
    """What a fixture page gives: the file it belongs in, and its content."""

    name: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Fixture:
    """A folder with a page."""

    folder: Path
    page: SavedPage

    def expected(self) -> Outcome | None:
        """What the folder says the page gives, or None when it says nothing yet."""
        for name in ("record.json", "rejection.json"):
            if (self.folder / name).exists():
                return Outcome(name, orjson.loads((self.folder / name).read_bytes()))
        return None

    def write(self, outcome: Outcome) -> bool:
        """Write an outcome down; False when it stands there already."""
        if outcome == self.expected():
            return False
        for name in ("record.json", "rejection.json"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / outcome.name).write_bytes(orjson.dumps(outcome.content, option=_PRETTY))
        return True


def fixtures(folder: Path) -> Iterator[Fixture]:
    """Every fixture below a folder, in order of name."""
    metas = sorted(folder.rglob("meta.json"))
    if not metas:
        raise UsageError(f"There are no fixture pages below {folder}.")
    for meta in metas:
        page = next(path for name in ("page.html", "page.txt") if (path := meta.parent / name).exists())
        url = orjson.loads(meta.read_bytes()).get("url")
        yield Fixture(meta.parent, SavedPage(page.name, page.read_bytes(), url))


def outcome_of(fixture: Fixture) -> Outcome:
    """What the page of a fixture gives now; the time of a rejection is left out."""
    found = extract(fixture.page, _NEVER)
    content = orjson.loads(found.to_line())
    if isinstance(found, Topic):
        return Outcome("record.json", content)
    return Outcome("rejection.json", {key: value for key, value in content.items() if key != "seen_at"})
