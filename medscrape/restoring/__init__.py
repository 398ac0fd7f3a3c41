"""Making an output folder whole again after damage, out of what else is in it."""

from medscrape.restoring.rebuild import Rebuilt, rebuild

__all__ = ["Rebuilt", "rebuild"]
