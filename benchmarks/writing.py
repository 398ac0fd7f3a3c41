"""The documentation's pages about speed: what stands between two marks is written anew from the results."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.capacity import capacity_table
from benchmarks.chart import draw
from benchmarks.results import FOLDER, Budget, Section, load

_BEGIN, _END = "<!-- measured: {name} -->\n", "<!-- end of what was measured -->"
_ORDER = "extraction crawl rerun reextraction records memory".split()


def write_pages(folder: Path = FOLDER) -> None:
    """Brings `benchmarks.md` and `capacity.md` beside the folder, where they are there, and its charts up to date."""
    sections = {section.name: section for section in load(folder)}
    for name in _ORDER:
        lines = _lines(sections[name], folder) if name in sections else ["Not measured yet."]
        _replace(folder.parent / "benchmarks.md", name, "\n".join(lines))
    _replace(folder.parent / "capacity.md", "capacity", capacity_table(sections))


def _replace(page: Path, name: str, text: str) -> None:
    if page.exists():
        page.write_text(replaced(page.read_text(), name, text))


def replaced(page: str, name: str, text: str) -> str:
    """A page with another text between its marks of this name.

    >>> page = "a\\n<!-- measured: x -->\\nold\\n<!-- end of what was measured -->\\nb"
    >>> replaced(page, "x", "new").splitlines()
    ['a', '<!-- measured: x -->', 'new', '<!-- end of what was measured -->', 'b']
    """
    before, begin, rest = page.partition(_BEGIN.format(name=name))
    _, end, after = rest.partition(_END)
    return f"{before}{begin}{text}\n{end}{after}" if begin and end else page


def _lines(section: Section, folder: Path) -> Iterator[str]:
    yield from (section.about, "")
    yield from markdown_table(section.columns, section.rows)
    yield ""
    yield from (f"- {_verdict(budget)}" for budget in section.budgets)
    yield from (f"- {note}" for note in section.notes)
    if section.bars:
        file = draw(section, folder)
        yield from ("", f"![{section.title}: {section.bars_of}]({folder.name}/{file.name})")
    machine = section.machine
    yield from (
        "",
        f"*{machine['date']}, {machine['cores']} cores ({machine['processor']}), load {machine['load']} at the",
    )
    yield f"end, scale {machine['scale']}; {machine['versions']}.*"


def _verdict(budget: Budget) -> str:
    verdict = "met" if budget.is_met else "**missed**"
    return f"Budget: {budget.promise} {budget.way} {budget.limit:g}; measured {budget.measured:.3g}, {verdict}."


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose first column holds names.

    >>> list(markdown_table(("a", "b"), [("x", "1")]))
    ['| a | b |', '|---|--:|', '| x | 1 |']
    """
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'--:|' * (len(columns) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
