"""Pages made to harm their readers: too deep, too long, too many, in the wrong order, with commands in their words."""

from crawl_helpers import HOME

URL = f"{HOME}victim.html"
COMMANDS = "\x1b]0;mine\x07\x1b[31mRED\x9b2J\u202edesrever\u2066\u200f"
"""What a terminal would obey or show in another order: a window's title, colours, an erased screen, turned text."""
AS_REFERENCES = "".join(f"&#x{ord(char):x};" for char in COMMANDS)

_MANY = 100_000
_DEEP = 10_000


def page(summary: str = "<p>Words.</p>", *, head: str = "", title: str = "Victim", more: str = "") -> bytes:
    """A topic page with something in its summary, its head, its title, or behind the summary."""
    return f"""<!DOCTYPE html><html lang="en" id="health_topic"><head><title>{title}: MedlinePlus</title>
    <meta charset="utf-8"><link rel="canonical" href="{URL}">{head}</head><body><div id="mplus-content"><article>
    <div class="page-info"><h1 itemprop="name">{title}</h1></div>
    <section id="topsum_section"><h2>Summary</h2><div id="topic-summary">{summary}</div></section>{more}
    </article></div><footer id="mplus-footer"></footer></body></html>""".encode()


def rows(items: str) -> str:
    """A section with these rows."""
    return f'<section id="cat_51_section"><h2>Start Here</h2><ul>{items}</ul></section>'


ROW = '<li><a href="https://a.example/x">Row</a> (Someone) - PDF</li>'
SHAPES = {
    "deep-divs": page("<div>" * _DEEP + "x" + "</div>" * _DEEP),
    "deep-bold": page("<p>" + "<b>" * _DEEP + "x"),
    "deep-lists": page("<ul><li>x" * _DEEP),
    "deep-tables": page("<table><tr><td>" * _DEEP + "x"),
    "deep-quotes": page("<blockquote>" * _DEEP + "x"),
    "deep-everything": b"<div>" * _MANY,
    "deep-json": page(head=f'<script type="application/ld+json">{"[" * _MANY}{"]" * _MANY}</script>'),
    "many-paragraphs": page("<p>x</p>" * _MANY),
    "many-items": page("<ul>" + "<li>x</li>" * _MANY + "</ul>"),
    "many-cells": page("<table><tr>" + "<td>x</td>" * _MANY + "</tr></table>"),
    "many-links": page("<p>" + '<a href="/b.html">x</a> ' * _MANY + "</p>"),
    "many-rows": page(more=rows(ROW * (_MANY // 4))),
    "many-metas": page(head='<meta name="a" content="b">' * _MANY),
    "many-comments": page("<p>x</p>" + "<!-- x -->" * _MANY),
    "many-comments-behind": page("<p>x</p>") + b"<!---->" * 250 + b"x",
    "many-ends": page("<p>x</p>") + b"</body></html>" * _MANY + b"x",
    "many-declarations": page("<p>x</p>") + b"!<!" * _MANY,
    "many-attributes": page("<p " + " ".join(f"a{n}" for n in range(_MANY // 5)) + ">x</p>"),
    "many-parentheses": page(more=rows('<li><a href="https://a.example/b">x</a> ' + "(a) " * (_MANY // 4) + "</li>")),
    "many-marks": page("<p>a" + "\u0301\u0316" * _MANY + "</p>", title="a" + "&#x301;&#x316;" * _MANY),
    "long-attribute": page(f'<p class="{"x" * 1_000_000}">x</p>'),
    "long-url": page(more=rows(f'<li><a href="http://a.example/{"y" * 1_000_000}">x</a></li>')),
    "long-title": page(title="T" * 1_000_000),
    "long-word": page(f"<p>{'w' * 1_900_000}</p>"),
    "long-space": page(f"<p>{chr(160) * 900_000}x</p>"),
    "long-keywords": page(head=f'<meta name="keywords" content="{"a," * 500_000}">'),
    "long-other-names": page(more=f'<div class="alsocalled">Also called: {"a (b, " * 100_000}</div>'),
    "slow-charset": b"\xff" + page().replace(b"utf-8", b"punycode") + b"-" + b"a9z" * 600_000,
    "wrong-letters": page("<p>" + "EspaÃ±ol â€œx† " * 50_000 + "</p>"),
    "no-characters": page("<p>" + "&#xD800;&#0;&#x110000;&#x1b;&nosuch;" * 50_000 + "</p>"),
    "noise": bytes(range(256)) * 4000,
    "only-brackets": b"<" * 1_000_000,
    "never-closed": page("<p>x</p><!-- " + "x" * 1_000_000),
    "torn-tags": page("<b><p><i>" * 20_000),
}
