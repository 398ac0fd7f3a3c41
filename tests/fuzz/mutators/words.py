"""Words that readers treat in a way of their own, and words that mean harm."""

import re

from medscrape.vocabulary.sections import BLOCK_BY_HEADING, GROUP_BY_HEADING

_LONG = 3000

PHRASES: tuple[bytes, ...] = tuple(
    phrase.encode()
    for phrase in (
        *BLOCK_BY_HEADING,
        *GROUP_BY_HEADING,
        *re.sub(
            r"\n\s+",
            "",
            """Also called: Plum, Pear (ripe, or not)|On this page|You Are Here:
        |URL of this page: https://sample.invalid/a.html
        |En espa\u00f1ol|Also in Spanish|Also in|(National Plum Institute)|(|)|((()))|- PDF|- Video|Easy-to-Read|,
        |; |/|->|.|...
        |No links available|NIH|(NCI; NINDS)|in English and Spanish|Page last updated on 2 April 2020
        |Topic last reviewed: 31 February 2018|\u00daltima actualizaci\u00f3n 16 agosto 2025|404 not found
        |maintenance|Log in
        |The primary NIH organization for research on Plum is the Plum Institute|See more articles|Expand Section
        |None
        |The information on this site should not be used as a substitute|EspaÃ±ol â€œxâ€\u009d
        |<script>alert(1)</script>
        |&lt;script&gt;|&amp;lt;b&amp;gt;|&#0;|&#xD800;|&#x110000;|&nbsp;|&nosuch;|&amp|&#x202e;|&zwj;|&shy;|=1+1
        |@SUM(1)
        |[x](javascript:alert(1))|{{ 7*7 }}|\u202eplum|\u2028|\u00ad|\u200b|\ufeff|\u00a0|\u0301|\u1100\u1161\u11a8
        |\u0345
        |\ufb01|\u0130|\u1e9e|\u03c2|\u212b|\u0958|\U0001f468\u200d\U0001f469|\ufffe|\x85|\x1b[31m|\x7f|\x0b|\t
        |{"@type": "MedicalWebPage", "name": 1}|[]|null|0|-1|1e999|9999-99-99|2025-02-29|2025-08-16
        |\u0662\u0660\u0662\u0665""",
        ).split("|"),
    )
)
ADDRESSES: tuple[bytes, ...] = (
    b"", b"#", b"#summary", b"?", b"/", b"//", b"///", b"https://", b"http://[::1", b"http://[::1]/",
    b"https://a.example/%",
    b"https://a.example:99999/", b"https://a.example:x/", b"https://me:pw@a.example/", b"javascript:alert(1)",
    b"JAVASCRIPT:x",
    b"data:text/html,x", b"mailto:", b"mailto:a@b.example", b"tel:", b"tel:+1", b"ftp://a.example/",
    b"https://a.example\\@b",
    b"https://sample.invalid/plum.html", b"/spanish/plum.html", b"plum.html?utm_source=x",
    b"https://medlineplus.gov/PLUM.html",
    b"https://xn--/", b"https://\xc3\xa9.example/", b"https://a.example/\xe2\x80\xae", b"https://a.example/ x\ty",
    b"http:plum",
    b"https:/plum", b"https://a.example/?q=%FF&x=", b"https://pubmed.ncbi.nlm.nih.gov/123", b"https://a.example/#\x00",
    b"https://pubmed.ncbi.nlm.nih.gov/?term=%", b"https://clinicaltrials.gov/search?cond=%22a%22&x=1&cond=b",
    b"https://.../",
    b"https://medlineplus.gov/ency/article/000141.htm", b"https://www.nlm.nih.gov/medlineplus/x.html", b"https://%00/",
    b"http://sample.invalid:80/../../plum.html", b"https://a.example" + b"/x" * _LONG, b"http://0x7f.1/",
    b"https://a_b.example/",
    b"\x01javascript:x", b" https://a.example/ ", b"https://a.example/\xff", b"https://a.example/'\"<>&", b"urn:x",
    b"https://\xe2\x84\x80/",
)  # fmt: skip
IDS: tuple[bytes, ...] = (
    b"mplus-content", b"topsum_section", b"topic-summary", b"toc-section", b"table-of-contents", b"breadcrumbs",
    b"footer",
    b"related-topics", b"related", b"primary-institute-section", b"encyclopedia-box", b"more_encyclopedia",
    b"magazine-box",
    b"foreign-languages", b"ht-img-section", b"lastupdate", b"mplus-lang-toggle", b"health_topic", b"cat_51_section",
    b"cat_51", b"section51", b"cat_99999999999999999999", b"cat_1_section", b"page-url", b"alsocalled", b"subheading",
    b"attribution", b"section-title", b"summary-title", b"side", b"orgs", b"desc", b"nih", b"topic", b"content",
    b"main", b"",
    b"mplus-footer", b"page-info", b"section-header", b"description", b"keywords", b"dc.title.alternate",
    b"dc.date.modified",
)  # fmt: skip
LETTERS: tuple[bytes, ...] = (
    b"a" * _LONG, b"(" * _LONG, b"a (b, " * _LONG, "\u0301\u0316".encode() * _LONG, "\u00a0".encode() * _LONG,
    b"&#x301;" * 500,
    b"\xff" * 40, b"\xc3\xa9" * 9, b"\xe9", "\U0001f600".encode(), b"\xed\xa0\x80", b"\xc0\x80", b"- " * 200,
    b"\n" * 50, b"\r",
)  # fmt: skip
