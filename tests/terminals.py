"""A terminal of our own, to see what a person sees: what a program sends to it, and what of that is no text."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

# What Rich itself sends: colours, and the cursor back to the start of the line that shows the progress.
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\r")
NOT_PLAIN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def on_a_terminal(*command: str, cwd: Path, columns: int = 100, **environment: str) -> str:
    """What a command sends to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    known = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=known) as process:
        os.close(theirs)
        sent = b""
        while piece := _read(ours):
            sent += piece
        process.wait(60)
    os.close(ours)
    return sent.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side has ended
        return b""


def text_of(printed: str) -> str:
    """What was printed, without colours and movements of the cursor that the program itself makes."""
    return OURS.sub("", printed)
