"""A process that does tasks for this one, so that a file which kills its reader kills nobody else."""

import signal
import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryFile

from medscrape.rereading.task import STEP, Reply, Step, Task, Tell, tell_nobody


class Lane:
    """Does one task at a time; a process that dies is replaced with the next task."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints = TemporaryFile(buffering=0)  # noqa: SIM115 - it lives as long as the lane

    def do(self, task: Task, tell: Tell = tell_nobody) -> Reply:
        """The reply to a task; `failed` when the process died of it."""
        process = self._process or self._start()
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise ValueError("a lane without pipes")
        with suppress(BrokenPipeError):
            process.stdin.write(task.to_line() + b"\n")
            process.stdin.flush()
        while (answer := process.stdout.readline()).startswith(STEP):
            tell(Step.model_validate_json(answer.removeprefix(STEP)))
        if answer.endswith(b"\n"):
            return Reply.model_validate_json(answer)
        self._process = None
        detail = f"the process that read {task.unit.path} {_end_of(_buried(process))}{self._last_words()}"
        return Reply(state="failed", receipt=None, detail=detail)

    def kill(self) -> None:
        """Ends the process, whatever it is doing; who waits for its reply is told that it died."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """Ends the process when nobody waits for a reply."""
        self.kill()
        if self._process is not None:
            _buried(self._process)
            self._process = None
        self._complaints.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._complaints.seek(0)
        self._complaints.truncate()
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "medscrape.rereading.engines.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            process_group=0,  # a key that interrupts is for this process alone, which then ends the other
        )

    def _last_words(self) -> str:
        """The last line that a process printed, which tells an exception."""
        self._complaints.seek(0)
        lines = [line for line in self._complaints.read().decode(errors="replace").splitlines() if line.strip()]
        return f": {lines[-1].strip()}" if lines else ""


def _buried(process: subprocess.Popen[bytes]) -> int:
    """The code that a process ended with."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    return process.wait()


def _end_of(code: int) -> str:
    """How a process ended, for a sentence.

    >>> _end_of(-9), _end_of(1)
    ('was killed (SIGKILL; perhaps for want of memory)', 'ended with code 1')
    """
    if code >= 0:
        return f"ended with code {code}"
    name = signal.Signals(-code).name
    return f"was killed ({name}{'; perhaps for want of memory' if name == 'SIGKILL' else ''})"
