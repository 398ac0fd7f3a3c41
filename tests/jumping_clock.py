"""`scrapy` on a machine whose clock jumps by so many hours (JUMP) after it was looked at so many times (AFTER)."""

import datetime as clock
import os
import sys

from scrapy.cmdline import execute

from medscrape.crawling import launch, run
from medscrape.crawling.middlewares import archivist


class Jumping(clock.datetime):
    jump, after, looks = clock.timedelta(0), 0, 0

    @classmethod
    def now(cls, tz=None):
        Jumping.looks += 1
        return super().now(tz) + (Jumping.jump if Jumping.looks > Jumping.after else clock.timedelta(0))


if __name__ == "__main__":
    Jumping.jump, Jumping.after = clock.timedelta(hours=float(os.environ["JUMP"])), int(os.environ["AFTER"])
    for module in (launch, run, archivist):
        module.datetime = Jumping
    execute(["scrapy", *sys.argv[1:]])
