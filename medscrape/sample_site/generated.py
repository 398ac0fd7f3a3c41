"""Generated topics, for sites of any size: every page is computed from its number when it is asked for."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zlib import crc32

from medscrape.sample_site.content import Row, Section, TopicPage, topic_path
from medscrape.sample_site.library import LANGUAGES, organizations
from medscrape.sample_site.routine import article_rows, trial_row
from medscrape.sample_site.rows import EncyclopediaSource, RowSource, row_in
from medscrape.sample_site.words import WORDS
from medscrape.vocabulary.sections import SECTION_TABLE, SectionEntry, SectionGroup
from medscrape.vocabulary.sites import SAMPLE

_PATH = re.compile(r"/(?P<spanish>spanish/)?sample(?P<number>\d{6})\.html")
_QUALITIES = (
    ("Amber", "de ámbar"),
    ("Borrowed", "prestado"),
    ("Crooked", "torcido"),
    ("Drifting", "a la deriva"),
    ("Folded", "plegado"),
    ("Muffled", "amortiguado"),
    ("Spiral", "en espiral"),
)
_PLACES = (
    ("Elbow", "codo"),
    ("Eyelid", "párpado"),
    ("Heel", "talón"),
    ("Knuckle", "nudillo"),
    ("Thumb", "pulgar"),
)
_SUBJECTS = (
    ("an Overview", "una visión general"),
    ("Questions for Your Tailor", "preguntas para su sastre"),
    ("What Nobody Knows", "lo que nadie sabe"),
    ("Notes & Numbers", "notas y números"),
)
_SUMMARY = {
    "en": (
        "<h3>What is {name}?</h3>\n"
        "<p>{name} is number {number} of the illnesses that a program invented. It has no cause and no cure.</p>\n\n"
        "<h3>What are the signs?</h3>\n<p>There are {count} signs:</p><ul>\n{items}</ul>\n\n"
        "<p>None of them means anything; they fill the page so that it weighs as much as a real one.</p>"
    ),
    "es": (
        "<h3>¿Qué es {name}?</h3>\n"
        "<p>{name} es la número {number} de las enfermedades que inventó un programa. No tiene causa ni cura.</p>\n\n"
        "<h3>¿Cuáles son las señales?</h3>\n<p>Hay {count} señales:</p><ul>\n{items}</ul>\n\n"
        "<p>Ninguna significa nada; llenan la página para que pese tanto como una de verdad.</p>"
    ),
}
_SIGN = {"en": "Sign {}: a quiet one", "es": "Señal {}: una silenciosa"}
_Numbered = tuple[int, SectionGroup, SectionEntry]
_NUMBERED: tuple[_Numbered, ...] = tuple(
    (entry.number, entry.group, entry) for entry in SECTION_TABLE if entry.number and entry.group
)
_PUBLISHERS = ("brightside", "nig", "nonesuch", "radiology", "kites", "niht", "lantern", "quiet")


class GeneratedTopics:
    """A number of topics, each in English and in Spanish, none of them held in memory."""

    def __init__(self, count: int) -> None:
        self._count = count

    def page(self, path: str) -> TopicPage | None:
        """The page at a path, or None."""
        match = _PATH.fullmatch(path)
        if match is None or not 1 <= int(match["number"]) <= self._count:
            return None
        return generated_page(int(match["number"]), "es" if match["spanish"] else "en")

    def titles(self, language: str) -> Iterator[tuple[str, str]]:
        """Title and path of every page of a language."""
        return ((_title(number, language), topic_path(language, _slug(number))) for number in self._numbers())

    def addresses(self, language: str) -> Iterator[tuple[str, str]]:
        """Id and path of every page of a language."""
        return (
            (f"{SAMPLE.name}/{language}/{_slug(number)}", topic_path(language, _slug(number)))
            for number in self._numbers()
        )

    def _numbers(self) -> range:
        return range(1, self._count + 1)


def generated_page(number: int, language: str) -> TopicPage:
    """The page of the generated topic of this number."""
    title = _title(number, language)
    updated = date(2025, 1, 1) + timedelta(days=number % 270)
    articles = [EncyclopediaSource(f"article/{800_000 + number + k}", f"Plate {k}", f"Lámina {k}") for k in range(4)]
    return TopicPage(
        slug=_slug(number),
        language=language,
        title=title,
        marketing_title=f"{title} | {WORDS[language].library}",
        description=f"{title}: {WORDS[language].library}.",
        created=updated - timedelta(days=3000),
        updated=updated,
        languages=LANGUAGES,
        sections=tuple(_section(numbered, number, language) for numbered in _chosen(number)),
        summary=_summary(number, title, language),
        attribution=f"NIS: {organizations()['nig'].named(language)}" if number % 4 else None,
        mesh_headings=(_title(number, "en"),),
        image=f"Sample{number % 50}.jpg",
        encyclopedia=tuple(article.row(language) for article in articles),
        institute=organizations()["nig"],
    )


def _title(number: int, language: str) -> str:
    quality, place = _QUALITIES[number % len(_QUALITIES)], _PLACES[number % len(_PLACES)]
    if language == "es":
        return f"{place[1].capitalize()} {quality[1]} {number}"
    return f"{quality[0]} {place[0]} {number}"


def _slug(number: int) -> str:
    return f"sample{number:06d}"


def _summary(number: int, title: str, language: str) -> str:
    count = 5 + number % 9
    items = "".join(f"<li>{_SIGN[language].format(k)}</li>\n" for k in range(1, count + 1))
    return _SUMMARY[language].format(name=title, number=number, count=count, items=items)


def _chosen(number: int) -> Iterator[_Numbered]:
    """About half of the numbered sections, in the order of the page."""
    for numbered in _NUMBERED:
        if numbered[0] in (27, 59) or crc32(f"{number}/{numbered[0]}".encode()) % 2:
            yield numbered


def _section(numbered: _Numbered, number: int, language: str) -> Section:
    section, group, entry = numbered
    heading = (entry.spanish if language == "es" else entry.english)[0]
    title = _title(number, language)
    if section == 27:
        return Section(section, heading, group, (trial_row(title, organizations()["nis"].named(language)),))
    if section == 59:
        rows = article_rows(_title(number, "en").lower(), title, language)
        return Section(section, heading, group, rows, WORDS[language].journal_subheading)
    return Section(section, heading, group, _rows(section, number, language))


def _rows(section: int, number: int, language: str) -> tuple[Row, ...]:
    made = (_row(section, number, position, language) for position in range(2 + (section + number) % 4))
    return tuple(row for row in made if row is not None)


def _row(section: int, number: int, position: int, language: str) -> Row | None:
    english, spanish = _SUBJECTS[position % len(_SUBJECTS)]
    place = f"https://www.sample{number}.example"
    source = RowSource(
        en=f"{_title(number, 'en')}: {english} ({section})",
        es=f"{_title(number, 'es')}: {spanish} ({section})",
        url=f"{place}/en/{section}/{position}",
        url_es=f"{place}/es/{section}/{position}",
        org=[_PUBLISHERS[(section + number + position) % len(_PUBLISHERS)]],
        note="PDF" if position == 3 else None,
    )
    return row_in(source, language, organizations())
