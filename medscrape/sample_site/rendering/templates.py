"""The HTML templates: files whose white space is that of the real pages, with `{places}` to fill."""

from functools import cache
from importlib import resources


def fill(name: str, /, **values: object) -> str:
    """A template with its places filled; the values are HTML already."""
    return template(name).format(**values)


@cache
def template(name: str) -> str:
    """The text of a template."""
    return resources.files("medscrape.sample_site").joinpath("templates", f"{name}.html").read_text("utf-8")
