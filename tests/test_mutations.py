"""Every mutation of every page ends as it was declared beforehand, and nothing is ever lost in silence.

`pytest tests/test_mutations.py -s` prints the table. By default each mutation is tried on the first 20 pages that have
something to mutate; with MEDSCRAPE_ALL_PAGES=1 in the environment, on all of them.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from mutations import MUTATIONS, Mutation
from mutations.pages import pages
from mutations.verdict import HEADER, Row, run

from medscrape.parsers.flow import Flow
from medscrape.parsers.page import PageReader
from medscrape.parsers.rows import RowReader

LIMIT = None if os.environ.get("MEDSCRAPE_ALL_PAGES") else 20


def parameters() -> Iterator[object]:
    for name, mutation in MUTATIONS.items():
        yield pytest.param(mutation, id=name)


@pytest.fixture(scope="module")
def table() -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    print("\n\n" + "\n".join([HEADER, *map(str, rows)]))
    pages_in_all, as_declared = sum(row.pages for row in rows), sum(row.as_declared for row in rows)
    print(f"{len(rows)} mutations, {pages_in_all} mutated pages: {as_declared} as declared")
    print(f"silently lost: {sum(row.silently_lost for row in rows)}")


@pytest.mark.parametrize("mutation", list(parameters()))
def test_mutation_ends_as_declared(mutation: Mutation, table: list[Row]) -> None:
    row = run(mutation, LIMIT)
    table.append(row)

    assert row.pages, "no page has anything to mutate"
    assert not row.complaints, "\n".join(row.complaints[:12])


def test_there_are_enough_kinds_and_pages() -> None:
    languages = {page.record["language"] for page in pages()}

    assert len(MUTATIONS) >= 100
    assert len(pages()) >= 40
    assert languages == {"en", "es"}


def forgets_unmapped_text(patch: pytest.MonkeyPatch) -> None:
    read = PageReader.read

    def forgetful(self: PageReader, *regions: object) -> None:
        read(self, *regions)  # type: ignore[arg-type]
        self.unmapped = []

    patch.setattr(PageReader, "read", forgetful)


def skips_one_line(patch: pytest.MonkeyPatch) -> None:
    say = Flow.say

    def deaf(self: Flow, raw: str | None) -> None:
        if raw and "quokka" not in raw.casefold():
            say(self, raw)

    patch.setattr(Flow, "say", deaf)


def skips_words_beside_links(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RowReader, "_say", lambda self, raw, parent: None)


def drops_second_of_two(patch: pytest.MonkeyPatch) -> None:
    """Loses a section whose like is there already: only counting finds that."""
    read = PageReader.read

    def unique(self: PageReader, *regions: object) -> None:
        read(self, *regions)  # type: ignore[arg-type]
        self.blocks = list({(block.anchor, block.heading): block for block in self.blocks}.values())

    patch.setattr(PageReader, "read", unique)


@pytest.mark.parametrize(
    ("break_accounting", "name"),
    [
        (forgets_unmapped_text, "a sentence added between two sections"),
        (skips_one_line, "a sentence added between heading and list"),
        (skips_words_beside_links, "class orgs renamed"),
        (drops_second_of_two, "a section doubled"),
    ],
)
def test_broken_accounting_turns_the_suite_red(
    break_accounting: Callable[[pytest.MonkeyPatch], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = run(MUTATIONS[name], 5)
    break_accounting(monkeypatch)
    broken = run(MUTATIONS[name], 5)

    assert not sound.complaints
    assert (sound.silently_lost, broken.silently_lost) == (0, 5)
