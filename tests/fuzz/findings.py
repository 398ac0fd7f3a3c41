"""What was found: one input for each fault, the smallest that was seen."""

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from fuzz.target import Target

_TRIES = 3000
_SHRINKING = 60.0  # seconds for one finding


def fault_of(target: Target, data: bytes) -> str | None:
    """What is wrong with how an input is read, in one line that names the place; None when all is well."""
    try:
        target.check(data)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return _named(error)
    return None


def _named(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/medscrape/" in frame.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].name}"
    promise = str(error).partition(":")[0][:80] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} at {place} {promise}".strip()


class Findings:
    """Collects faults while a target runs, and writes down how far it came."""

    def __init__(self, target: Target, folder: Path) -> None:
        self._target = target
        self._folder = folder
        self._smallest: dict[str, int] = {}
        self._written_at = 0.0
        self.counts: Counter[str] = Counter()
        self.executions = 0
        folder.mkdir(parents=True, exist_ok=True)

    def try_input(self, data: bytes) -> None:
        """Runs one input."""
        self.executions += 1
        if fault := fault_of(self._target, data):
            self.counts[fault] += 1
            if len(data) < self._smallest.get(fault, 1 << 60):
                self._smallest[fault] = len(data)
                (self._folder / name_of(fault)).write_bytes(data)
        if monotonic() - self._written_at > 1:
            self.write()

    def write(self) -> None:
        """Writes the figures down."""
        self._written_at = monotonic()
        figures = {"executions": self.executions, "faults": self.counts}
        (self._folder / "figures.json").write_text(json.dumps(figures))


def name_of(fault: str) -> str:
    """A file name for a fault."""
    words = "".join(char if char.isalnum() else "-" for char in fault.lower())
    return f"{words[:60].strip('-')}-{hashlib.sha256(fault.encode()).hexdigest()[:8]}"


def shrunk(data: bytes, is_bad: Callable[[bytes], bool]) -> bytes:
    """A smaller input that is bad as well: pieces go, ever smaller ones, as long as it stays so."""
    size, tries, end = max(1, len(data) // 2), 0, monotonic() + _SHRINKING
    while size:
        place = 0
        while place < len(data) and tries < _TRIES and monotonic() < end:
            tries += 1
            smaller = data[:place] + data[place + size :]
            if is_bad(smaller):
                data = smaller
            else:
                place += size
        size //= 2
    return data
