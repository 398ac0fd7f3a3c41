"""The page about the Python interface: every public name, from its docstring."""

import inspect
from types import ModuleType
from typing import Any

from markdown import code, sentences, table
from markdown import page as whole

import medscrape
from medscrape import exporting

_INTRODUCTION = """\
Few names, all typed (`py.typed`): what stands here stays, everything else may change. Models are described under
[records](records.md).

```python
from medscrape import load, parse_page

topics = {topic.id: topic for topic in load("output/sample")}
page = b'<h1>Hay Fever</h1><link rel="canonical" href="https://health.example/hayfever.html"><p>Words.</p>'
print(len(topics), topics["sample/en/glimmerfever"].title)
```

```text
57 Glimmer Fever
```"""


def page() -> str:
    """The page."""
    return whole("Python", _INTRODUCTION, _names(medscrape), _names(exporting))


def _names(module: ModuleType) -> str:
    exported = [(name, getattr(module, name)) for name in module.__all__]
    rows = [(code(_call(name, thing)), _meaning(thing)) for name, thing in exported]
    return f"## {module.__name__}\n\n{sentences(module.__doc__)}\n\n{table(('name', 'what it is'), rows)}"


def _call(name: str, thing: Any) -> str:
    if not inspect.isfunction(thing):
        return name
    parameters = [
        f"{parameter.name}={parameter.default!r}" if parameter.default in (None, True, False) else parameter.name
        for parameter in inspect.signature(thing).parameters.values()
    ]
    return f"{name}({', '.join(parameters)})"


def _meaning(thing: Any) -> str:
    if isinstance(thing, str):
        return code(thing)
    if isinstance(thing, dict):
        return ", ".join(map(code, thing))
    return sentences(inspect.getdoc(thing))
