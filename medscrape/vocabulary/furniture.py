"""Furniture: the fixed words around the content that no field of a record holds, in English and in Spanish.

This is the complete list. Any other visible words of a page's content region are held by a field of the record or
listed in `quality.unmapped_text`.
"""

import re
from functools import lru_cache

from medscrape.text import fold, words

_FIXED = """
    You Are Here
    Usted está aquí
    Estás aquí
    On this page
    En esta página
    Summary
    Introducción
    Resumen
    Topic Image
    Imagen del tema
    Related Health Topics
    Related Topics
    Temas de salud relacionados
    Temas relacionados
    National Institutes of Health
    Institutos Nacionales de la Salud
    No links available
    No hay enlaces disponibles
    Return to top
    Volver al comienzo
"""

_BUTTONS = """
    Show More
    Show Less
    Show More Show Less
    Mostrar más
    Mostrar menos
    Mostrar más Mostrar menos
    Ver más
    Ver menos
    Expand section
    Collapse section
    Expand/Collapse section
    Expandir sección
    Learn how to cite this page
    Aprenda cómo citar esta página
    Cómo citar esta página
    GO
    Ir
"""

_CLOSING_ADVICE = """
    The information on this site should not be used as a substitute for professional medical care or advice. Contact \
a health care provider if you have questions about your health.
    La información disponible en este sitio no debe utilizarse como sustituto de atención médica profesional o \
asesoría médica. Comuníquese con un profesional de la salud si tiene preguntas sobre su salud.
    La información en este sitio no debe utilizarse como sustituto de la atención o el consejo médico profesional. \
Comuníquese con un proveedor de atención médica si tiene preguntas sobre su salud.
"""

_ALSO_CALLED = ("also called", "tambien llamado", "tambien llamada", "tambien conocido como", "otros nombres")
ALSO_IN_PATTERN = "also in|también en|además en|disponible en"
"""The words before the names of other languages, as a pattern for unfolded text."""
_ALSO_IN = tuple(map(fold, ALSO_IN_PATTERN.split("|")))
_PAGE_URL = ("url of this page", "url de esta pagina", "la direccion de esta pagina es", "direccion de esta pagina")
_NAVIGATION = frozenset({"about medlineplus", "acerca de medlineplus", "about this site"})
_INSTITUTE_SENTENCES = (
    r"the primary (?:nih|nis) organization for research on (?P<subject>.+?) is the (?P<name>.+)",
    r"la principal organizacion de(?: los)? (?:nih|nis) para la investigacion sobre (?P<subject>.+?) es (?:el|la) "
    r"(?P<name>.+)",
    r"la organizacion principal de(?: los)? (?:nih|nis) (?:para|dedicada a) la investigacion (?:sobre|de) "
    r"(?P<subject>.+?) es (?:el|la) (?P<name>.+)",
    r"la organizacion (?:primaria|principal) de(?: los)? (?:nih|nis) que se encarga de investigar acerca de "
    r"(?P<subject>.+?) es (?:el|la) (?P<name>.+)",
)


def _folded(lines: str) -> frozenset[str]:
    return frozenset(filter(None, map(fold, lines.splitlines())))


FIXED_WORDS = _folded(_FIXED)
BUTTON_WORDS = _folded(_BUTTONS)
CLOSING_ADVICE = _folded(_CLOSING_ADVICE)
_INSTITUTE = tuple(map(re.compile, _INSTITUTE_SENTENCES))
_EVERYWHERE = FIXED_WORDS | CLOSING_ADVICE


def is_furniture(text: str) -> bool:
    """Whether a block of text is nothing but fixed words.

    >>> is_furniture("On this page"), is_furniture("On this page you find advice")
    (True, False)
    """
    return fold(text) in _EVERYWHERE


def is_button(text: str) -> bool:
    """Whether the words of a button are those of a control, not content.

    >>> is_button(" Show More Show Less "), is_button("Call your doctor")
    (True, False)
    """
    folded = fold(text)
    return not folded or folded in BUTTON_WORDS


def is_also_in(text: str) -> bool:
    """Whether a text is the words before the names of other languages.

    >>> is_also_in(" Also in "), is_also_in("También en")
    (True, True)
    """
    return fold(text) in _ALSO_IN


@lru_cache(maxsize=1024)  # the same few words stand in most rows
def without_also_in(text: str) -> str:
    """A text without "Also in" at its end.

    >>> without_also_in("(Nemours Foundation) Also in")
    '(Nemours Foundation)'
    """
    for label in _ALSO_IN:
        size = len(label)
        if fold(text[-size - 2 :]).endswith(label):
            return text.rstrip()[:-size].rstrip()
    return text


def names_after_label(text: str) -> str | None:
    """What follows "Also called:", or None when the text does not begin with such a label.

    >>> names_after_label("Also called: KS, Kaposi")
    'KS, Kaposi'
    """
    label, colon, names = text.partition(":")
    return names.strip() if colon and fold(label) in _ALSO_CALLED else None


def is_page_url(text: str) -> bool:
    """Whether a text says no more than the URL of the page.

    >>> is_page_url("URL of this page: https://medlineplus.gov/cancer.html")
    True
    """
    label, _, url = text.partition(":")
    return fold(label) in _PAGE_URL and len(url.split()) <= 1


def institute_subject(text: str, name: str) -> str | None:
    """The subject in the sentence about the primary institute, or None when the sentence says anything else.

    >>> institute_subject("The primary NIH organization for research on *Cancer* is the National Cancer Institute",
    ...                   "National Cancer Institute")
    'cancer'
    """
    folded, wanted = fold(text), fold(name)
    matches = (pattern.fullmatch(folded) for pattern in _INSTITUTE)
    return next((match["subject"] for match in matches if match and match["name"] == wanted), None)


def institute_in(text: str) -> tuple[str, str] | None:
    """Subject and name in a sentence about the primary institute that shows no link, or None.

    >>> institute_in("The primary NIH organization for research on Cancer is the National Cancer Institute")
    ('cancer', 'National Cancer Institute')
    """
    folded = fold(text)
    for found in filter(None, (pattern.fullmatch(folded) for pattern in _INSTITUTE)):
        if name := _end_of(text, found["name"]):
            return found["subject"], name
    return None


def _end_of(text: str, wanted: str) -> str | None:
    """The words at the end of a text that are `wanted` when folded, or None; in time that grows with the text."""
    shown, left = text.split(), wanted.split()
    for start in range(len(shown) - 1, 0, -1):
        for word in reversed(words(shown[start])):
            if not left or left.pop() != word:
                return None
        if not left:
            return " ".join(shown[start:])
    return None


def is_site_navigation(text: str) -> bool:
    """Whether a list item is the first of the links at the foot of every page of the site.

    >>> is_site_navigation("About MedlinePlus")
    True
    """
    return fold(text) in _NAVIGATION
