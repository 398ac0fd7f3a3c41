"""An embedded, deterministic, invented website in the structure of MedlinePlus: for the demo, tests and benchmarks.

>>> site = build()
>>> site.get("/glimmerfever.html").status, site.get("/nothing.html").status
(200, 404)
"""

from medscrape.sample_site.editions import EDITION_2_PLAN, PlannedChange
from medscrape.sample_site.server import LoggedRequest, SampleServer
from medscrape.sample_site.website import SamplePage, SampleSite, build

__all__ = ["EDITION_2_PLAN", "LoggedRequest", "PlannedChange", "SamplePage", "SampleServer", "SampleSite", "build"]
