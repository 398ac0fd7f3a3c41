"""Numbers, dates and names in the words of a report."""

import re
from datetime import date, datetime

# What XML cannot hold, and the marks that turn the direction of whatever follows.
_NOT_FOR_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")

_LONGEST_NAME = 300


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "topic"), counted(1200, "topic"), counted(0, "entry", "entries")
    ('1 topic', '1,200 topics', '0 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(part: float, whole: float) -> str:
    """A share; what is neither nothing nor all never looks like it.

    >>> percent(1, 3), percent(1, 5000), percent(4999, 5000), percent(0, 0)
    ('33 %', 'under 1 %', 'over 99 %', '0 %')
    """
    share = 100 * part / whole if whole else 0
    if 0 < share < 1:
        return "under 1 %"
    if 99 < share < 100:
        return "over 99 %"
    return f"{share:.0f} %"


def day(moment: date) -> str:
    """A date as a person writes it.

    >>> day(date(2026, 11, 3))
    '3 Nov 2026'
    """
    return f"{moment.day} {moment:%b %Y}"


def minute(moment: datetime) -> str:
    """A moment in UTC, to the minute.

    >>> minute(datetime(2026, 11, 3, 9, 5))
    '3 Nov 2026, 09:05 UTC'
    """
    return f"{day(moment)}, {moment:%H:%M} UTC"


def span(days: int) -> str:
    """A length of time, as exact as a person wants it.

    >>> span(40), span(400), span(1000), span(1)
    ('40 days', '13 months', '2.7 years', '1 day')
    """
    if days < 60:
        return counted(days, "day")
    return f"{days / 30.44:.0f} months" if days < 730 else f"{days / 365.25:.1f} years"


def plain(name: str) -> str:
    """A machine name in words.

    >>> plain("soft_404")
    'soft 404'
    """
    return name.replace("_", " ")


def listed(names: list[str]) -> str:
    """Names as a sentence has them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def for_xml(text: str) -> str:
    """A text that XML can hold and that keeps its direction to itself.

    >>> for_xml("\\x1bFever \\u202ena")
    'Fever na'
    """
    return _NOT_FOR_XML.sub("", text)


def isolated(name: str) -> str:
    """A name from a page inside a sentence of ours: whatever marks it holds, it turns only its own words.

    >>> isolated("Fever")
    '\\u2068Fever\\u2069'
    """
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    return f"\u2068{shown}\u2069"


def web_only(url: str | None) -> str | None:
    """A URL that a reader may follow from a report, or None.

    >>> web_only("https://a.example/"), web_only("javascript:alert(1)"), web_only(None)
    ('https://a.example/', None, None)
    """
    return url if url and url.startswith(("http://", "https://")) else None
