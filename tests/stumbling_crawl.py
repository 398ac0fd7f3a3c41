"""`scrapy` with a parser that has a mistake: it trips over every page whose address has `stumble` in it."""

import sys

from scrapy.cmdline import execute

from medscrape.crawling import reading

parse_page = reading.parse_page


def stumbling(body, url=None, **options):
    if "stumble" in url:
        raise KeyError("\x1b[31mRED: nobody thought of this")
    return parse_page(body, url, **options)


if __name__ == "__main__":
    reading.parse_page = stumbling
    execute(["scrapy", *sys.argv[1:]])
