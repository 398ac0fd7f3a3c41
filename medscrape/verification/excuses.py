"""Words of a page that a record need not repeat: furniture, and what it holds in another form."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from medscrape.models import Topic
from medscrape.text import fold
from medscrape.verification.held import words_of
from medscrape.verification.shown import Line, Piece, Place
from medscrape.vocabulary.furniture import (
    institute_subject,
    is_also_in,
    is_button,
    is_furniture,
    is_page_url,
    names_after_label,
    without_also_in,
)
from medscrape.vocabulary.languages import UNKNOWN, language_tag
from medscrape.vocabulary.marks import label_of_word
from medscrape.vocabulary.sections import BLOCK_BY_HEADING, GROUP_BY_HEADING
from medscrape.vocabulary.sites import absolute

_ALTERNATE = re.compile(r"'([a-z]{2,3}[\w-]*)' leads to (\S+), which no field holds")


class Excuses:
    """What of a page's words one record may leave out; each excuse is good for one appearance."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        links = [link for section in topic.sections for link in section.links]
        self._alternates = Counter((a.language, a.url) for link in links for a in link.alternates)
        self._alternates.update(self._told_alternates())
        self._labels = Counter(label for link in links for label in link.labels)
        self._labels.update(topic.quality.unmapped_text)

    def _told_alternates(self) -> Iterator[tuple[str, str]]:
        """Versions of links in other languages that a warning tells of."""
        for warning in self._topic.quality.warnings:
            if warning.code == "unmapped_link" and (told := _ALTERNATE.match(warning.detail)):
                yield told[1], told[2]

    def of(self, line: Line) -> Iterator[list[str]]:
        """The words of a line that need not be in the record, in groups that stand or fall together."""
        text = line.text
        if self._is_furniture(line):
            yield words_of(text)
            return
        if names_after_label(text) is not None:
            yield words_of(text.partition(":")[0])
        if sentence := self._institute_sentence(text):
            yield sentence
        if len(line.pieces) > 1 or line.place & Place.ITEM:
            for piece in line.pieces:
                if not piece.text.isspace():
                    yield from self._of_piece(piece, line.place)

    def _is_furniture(self, line: Line) -> bool:
        text, place = line.text, line.place
        if place & Place.BUTTON and is_button(text):
            return True
        if place & Place.CONTENTS and self._is_contents(line):
            return True
        if place & Place.BEFORE_TITLE and fold(text) == fold(self._topic.title):
            return True
        if is_page_url(text):
            return True
        return is_furniture(text) and not (place & Place.ITEM and fold(text) in BLOCK_BY_HEADING)

    def _is_contents(self, line: Line) -> bool:
        """An entry for a block that is in the record, a column that we know, or words that a warning repeats."""
        folded = fold(line.text)
        is_entry = any(anchor and anchor.target.startswith("#") for _, anchor in line.pieces)
        known = self._headings if is_entry else GROUP_BY_HEADING
        return folded in known or any(f" {folded} " in warning for warning in self._warnings)

    def _institute_sentence(self, text: str) -> list[str] | None:
        institute = self._topic.primary_institute
        if institute and institute_subject(text, institute.name) == fold(self._topic.title):
            return list((Counter(words_of(text)) - Counter(words_of(institute.name))).elements())
        return None

    def _of_piece(self, piece: Piece, place: int) -> Iterator[list[str]]:
        text, anchor = piece
        is_entry = place & Place.CONTENTS and anchor and fold(text) in self._headings
        is_alternate = anchor and self._take_alternate(text, anchor.target)
        if is_entry or is_alternate or (is_furniture(text) and fold(text) not in BLOCK_BY_HEADING):
            yield words_of(text)
            return
        if names_after_label(text) is not None:
            yield words_of(text.partition(":")[0])
        rest = without_also_in(text)
        if is_also_in(text):
            yield words_of(text)
        elif rest != text:
            yield words_of(text[len(rest) :])
        mark = rest.rpartition(")")[2]
        label = label_of_word(mark)
        if label and self._labels[label] > 0:
            self._labels[label] -= 1
            yield words_of(mark)

    def _take_alternate(self, name: str, target: str) -> bool:
        language = language_tag(name)
        key = (language, absolute(target, self._topic.url))
        if language == UNKNOWN or not self._alternates[key]:
            return False
        self._alternates[key] -= 1
        return True

    @cached_property
    def _headings(self) -> set[str]:
        return BLOCK_BY_HEADING.keys() | {fold(section.heading or "") for section in self._topic.sections}

    @cached_property
    def _warnings(self) -> list[str]:
        """What the warnings about the table of contents say."""
        return [
            f" {fold(warning.detail)} "
            for warning in self._topic.quality.warnings
            if warning.code in {"contents_differ", "unknown_group"}
        ]
