"""Every way medscrape can fail, in one tree.

MedscrapeError
├── PageError             this page gives no record; the run goes on, and the page becomes a `Rejection`
│   ├── NotATopicError    the page says of itself that it is something else
│   └── RejectedPageError the page should have been a topic and cannot be read as one
├── UsageError            the user asked for something that cannot be done: exit code 2
│   ├── StoreError        the store cannot be used as asked (another source, in use, damaged)
│   │   ├── NewerStoreError a newer version of medscrape wrote it
│   │   └── OlderStoreError an older one did, and it is only to be read
│   ├── OutputError       a file cannot be written or read
│   └── DiskFullError     both of them, for want of room: exit code 1, the same command goes on once there is some
├── IncompleteRunError    the run ended before every URL had an outcome: exit code 1, nothing published
└── GateError             the run is complete, but a gate holds the release back: exit code 3
"""

from enum import StrEnum


class MedscrapeError(Exception):
    """Any failure that medscrape foresees; its text is one sentence for a person."""

    exit_code = 1


class RejectionReason(StrEnum):
    """Why a page gave no record."""

    NOT_A_TOPIC = "not_a_topic"
    NOT_READABLE = "not_readable"
    NO_TITLE = "no_title"
    NO_CONTENT = "no_content"
    NO_URL = "no_url"
    EMPTY = "empty"
    MAINTENANCE = "maintenance"
    SOFT_404 = "soft_404"
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    INVALID_RECORD = "invalid_record"


class PageError(MedscrapeError):
    """A page that gives no record; raised by the parsers only."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail


class NotATopicError(PageError):
    """The page is a readable page of another kind: an index, an article, the home page."""

    def __init__(self, detail: str) -> None:
        super().__init__(RejectionReason.NOT_A_TOPIC, detail)


class RejectedPageError(PageError):
    """The page cannot be trusted as a topic: empty, cut short, a maintenance notice, a wall."""


class UsageError(MedscrapeError):
    """What was asked for cannot be done; the sentence says what to do instead."""

    exit_code = 2


class StoreError(UsageError):
    """The store cannot be opened or used as asked."""


class NewerStoreError(StoreError):
    """The store was written by a newer version."""


class OlderStoreError(StoreError):
    """The store was written by an older version, and may not be changed now."""


class OutputError(UsageError):
    """A file or folder cannot be written or read."""


class DiskFullError(StoreError, OutputError):
    """There is no room on the disk."""

    exit_code = 1


class IncompleteRunError(MedscrapeError):
    """The run did not come to its end; the same command goes on from here."""

    exit_code = 1


class GateError(MedscrapeError):
    """The run is complete, and a gate kept the old release in place."""

    exit_code = 3
