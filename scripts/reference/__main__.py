"""Writes the reference pages of the documentation, `docs/reference/`, from the program itself.

`python scripts/reference` writes them; with `--check` it writes nothing and ends with 1 where a page is out of date.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import api
import commands
import records
import settings

_FOLDER = Path(__file__).parents[2] / "docs" / "reference"
_PAGES: dict[str, Callable[[], str]] = {
    "records.md": records.page,
    "commands.md": commands.page,
    "settings.md": settings.page,
    "python.md": api.page,
}


def main(arguments: list[str]) -> int:
    """Writes the pages, or says which of them are not what the program says now."""
    pages = {_FOLDER / name: page() for name, page in _PAGES.items()}
    if "--check" in arguments:
        stale = [path.name for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
        print(f"out of date: {', '.join(stale)}; run `make docs`" if stale else "the reference is current")
        return int(bool(stale))
    _FOLDER.mkdir(exist_ok=True)
    for path, text in pages.items():
        path.write_text(text, "utf-8")
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
