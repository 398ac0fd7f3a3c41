"""What can be fuzzed, and where its inputs are kept."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

CORPUS = Path(__file__).parent / "corpus"

Mutate = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Target:
    """A reader of untrusted bytes, and what it promises."""

    name: str
    check: Callable[[bytes], None]
    """Raises when a promise is broken; whatever it raises is a finding."""
    seeds: Callable[[], Iterable[bytes]]
    mutate: Mutate
    longest: int = 128 * 1024
    """Bytes of an input."""
    seconds: int = 20
    """So much computing time one input may take; hundreds of times what it usually takes."""
    megabytes: int = 1500
    """So much memory the process may have."""
    share: int = 1
    """Of the time, beside the other targets."""

    @property
    def folder(self) -> Path:
        """Where inputs are kept that are worth trying each time."""
        return CORPUS / self.name

    def corpus(self) -> list[Path]:
        """The inputs that are kept."""
        return sorted(path for path in self.folder.glob("*") if path.is_file())


class BrokenPromiseError(AssertionError):
    """Something came out that should not."""


def expect(is_kept: object, promise: str, *facts: object) -> None:
    """Raises when a promise is broken."""
    if not is_kept:
        raise BrokenPromiseError(": ".join([promise, *(repr(fact)[:300] for fact in facts)]))


@cache
def scratch(purpose: str) -> Path:
    """A folder of this process, for targets that read files."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{purpose}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
