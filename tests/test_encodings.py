"""One rule decides how a page is decoded; the record says which; damage is told."""

import codecs

import pytest

from medscrape import parse_page
from medscrape.parsers.decoding import REPAIRED, decode

WORDS = "Español — niños, “comillas” y más"
PAGE = (
    '<!DOCTYPE html><html lang="es" id="health_topic"><head>{meta}<title>x</title></head><body><div id="mplus-content">'
    '<h1>Fiebre</h1><section id="topsum_section"><h2>Introducción</h2><div id="topic-summary"><p>{words}</p></div>'
    "</section></div><footer>f</footer></body></html>"
)
URL = "https://sample.invalid/spanish/fiebre.html"


def page(declared: str | None = None, words: str = WORDS) -> str:
    return PAGE.format(meta=f'<meta charset="{declared}">' if declared else "", words=words)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (page("utf-8").encode(), None, "utf-8"),
        (page().encode(), "text/html", "utf-8"),
        (page("iso-8859-1").encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (codecs.BOM_UTF8 + page("windows-1252").encode(), None, "utf-8"),
        (page("windows-1252").encode("cp1252"), None, "cp1252"),
        (page("iso-8859-1").encode("cp1252"), None, "cp1252"),
        (page().encode("cp1252"), "text/html; charset=windows-1252", "cp1252"),
        (page("no-such-encoding").encode("cp1252"), None, "cp1252"),
        (page().encode("utf-16"), None, "utf-16-le"),
    ],
)
def test_the_words_are_the_same_whatever_the_bytes(body: bytes, content_type: str | None, encoding: str) -> None:
    topic = parse_page(body, URL, content_type=content_type)
    assert topic.summary is not None
    assert topic.summary.text == WORDS
    assert topic.provenance.encoding == encoding


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_text_decoded_wrongly_before_us_is_repaired(wrong: str) -> None:
    words = "Español, niños y más"
    body = page("utf-8", words).encode().decode(wrong).encode()
    topic = parse_page(body, URL)
    assert topic.summary is not None
    assert topic.summary.text == words
    assert topic.provenance.encoding == f"utf-8{REPAIRED}"


def test_true_letters_that_look_like_damage_stay() -> None:
    words = "château, Ångström, São, â and Ã"
    assert decode(page(None, words).encode()).source.decode().count(words) == 1


def test_damage_is_told() -> None:
    body = page("utf-8").encode().replace("ñol".encode(), b"\xf1ol", 1)
    topic = parse_page(body, URL)
    assert [w.code for w in topic.quality.warnings if w.code == "replacement_character"] == ["replacement_character"]
    body = page("utf-8", "a\u0085b").encode()
    topic = parse_page(body, URL)
    assert topic.summary is not None
    assert topic.summary.text == "a b"
    assert "control_character" in [w.code for w in topic.quality.warnings]
