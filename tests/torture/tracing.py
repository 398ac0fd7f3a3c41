"""Stops a process before each system call that changes a folder, to end it there or to say that the disk is full.

By ptrace and seccomp (man ptrace, man seccomp), as `strace --inject` does it: what is killed or refused is exactly one
call of the kernel, SQLite's own included, and no other call costs anything. Linux on x86-64 only.
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_TRACEME, _GETEVENTMSG, _CONT, _GETREGS, _SETREGS, _SETOPTIONS = 0, 0x4201, 7, 12, 13, 0x4200
_OPTIONS = 0x80 | 0x8 | 0x4 | 0x2 | 0x100000  # seccomp, clone, vfork, fork; what is traced dies with its tracer
_SECCOMP_EVENT = 7
_WALL = 0x40000000
_ALLOW, _TRACE = 0x7FFF0000, 0x7FF00000
_REGISTERS = 27
_RAX, _RSI, _RDI, _RDX, _R10, _ORIG_RAX = 10, 13, 14, 12, 7, 15
_CREATES = os.O_CREAT | os.O_TRUNC

# Number: name, arguments that are descriptors, arguments that are paths (with the folder's descriptor before them).
CALLS: dict[int, tuple[str, tuple[int, ...], tuple[int, ...]]] = {
    1: ("write", (0,), ()), 18: ("pwrite64", (0,), ()), 20: ("writev", (0,), ()), 296: ("pwritev", (0,), ()),
    74: ("fsync", (0,), ()), 75: ("fdatasync", (0,), ()), 77: ("ftruncate", (0,), ()), 285: ("fallocate", (0,), ()),
    40: ("sendfile", (0,), ()), 326: ("copy_file_range", (2,), ()), 2: ("open", (), (0,)), 257: ("openat", (), (1,)),
    82: ("rename", (), (0, 1)), 264: ("renameat", (), (1, 3)), 316: ("renameat2", (), (1, 3)),
    88: ("symlink", (), (1,)), 266: ("symlinkat", (), (2,)), 86: ("link", (), (1,)), 265: ("linkat", (), (3,)),
    87: ("unlink", (), (0,)), 263: ("unlinkat", (), (1,)), 84: ("rmdir", (), (0,)), 83: ("mkdir", (), (0,)),
    258: ("mkdirat", (), (1,)), 76: ("truncate", (), (0,)),
}  # fmt: skip
_BY_FOLDER = {"openat": 0, "renameat": 0, "renameat2": 0, "symlinkat": 1, "linkat": 2, "unlinkat": 0, "mkdirat": 0}
FREES = frozenset({"unlink", "unlinkat", "rmdir"})
"""Calls that no disk is too full for."""
LATER = FREES | {"fsync", "fdatasync", "rename", "renameat", "renameat2"}
"""Calls that a disk may still do when it has been found full."""

Refuse = Callable[[int, str], int]
"""From the number and name of a call to the error it shall end with; 0 lets it pass, -1 kills."""


@dataclass
class Traced:
    """How a traced process ended, and which calls it came to."""

    status: int
    calls: list[str]
    refused: list[str]


def can_trace() -> str | None:
    """Why nothing can be traced here, or None when it can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "system calls are watched on Linux and x86-64 only"
    child = os.fork()
    if child == 0:
        os._exit(0 if _ptrace(_TRACEME, 0, 0, 0) == 0 else 1)
    return "this machine lets no process trace another" if os.waitpid(child, 0)[1] else None


def offer() -> None:
    """In the child, before its work: lets the parent watch from here on."""
    _ptrace(_TRACEME, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    _filter(CALLS)


def watch(child: int, folder: str, refuse: Refuse) -> Traced:
    """In the parent: watches a child that offered itself until it has ended."""
    os.waitpid(child, 0)
    _ptrace(_SETOPTIONS, child, 0, _OPTIONS)
    _ptrace(_CONT, child, 0, 0)
    traced = Traced(0, [], [])
    while True:
        thread, status = os.waitpid(-1, _WALL)
        if not os.WIFSTOPPED(status):
            if thread == child:
                traced.status = status
                return traced
            continue
        sent = os.WSTOPSIG(status)
        if status >> 16 == _SECCOMP_EVENT:
            _judge(child, thread, folder, refuse, traced)
        # Stops of the tracing itself are no signals for the process.
        passed_on = 0 if status >> 16 or sent in (signal.SIGSTOP, signal.SIGTRAP) else sent
        _ptrace(_CONT, thread, 0, passed_on)


def _judge(child: int, thread: int, folder: str, refuse: Refuse, traced: Traced) -> None:
    registers = (ctypes.c_ulonglong * _REGISTERS)()
    _ptrace(_GETREGS, thread, 0, ctypes.addressof(registers))
    name = _touched(thread, registers, folder)
    if name is None:
        return
    error = refuse(len(traced.calls), name)
    traced.calls.append(name)
    if error < 0:
        os.kill(child, signal.SIGKILL)
    elif error:
        traced.refused.append(name)
        registers[_ORIG_RAX] = ctypes.c_ulonglong(-1).value
        registers[_RAX] = ctypes.c_ulonglong(-error).value
        _ptrace(_SETREGS, thread, 0, ctypes.addressof(registers))


def _touched(thread: int, registers: "ctypes.Array[ctypes.c_ulonglong]", folder: str) -> str | None:
    """The name of the call, if it changes something below the folder."""
    name, descriptors, paths = CALLS[registers[_ORIG_RAX]]
    given = [registers[number] for number in (_RDI, _RSI, _RDX, _R10)]
    if name in ("open", "openat") and not given[paths[0] + 1] & _CREATES:
        return None
    places = [_place(thread, given[number]) for number in descriptors]
    if name in _BY_FOLDER:
        places.append(_place(thread, given[_BY_FOLDER[name]]))
    places += [_text(thread, given[number]) for number in paths]
    return name if any(place.startswith(folder) for place in places) else None


def _place(thread: int, descriptor: int) -> str:
    try:
        return str(Path(f"/proc/{thread}/fd/{ctypes.c_int(descriptor & 0xFFFFFFFF).value}").readlink())
    except OSError:
        return ""


def _text(thread: int, address: int) -> str:
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        text = b""
        while b"\0" not in text and len(text) < 4096:
            text += memory.read(4096 - (address + len(text)) % 4096) or b"\0"
    return os.fsdecode(text.partition(b"\0")[0])


def _filter(numbers: dict[int, object] | dict[int, tuple[str, tuple[int, ...], tuple[int, ...]]]) -> None:
    """Has the kernel stop at these calls and at no others (a program for its packet filter)."""
    load, equal, give = 0x20, 0x15, 0x06
    lines = [struct.pack("HBBI", load, 0, 0, 0)]
    lines += [
        struct.pack("HBBI", equal, len(numbers) - place, 0, number) for place, number in enumerate(sorted(numbers))
    ]
    lines += [struct.pack("HBBI", give, 0, 0, _ALLOW), struct.pack("HBBI", give, 0, 0, _TRACE)]
    program = ctypes.create_string_buffer(b"".join(lines))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(lines), ctypes.addressof(program)))
    no_new_privileges, set_seccomp, by_filter = 38, 22, 2
    if _LIBC.prctl(no_new_privileges, 1, 0, 0, 0) or _LIBC.prctl(set_seccomp, by_filter, head, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _ptrace(request: int, process: int, address: int, data: int) -> int:
    _LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    _LIBC.ptrace.restype = ctypes.c_long
    return int(_LIBC.ptrace(request, process, address, data))


def full_from(number: int) -> Refuse:
    """The disk is full from the call of this number on."""

    def refuse(count: int, name: str) -> int:
        blind = FREES if count == number else LATER
        return errno.ENOSPC if count >= number and name not in blind else 0

    return refuse


def kill_at(number: int) -> Refuse:
    """The process dies before the call of this number."""
    return lambda count, _: -1 if count == number else 0
