"""`scrapy` on a machine whose clock jumps by so many hours (JUMP) after it was looked at so many times (AFTER)."""

import datetime as clock
import os
import sys

from scrapy.cmdline import execute

from medscrape.crawling import launch, run
from medscrape.crawling.middlewares import archivist

JUMP, AFTER = clock.timedelta(hours=float(os.environ["JUMP"])), int(os.environ["AFTER"])
looks = 0


class Jumping(clock.datetime):
    @classmethod
    def now(cls, tz=None):
        global looks
        looks += 1
        return super().now(tz) + (JUMP if looks > AFTER else clock.timedelta(0))


if __name__ == "__main__":
    for module in (launch, run, archivist):
        module.datetime = Jumping
    execute(["scrapy", *sys.argv[1:]])
