"""Templates: whatever a page said is escaped where it is put in."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from medscrape.reporting.drawing import drawn
from medscrape.reporting.wording import counted, day, plain, web_only

_FOLDER = resources.files("medscrape.reporting").joinpath("templates")


def rendered(name: str, **values: Any) -> str:
    """A template with its values; one that is missing is an error."""
    return _environment().get_template(name).render(values)


def streamed(name: str, **values: Any) -> Iterator[str]:
    """The same piece by piece, for what is too long to be held twice."""
    return _environment().get_template(name).generate(values)


@cache
def text_of(name: str) -> str:
    """A file that goes into the page as it is."""
    return _FOLDER.joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("medscrape.reporting"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["counted"] = counted
    environment.globals["drawn"] = drawn
    environment.filters.update(day=day, plain=plain, web_only=web_only)
    return environment
