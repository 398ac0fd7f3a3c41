"""Which records an export holds, and how much of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from medscrape.exporting.records import CreditedTopic, Exported, PublicDomainTopic, credited, public_domain
from medscrape.models import Topic


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for."""

    languages: tuple[str, ...] = ()
    """Languages to keep; empty for all."""
    public_domain_only: bool = False
    """Whether to leave out every text that is not known to be in the public domain."""

    @property
    def model(self) -> type[Exported]:
        """The model of the records that `pick` gives."""
        return PublicDomainTopic if self.public_domain_only else CreditedTopic

    def pick(self, topics: Iterable[Topic]) -> Iterator[Exported]:
        """The records to export, one at a time."""
        for topic in topics:
            if self.languages and topic.language not in self.languages:
                continue
            record = public_domain(topic) if self.public_domain_only else credited(topic)
            if record:
                yield record

    @property
    def description(self) -> str:
        """What is missing when nothing is picked, for a sentence.

        >>> Selection(("es",), public_domain_only=True).description
        'a record in es with a summary in the public domain'
        """
        language = f" in {' or '.join(self.languages)}" if self.languages else ""
        return f"a record{language}{' with a summary in the public domain' * self.public_domain_only}"
