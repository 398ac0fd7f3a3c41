"""Times as the store writes them: RFC 3339 in UTC, so that text order is time order."""

from datetime import UTC, datetime


def text_of(moment: datetime) -> str:
    """A moment as text.

    >>> text_of(datetime(2026, 11, 23, 8, 35, 5, tzinfo=UTC))
    '2026-11-23T08:35:05.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """The moment behind a text.

    >>> moment_of("2026-11-23T08:35:05.000000+00:00") == datetime(2026, 11, 23, 8, 35, 5, tzinfo=UTC)
    True
    """
    return datetime.fromisoformat(text)
