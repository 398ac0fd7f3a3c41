"""What the tests tell beyond passed and failed."""

import signal

from export_counts import counts
from fault_helpers import matrix


def pytest_terminal_summary(terminalreporter):
    """Prints the fault matrix and the counts of the exports, if their tests were run."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    told = [(kind, tuple(value)) for report in reports for kind, value in report.user_properties]
    for kind, title, table in (
        ("fault", "fault matrix", _sorted_matrix),
        ("export", "exports, as each reader counts them", counts),
    ):
        lines = [value for name, value in told if name == kind]
        if lines:
            terminalreporter.section(title)
            for line in table(lines):
                terminalreporter.write_line(line)


def _sorted_matrix(lines):
    return matrix(sorted(lines))


# A shell that starts the tests in the background has them, and all that they start, ignore SIGINT.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
