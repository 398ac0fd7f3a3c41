"""The two editions of the site, and the planned list of what the second one changes.

Edition 2 edits a sentence (compassnose), adds a topic (umbrellareflex), retires one (marblewink), gives one a new
address (lanternthumb, now lanternfinger) and lets a related topic follow it (whisperingknee), rotates the journal
articles of three, turns a list around (backwardsyawn), touches a date (moonlightitch) and moves the target of a link
(velcrohair). Nothing else differs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from medscrape.sample_site.content import RelatedTopic, Section, TopicPage, topic_path
from medscrape.sample_site.library import LANGUAGES, hand_written
from medscrape.sample_site.routine import rotated
from medscrape.vocabulary.sites import SAMPLE

EDITIONS = (1, 2)
ADDED = "umbrellareflex"
RETIRED = "marblewink"
RENAMED, NEW_NAME = "lanternthumb", "lanternfinger"
_OLD_NAMES = {"shimmerflu": "glimmerfever"}

Edit = Callable[[TopicPage], TopicPage]


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What happens to one record between edition 1 and edition 2, in the words of `Change`."""

    id: str
    event: str
    significance: str
    fields: tuple[str, ...] = ()
    """The places that differ, sorted; empty for `added` and `removed`."""
    previous_id: str | None = None


@dataclass(frozen=True, slots=True)
class _PlannedEdit:
    slug: str
    languages: tuple[str, ...]
    edit: Edit
    significance: str
    fields: tuple[str, ...]


def pages_of(edition: int) -> tuple[TopicPage, ...]:
    """All hand-written topic pages of an edition."""
    pages = hand_written(edition)
    return pages if edition == 1 else tuple(map(_second_edition, pages))


def redirects_of(edition: int) -> dict[str, str]:
    """Paths that have moved for good, and where to."""
    moved = {topic_path("en", old): topic_path("en", new) for old, new in _OLD_NAMES.items()}
    if edition == 2:
        moved |= {topic_path(language, RENAMED): topic_path(language, NEW_NAME) for language in LANGUAGES}
    return moved


def _second_edition(page: TopicPage) -> TopicPage:
    for planned in _EDITS:
        if page.slug == planned.slug and page.language in planned.languages:
            page = planned.edit(page)
    return replace(page, slug=NEW_NAME) if page.slug == RENAMED else page


def _new_sentence(old: str, new: str, day: int) -> Edit:
    def edit(page: TopicPage) -> TopicPage:
        summary = (page.summary or "").replace(old, new)
        return replace(page, summary=summary, updated=page.updated.replace(day=day))

    return edit


def _new_date(page: TopicPage) -> TopicPage:
    return replace(page, updated=page.updated.replace(year=page.updated.year + 1))


def _rotate(term: str) -> Edit:
    return _in_section(59, lambda section: replace(section, rows=rotated(section.rows, term)))


def _reversed(section: Section) -> Section:
    return replace(section, rows=section.rows[::-1])


def _new_target(section: Section) -> Section:
    first, *others = section.rows
    return replace(section, rows=(replace(first, url=first.url + "-explained"), *others))


def _in_section(number: int, edit: Callable[[Section], Section]) -> Edit:
    def edit_page(page: TopicPage) -> TopicPage:
        return replace(page, sections=tuple(edit(s) if s.number == number else s for s in page.sections))

    return edit_page


def _follow_renamed(page: TopicPage) -> TopicPage:
    return replace(page, related=tuple(_renamed(topic) for topic in page.related))


def _renamed(topic: RelatedTopic) -> RelatedTopic:
    return replace(topic, slug=NEW_NAME) if topic.slug == RENAMED else topic


_ARTICLES = "sections[journal_articles].links"
_EDITS = (
    _PlannedEdit(
        "compassnose",
        ("en",),
        _new_sentence("It points north most of the time.", "It points north, except on Thursdays.", day=28),
        "content",
        ("page_updated", "summary"),
    ),
    _PlannedEdit("glimmerfever", LANGUAGES, _rotate("glimmer fever"), "routine", (_ARTICLES,)),
    _PlannedEdit("jellyankle", LANGUAGES, _rotate("jelly ankle"), "routine", (_ARTICLES,)),
    _PlannedEdit("papercutsyndrome", LANGUAGES, _rotate("paper-cut syndrome"), "routine", (_ARTICLES,)),
    _PlannedEdit(
        "backwardsyawn",
        ("en",),
        _in_section(83, _reversed),
        "routine",
        ("sections[find_an_expert].links",),
    ),
    _PlannedEdit("moonlightitch", LANGUAGES, _new_date, "routine", ("page_updated",)),
    _PlannedEdit(
        "velcrohair",
        ("es",),
        _in_section(51, _new_target),
        "links",
        ("sections[start_here].links",),
    ),
    _PlannedEdit("whisperingknee", LANGUAGES, _follow_renamed, "links", ("related_topics",)),
)


def _plan() -> tuple[PlannedChange, ...]:
    both = [
        *(PlannedChange(_id(language, ADDED), "added", "content") for language in LANGUAGES),
        *(PlannedChange(_id(language, RETIRED), "removed", "content") for language in LANGUAGES),
        *(_move(language) for language in LANGUAGES),
    ]
    edits = (
        PlannedChange(_id(language, planned.slug), "updated", planned.significance, planned.fields)
        for planned in _EDITS
        for language in planned.languages
    )
    return tuple(sorted((*both, *edits), key=lambda change: change.id))


def _move(language: str) -> PlannedChange:
    fields = ("id", "rss_url", "translations", "url")
    return PlannedChange(_id(language, NEW_NAME), "moved", "links", fields, _id(language, RENAMED))


def _id(language: str, slug: str) -> str:
    return f"{SAMPLE.name}/{language}/{slug}"


EDITION_2_PLAN: tuple[PlannedChange, ...] = _plan()
"""Every change from edition 1 to edition 2, sorted by id; the way back is edition 1 again."""
