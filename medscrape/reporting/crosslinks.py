"""How the topics of a release lead to each other, and to whom else."""

from collections import Counter
from urllib.parse import urlsplit

from medscrape.reporting.data import Record


class Crosslinks:
    """Where the topics of a release lead; its memory grows with them, so only what tells of links keeps one."""

    def __init__(self) -> None:
        self.hosts: set[str] = set()
        """The hosts that topics link to."""
        self._addresses: set[str] = set()
        self._related: Counter[str] = Counter()
        self._twins: Counter[tuple[str, ...]] = Counter()

    def take(self, record: Record) -> None:
        """Takes in the next topic, as a published line has it."""
        self._addresses.add(record["url"])
        self._related.update(related["url"] for related in record["related_topics"] if related["url"])
        language = record["language"]
        self._twins[tuple(twin["url"] for twin in record["translations"] if twin["language"] != language)] += 1
        urls = (link["url"] for section in record["sections"] for link in section["links"] if link["url"])
        self.hosts.update(urlsplit(url).netloc.lower().removeprefix("www.") for url in urls)

    @property
    def related(self) -> int:
        """How many related topics are named, as far as the pages give their URLs."""
        return self._related.total()

    @property
    def related_held(self) -> int:
        """How many of them are in the release."""
        return sum(number for url, number in self._related.items() if url in self._addresses)

    @property
    def twins_held(self) -> int:
        """How many topics have the page in another language in the release."""
        return sum(number for urls, number in self._twins.items() if not self._addresses.isdisjoint(urls))
