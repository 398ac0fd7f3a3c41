"""Links: safe to follow, or not there. An input is a link, a line feed, and the page it stands on."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from fuzz.invariants import SAFE_URL
from fuzz.mutators.lines import lines_with
from fuzz.mutators.words import ADDRESSES
from fuzz.target import Target, expect
from medscrape.models.base import Url
from medscrape.parsers.references import reference_of
from medscrape.vocabulary.sites import absolute, address_of, site_path, topic_address

_URL = TypeAdapter(Url)
_MARKS = (
    b"http",
    b"https://",
    b":",
    b"/",
    b"//",
    b"\\",
    b"@",
    b"?",
    b"#",
    b"%",
    b"[",
    b"]",
    b"..",
    b"\t",
    b"\n",
    b"&",
    b"=",
    b"utm_x=1",
    b".html",
)


def expect_safe(data: bytes) -> None:
    """Raises when a link leads where it must not, or is no address that a record may hold."""
    href, _, base = data.decode("utf-8", "replace").partition("\n")
    for place in ("https://sample.invalid/plum.html", base):
        found = absolute(href, place)
        if found is None:
            continue
        expect(SAFE_URL.fullmatch(found), "only safe links", found)
        _URL.validate_python(found)
        is_web = found.startswith(("http", "ftp"))
        expect(not is_web or "@" not in urlsplit(found).netloc, "no credentials", found)
        expect(absolute(found, "") == found, "an absolute link stays as it is", found, absolute(found, ""))
        reference_of(found)
        site_path(found)
        topic_address(found)
        if is_web:
            address_of(found, "en")


def seeds() -> Iterator[bytes]:
    """Links as pages have them, and as nobody should."""
    for address in ADDRESSES:
        yield address
        yield address + b"\nhttps://medlineplus.gov/spanish/x.html"


TARGET = Target("addresses", expect_safe, seeds, lines_with(*_MARKS), longest=2048)
