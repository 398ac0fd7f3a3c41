"""What an audit found, for a person."""

from collections.abc import Iterable

from rich.text import Text

from medscrape.auditing import Finding
from medscrape.terminal import Loudness, is_loud, safe, terminal_out

_SUBJECTS = len("published files") + 2


def wrong_in(findings: Iterable[Finding]) -> int:
    """How much is wrong in all."""
    return sum(finding.wrong for finding in findings)


def show_findings(found: Iterable[Finding]) -> int:
    """Prints each finding as soon as it is there, and below them what is wrong; gives how much is.

    A large archive takes its time. To be quiet is to tell only what is wrong.
    """
    console = terminal_out()
    findings = []
    for finding in found:
        findings.append(finding)
        if is_loud(Loudness.NORMAL):
            console.row(_verdict(finding), lead=Text(safe(finding.subject).ljust(_SUBJECTS), "bold"))
    for finding in findings:
        for sentence in finding.troubles:
            console.row(safe(sentence), lead="- ")
        if more := finding.wrong - len(finding.troubles):
            console.row(f"{safe(finding.subject)}: and {more} more", lead="- ")
    return wrong_in(findings)


def _verdict(finding: Finding) -> Text:
    verdict = (f"{finding.wrong} wrong", "bold red") if finding.wrong else (safe(finding.verdict), "green")
    return Text.assemble(f"{safe(finding.looked_at)}: " if finding.looked_at else "", verdict)
