"""A section at the terminal."""

from rich.console import Console
from rich.table import Table

from benchmarks.results import Section


def show(section: Section) -> None:
    """Prints the table, the budgets, and what is to be known."""
    console = Console(width=None if Console().is_terminal else 160, highlight=False)
    console.print(f"\n[bold]{section.title}[/bold]")
    console.print(section.about, style="dim")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(section.columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in section.rows:
        table.add_row(*row)
    console.print(table)
    for budget in section.budgets:
        verdict = "[green]met[/green]" if budget.is_met else "[red]missed[/red]"
        console.print(f"budget: {budget.promise} {budget.way} {budget.limit:g}: {budget.measured:.2f}, {verdict}")
    for note in section.notes:
        console.print(f"note: {note}")
