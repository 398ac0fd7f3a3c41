"""How the paths of a robots.txt are matched (RFC 9309 section 2.2.2)."""

import time

import pytest

from medscrape.crawling.robots import read_robots

MATCHING = [
    ("Disallow: /fish", "/fish.html", False),
    ("Disallow: /fish", "/Fish.html", True),
    ("Disallow: /fish/", "/fish", True),
    ("Disallow: /fish*.php", "/fishheads/catfish.php?a=1", False),
    ("Disallow: /*.php$", "/a.php", False),
    ("Disallow: /*.php$", "/a.php?b=1", True),
    ("Disallow: /a$b", "/a$b", False),
    ("Disallow: /a**b", "/axxb", False),
    ("Disallow: a.html", "/a.html", True),
    ("Disallow: /x?", "/x?y=1", False),
    ("Disallow: /x?", "/x", True),
]
LONGEST_WINS = [
    ("Allow: /p\nDisallow: /", "/page", True),
    ("Disallow: /\nAllow: /p", "/page", True),
    ("Allow: /$\nDisallow: /", "/", True),
    ("Allow: /$\nDisallow: /", "/page", False),
    ("Disallow: /example/page/disallowed.gif\nAllow: /example/page/", "/example/page/disallowed.gif", False),
    ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
]
ALLOW_WINS_TIES = [
    ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
    ("Disallow: /folder\nAllow: /folder", "/folder/page", True),
    ("Allow: /page\nDisallow: /*.ph", "/page.php5", True),
]
PERCENT_ENCODING = [
    ("Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", False),
    ("Disallow: /foo/bar/\u30c4", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("Disallow: /%7Ejoe/", "/~joe/", False),
    ("Disallow: /a%2Fb", "/a/b", True),
    ("Disallow: /file-with-a-%2A.html", "/file-with-a-*.html", False),
    ("Disallow: /price%24", "/price", True),
]


@pytest.mark.parametrize(("rules", "path", "allowed"), MATCHING + LONGEST_WINS + ALLOW_WINS_TIES + PERCENT_ENCODING)
def test_a_path_is_allowed_or_not(rules, path, allowed):
    assert read_robots(f"User-agent: *\n{rules}".encode()).allows(f"https://a.org{path}") is allowed


@pytest.mark.parametrize(
    "rules",
    [
        "Disallow: /" + "*a" * 30 + "b",
        "Disallow: /" + "*a" * 500_000,
        "\n".join(f"Disallow: /x{number}*y" for number in range(50_000)),
    ],
)
def test_no_rules_take_long(rules):
    start = time.monotonic()
    assert read_robots(f"User-agent: *\n{rules}".encode()).allows(f"https://a.org/{'a' * 2000}")
    assert time.monotonic() - start < 5
