"""A disk that is really full: a file system of a few kilobytes more than the releases before take up."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from torture.keeper import Harm
from torture.trial import Bench, Score

_KILOBYTE = 1024
_SPARE = (0, 8, 24, 48, 96, 160, 256, 384, 512, 640, 768, 1024, 1280, 2048)
"""Kilobytes that are left for the command."""
_ROOM = 64 * _KILOBYTE


def trials(folder: Path, say: Callable[[str], None], spare: tuple[int, ...] = _SPARE) -> tuple[str, Score | None]:
    """The command with more and more room, each time followed by the same command with enough."""
    name, score = "really full", Score()
    folder.mkdir()
    try:
        with _mounted(folder):
            _fill(folder, score, spare)
    except PermissionError:
        say("no disk that is really full: this user may not mount one")
        return name, None
    for note in score.notes:
        say(f"  {note}")
    return name, score


def _fill(folder: Path, score: Score, spare: tuple[int, ...]) -> None:
    bench = Bench(folder / "bench")
    try:
        for kilobytes in spare:
            bench.try_out(score, [Harm(is_full=True)], f"{kilobytes} kB left", _Limits(folder, kilobytes))
    finally:
        bench.close()


class _Limits:
    """Makes the file system small before a command that is to be harmed, and large again after it."""

    def __init__(self, folder: Path, kilobytes: int) -> None:
        self._folder, self._kilobytes = folder, kilobytes

    def narrow(self) -> None:
        """Leaves so many kilobytes."""
        used = sum(path.lstat().st_blocks * 512 for path in self._folder.rglob("*"))
        _resize(self._folder, used // _KILOBYTE + self._kilobytes)

    def widen(self) -> None:
        """Leaves enough."""
        _resize(self._folder, _ROOM)


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    _call("mount", "-t", "tmpfs", "-o", f"size={_ROOM}k", "medscrape-torture", str(folder))
    try:
        yield
    finally:
        _call("umount", str(folder))


def _resize(folder: Path, kilobytes: int) -> None:
    _call("mount", "-o", f"remount,size={kilobytes}k", str(folder))


def _call(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise PermissionError(str(error)) from error
    if done.returncode:
        raise PermissionError(done.stderr)
