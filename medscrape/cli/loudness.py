"""`--quiet` and `--verbose`, which every command has and which mean the same everywhere."""

import inspect
import time
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from medscrape.errors import UsageError
from medscrape.terminal import Loudness, say_aside, speak

_Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", metavar="", help="Say nothing but errors and what was asked for.")
]
_Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", metavar="", help="Tell on standard error what is done, too.")
]
_OPTIONS = {"quiet": _Quiet, "verbose": _Verbose}


def with_loudness(command: Callable[..., None]) -> Callable[..., None]:
    """The command with both options."""

    @wraps(command)
    def louder(*values: Any, quiet: bool, verbose: bool, **named: Any) -> None:
        if quiet and verbose:
            raise UsageError("--quiet and --verbose contradict each other; give one of them.")
        speak(Loudness.QUIET if quiet else Loudness.VERBOSE if verbose else Loudness.NORMAL)
        started = time.monotonic()
        try:
            command(*values, **named)
        finally:
            say_aside(f"medscrape {command.__name__} took {time.monotonic() - started:.1f} s")

    signature = inspect.signature(command)
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=option)
        for name, option in _OPTIONS.items()
    ]
    louder.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *added])  # type: ignore[attr-defined]
    louder.__annotations__ = command.__annotations__ | _OPTIONS
    del louder.__wrapped__  # typer must read the signature here
    return louder
