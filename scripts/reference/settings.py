"""The page about settings: what differs from Scrapy and why, from the comments of `medscrape/settings.py`."""

import ast
import importlib
import inspect
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from types import ModuleType
from typing import Any
from unittest.mock import patch

from markdown import code, sentences, table
from markdown import page as whole
from scrapy.settings import default_settings

from medscrape import settings as ours
from medscrape.crawling import tuning
from medscrape.gates import Limits

_INTRODUCTION = """\
Each has its reason beside it. `-s NAME=VALUE` changes a setting for one crawl, by `scrapy crawl topics` or by
`medscrape crawl`. All others are [Scrapy's](https://docs.scrapy.org/en/latest/topics/settings.html).

Read from the environment: `MEDSCRAPE_OUTPUT` (the folder; every command knows it) and `MEDSCRAPE_CONTACT` (who crawls).
The unit of [the daily run](../schedule.md) reads `MEDSCRAPE_NOTIFY` too: the command that is told of a failure."""
_GATES = """\
How far a run may differ from the last release before [a person has to look](../gates.md). Shares go from 0 to 1."""
_REFUSED = "They would work against what medscrape does, so a crawl with them ends with exit code 2 and a sentence."
_LONG, _LONG_DICTIONARY = 60, 200
_SECTION = re.compile(r"# --- (?P<title>.+) ---")


@dataclass
class _Group:
    """Settings that share a reason."""

    reason: str
    names: list[str]


def page() -> str:
    """The page."""
    parts = [
        f"## {title[:1].upper()}{title[1:]}\n\n{_table(groups)}" for title, groups in _sections(inspect.getsource(ours))
    ]
    gates = [
        (code(f"MEDSCRAPE_GATE_{f.name.upper()}"), code(str(f.default)), _docstrings(Limits)[f.name])
        for f in fields(Limits)
    ]
    parts.append(f"## Gates\n\n{_GATES}\n\n{table(('setting', 'default', 'meaning and reason'), gates)}")
    refused = [(code(name), reason) for name, reason in tuning._NOT_HERE.items()]
    parts.append(f"## Refused\n\n{_REFUSED}\n\n{table(('setting', 'why it is not needed'), refused)}")
    return whole("Settings", _INTRODUCTION, *parts)


def _sections(source: str) -> Iterator[tuple[str, list[_Group]]]:
    """The sections of the module, each with its settings; `ValueError` where one has no reason."""
    title, groups, comment = "", list[_Group](), list[str]()
    for line in source.splitlines():
        if found := _SECTION.fullmatch(line):
            if groups:
                yield title, groups
            title, groups, comment = found["title"], [], []
        elif line.startswith("# "):
            comment.append(line[2:])
        elif name := re.match(r"([A-Z][A-Z0-9_]*) = ", line):
            if comment:
                groups.append(_Group(" ".join(comment), []))
            elif not groups:
                raise ValueError(f"The setting {name[1]} has no reason beside it in medscrape/settings.py.")
            groups[-1].names.append(name[1])
            comment = []
    yield title, groups


def _defaults() -> ModuleType:
    """The settings as they are where the environment says nothing."""
    with patch.dict(os.environ):
        for name in [name for name in os.environ if name.startswith("MEDSCRAPE_")]:
            del os.environ[name]
        return importlib.reload(ours)


def _table(groups: list[_Group]) -> str:
    here = _defaults()
    rows = [
        (code(name), _shown(getattr(here, name)), _shown(getattr(default_settings, name, None)), reason)
        for group in groups
        for name, reason in zip(group.names, [group.reason, *["(as above)"] * len(group.names)], strict=False)
    ]
    return table(("setting", "here", "in Scrapy", "why"), rows)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = repr(value)
    is_short = len(text) <= (_LONG_DICTIONARY if isinstance(value, dict) else _LONG)
    return code(text) if is_short and " object at " not in text else "(see `medscrape/settings.py`)"


def _docstrings(model: type) -> dict[str, str]:
    """The docstring below each field of a class."""
    [body] = [node.body for node in ast.parse(inspect.getsource(model)).body if isinstance(node, ast.ClassDef)]
    found = {}
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            found[field.target.id] = sentences(ast.literal_eval(below.value))
    return found
