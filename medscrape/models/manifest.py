"""What a run did and what a release holds."""

from enum import StrEnum

from medscrape.models.base import LanguageTag, Record, Sha256, Url, UtcTime


class Outcome(StrEnum):
    """What became of one topic URL in a run."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_TOPIC = "not_topic"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    GONE = "gone"
    FAILED = "failed"


class Scope(Record):
    """Which part of the source a run was asked for."""

    languages: tuple[LanguageTag, ...]
    """Languages crawled."""
    topics: tuple[str, ...]
    """Slugs asked for; empty for all."""
    limit: int | None
    """The most topics per language, or `null` for all."""

    @property
    def is_full(self) -> bool:
        """Whether the whole source was asked for, so that absence can mean something."""
        return self.is_whole_index and set(self.languages) >= {"en", "es"}

    @property
    def is_whole_index(self) -> bool:
        """Whether every topic that the index pages name was asked for, in the languages of the run."""
        return not self.topics and self.limit is None


class Source(Record):
    """Where a store's pages come from; a store belongs to one source."""

    site: str
    """Name of the site whose identity the records carry: `medlineplus` or `sample`."""
    mirror: Url | None
    """Root URL of the mirror the pages were fetched from, or `null`."""


class Counts(Record):
    """How many topic URLs ended how: `discovered` is the sum of all others but `records`."""

    discovered: int
    """Distinct topic URLs the run met."""
    new: int
    """Topics that the last release did not hold."""
    changed: int
    """Topics whose record differs from the last release."""
    unchanged: int
    """Topics whose record is the same."""
    not_topic: int
    """Pages that are something else."""
    duplicate: int
    """URLs that lead to a topic already met."""
    rejected: int
    """Pages that should have given a record and did not."""
    gone: int
    """URLs answered with 404 or 410."""
    failed: int
    """URLs that gave no answer after all retries; their last record is carried over."""
    records: int
    """Lines of `topics.jsonl`."""


class Gate(Record):
    """A check that a release must pass."""

    name: str
    """What is checked."""
    passed: bool
    """The verdict."""
    figure: float
    """What was measured."""
    threshold: float
    """What is allowed."""
    detail: str
    """The finding in a sentence."""


class Traffic(Record):
    """What a run cost the network; of a run that was killed and resumed, what the killed commands moved is missing."""

    requests: int
    """Requests sent, retries and redirects included."""
    received: int
    """Bytes of the answers, headers included, bodies as they were sent."""


class Revalidation(Record):
    """What came of asking whether pages had changed (RFC 9110 section 13) instead of fetching them."""

    not_modified: int
    """Pages kept because the server says that they have not changed (304): no body was sent."""
    sampled_share: float
    """Share of the pages said to be unchanged that was fetched all the same, as a check."""
    seed: str
    """What the sample was drawn by, with the URL: the run's id."""
    full_checks: int
    """Pages of that sample."""
    contradicted: int
    """Those of them that had changed after all. If there is one, the server's word is not taken for any page of the
    run, and all are fetched."""


class PublishedFile(Record):
    """A file of the release, to check a copy against."""

    sha256: Sha256
    """Digest of the file."""
    bytes: int
    """Its length."""
    lines: int
    """Its number of lines."""


class Manifest(Record):
    """The release as a whole."""

    run_id: str
    """The run; also the name of the release's folder."""
    started_at: UtcTime
    """When the run began."""
    finished_at: UtcTime
    """When the release was accepted."""
    complete: bool
    """Whether every URL in scope has an outcome; always true for a published release."""
    scope: Scope
    """What was asked for."""
    source: Source
    """Where the pages come from."""
    counts: Counts
    """How the URLs ended."""
    gates: tuple[Gate, ...]
    """The checks before publishing, with their figures."""
    traffic: Traffic
    """What the run cost."""
    revalidation: Revalidation
    """How far the server was believed."""
    schema_version: str
    """Version of the record schema."""
    package_version: str
    """Version of medscrape."""
    files: dict[str, PublishedFile]
    """The other files of the release."""
