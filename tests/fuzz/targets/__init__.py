"""Every target, by name."""

from fuzz.target import Target
from fuzz.targets import (
    addresses,
    bulk,
    codings,
    decoding,
    dumps,
    indexes,
    losses,
    pages,
    published,
    records,
    robots,
    stores,
    texts,
    warcs,
)

_MODULES = (
    pages,
    losses,
    bulk,
    dumps,
    decoding,
    indexes,
    robots,
    texts,
    addresses,
    codings,
    warcs,
    published,
    records,
    stores,
)

TARGETS: dict[str, Target] = {module.TARGET.name: module.TARGET for module in _MODULES}
