"""The page templates, tried in order; each module here that is not private defines one as `TEMPLATE`.

Adding a template is adding a module (its name decides its turn) and fixture pages; nothing else knows its name.
"""

from importlib import import_module
from pkgutil import iter_modules

from medscrape.parsers.template import Template


def _all() -> tuple[Template, ...]:
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}").TEMPLATE for name in modules)


TEMPLATES: tuple[Template, ...] = _all()
