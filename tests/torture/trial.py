"""One trial: a folder with two releases, the command that makes the third, harm done to it, the same command again."""

import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from crawl_helpers import FAST, ROOT, crawl_line
from fault_helpers import UNGATED

from medscrape.auditing import audit_output
from medscrape.sample_site import SampleServer
from torture import outcome
from torture.keeper import Ended, Harm, Keeper
from torture.reader import Reader
from torture.site import LAST, SmallSite

NAMES = (
    "trials", "kills", "stops", "full disks", "missing", "duplicated", "different", "torn", "refetched after commit",
    "wrong exit codes", "unclear words", "late stops", "left over", "damage found by verify", "bad looks",
)  # fmt: skip
HARMLESS = frozenset({"trials", "kills", "stops", "full disks"})
_OPTIONS = (
    *FAST, *UNGATED, "-s", "MEDSCRAPE_FULL_CHECK_SHARE=0", "-s", "MEDSCRAPE_REMOVAL_DAYS=0", "-s", "RETRY_TIMES=1",
    "-s", "MEDSCRAPE_ARCHIVE_FILE_SIZE=6000",
)  # fmt: skip
_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MEDSCRAPE_", "SCRAPY_"))}
_ATTEMPTS = 5
_PATIENCE = 15
"""Seconds that a stop may take, on a machine that does other things too."""
_OWN = 0.05
"""Share of the kills that hit a process which was started as from a shell."""
_LOADING = 2.0
"""Seconds such a process takes to load what the others have loaded before."""


@dataclass
class Score:
    """What came of trials."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """What went wrong, in the order it did."""
    calls: Counter[str] = field(default_factory=Counter)
    """The calls that were refused or never made."""

    def add(self, name: str, number: int, note: str) -> None:
        self.counts[name] += number
        if number and name not in HARMLESS:
            self.notes.append(f"{name}: {note}")

    def merge(self, other: "Score") -> None:
        self.counts += other.counts
        self.notes += other.notes
        self.calls += other.calls

    @property
    def is_clean(self) -> bool:
        return not any(self.counts[name] for name in NAMES if name not in HARMLESS)


class Limits(Protocol):
    """What makes the disk small before the harm, and large again after it."""

    def narrow(self) -> None: ...
    def widen(self) -> None: ...


class Bench:
    """A place to do trials at: a server, a process that forks, and a reader of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.reader = Reader()
        self._base, self._work = folder / "base", folder / "work"
        self._server = SampleServer(SmallSite(1))
        self._server.__enter__()
        self._keeper = Keeper(self._work, _ENVIRONMENT, ROOT)
        self._wanted = self._prepare()

    def close(self) -> None:
        self._keeper.close()
        self.reader.close()
        self._server.__exit__(None, None, None)

    def undisturbed(self, *, is_watched: bool = True) -> Ended:
        """The command with nobody in its way: how long it takes, and which calls it makes."""
        self._fresh()
        return self._command(Harm(is_watched=is_watched))

    def try_out(
        self,
        score: Score,
        harms: list[Harm],
        what: str,
        limits: Limits | None = None,
        spoil: Callable[[Path], None] | None = None,
    ) -> None:
        """Does harm to the command and to those that follow, then lets it complete; `spoil` checks the checks."""
        self._fresh()
        if limits:
            limits.narrow()
        self.reader.watch(self._output)
        score.counts["trials"] += 1
        for number, harm in enumerate(harms):
            if number and self._is_done():  # one more would be the next run
                break
            self._harmed(score, harm, what)
        if limits:
            limits.widen()
        is_tidied = self._complete(score, what)
        bad = self.reader.rest()
        if spoil:
            spoil(self._output)
        score.add("bad looks", len(bad), f"{what}: {bad[:3]}")
        self._judge(score, what)
        left = outcome.left_over(self._work) if is_tidied or spoil else []
        score.add("left over", len(left), f"{what}: {left}")

    @property
    def _output(self) -> Path:
        return self._work / "out"

    def _prepare(self) -> dict[str, list[Any]]:
        """Publishes the first two editions, and notes what the third one gives."""
        self._work.mkdir()
        for edition in (1, 2):
            self._server.site = SmallSite(edition)  # type: ignore[assignment] - all it needs is `get`
            ended = self._command(Harm())
            assert ended.returncode == 0, ended.stderr
        self._server.site = SmallSite(LAST)  # type: ignore[assignment]
        self._work.rename(self._base)
        assert self.undisturbed().returncode == 0
        return outcome.published(self._output)

    def _fresh(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.copytree(self._base, self._work, symlinks=True)
        self._server.requests.clear()
        self._committed: set[str] = set()

    def _command(self, harm: Harm) -> Ended:
        feed = self._work / "feed.jsonl"
        line = crawl_line(self._output, *_OPTIONS, "-O", str(feed), base_url=self._server.base_url)
        return self._keeper.run(line, harm)

    def _harmed(self, score: Score, harm: Harm, what: str) -> None:
        ended = self._again(score, harm, what)
        if ended.returncode == -9:
            score.counts["kills"] += 1
        elif harm.after is not None and ended.returncode:
            self._judge_stopped(score, harm, ended, what)
        elif ended.refused or (harm.is_full and ended.returncode):
            self._judge_full(score, ended, what)
        else:
            score.add("wrong exit codes", int(ended.returncode != 0), f"{what}: {ended.returncode} {ended.stderr}")

    def _judge_stopped(self, score: Score, harm: Harm, ended: Ended, what: str) -> None:
        """SIGINT and SIGTERM: one sentence, exit code 1, and no long wait."""
        score.counts["stops"] += 1
        is_loading = ended.returncode == -harm.signal or "cmdline.py" in ended.stderr
        if is_loading and not self._server.requests:
            return  # Python and Scrapy had not come to us yet: they end in their own way
        said = f"{what}: {ended.returncode} after {ended.seconds:.1f} s {ended.stderr!r}"
        score.add("wrong exit codes", int(ended.returncode != 1), said)
        is_clear = len(ended.stderr.splitlines()) == 1 and "stopped before its end" in ended.stderr
        score.add("unclear words", int(not is_clear), said)
        score.add("late stops", int(ended.seconds > (harm.after or 0) + _PATIENCE), said)

    def _judge_full(self, score: Score, ended: Ended, what: str) -> None:
        score.counts["full disks"] += 1
        score.calls.update(ended.refused[:1])
        if ended.returncode == 0 and self._is_done():
            return  # what was refused was not needed
        refused = f"{what}: {ended.returncode} {ended.stderr!r}"
        score.add("wrong exit codes", int(ended.returncode not in {1, 2}), refused)
        is_told = "disk is full" in ended.stderr or "See that the disk is not full" in ended.stderr
        is_clear = len(ended.stderr.splitlines()) == 1 and is_told
        score.add("unclear words", int(not is_clear), refused)

    def _again(self, score: Score, harm: Harm, what: str) -> Ended:
        start = len(self._server.requests)
        ended = self._command(harm)
        again = Counter(request.path for request in self._server.requests[start:] if request.path in self._committed)
        score.add("refetched after commit", again.total(), f"{what}: {sorted(again)}")
        self._committed |= outcome.committed(self._output, LAST - 1)
        return ended

    def _is_done(self) -> bool:
        """Whether the third release is out."""
        return outcome.releases(self._output) == [True] * LAST

    def _complete(self, score: Score, what: str) -> bool:
        """The same command until it has published; says whether there was need for one.

        A command that had published before it was killed is not repeated: that would be the next run, which tidies up.
        """
        for number in range(_ATTEMPTS):
            if self._is_done():
                return number > 0
            ended = self._again(score, Harm(), what)
            score.add("wrong exit codes", int(ended.returncode != 0), f"{what}: {ended.returncode} {ended.stderr}")
        return True

    def _judge(self, score: Score, what: str) -> None:
        try:
            got = outcome.published(self._output)
        except ValueError as error:
            score.add("torn", 1, f"{what}: {error}")
            return
        score.add("missing", outcome.missing(self._wanted, got), what)
        score.add("duplicated", outcome.twice(self._wanted, got), what)
        different = [name for name, lines in self._wanted.items() if got[name] != lines]
        score.add("different", len(different), f"{what}: {different}")
        wrong = [sentence for finding in audit_output(self._output) for sentence in finding.troubles]
        score.add("damage found by verify", len(wrong), f"{what}: {wrong[:3]}")


def random_stop(chance: random.Random, seconds: float) -> Harm:
    """SIGINT or SIGTERM at a moment of the command's life."""
    return Harm(after=chance.uniform(0.02, seconds), signal=chance.choice((signal.SIGINT, signal.SIGTERM)))


def random_harms(chance: random.Random, seconds: float) -> list[Harm]:
    """A kill at a moment of the command's life; of four commands that follow a kill, one is killed too."""
    if chance.random() < _OWN:
        return [Harm(after=chance.uniform(0, seconds + _LOADING), is_own=True)]
    harms = [Harm(after=chance.uniform(0, seconds))]
    while chance.random() < 0.25:
        harms.append(Harm(after=chance.uniform(0, seconds)))
    return harms
