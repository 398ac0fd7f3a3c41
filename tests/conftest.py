"""What the tests tell beyond passed and failed."""

from fault_helpers import matrix


def pytest_terminal_summary(terminalreporter):
    """Prints the fault matrix if the tests of faults were run."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    lines = [tuple(value) for report in reports for name, value in report.user_properties if name == "fault"]
    if lines:
        terminalreporter.section("fault matrix")
        for line in matrix(sorted(lines)):
            terminalreporter.write_line(line)
