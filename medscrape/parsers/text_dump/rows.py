"""Link rows of a text dump: title, marks, organisations in parentheses, "Also in Spanish"; no link targets."""

import re

from medscrape.models import Alternate, Link
from medscrape.parsers.rows import SEPARATORS, split_organizations
from medscrape.parsers.text_dump.blocks import IMAGE
from medscrape.text import clean
from medscrape.vocabulary.furniture import ALSO_IN_PATTERN
from medscrape.vocabulary.languages import UNKNOWN, language_tag
from medscrape.vocabulary.marks import NIH, label_of_word, mark_of_picture

_ALSO_IN = re.compile(rf"\s(?:{ALSO_IN_PATTERN})\s+(?P<languages>[^()]+)$", re.IGNORECASE)
_TAIL = re.compile(r"^(?P<before>.*\))\s+-\s+(?P<words>[^()]+)$")


def read_dump_row(text: str, *, with_organizations: bool) -> Link:
    """Read one row.

    Where a page shows organisations at all they stand in the last pair of parentheses of the row; a section in which
    rows have none is read with `with_organizations=False`, so that a title in parentheses stays a title.

    >>> row = read_dump_row("Tests (Blood) ![](nih.png) (Library; Institute) Also in Spanish", with_organizations=True)
    >>> row.title, row.organizations, row.from_nih, row.alternates[0].language
    ('Tests (Blood)', ('Library', 'Institute'), True, 'es')
    """
    from_nih, labels = _marks(text)
    rest, alternates, notes = _without_languages(text)
    rest, word = _without_tail(rest)
    if word:
        label = label_of_word(word)
        (labels if label else notes).append(label or word)
    title, organizations = _split(rest) if with_organizations else (rest, ())
    return Link(
        title=clean(IMAGE.sub(" ", title)),
        url=None,
        sid=None,
        organizations=organizations,
        from_nih=from_nih,
        nih_institutes=(),
        labels=tuple(dict.fromkeys(labels)),
        notes=tuple(notes),
        alternates=alternates,
        reference=None,
    )


def _marks(text: str) -> tuple[bool, list[str]]:
    marks = [mark_of_picture(image["alt"], image["src"]) for image in IMAGE.finditer(text)]
    return NIH in marks, [mark for mark in marks if mark and mark != NIH]


def _without_languages(text: str) -> tuple[str, tuple[Alternate, ...], list[str]]:
    match = _ALSO_IN.search(text)
    if not match:
        return text, (), []
    names = [clean(name) for name in re.split(r"\s*[,;|]\s+|\s{2,}", match["languages"]) if clean(name)]
    tags = [language_tag(name) for name in names]
    if len(names) == 1 and tags == [UNKNOWN] and all(language_tag(w) != UNKNOWN for w in names[0].split()):
        tags = [language_tag(word) for word in names[0].split()]
    notes = [name for name in names if language_tag(name) == UNKNOWN] if UNKNOWN in tags else []
    return text[: match.start()], tuple(Alternate(language=tag, url=None) for tag in tags), notes


def _without_tail(text: str) -> tuple[str, str]:
    """The words after the organisations, as in "(Library) - PDF"."""
    match = _TAIL.match(text.strip())
    return (match["before"], clean(match["words"]).strip(SEPARATORS)) if match else (text, "")


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Title and organisations: what a mark or the last pair of parentheses divides."""
    stripped = text.strip()
    if not stripped.endswith(")"):
        return stripped, ()
    depth = 0
    for position in range(len(stripped) - 1, -1, -1):
        depth += (stripped[position] == ")") - (stripped[position] == "(")
        if not depth:
            title = stripped[:position].rstrip()
            if not title or title.endswith("]") or (position and stripped[position - 1] != " "):
                return stripped, ()
            return title, split_organizations(clean(stripped[position + 1 : -1]))
    return stripped, ()
