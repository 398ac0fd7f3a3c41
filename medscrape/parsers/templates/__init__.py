"""The page templates, tried in order; each module here defines one as `TEMPLATE` and is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from medscrape.parsers.template import Template


def _all() -> tuple[Template, ...]:
    modules = sorted(module.name for module in iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").TEMPLATE for name in modules)


TEMPLATES: tuple[Template, ...] = _all()
