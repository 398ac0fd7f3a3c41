"""What a robots.txt says to us (RFC 9309), read from its bytes alone.

The groups are chosen here, by exact product token; Protego matches the paths. (Protego alone would apply a group `med`
to `medscrape`.)
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

PRODUCT_TOKEN = "medscrape"  # noqa: S105 - the name robots.txt groups are matched by
READ_LIMIT = 1024 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 section 2.5 asks for at least 500 KiB."""

_ANYONE = "*"
_LINE_END = re.compile(r"\r\n|\r|\n")
_AGENT = re.compile(r"([A-Za-z_-]+|\*)(?=[\s/]|$)")
_RATE = re.compile(r"(?P<requests>[0-9]{1,9})/(?P<number>[0-9]{1,9})(?P<unit>[smhd]?)", re.IGNORECASE)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one origin for this program."""

    paths: Protego
    delay: float
    """Seconds to leave between requests; 0 when nothing is asked."""

    def allows(self, url: str) -> bool:
        """Whether the URL may be fetched."""
        return bool(self.paths.can_fetch(url, PRODUCT_TOKEN))


def read_robots(body: bytes) -> RobotsRules:
    """The rules in a robots.txt.

    >>> rules = read_robots(b"User-agent: med\\nDisallow: /\\n\\nUser-agent: *\\nDisallow: /private\\nCrawl-delay: 2")
    >>> rules.allows("https://a.org/x"), rules.allows("https://a.org/private/x"), rules.delay
    (True, False, 2.0)
    """
    ours = _lines_for(PRODUCT_TOKEN, body)
    lines = (_lines_for(_ANYONE, body) or []) if ours is None else ours
    rules = "\n".join(f"{field}: {value}" for field, value in lines if field in {"allow", "disallow"})
    return RobotsRules(Protego.parse(f"User-agent: *\n{rules}\n"), max(map(_seconds_between, lines), default=0.0))


def everything_allowed() -> RobotsRules:
    """The rules where there is no robots.txt (RFC 9309 section 2.3.1.3)."""
    return read_robots(b"")


def _lines_for(agent: str, body: bytes) -> list[Line] | None:
    """The lines of all groups of an agent together (RFC 9309 section 2.2.1), or None when there is no such group."""
    found: list[Line] | None = None
    agents: set[str] = set()
    in_rules = True
    for field, value in _lines(body):
        if field == "user-agent":
            match = _AGENT.match(value)
            agents = (set() if in_rules else agents) | ({match[1].lower()} if match else set())
            in_rules = False
            if agent in agents and found is None:
                found = []
        elif field in {"allow", "disallow", "crawl-delay", "request-rate"}:
            in_rules = True
            if agent in agents and found is not None:
                found.append((field, value))
    return found


def _lines(body: bytes) -> Iterator[Line]:
    text = body[:READ_LIMIT].decode("utf-8-sig", errors="replace")
    for line in _LINE_END.split(text):
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().lower(), " ".join(value.split())


def _seconds_between(line: Line) -> float:
    """The pause that a line asks for.

    >>> _seconds_between(("crawl-delay", "1.5")), _seconds_between(("request-rate", "1/2m 0800-1700"))
    (1.5, 120.0)
    """
    field, value = line
    if field == "crawl-delay":
        return _number(value)
    if field == "request-rate" and (match := _RATE.match(value)) and int(match["requests"]):
        return int(match["number"]) * _SECONDS[match["unit"].lower()] / int(match["requests"])
    return 0.0


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
