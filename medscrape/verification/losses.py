"""The words and links of a page that its record does not hold."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from medscrape.models import Topic
from medscrape.verification.decoding import source_of
from medscrape.verification.excuses import Excuses
from medscrape.verification.held import Held, held_by, links_of, words_in, words_of
from medscrape.verification.shown import Line, Shown, shown
from medscrape.vocabulary.sites import absolute


class LostText(NamedTuple):
    """Words that a page shows and its record neither holds nor lists as unmapped."""

    words: str
    line: str
    """The line of the page in which they most likely stand."""
    below: str
    """The heading it stands below; empty before the first."""


class Losses(NamedTuple):
    """Everything that was lost between a page and its record; both empty when nothing was."""

    words: tuple[LostText, ...]
    links: tuple[str, ...]


def check(body: bytes, topic: Topic) -> Losses:
    """Hold a page against the record made of it."""
    page = shown(source_of(body, topic.provenance.encoding))
    lost = _lost_words(page, topic) + _lost_in_html(topic) + _swallowed(page, topic)
    return Losses(lost, _lost_links(page, topic))


def lost_words(body: bytes, topic: Topic) -> tuple[LostText, ...]:
    """The words that a page shows more often than its record holds them."""
    return check(body, topic).words


def lost_links(body: bytes, topic: Topic) -> tuple[str, ...]:
    """The links of a page, as written there, that its record leads nowhere to."""
    return check(body, topic).links


def _lost_words(page: Shown, topic: Topic) -> tuple[LostText, ...]:
    held = held_by(topic)
    lines = [(line, words_in(line.text)) for line in page.lines]
    on_page = Counter(chain.from_iterable(words for _, words in lines))
    balance = _Balance(on_page, held.words)
    excuses = Excuses(topic)
    for line, words in lines:
        if balance.misses(words):
            for excuse in excuses.of(line):
                balance.excuse(excuse)
    if balance.lost:
        _look_again(balance, lines, excuses, held)
    return tuple(balance.where(lines))


def _look_again(balance: "_Balance", lines: list[tuple[Line, list[str]]], excuses: Excuses, held: Held) -> None:
    """What seems lost may be held in another form: words in their parts, rows taken for links inside a text."""
    for line, words in lines:
        if not balance.misses(words):
            for excuse in excuses.of(line):
                balance.release(excuse)
    for line, words in lines:
        if len(line.pieces) > 1 and balance.misses(words):
            balance.split_glued(line, words, Counter(chain.from_iterable(excuses.of(line))))
        title = " ".join(words)
        if held.inline_titles[title] and line.pieces[0].anchor and balance.excuse_all(words):
            held.inline_titles[title] -= 1


def _swallowed(page: Shown, topic: Topic) -> tuple[LostText, ...]:
    """Broken tags, unless a warning tells of them."""
    if any(warning.code == "broken_markup" for warning in topic.quality.warnings):
        return ()
    return tuple(LostText(" ".join(words_of(tag)), tag, "inside a tag") for tag in page.broken)


def _lost_in_html(topic: Topic) -> tuple[LostText, ...]:
    """The words of a summary's text that its HTML does not show as words of their own."""
    if not topic.summary:
        return ()
    text, html = topic.summary.text, shown(topic.summary.html)
    lost = Counter(words_of(text)) - Counter(word for line in html.lines for word in words_in(line.text))
    return (LostText(" ".join(lost.elements()), text, "the summary's HTML"),) if lost else ()


class _Balance:
    """Words that the page shows more often than the record holds them."""

    def __init__(self, on_page: Counter[str], held: Counter[str]) -> None:
        self.lost = on_page - held
        self._on_page, self._held = on_page, held

    @cached_property
    def _spare(self) -> Counter[str]:
        return self._held - self._on_page

    def misses(self, words: list[str]) -> bool:
        """Whether any of these words is missing."""
        return not self.lost.keys().isdisjoint(words)

    def excuse(self, words: list[str]) -> None:
        """Strike out words, as far as they are missing."""
        for word in words:
            if left := self.lost[word]:
                self.lost[word] = left - 1
            if left == 1:
                del self.lost[word]

    def excuse_all(self, words: list[str]) -> bool:
        """Strike out words if all of them are missing."""
        if not Counter(words) <= self.lost:
            return False
        self.excuse(words)
        return True

    def release(self, words: list[str]) -> None:
        """Words of the record that stood for furniture until now may stand for something else."""
        self._spare.update(words)

    def split_glued(self, line: Line, words: list[str], excused: Counter[str]) -> None:
        """A word in which a tag stands (`H<sub>2</sub>O`) may be held in its parts, as far as they need be."""
        parts = Counter(word for text, _ in line.pieces for word in words_of(text))
        whole = Counter(words)
        glued, parts = whole - parts, parts - whole - excused
        is_held = all(self._spare[word] >= count for word, count in parts.items())
        if glued and is_held and self.excuse_all(list(glued.elements())):
            self._spare.subtract(parts)

    def where(self, lines: list[tuple[Line, list[str]]]) -> Iterator[LostText]:
        """The lines in which the missing words most likely stand: long ones of which all is missing come first."""
        touched = [(line, Counter(words)) for line, words in lines if self.misses(words)]
        touched.sort(key=lambda pair: (pair[1] & self.lost).total() ** 2 / pair[1].total(), reverse=True)
        for line, words in touched:
            if missing := words & self.lost:
                self.lost -= missing
                yield LostText(" ".join(missing.elements()), line.text, line.below)


def _lost_links(page: Shown, topic: Topic) -> tuple[str, ...]:
    held = links_of(topic)
    told = " ".join((*topic.quality.unmapped_text, *(warning.detail for warning in topic.quality.warnings)))
    targets = dict.fromkeys(anchor.target.strip() for anchor in page.anchors if anchor.is_shown)
    return tuple(target for target in targets if not target.startswith("#") and _is_lost(target, topic, held, told))


def _is_lost(target: str, topic: Topic, held: set[str], told: str) -> bool:
    url = absolute(target, topic.url)
    if url is None:
        return target.startswith("http") and repr(target[:40])[1:-1] not in told  # as warnings show it
    return url.startswith("http") and url not in held and url not in told
