"""Dates as pages write them, in English and in Spanish."""

import re
from datetime import date

from medscrape.text import fold

_MONTHS = (
    ("january", "enero"),
    ("february", "febrero"),
    ("march", "marzo"),
    ("april", "abril"),
    ("may", "mayo"),
    ("june", "junio"),
    ("july", "julio"),
    ("august", "agosto"),
    ("september", "septiembre", "setiembre"),
    ("october", "octubre"),
    ("november", "noviembre"),
    ("december", "diciembre"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(_MONTH_NUMBER)
_WRITTEN = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?:de )?(?P<month>{_MONTH}) (?:de )?(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}) (?P<year2>\d{{4}}))\b"
)
_REVIEWED = re.compile(r"\b(?:reviewed|revisado|revision|revisada)\b")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")


def iso_date(text: str) -> date | None:
    """The date that an ISO 8601 string begins with, or None.

    >>> iso_date("2025-08-16"), iso_date("2025-02-31") is None, iso_date("") is None
    (datetime.date(2025, 8, 16), True, True)
    """
    match = _ISO.fullmatch(text.strip())
    return _date(*match.groups()) if match else None


def page_dates(text: str) -> tuple[date | None, date | None]:
    """The dates of the last update and of the last review in a footer's sentence; None for one that is not there.

    >>> page_dates("Page last updated on 2 April 2020 Topic last reviewed: 10 August 2018")
    (datetime.date(2020, 4, 2), datetime.date(2018, 8, 10))
    >>> page_dates("Última actualización 16 agosto 2025")
    (datetime.date(2025, 8, 16), None)
    """
    updated = reviewed = None
    folded, start = fold(text), 0
    for match in _WRITTEN.finditer(folded):
        found = _date(
            match["year"] or match["year2"],
            str(_MONTH_NUMBER[match["month"] or match["month2"]]),
            match["day"] or match["day2"],
        )
        if _REVIEWED.search(folded, start, match.start()):
            reviewed = reviewed or found
        else:
            updated = updated or found
        start = match.end()
    return updated, reviewed


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
