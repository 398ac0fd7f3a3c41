"""What the page says twice, made to disagree: head, table of contents, JSON-LD, language links, dates."""

import re
from collections.abc import Callable

from medscrape.errors import RejectionReason
from mutations.declarations import Make, Mutant, identical, other, rejected, told
from mutations.pages import Element, Page, written
from mutations.trees import all_of, cut, replaced, section_in

JSON_LD = re.compile(r"<script type='application/ld\+json'>.*?</script>", re.DOTALL)


def meta(page: Page, name: str, content: str | None) -> Mutant | None:
    """A page whose meta says something else, or is not there."""
    tree = page.tree()
    found = [tag for tag in all_of(tree, "head meta") if tag.get("name") == name]
    if not found:
        return None
    for tag in found:
        if content is None:
            cut(tag)
        else:
            tag.set("content", content)
    return Mutant(written(tree), page.record)


def meta_says(name: str, content: str | None) -> Make:
    """Change a meta that no field but its own is read from."""
    return lambda page: meta(page, name, content)


told("Dublin Core names another title", "title_differs")(meta_says("DC.Title", "Plum Vinegar"))
told("Dublin Core names another language", "language_differs")(meta_says("DC.Language", "fre"))
told("Dublin Core names another date", "date_differs")(meta_says("DC.Date.Modified", "1999-12-31"))
told("Dublin Core names another page", "url_differs")(meta_says("DC.Identifier.URL", "https://quokka.example/x.html"))
identical("Dublin Core names no date")(meta_says("DC.Date.Modified", None))
identical("Dublin Core names no page")(meta_says("DC.Identifier.URL", None))


@other("the description dropped")
def description(page: Page) -> Mutant | None:
    mutant = meta(page, "description", None)
    return mutant and Mutant(mutant.body, page.copy() | {"description": None})


@told("JSON-LD dropped", "json_ld_missing")
def json_ld_dropped(page: Page) -> Mutant | None:
    source, count = JSON_LD.subn("", page.source)
    return Mutant(source.encode(), page.record) if count else None


@told("JSON-LD damaged", "json_ld_missing")
def json_ld_damaged(page: Page) -> Mutant | None:
    return replaced(page, '"@context"', '"@context": {')


@told("JSON-LD has another title", "title_differs")
def json_ld_title(page: Page) -> Mutant | None:
    source, count = re.subn(r'("@type": "MedicalWebPage",\s*"name": ")', r"\1Plum ", page.source)
    return Mutant(source.encode(), page.record, named=("Plum",)) if count else None


@told("JSON-LD has a word more in the summary", "summary_differs")
def json_ld_summary(page: Page) -> Mutant | None:
    source, count = re.subn(r'("mainContentOfPage": "\w+ )', r"\1quokka ", page.source)
    return Mutant(source.encode(), page.record, named=("quokka",)) if count and page.record["summary"] else None


def in_contents(page: Page, change: Callable[[Element], object], *, ungrouped: bool = False) -> Mutant | None:
    """A page after a change of an entry of its table of contents, which is not the one of the summary."""
    tree = page.tree()
    entries = [a for a in all_of(tree, "#table-of-contents a") if a.get("href", "").startswith("#cat_")]
    entry = page.pick(entries, "entry")
    anchor, words = entry.get("href")[1:], entry.text
    change(entry)
    record = page.copy()
    if ungrouped:
        section_in(record, anchor)["group"] = None
    return Mutant(written(tree), record, named=(words,))


@told("an entry of the table of contents dropped", "contents_differ")
def entry_dropped(page: Page) -> Mutant | None:
    return in_contents(page, lambda entry: cut(entry.getparent()), ungrouped=True)


@told("an entry of the table of contents under another anchor", "contents_differ")
def entry_moved(page: Page) -> Mutant | None:
    return in_contents(page, lambda entry: entry.set("href", "#cat_4711"))


@told("an entry more in the table of contents", "contents_differ")
def entry_more(page: Page) -> Mutant | None:
    source = page.source.replace(
        '<ul class="bulletlist">', '<ul class="bulletlist"><li><a href="#cat_4711">Plum Vinegar</a></li>', 1
    )
    return Mutant(source.encode(), page.record, named=("Plum Vinegar",))


@told("the table of contents in another order", "contents_order")
def contents_order(page: Page) -> Mutant | None:
    tree = page.tree()
    columns = [c for c in all_of(tree, "#table-of-contents .toccolumn") if c.cssselect("a[href^='#cat_']")]
    if len(columns) < 2:
        return None
    columns[0].addprevious(cut(columns[-1]))
    return Mutant(written(tree), page.record)


@told("the table of contents dropped", "contents_missing")
def contents_dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    cut(all_of(tree, "#toc-section")[0])
    record = page.copy()
    for section in record["sections"]:
        section["group"] = None
    return Mutant(written(tree), record)


@told("a column of the table of contents headed with new words", "unknown_group")
def column_renamed(page: Page) -> Mutant | None:
    tree = page.tree()
    page.pick([c for c in all_of(tree, ".toccolumn") if c.cssselect("a")], "column").cssselect("h3")[0].text = "Plums"
    return Mutant(written(tree), page.record, named=("Plums",))


@identical("columns of the table of contents in the other language")
def columns_translated(page: Page) -> Mutant | None:
    pairs = [("Basics", "Información básica"), ("Research", "Investigación"), ("For You", "Para usted")]
    source = page.source
    for english, spanish in pairs:
        old, new = (spanish, english) if page.record["language"] == "es" else (english, spanish)
        source = source.replace(f"<h3>{old}</h3>", f"<h3>{new}</h3>")
    return Mutant(source.encode(), page.record) if source != page.source else None


@identical("hreflang dropped")
def hreflang_dropped(page: Page) -> Mutant | None:
    """The language button says the same."""
    tree = page.tree()
    found = all_of(tree, "link[hreflang]")
    if not found or not all_of(tree, "#mplus-lang-toggle"):
        return None
    for link in found:
        cut(link)
    return Mutant(written(tree), page.record)


@told("hreflang names no language", "unknown_language", maybe=("translation_differs",))
def hreflang_odd(page: Page) -> Mutant | None:
    source = page.source.replace('hreflang="', 'hreflang="<')
    return Mutant(source.encode(), None, named=("<en",)) if source != page.source else None


@told("hreflang leads elsewhere than the language button", "translation_differs")
def hreflang_elsewhere(page: Page) -> Mutant | None:
    tree = page.tree()
    found = [link for link in all_of(tree, "link[hreflang]") if link.get("hreflang") != page.record["language"]]
    if not found or not all_of(tree, "#mplus-lang-toggle"):
        return None
    found[0].set("href", "https://quokka.example/x.html")
    record = page.copy()
    for translation in record["translations"]:
        if translation["language"] == found[0].get("hreflang"):
            translation["url"] = "https://quokka.example/x.html"
    return Mutant(written(tree), record, named=("quokka",))


@told("the page declares another language than its address", "language_differs")
def language(page: Page) -> Mutant | None:
    own = page.record["language"]
    return replaced(page, f'<html lang="{own}"', f'<html lang="{"en" if own == "es" else "es"}"')


@identical("the canonical link dropped")
def canonical_dropped(page: Page) -> Mutant | None:
    """Dublin Core and Open Graph name the page too."""
    tree = page.tree()
    cut(all_of(tree, "link[rel=canonical]")[0])
    return Mutant(written(tree), page.record)


@told("the footer names another date", "date_differs")
def footer_date(page: Page) -> Mutant | None:
    tree = page.tree()
    found = all_of(tree, "#lastupdate")
    if not found:
        return None
    found[0].text = "Última actualización 31 diciembre 1999" if page.record["language"] == "es" else "December 31, 1999"
    return Mutant(written(tree), page.copy() | {"page_updated": "1999-12-31"}, named=("1999",))


@identical("the footer dropped")
def footer_dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    cut(all_of(tree, "footer")[-1])
    return Mutant(written(tree), page.record)


@rejected("the title dropped", RejectionReason.NO_TITLE)
def title_dropped(page: Page) -> Mutant | None:
    tree = page.tree()
    cut(all_of(tree, "h1")[0])
    return Mutant(written(tree), None)


@told("the title in a plain div", "title_without_heading")
def title_as_div(page: Page) -> Mutant | None:
    """The words stand there still, and Dublin Core says which words they are."""
    tree = page.tree()
    all_of(tree, "h1")[0].tag = "div"
    return Mutant(written(tree), page.record)


@told("a second title", "second_title")
def second_title(page: Page) -> Mutant | None:
    tree = page.tree()
    title = all_of(tree, "h1")[0]
    second = title.makeelement("h1")
    second.text = "Plum Vinegar"
    title.addnext(second)
    return Mutant(written(tree), page.record, named=("Plum Vinegar",), unmapped=("Plum Vinegar",))
