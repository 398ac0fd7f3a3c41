"""The page about the command line: every command and option, from the program."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import typer
from markdown import code, table
from markdown import page as whole
from rich.text import Text

from medscrape.cli import app
from medscrape.crawling.arguments import CrawlArguments

_INTRODUCTION = """\
`medscrape COMMAND --help` says the same. Exit codes, of every command:

| exit code | meaning |
|---|---|
| 0 | done; of a crawl: complete and published |
| 1 | a crawl: incomplete, nothing published, the same command goes on; else: something is wrong or rejected |
| 2 | wrong usage; nothing was done |
| 3 | the run is complete, but a gate held the release back |

What goes wrong is one sentence on stderr; results are on stdout."""
_SCRAPY = """\
The same crawl as `medscrape crawl`, as a command of Scrapy, in a folder with `scrapy.cfg`.
Arguments follow `-a`, [settings](settings.md) follow `-s`, and `-O FILE` writes the fetched topics to a file as well:

```console
$ scrapy crawl topics -a site=sample -a limit=5 -s LOG_LEVEL=INFO -O fetched.jsonl
```
"""


def page() -> str:
    """The page."""
    root = typer.main.get_command(app)
    parts = [_command(f"medscrape {name}", command) for name, command in _commands(root)]
    return whole("Commands", _INTRODUCTION, *parts, f"## scrapy crawl topics\n\n{_SCRAPY}\n{_arguments(root)}")


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that is not hidden, by its name; groups give theirs."""
    for name, command in sorted(group.commands.items()):
        if getattr(command, "hidden", False):
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _command(name: str, command: Any) -> str:
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    rows = [_parameter(parameter) for parameter in shown]
    parts = [f"## {name}", _plain(command.help), _plain(command.epilog)]
    if rows:
        parts.append(table(("argument or option", "meaning", "default"), rows))
    return "\n\n".join(part for part in parts if part)


def _parameter(parameter: Any) -> tuple[str, str, str]:
    meaning = _plain(getattr(parameter, "help", None)).replace("\n", " ")
    choices = _choices(parameter)
    if choices:
        meaning += f" One of {', '.join(map(code, choices))}."
    if parameter.envvar:
        meaning += f" Environment variable: {code(str(parameter.envvar))}."
    default = parameter.default
    is_given = default not in (None, False, (), [], ...) and not callable(default)
    shown = str(default.value if isinstance(default, Enum) else default)
    return _names(parameter), meaning, code(shown) if is_given else "required" if parameter.required else ""


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name.upper()
        return code(f"{name}..." if parameter.nargs == -1 else name)
    options = [*parameter.opts, *parameter.secondary_opts]
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return ", ".join(code(option + value) for option in options)


def _choices(parameter: Any) -> list[str]:
    """The values that an option takes, where the program declares them."""
    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type) and issubclass(kind, Enum)]
    return [str(member.value) for kind in kinds for member in kind]


def _plain(marked_up: str | None) -> str:
    """Help as Markdown: what the terminal shows bold is a command."""
    text = Text.from_markup(marked_up or "")
    pieces, end = [], 0
    for span in sorted(text.spans):
        pieces += [text.plain[end : span.start], code(text.plain[span.start : span.end])]
        end = span.end
    return "".join([*pieces, text.plain[end:]]).strip()


def _arguments(root: Any) -> str:
    helps = {parameter.name: _plain(parameter.help) for parameter in root.commands["crawl"].params}
    rows = [(code(f"-a {name}=..."), helps.get(name, "")) for name in CrawlArguments.model_fields]
    return table(("argument", "meaning"), rows)
