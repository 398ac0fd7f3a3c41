"""Measures, prints, and writes docs/benchmarks: `python -m benchmarks [SECTION ...]`; `--render` writes the pages only.

BENCH_SCALE=toy|usual|long chooses the sizes, BENCH_PAGES a folder of saved pages,
BENCH_FOLDER the one of the results.
"""

import subprocess
import sys
from collections.abc import Callable

from benchmarks.machine import machine
from benchmarks.results import FOLDER, Section, load, save
from benchmarks.scale import Scale, chosen_scale
from benchmarks.sections import crawl, extraction, memory, records, reextraction, rerun
from benchmarks.showing import show
from benchmarks.writing import write_pages

SECTIONS: dict[str, Callable[[Scale], Section]] = {
    "extraction": extraction.measure,
    "crawl": crawl.measure,
    "rerun": rerun.measure,
    "reextraction": reextraction.measure,
    "records": records.measure,
    "memory": memory.measure,
}


def main() -> None:
    """Measures the sections that are named, or all."""
    names = [name for name in sys.argv[1:] if name != "--render"] or ([] if sys.argv[1:] else list(SECTIONS))
    if unknown := [name for name in names if name not in SECTIONS]:
        raise SystemExit(f"There is no section {unknown[0]!r}; there are {', '.join(SECTIONS)}.")
    scale = chosen_scale()
    for name in names:
        if len(names) > 1:
            # In a process of its own: what the system counts as a command's memory is never less than its parent's.
            subprocess.run([sys.executable, "-m", "benchmarks", name], check=True)  # noqa: S603 - our own program
            continue
        section = SECTIONS[name](scale).model_copy(update={"machine": machine(scale.name)})
        show(section)
        save(section)
    write_pages()
    budgets = [budget for section in load() for budget in section.budgets]
    met = sum(budget.is_met for budget in budgets)
    print(f"\nWritten below {FOLDER.parent}; {met} of {len(budgets)} budgets are met.")


if __name__ == "__main__":
    main()
