"""A topic page as a record: the outline of the page, one argument a part."""

from datetime import date
from typing import Any

from medscrape.errors import RejectedPageError, RejectionReason
from medscrape.models import (
    SCHEMA_VERSION,
    Image,
    Institute,
    NamedLink,
    PageWarning,
    Placement,
    RichText,
    Topic,
    Translation,
)
from medscrape.parsers.blocks import Block
from medscrape.parsers.decoding import Decoded
from medscrape.parsers.document import Document
from medscrape.parsers.page import PageReader
from medscrape.parsers.recognition import template_of, why_no_topic
from medscrape.parsers.record import (
    UNFINISHED_HASH,
    UNFINISHED_QUALITY,
    finished,
    keywords_of,
    provenance_of,
    split_names,
)
from medscrape.parsers.region import behind, content_region, is_whole, spilled
from medscrape.parsers.second_opinions import second_opinions
from medscrape.parsers.template import Template
from medscrape.parsers.templates import TEMPLATES
from medscrape.text import fold
from medscrape.vocabulary.dates import iso_date, page_dates
from medscrape.vocabulary.furniture import institute_subject, is_furniture
from medscrape.vocabulary.languages import is_tag
from medscrape.vocabulary.sections import PageBlock, SectionKind
from medscrape.vocabulary.sites import MEDLINEPLUS, TopicAddress, absolute, address_of, site_of


def topic_of(document: Document, decoded: Decoded, body: bytes) -> Topic:
    """Read a page into its record; raises `PageError` when it gives none."""
    template = template_of(document, TEMPLATES)
    return _TopicPage(document, template).topic(decoded, body)


class _TopicPage:
    """One page on its way to a record."""

    def __init__(self, document: Document, template: Template) -> None:
        self.document = document
        self.template = template
        self.url = document.url
        self.address: TopicAddress = address_of(self.url, document.html_language)
        region = content_region(document, template)
        self.reader = reader = PageReader(template, self.url)
        self.warnings: list[PageWarning] = []
        if document.is_several:
            raise RejectedPageError(
                RejectionReason.NOT_READABLE, "the file holds several pages, one in or behind another"
            )
        if not is_whole(document, region.element):
            raise RejectedPageError(RejectionReason.TRUNCATED, "the file ends in the middle of the content")
        if region.warning:
            reader.warn("content_region", region.warning)
        if template.is_marked:
            reader.read(region.element, behind(region.element))
        else:
            reader.read(region.element, spilled(region.element), is_apart=True)
        self.blocks = {role: [b for b in reader.blocks if b.identity is role] for role in PageBlock}
        if not self._has_content():
            raise why_no_topic(document)

    def topic(self, decoded: Decoded, body: bytes) -> Topic:
        """The record."""
        document = self.document
        updated, reviewed = self._dates()
        fields = {
            "schema_version": SCHEMA_VERSION,
            "id": self.address.id,
            "url": self.url,
            "language": self.address.language,
            "title": self._title(),
            "description": document.meta("description"),
            "keywords": keywords_of(document.meta("keywords")),
            "also_called": split_names(self.reader.also_called or ""),
            "alternate_titles": tuple(document.metas.get("dc.title.alternate", ())),
            "mesh_headings": tuple(document.metas.get("dc.subject.mesh", ())),
            "groups": tuple(document.metas.get("dc.relation.ispartof", ())),
            "breadcrumbs": tuple(self.reader.breadcrumbs),
            "translations": self._translations(),
            "summary": self._summary(),
            "sections": self._sections(),
            "image": self._image(),
            "related_topics": self._related_topics(),
            "primary_institute": self._primary_institute(),
            "date_created": iso_date(document.meta("dc.date.created") or ""),
            "page_updated": updated,
            "last_reviewed": reviewed,
            "rss_url": absolute(document.links["feed"], self.url) if "feed" in document.links else None,
            "content_hash": UNFINISHED_HASH,
            "quality": UNFINISHED_QUALITY,
            "provenance": provenance_of(decoded, body, self.template.name),
        }
        draft = Topic.model_validate(fields)
        self._account_for_the_rest()
        warnings = (
            *decoded.warnings,
            *self.reader.warnings,
            *second_opinions(document, self.template, draft, self.reader),
        )
        return finished(draft, self.reader.unmapped, warnings)

    def _has_content(self) -> bool:
        blocks = self.reader.blocks
        return any(b.placement is Placement.MAIN and (b.links or b.flow.has_text) for b in blocks)

    def _title(self) -> str:
        reader = self.reader
        if reader.title:
            return reader.title
        declared = self.document.meta("dc.title")
        if declared and declared in reader.unmapped:
            reader.unmapped.remove(declared)
            reader.warn("title_without_heading", f"{declared!r} is no heading, but Dublin Core names it as the title")
            reader.title = declared
            return declared
        raise RejectedPageError(RejectionReason.NO_TITLE, "the page has no main heading (h1)")

    def _dates(self) -> tuple[date | None, date | None]:
        updated, reviewed = page_dates(self.document.footer_dates)
        return updated or iso_date(self.document.meta("dc.date.modified") or ""), reviewed

    def _translations(self) -> tuple[Translation, ...]:
        document, own = self.document, self.address.language
        found = {tag: absolute(href, self.url) for tag, href in document.hreflang.items()}
        if not found and document.language_toggle:
            found = {address_of(document.language_toggle, None).language: document.language_toggle}
        for tag in found:
            if not is_tag(tag) and tag != "x":
                self.reader.warn("unknown_language", f"hreflang names {tag!r}, which is no language")
        others = ((tag, url) for tag, url in found.items() if url and tag != own and is_tag(tag))
        return tuple(Translation(language=tag, url=url) for tag, url in others)

    def _summary(self) -> RichText | None:
        blocks = [b for b in self.blocks[PageBlock.SUMMARY] if b.flow.has_text or b.attribution]
        if not blocks:
            return None
        first = blocks[0]
        site = site_of(self.url)
        return RichText(
            html=first.flow.html,
            text=first.flow.text,
            attribution=tuple(first.attribution),
            license=MEDLINEPLUS.license if site is MEDLINEPLUS else None,  # type: ignore[arg-type]
        )

    def _sections(self) -> tuple[dict[str, Any], ...]:
        contents = self.reader.contents
        return tuple(
            block.section(kind, contents.group_of(block.anchor, block.heading))
            for placement in Placement
            for block in self.reader.blocks
            if block.placement is placement and isinstance(kind := self._kind(block), SectionKind)
        )

    def _kind(self, block: Block) -> object:
        """A second block of a kind that the record has one field for is kept as a section of its own."""
        identity = block.identity
        if isinstance(identity, PageBlock) and identity is not PageBlock.RELATED_TOPICS:
            return identity if self.blocks[identity][0] is block else SectionKind.OTHER
        return identity

    def _image(self) -> Image | None:
        for block in self.blocks[PageBlock.IMAGE][:1]:
            for picture in block.flow.pictures[:1]:
                return Image(url=picture.url, alt=picture.alt, license=None)
        return None

    def _related_topics(self) -> tuple[NamedLink, ...]:
        return tuple(
            NamedLink(title=link.title, url=link.url)
            for block in self.blocks[PageBlock.RELATED_TOPICS]
            for link in block.links
        )

    def _primary_institute(self) -> Institute | None:
        for block in self.blocks[PageBlock.PRIMARY_INSTITUTE][:1]:
            for link in block.links[-1:]:
                return Institute(name=link.title, url=link.url)
        return None

    def _account_for_the_rest(self) -> None:
        """What the typed fields of the side boxes do not hold goes to the unmapped text, word for word."""
        unmapped = self.reader.unmapped
        for role, blocks in self.blocks.items():
            for block in blocks[:1] if role is not PageBlock.RELATED_TOPICS else blocks:
                self._tell_left_links(role, block)
                if not is_furniture(block.heading or "summary"):
                    unmapped.append(block.heading or "")
                if block.subheading:
                    unmapped.append(block.subheading)
                unmapped.extend(self._left_over(role, block))
        title = fold(self.reader.title or "")
        unmapped.extend(crumb for crumb in self.reader.last_crumbs if fold(crumb) != title)

    def _tell_left_links(self, role: PageBlock, block: Block) -> None:
        """Addresses in boxes whose typed field holds words only, or one address."""
        links = block.links
        left = {PageBlock.IMAGE: links, PageBlock.PRIMARY_INSTITUTE: links[:-1]}.get(role, ())
        for link in left:
            self.reader.tell_link(link.title, link.url)
        for language, url in (alternate for link in links for alternate in link.alternates):
            self.reader.tell_link(language, url)
        for picture in block.flow.pictures[1:] if role is PageBlock.IMAGE else ():
            self.reader.tell_link(picture.alt, picture.url)

    def _left_over(self, role: PageBlock, block: Block) -> list[str]:
        lines = [line for line in block.flow.take_lines() if not is_furniture(line)]
        if role is PageBlock.SUMMARY:
            return []
        lines += [word for link in block.links for word in (*link.organizations, *link.notes, *link.labels)]
        if role is PageBlock.PRIMARY_INSTITUTE and block.links:
            name = block.links[-1].title
            subjects = {line: institute_subject(line, name) for line in lines}
            known = {fold(self.reader.title or "")}
            return [line for line, subject in subjects.items() if subject not in known]
        return lines
