"""The main column: table of contents, summary, and the sections with their rows of links."""

from html import escape

from medscrape.sample_site.content import Alternate, Picture, Row, Section, TopicPage
from medscrape.sample_site.rendering.markup import absolute
from medscrape.sample_site.rendering.templates import fill
from medscrape.sample_site.words import Words
from medscrape.vocabulary.sections import SectionGroup, group_heading
from medscrape.vocabulary.sites import SAMPLE

_FILES = {
    Picture.NIH: 'width="25" height="16" alt="{0}" title="{0}" src="https://sample.invalid/images/nih.png"',
    Picture.VIDEO: 'width="20" height="16" alt="{0}" title="{0}" src="https://sample.invalid/images/videocamera.gif"',
    Picture.EASY: 'width="79" height="11" alt="{0}" title="{0}" src="https://sample.invalid/images/easyreadgreen.gif"',
    Picture.INFOGRAPHIC: (
        'width="16" height="16" alt="{0}" title="{0}" src="https://sample.invalid/images/infographic.gif"'
    ),
}
_DIVIDER = f'{" " * 24}<p class="{{}} clearsection hrdividor"></p>\n{" " * 24}\n'
_DIVIDERS = {
    SectionGroup.LEARN_MORE: _DIVIDER.format("evencols"),
    SectionGroup.SEE_PLAY_AND_LEARN: _DIVIDER.format("threecols"),
    SectionGroup.RESEARCH: _DIVIDER.format("evencols"),
}


def contents(page: TopicPage, words: Words) -> str:
    """The table of contents: six columns, those without a section say so."""
    if not page.has_contents:
        return ""
    columns = "".join(_column(page, group, words) + _DIVIDERS.get(group, "") for group in SectionGroup)
    return fill("contents", on_this_page=words.on_this_page, columns=columns)


def _column(page: TopicPage, group: SectionGroup, words: Words) -> str:
    entries = [(f"cat_{section.number}", section.heading) for section in page.sections if section.group is group]
    if group is SectionGroup.BASICS and page.summary:
        entries.insert(0, ("summary", words.summary))
    listed = "".join(
        fill("contents_entry", go_to=words.go_to, heading=escape(heading), anchor=anchor) for anchor, heading in entries
    )
    nothing = f'                                <li class="noinfo-subcat">{words.no_links}</li>\n'
    return fill("contents_column", heading=group_heading(group, page.language), entries=listed or nothing)


def summary(page: TopicPage, words: Words) -> str:
    """The summary, whose last paragraph says who wrote it, if anyone does."""
    if page.summary is None:
        return ""
    return fill("summary", heading=words.summary, summary=summary_html(page))


def summary_html(page: TopicPage) -> str:
    """The summary with its attribution, as it stands inside `#topic-summary`."""
    attribution = f'\n\n<p class="attribution">{page.attribution}</p>' if page.attribution else ""
    return f"{page.summary or ''}{attribution}"


def section(content: Section, words: Words, *, first: bool) -> str:
    """A titled list of links; the first one of a page is open."""
    return fill(
        "section",
        number=content.number,
        heading=escape(content.heading),
        subheading=_subheading(content.subheading) if content.subheading else "",
        text=content.text,
        rows="".join(row(link, words) for link in content.rows),
        expand=words.expand,
        expanded=" expanded" if first else "",
        syndicate=" syndicate" if first else "",
        body=' expanded syndicate" aria-expanded="true' if first else "",
    )


def row(link: Row, words: Words) -> str:
    """One row: link, marks, organizations, note, other languages."""
    return fill(
        "row",
        new=_new_flag(words) if link.new else "",
        href=escape(link.url),
        target=_target(link.url, "TheNewWin"),
        sid=link.sid,
        institutes=f'data-org="{",".join(link.institutes)}"' if link.institutes else "",
        title=escape(link.title),
        pictures="".join(_picture(picture, words) for picture in link.pictures),
        organizations=_organizations(link),
        note=_note(link),
        alternates=_alternates(link.alternates, words) if link.alternates else "",
    )


def _subheading(words: str) -> str:
    return f' \n{" " * 44}<span class="subheading">{escape(words)}</span>\n{" " * 44}'


def _target(url: str, window: str) -> str:
    return "" if url.startswith(SAMPLE.home) else f'target="{window}"'


def _new_flag(words: Words) -> str:
    source = absolute("/images/new.gif")
    return f'<img src="{source}" title="{words.new}" alt="{words.new}" class="newflag" />\n{" " * 50}'


def _picture(picture: Picture, words: Words) -> str:
    attributes = _FILES[picture].format(words.pictures[picture])
    return f'\n{" " * 60}<img {attributes} class="imgdesc">\n{" " * 56}'


def _organizations(link: Row) -> str:
    return f'<span class="orgs"> ({escape("; ".join(link.organizations))})</span>' if link.organizations else ""


def _note(link: Row) -> str:
    return f'\n{" " * 64}- <span class="desccode">{link.note}</span>\n{" " * 60}\n' if link.note else ""


def _alternates(alternates: tuple[Alternate, ...], words: Words) -> str:
    links = " ".join(
        f'<a {_target(each.url, "TheNewWin2")} href="{escape(each.url)}" data-sid="{each.sid}">'
        f"{words.language_names[each.language]}</a>"
        for each in alternates
    )
    return f'\n{" " * 52}<span class="also-lang"> {words.also_in} {links} </span>\n{" " * 52}'
