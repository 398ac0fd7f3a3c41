"""A text dump as a record: the same values as the page's in every field whose text the dump carries."""

from dataclasses import dataclass, field
from datetime import date

from medscrape.errors import NotATopicError, RejectedPageError, RejectionReason
from medscrape.models import (
    SCHEMA_VERSION,
    Attribution,
    Image,
    Institute,
    Link,
    NamedLink,
    PageWarning,
    Placement,
    RichText,
    Section,
    Topic,
)
from medscrape.parsers.decoding import Decoded
from medscrape.parsers.record import (
    UNFINISHED_HASH,
    UNFINISHED_QUALITY,
    finished,
    keywords_of,
    provenance_of,
    split_names,
)
from medscrape.parsers.text_dump.blocks import BlockKind, Dump, DumpBlock, read_dump
from medscrape.parsers.text_dump.prose import prose
from medscrape.parsers.text_dump.rows import read_dump_row
from medscrape.text import clean, fold
from medscrape.vocabulary.dates import page_dates
from medscrape.vocabulary.furniture import (
    institute_in,
    is_button,
    is_furniture,
    is_page_url,
    is_site_navigation,
    names_after_label,
)
from medscrape.vocabulary.sections import (
    BLOCK_BY_HEADING,
    GROUP_BY_HEADING,
    KIND_BY_HEADING,
    PageBlock,
    SectionGroup,
    SectionKind,
)
from medscrape.vocabulary.sites import MEDLINEPLUS, absolute, address_of, site_of

TEMPLATE_NAME = "text-dump"
_LONGEST_HEADING = max(len(heading.split()) for heading in KIND_BY_HEADING)
_WITHOUT_ORGANIZATIONS = frozenset(
    {SectionKind.JOURNAL_ARTICLES, SectionKind.MEDICAL_ENCYCLOPEDIA, SectionKind.MAGAZINE, PageBlock.RELATED_TOPICS}
)
_SIDE = frozenset(
    {
        PageBlock.IMAGE,
        PageBlock.RELATED_TOPICS,
        PageBlock.PRIMARY_INSTITUTE,
        SectionKind.MEDICAL_ENCYCLOPEDIA,
        SectionKind.STAY_CONNECTED,
        SectionKind.OTHER_LANGUAGES,
        SectionKind.MAGAZINE,
        SectionKind.DISCLAIMERS,
    }
)


@dataclass
class _Part:
    """A heading with the blocks under it."""

    role: SectionKind | PageBlock
    heading: str
    subheading: str | None
    placement: Placement
    blocks: list[DumpBlock] = field(default_factory=list)

    @property
    def rows(self) -> list[Link]:
        with_organizations = self.role not in _WITHOUT_ORGANIZATIONS
        items = [b for b in self.blocks if b.kind is BlockKind.ITEM]
        return [read_dump_row(item.text, with_organizations=with_organizations) for item in items]

    @property
    def running(self) -> list[DumpBlock]:
        """Everything but rows and furniture."""
        rest = [b for b in self.blocks if b.kind is not BlockKind.ITEM]
        return [b for b in rest if not (is_furniture(b.text) or is_button(b.text))]


class _Reader:
    """Reads the blocks of a dump from top to bottom."""

    def __init__(self, dump: Dump, url: str) -> None:
        self.url = url
        self.title: str | None = None
        self.also_called = ""
        self.breadcrumbs: list[str] = []
        self.groups: dict[str, SectionGroup] = {}
        self.parts: list[_Part] = []
        self.unmapped: list[str] = []
        self.foot: list[str] = []
        self._group: SectionGroup | None = None
        start = next((i for i, b in enumerate(dump.blocks) if is_furniture(b.text.rstrip(":"))), 0)
        first = next((i for i, b in enumerate(dump.blocks) if b.kind is BlockKind.HEADING and b.level == 1), start)
        for block in dump.blocks[min(start, first) :]:
            self._read(block)

    def part(self, role: PageBlock) -> _Part | None:
        """The first part with a role, or None."""
        return next((part for part in self.parts if part.role is role), None)

    def _read(self, block: DumpBlock) -> None:
        if self.foot or (self.parts and is_site_navigation(block.text)):
            self.foot.append(block.text)
        elif block.kind is BlockKind.HEADING and block.level <= 2:
            self._heading(block)
        elif self.parts:
            self.parts[-1].blocks.append(block)
        elif self.title is None:
            self._above_title(block)
        else:
            self._below_title(block)

    def _heading(self, block: DumpBlock) -> None:
        text = clean(block.text)
        if block.level == 1 and self.title is None:
            self.title = text
            return
        heading, subheading = _split_heading(text)
        role = KIND_BY_HEADING.get(fold(heading)) or BLOCK_BY_HEADING.get(fold(heading)) or SectionKind.OTHER
        at_side = role in _SIDE or (self.parts and self.parts[-1].placement is Placement.SIDE)
        self.parts.append(_Part(role, heading, subheading, Placement.SIDE if at_side else Placement.MAIN))

    def _above_title(self, block: DumpBlock) -> None:
        text = clean(block.text)
        if text.endswith(("->", "\u2192", "\u00bb")):
            self.breadcrumbs.append(text.rstrip("->\u2192\u00bb "))
        elif not (is_furniture(text.rstrip(":")) or is_page_url(text)):
            self.unmapped.append(text)

    def _below_title(self, block: DumpBlock) -> None:
        """Other names and the table of contents stand between the title and the first section."""
        text = clean(block.text)
        names = names_after_label(text)
        if names is not None:
            self.also_called = names
        elif block.kind is BlockKind.HEADING and fold(text) in GROUP_BY_HEADING:
            self._group = GROUP_BY_HEADING[fold(text)]
        elif block.kind is BlockKind.ITEM and self._group:
            self.groups[fold(text)] = self._group
        elif not is_furniture(text):
            self.unmapped.append(text)

    def sections(self) -> tuple[Section, ...]:
        """Every part that is a section."""
        return tuple(self._section(part, part.role) for part in self.parts if isinstance(part.role, SectionKind))

    def _section(self, part: _Part, kind: SectionKind) -> Section:
        return Section(
            kind=kind,
            heading=part.heading,
            subheading=part.subheading,
            group=self.groups.get(fold(part.heading)),
            placement=part.placement,
            anchor=None,
            links=tuple(part.rows),
            text=prose(part.running, self.url).text or None,
            license=None,
        )

    def summary(self) -> RichText | None:
        """The summary; its last line is the attribution when it names an institution."""
        part = self.part(PageBlock.SUMMARY)
        if part is None:
            return None
        blocks = part.blocks
        names = [clean(blocks[-1].text)] if blocks and _is_attribution(blocks[-1]) else []
        flow = prose(blocks[: len(blocks) - len(names)], self.url)
        return RichText(
            html=flow.html,
            text=flow.text,
            attribution=tuple(Attribution(name=name, url=None) for name in names),
            license="public-domain" if site_of(self.url) is MEDLINEPLUS else None,
        )

    def image(self) -> Image | None:
        """The picture under "Topic Image"."""
        part = self.part(PageBlock.IMAGE)
        pictures = prose(part.blocks, self.url).pictures if part else []
        return Image(url=pictures[0].url, alt=pictures[0].alt, license=None) if pictures else None

    def institute(self) -> Institute | None:
        """The name at the end of the sentence about the primary institute."""
        part = self.part(PageBlock.PRIMARY_INSTITUTE)
        found = [institute_in(clean(block.text)) for block in part.blocks] if part else []
        return next((Institute(name=pair[1], url=None) for pair in found if pair), None)

    def account_for_the_rest(self) -> None:
        """What the typed fields do not hold is listed, word for word."""
        for part in self.parts:
            lines = [clean(block.text) for block in part.running]
            if part.role is PageBlock.PRIMARY_INSTITUTE:
                self.unmapped.extend(line for line in lines if not institute_in(line))
            elif part.role is PageBlock.RELATED_TOPICS:
                self.unmapped.extend(lines)
            elif part.role is PageBlock.IMAGE:
                flow = prose(part.blocks, self.url)
                self.unmapped.extend(flow.take_lines())


def topic_of_dump(decoded: Decoded, body: bytes, url: str | None) -> Topic:
    """Read a text dump into its record; raises `PageError` when it gives none."""
    dump = read_dump(decoded.source.decode())
    own = absolute(dump.header.get("link", ""), url or "") or url
    if not own:
        raise RejectedPageError(RejectionReason.NO_URL, "its Link: line names no URL; say where it comes from")
    reader = _Reader(dump, own)
    if not reader.parts:
        raise NotATopicError("this text has no sections of a health topic")
    if not reader.title:
        raise RejectedPageError(RejectionReason.NO_TITLE, "the text has no main heading")
    updated, reviewed = _dates(reader)
    address = address_of(own, None)
    draft = Topic(
        schema_version=SCHEMA_VERSION,
        id=address.id,
        url=own,
        language=address.language,
        title=reader.title,
        description=clean(dump.header.get("description", "")) or None,
        keywords=keywords_of(dump.header.get("keywords")),
        also_called=split_names(reader.also_called),
        alternate_titles=(),
        mesh_headings=(),
        groups=(),
        breadcrumbs=tuple(NamedLink(title=title, url=None) for title in reader.breadcrumbs),
        translations=(),
        summary=reader.summary(),
        sections=reader.sections(),
        image=reader.image(),
        related_topics=_related(reader),
        primary_institute=reader.institute(),
        date_created=None,
        page_updated=updated,
        last_reviewed=reviewed,
        rss_url=None,
        content_hash=UNFINISHED_HASH,
        quality=UNFINISHED_QUALITY,
        provenance=provenance_of(decoded, body, TEMPLATE_NAME),
    )
    reader.account_for_the_rest()
    unmapped = [line for line in reader.unmapped if fold(line) != fold(reader.title)]
    unknown = [part.heading for part in reader.parts if part.role is SectionKind.OTHER]
    warnings = [PageWarning(code="unknown_section", detail=f"a section headed {heading!r}") for heading in unknown]
    return finished(draft, unmapped, [*decoded.warnings, *warnings])


def _dates(reader: _Reader) -> tuple[date | None, date | None]:
    updated = reviewed = None
    for line in reader.foot:
        found = page_dates(line)
        updated, reviewed = updated or found[0], reviewed or found[1]
    return updated, reviewed


def _related(reader: _Reader) -> tuple[NamedLink, ...]:
    part = reader.part(PageBlock.RELATED_TOPICS)
    return tuple(NamedLink(title=row.title, url=None) for row in part.rows) if part else ()


def _is_attribution(block: DumpBlock) -> bool:
    """A short last paragraph that is no sentence names who the summary comes from."""
    words = clean(block.text)
    return block.kind is BlockKind.PARAGRAPH and len(words) < 120 and words[-1:] not in {".", "!", "?", ":", ")"}


def _split_heading(text: str) -> tuple[str, str | None]:
    """Heading and subheading run together in a dump; the longest known heading in front parts them.

    >>> _split_heading("Journal Articles References and abstracts")
    ('Journal Articles', 'References and abstracts')
    """
    words = text.split()
    if fold(text) not in KIND_BY_HEADING and fold(text) not in BLOCK_BY_HEADING:
        for count in range(min(len(words) - 1, _LONGEST_HEADING), 0, -1):
            if KIND_BY_HEADING.get(fold(" ".join(words[:count]))) is SectionKind.JOURNAL_ARTICLES:
                return " ".join(words[:count]), " ".join(words[count:])
    return text, None
