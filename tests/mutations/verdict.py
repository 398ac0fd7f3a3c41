"""Whether a mutated page ended as its mutation declared."""

from collections import Counter
from dataclasses import dataclass, field
from zlib import crc32

from oracle.comparison import differences

from medscrape import PageError, Topic, parse_page
from medscrape.verification import check
from mutations.declarations import Mutant, Mutation, Outcome
from mutations.pages import NOT_COMPARED, Page, Record, pages, plain


@dataclass
class Row:
    """A row of the table: a mutation over its pages."""

    mutation: Mutation
    pages: int = 0
    as_declared: int = 0
    silently_lost: int = 0
    complaints: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.mutation.name:<64} {self.mutation.declared:<10}{self.pages:>6}{self.as_declared:>13}"
            f"{self.silently_lost:>15}"
        )


HEADER = f"{'mutation':<64} {'declared':<10}{'pages':>6}{'as declared':>13}{'silently lost':>15}"


def run(mutation: Mutation, limit: int | None) -> Row:
    """Try a mutation on every page that has something to mutate, or on a few of these: other ones for each mutation."""
    row = Row(mutation)
    first = crc32(mutation.name.encode()) % len(pages())
    for page in pages()[first:] + pages()[:first]:
        if row.pages == limit:
            break
        mutant = mutation.make(page)
        if mutant is not None:
            row.pages += 1
            _try(mutation, page, mutant, row)
    return row


def _try(mutation: Mutation, page: Page, mutant: Mutant, row: Row) -> None:
    found = read(mutant.body)
    lost = [] if isinstance(found, PageError) else losses(mutant.body, found)
    complaints = [*lost, *judge(mutation, page, mutant, found)]
    row.silently_lost += bool(lost)
    row.as_declared += not complaints
    row.complaints.extend(f"{page.name}: {complaint}" for complaint in complaints)


def read(body: bytes) -> Topic | PageError:
    """The record of a page, or the reason why there is none."""
    try:
        return parse_page(body)
    except PageError as error:
        return error


def losses(body: bytes, topic: Topic) -> list[str]:
    """What the outside checker misses, in words."""
    lost = check(body, topic)
    return [f"silently lost: {text}" for text in lost.words] + [f"silently lost: {link}" for link in lost.links]


def judge(mutation: Mutation, page: Page, mutant: Mutant, found: Topic | PageError) -> list[str]:
    """What speaks against the declared outcome; nothing when all is as declared."""
    if isinstance(found, PageError):
        return [] if found.reason in mutation.reasons else [f"rejected: {found}"]
    if mutation.declared is Outcome.REJECTED:
        return [f"read, and not rejected as {', '.join(sorted(mutation.reasons))}"]
    record = plain(found)
    return [*_of_record(mutant, record), *_of_warnings(mutation, page, mutant, record)] + [
        *_of_unmapped(mutation, page, mutant, record)
    ]


def _of_record(mutant: Mutant, record: Record) -> list[str]:
    if mutant.record is None:
        return []
    wanted, found = _compared(mutant.record), _compared(record)
    return [] if wanted == found else differences(wanted, found)


def _compared(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in NOT_COMPARED}


def _of_warnings(mutation: Mutation, page: Page, mutant: Mutant, record: Record) -> list[str]:
    before = [tuple(warning.values()) for warning in page.record["quality"]["warnings"]]
    after = [tuple(warning.values()) for warning in record["quality"]["warnings"]]
    new = list((Counter(after) - Counter(before)).elements())
    codes = {code for code, _ in new}
    missing, surplus = mutation.codes - codes, codes - mutation.codes - mutation.maybe
    told = " ".join(detail for _, detail in new)
    complaints = [f"no warning {code}" for code in sorted(missing)]
    complaints += [f"warning {code}: {detail}" for code, detail in new if code in surplus]
    return complaints + [f"no warning names {words!r}" for words in mutant.named if words not in told]


def _of_unmapped(mutation: Mutation, page: Page, mutant: Mutant, record: Record) -> list[str]:
    before, after = page.record["quality"]["unmapped_text"], record["quality"]["unmapped_text"]
    if mutation.declared is Outcome.TOLD and page.record["quality"] == record["quality"]:
        return ["nothing is told"]
    if mutant.record is None:
        return []
    wanted, found = _words(*before, *mutant.unmapped), _words(*after)
    return [
        *(f"not in the unmapped text: {word}" for word in (wanted - found).elements()),
        *(f"unmapped without need: {word}" for word in (found - wanted).elements()),
    ]


def _words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())
