"""The questions that the charts of a report answer, each with its figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median_high

from medscrape.models import Significance
from medscrape.reporting.collection import Collection, middle, middle_of
from medscrape.reporting.timeline import WEIGHTIEST_FIRST, ReleaseEvents, Timeline
from medscrape.reporting.wording import counted, day, isolated, listed, percent, plain, span
from medscrape.vocabulary.languages import language_name
from medscrape.vocabulary.sections import SectionKind

_AGES = (
    ("under a month", 30),
    ("1 to 3 months", 91),
    ("3 to 6 months", 182),
    ("6 to 12 months", 365),
    ("1 to 2 years", 730),
    ("2 to 3 years", 1095),
    ("3 to 5 years", 1826),
    ("older", 10**6),
)
_SHOWN, _RELEASES_SHOWN = 20, 24
_MOST_ROWS = 1000
_WEIGHTS = {
    Significance.CONTENT: "content",
    Significance.LINKS: "links",
    Significance.ROUTINE: "routine",
    Significance.PARSER: "the parser",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table: a row has a name and a number for each series."""

    name: str
    """Its id on the page."""
    question: str
    answer: str
    head: tuple[str, ...]
    """The heads of the table's columns; the first one is for the names."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    series: int = 1
    """So many of the columns are drawn; the others stand in the table only."""
    shown: int = _SHOWN
    """So many of the rows are drawn, from the first."""
    total: int = 0
    """So many rows there would be; the table ends before where they are too many for a page. 0: the rows are all."""
    upright: bool = False
    """Whether the bars stand, as for what follows in time."""
    lang: str = "en"
    """The language of the names."""
    unit: str = ""

    @property
    def drawn(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The rows of the picture."""
        return self.rows[-self.shown :] if self.upright else self.rows[: self.shown]


def charts(collection: Collection, timeline: Timeline) -> tuple[Chart, ...]:
    """The charts of a report; one that has nothing to show is left out."""
    found = (*_groups(collection), _ages(collection), _over_time(timeline), _fullness(collection), _linked(collection))
    return tuple(chart for chart in found if chart.rows)


def _groups(collection: Collection) -> Iterator[Chart]:
    for language, topics in collection.languages.items():
        groups, grouped = collection.groups[language], collection.grouped[language]
        yield Chart(
            name=f"groups-{language}",
            question=f"Which groups are the {language_name(language)} topics in?",
            answer=_about_groups(topics, grouped, groups) if groups else "",
            head=("Group", "Topics"),
            rows=_ranked(groups)[:_MOST_ROWS],
            total=len(groups),
            lang=language,
        )


def _about_groups(topics: int, grouped: int, groups: Counter[str]) -> str:
    ((largest, held),) = groups.most_common(1)
    return (
        f"{grouped:,} of {counted(topics, 'topic')} name a group, {groups.total() / grouped:.1f} on average; "
        f"there are {counted(len(groups), 'group')}. The largest is {isolated(largest)} with {counted(held, 'topic')}."
    )


def _ages(collection: Collection) -> Chart:
    languages = tuple(collection.languages)
    binned = {name: Counter[str]() for name, _ in _AGES}
    for language, ages in collection.ages_in.items():
        for age, topics in ages.items():
            binned[next(name for name, most in _AGES if age < most)][language] += topics
    has_dates = collection.oldest is not None
    return Chart(
        name="ages",
        question="How old are the pages?",
        answer=_about_ages(collection),
        head=("Since the last update", *map(language_name, languages)),
        rows=tuple((name, tuple(found[tag] for tag in languages)) for name, found in binned.items() if has_dates),
        series=len(languages),
    )


def _about_ages(collection: Collection) -> str:
    if collection.oldest is None:
        return ""
    ages, (oldest, _, title) = collection.ages, collection.oldest
    answer = (
        f"Half of the pages were updated within {span(median_high(ages.elements()))} before this release. "
        f"The oldest, {isolated(title)}, dates from {day(oldest)}."
    )
    undated = collection.total - ages.total()
    return f"{answer} {counted(undated, 'page')} without a date left out." if undated else answer


def _fullness(collection: Collection) -> Chart:
    total = collection.total
    kinds = [kind for kind in _ranked(collection.kinds) if kind[0] != SectionKind.OTHER]
    full = sum(2 * topics[0] > total for _, topics in kinds)
    return Chart(
        name="fullness",
        question="How full are the sections?",
        answer=(
            f"A topic has {middle(collection.sections)} sections and "
            f"{counted(middle(collection.links), 'link')} (median). "
            f"{full} of {counted(len(kinds), 'kind')} of section are in more than half of the topics."
        ),
        head=("Section", "Topics in percent", "Topics", "Links (median)"),
        rows=tuple(
            (
                plain(kind).capitalize(),
                (round(100 * topics / total), topics, middle(collection.links_in[kind])),
            )
            for kind, (topics,) in kinds
        ),
        shown=20,
        unit=" %",
    )


def _linked(collection: Collection) -> Chart:
    organizations = collection.organizations
    ten = sum(links for _, links in organizations.most_common(10))
    return Chart(
        name="organizations",
        question="Who is linked?",
        answer=(
            f"{counted(collection.all_links, 'link')} name {counted(len(organizations), 'organization')} "
            f"{counted(organizations.total(), 'time')}; the first ten stand for {percent(ten, organizations.total())}."
        ),
        head=("Organization", "Links"),
        rows=_ranked(organizations)[:_MOST_ROWS],
        total=len(organizations),
    )


def _over_time(timeline: Timeline) -> Chart:
    releases = timeline.releases[1:]
    sums = Counter[Significance]()
    for release in releases:
        sums += release.by_significance
    told = listed(
        [f"{counted(sums[weight], 'change')} of {_WEIGHTS[weight]}" for weight in WEIGHTIEST_FIRST if sums[weight]]
    )
    return Chart(
        name="over-time",
        question="What changed over time?",
        answer=f"Since the first release, {counted(len(releases), 'release')} brought {told}; "
        f"{counted(round(middle_of(release.total for release in releases)), 'change')} each (median).",
        head=("Release", *(weight.value.capitalize() for weight in WEIGHTIEST_FIRST)),
        rows=tuple((day(release.at), _by_weight(release)) for release in releases[-_MOST_ROWS:]),
        total=len(releases),
        series=len(WEIGHTIEST_FIRST),
        shown=_RELEASES_SHOWN,
        upright=True,
    )


def _by_weight(release: ReleaseEvents) -> tuple[int, ...]:
    return tuple(release.by_significance[weight] for weight in WEIGHTIEST_FIRST)


def _ranked(found: Counter[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The most frequent first; of equals, in the order of their names."""
    return tuple((name, (number,)) for name, number in sorted(found.items(), key=lambda item: (-item[1], item[0])))
