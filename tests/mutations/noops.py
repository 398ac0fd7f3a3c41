"""Other ways to write down the same page."""

import re
import unicodedata
from html import escape, unescape

from bs4 import BeautifulSoup

from mutations.declarations import Mutant, identical
from mutations.pages import Page, written

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>")
SCRIPT = re.compile(r"(<script\b.*?</script>|<!--.*?-->)", re.DOTALL)
ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


def outside_scripts(page: Page, change: re.Pattern[str], to: object) -> Mutant:
    """A page after a replacement outside of scripts and comments."""
    parts = SCRIPT.split(page.source)
    parts[::2] = [change.sub(to, part) for part in parts[::2]]  # type: ignore[call-overload]
    return Mutant("".join(parts).encode(), page.record)


@identical("rebuilt by a tree builder of XML")
def rebuilt(page: Page) -> Mutant:
    return Mutant(written(page.tree()), page.record)


@identical("rebuilt by a tree builder of HTML 5")
def rebuilt_by_html5lib(page: Page) -> Mutant:
    return Mutant(str(BeautifulSoup(page.source, "html5lib")).encode(), page.record)


@identical("tags and attributes in upper case")
def upper_case(page: Page) -> Mutant:
    def louder(match: re.Match[str]) -> str:
        attributes = ATTRIBUTE.sub(lambda m: m[1].upper() + (f"={m[2]}" if m[2] else ""), match[3])
        return f"<{match[1]}{match[2].upper()}{attributes}>"

    return outside_scripts(page, TAG, louder)


@identical("attributes in reverse order")
def reversed_attributes(page: Page) -> Mutant:
    def turned(match: re.Match[str]) -> str:
        found = [m[0] for m in ATTRIBUTE.finditer(match[3])]
        return f"<{match[1]}{match[2]} {' '.join(reversed(found))}>" if found else match[0]

    return outside_scripts(page, TAG, turned)


@identical("attributes in single quotes")
def single_quotes(page: Page) -> Mutant:
    def quoted(match: re.Match[str]) -> str:
        value = (match[2] or "").strip("\"'").replace("'", "&#39;")
        return f"{match[1]}='{value}'" if match[2] else match[1]

    return outside_scripts(page, TAG, lambda m: f"<{m[1]}{m[2]}{ATTRIBUTE.sub(quoted, m[3])}>")


@identical("attributes without quotes where that is allowed")
def no_quotes(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"""(\s[a-z-]+)=["']([\w/.:-]*\w)["'](?=[\s>])"""), r"\1=\2")


@identical("letters as entities")
def entities(page: Page) -> Mutant:
    def coded(match: re.Match[str]) -> str:
        return ">" + "".join(f"&#x{ord(c):x};" if c in "aeos" else c for c in match[1]) + "<"

    return outside_scripts(page, re.compile(r">([^<>&]*)<"), coded)


@identical("every other character as an entity, and in attributes")
def all_entities(page: Page) -> Mutant:
    def coded(match: re.Match[str]) -> str:
        return "".join(c if c.isascii() else f"&#{ord(c)};" for c in match[0])

    return Mutant(re.sub(r"[^\x00-\x7f]+", coded, page.source).encode(), page.record)


@identical("white space between tags gone")
def no_space(page: Page) -> Mutant:
    pattern = re.compile(
        r"(</(?:div|section|ul|li|article|aside|h2|p)>|<(?:div|section|ul|li|article|aside)[^<>]*>)\s+"
    )
    return outside_scripts(page, pattern, r"\1")


@identical("white space doubled, tabs and line ends of another system")
def more_space(page: Page) -> Mutant:
    return Mutant(page.source.replace("\n", "\r\n\t ").encode(), page.record)


@identical("non-breaking spaces")
def non_breaking(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"(?<=[a-z]) (?=[a-z][^<>]*<)"), "&nbsp;")


@identical("comments between tags")
def comments(page: Page) -> Mutant:
    parts = SCRIPT.split(page.source)
    parts[::2] = [re.sub(r"(</(?:li|span|a|p|h2)>|<div>)", r"\1<!-- > <b>plum</b> -- -->", p) for p in parts[::2]]
    return Mutant("".join(parts).encode(), page.record)


@identical("comments inside words of text")
def comments_in_text(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r">(\s*)([A-Z][a-z]+) (?=[^<>]*</(?:a|p|h2|h3)>)"), r">\1\2<!-- plum --> ")


@identical("soft hyphens in long words")
def soft_hyphens(page: Page) -> Mutant:
    pattern = re.compile(r"(?<=>)([^<>&]*)(?=</(?:a|p|h2|h3|li)>)")
    return outside_scripts(page, pattern, lambda m: re.sub(r"(\b[a-z]{4})(?=[a-z]{4})", "\\1\u00ad", m[0]))


@identical("letters and accents apart")
def decomposed(page: Page) -> Mutant | None:
    source = unicodedata.normalize("NFD", page.source)
    return Mutant(source.encode(), page.record)


@identical("end tags left out where that is allowed")
def optional_end_tags(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"</(?:li|p|td|tr|dd|dt)>"), "")


@identical("empty tags closed like in XML")
def xml_style(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"<(img|meta|link|br|input)\b([^<>]*?)\s*/?>"), r"<\1\2 />")


@identical("a new build stamp and new scripts")
def build_stamp(page: Page) -> Mutant:
    source = re.sub(r"\?1\d{12}", "?1999999999999", page.source)
    return Mutant(source.replace("</head>", "<script src='/plum.js?2'></script></head>").encode(), page.record)


@identical("new attributes everywhere")
def new_attributes(page: Page) -> Mutant:
    return outside_scripts(
        page, re.compile(r"<(div|section|li|a|span|p|h2)(?=[\s>])"), r'<\1 data-plum="a &gt; b" data-react-id=7'
    )


@identical("unknown elements around words")
def unknown_elements(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"<(h2|h3|p)>([^<>]+)</\1>"), r"<\1><x-plum>\2</x-plum></\1>")


@identical("processing instructions and declarations in the page")
def declarations(page: Page) -> Mutant:
    return outside_scripts(page, re.compile(r"(</li>|</p>)"), r"\1<?plum vinegar ?><!ELEMENT plum>")


@identical("escapes written out where that is allowed")
def fewer_escapes(page: Page) -> Mutant:
    def raw(match: re.Match[str]) -> str:
        return f">{escape(unescape(match[1]), quote=False)}<"

    return outside_scripts(page, re.compile(r">([^<>]*&[^<>]*)<"), raw)
