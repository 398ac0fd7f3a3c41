"""The pages of the documentation as data: their blocks of code, the commands in those, their links and anchors."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>not run|needs): (?P<detail>[^\n]+) -->\n+)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S
)
_OUTPUT = re.compile(r"\n*^```text\n(?P<body>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"(?<!`)\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?(?P<target>[^)\s>]+)>?\)|(?:src|href)=\"(?P<other>[^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} +(?P<words>.+?) *$", re.M)


class Block(NamedTuple):
    """A block of code on a page."""

    line: int
    kind: str
    body: str
    needs: tuple[str, ...]
    why_not: str | None
    """The reason why it is only shown, or None."""
    output: str | None
    """What it prints, where the page says so."""


def text_of(name: str) -> str:
    """A page, by its path in the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a page, but for those that show what the block above them prints.

    >>> [block] = blocks_of("<!-- needs: jq -->\\n```console\\n$ jq .\\n```\\n")
    >>> block.kind, block.needs, block.why_not
    ('console', ('jq',), None)
    """
    end = 0
    for found in _BLOCK.finditer(text):
        if found.start() < end:
            continue
        line = text.count("\n", 0, found.start("body"))
        below = _OUTPUT.match(text, found.end()) if found["kind"] in {"python", "sql"} else None
        end = below.end() if below else found.end()
        needs = tuple(name.strip() for name in found["detail"].split(",")) if found["mark"] == "needs" else ()
        why_not = found["detail"] if found["mark"] == "not run" else None
        yield Block(line, found["kind"], found["body"], needs, why_not, below["body"] if below else None)


def commands_of(body: str) -> Iterator[tuple[str, str | None]]:
    """The commands of a console block, each with what it prints, or None where nothing is said.

    >>> list(commands_of("$ echo a\\na\\n$ sleep 0 \\\\\\n  && true\\n"))
    [('echo a', 'a\\n'), ('sleep 0 \\\\\\n  && true', None)]
    """
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        found = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL)
        assert found
        yield found[1], found[2] or None


def programs_in(command: str) -> Iterator[list[str]]:
    """The words of each program that a line for the shell starts.

    >>> list(programs_in("A=1 medscrape verify --output x > log 2>&1 && sudo make 'a b'  # why"))
    [['medscrape', 'verify', '--output', 'x'], ['make', 'a b']]
    """
    reader = shlex.shlex(command.replace("\\\n", " "), posix=True, punctuation_chars="|&;<>()")
    reader.whitespace_split = True
    words: list[str] = []
    for token in reader:
        if set(token) <= {"<", ">", "&"} and set(token) & {"<", ">"}:
            next(reader, None)
            words = words[:-1] if words[-1:] in (["1"], ["2"]) else words
        elif set(token) <= set("|&;()"):
            yield from [words] if words else []
            words = []
        elif words or not (re.match(r"\w+=", token) or token == "sudo"):
            words.append(token)
    yield from [words] if words else []


def links_of(text: str) -> Iterator[str]:
    """Where the links and pictures of a page lead, but for those in its code.

    >>> list(links_of("[a](b.md#c) and `[no](link)`"))
    ['b.md#c']
    """
    prose = re.sub(r"`[^`\n]+`", "``", _BLOCK.sub("", text))
    for found in _LINK.finditer(prose):
        yield found["target"] or found["other"]


def anchors_of(text: str) -> set[str]:
    """Where a page can be linked to, by the rule of GitHub.

    >>> sorted(anchors_of("# The `topics.jsonl`: what?\\n## A & B"))
    ['a--b', 'the-topicsjsonl-what']
    """
    headings = [found["words"] for found in _HEADING.finditer(_BLOCK.sub("", text))]
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


def shown_in(part: object, whole: object) -> bool:
    """Whether JSON on a page is a part of what there is: keys and items may be missing, `…` stands for any words.

    >>> shown_in({"a": ["x…"], "b": 1}, {"a": ["w", "xyz"], "b": 1, "c": 2}), shown_in({"a": 2}, {"a": 1})
    (True, False)
    """
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and shown_in(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        items = iter(whole) if isinstance(whole, list) else iter(())
        return all(any(shown_in(wanted, item) for item in items) for wanted in part)
    if isinstance(part, str) and isinstance(whole, str):
        return re.fullmatch(".*?".join(map(re.escape, part.split("…"))), whole, re.DOTALL) is not None
    return part == whole


def published_in(folder: Path) -> Iterator[object]:
    """Every record, change, rejection and manifest in an output folder."""
    yield json.loads((folder / "manifest.json").read_bytes())
    for path in folder.glob("*.jsonl"):
        yield from map(json.loads, path.read_bytes().splitlines())
