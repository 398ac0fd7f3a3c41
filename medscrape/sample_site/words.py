"""The fixed words of the pages, in English and in Spanish."""

from dataclasses import dataclass
from datetime import date

from medscrape.sample_site.content import Picture

_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What every page of a language says around its content."""

    language: str
    dublin_core_language: str
    library: str
    home: str
    health_topics: str
    encyclopedia: str
    drugs: str
    genetics: str
    tests: str
    about: str
    whats_new: str
    site_map: str
    search: str
    toggle: str
    skip: str
    you_are_here: str
    page_url: str
    also_called: str
    on_this_page: str
    go_to: str
    no_links: str
    summary: str
    expand: str
    journal_subheading: str
    see_more_articles: str
    also_in: str
    both_languages: str
    new: str
    topic_image: str
    show_more: str
    show_less: str
    related_topics: str
    institutes: str
    institute_before: str
    institute_between: str
    other_languages_before: str
    other_languages_link: str
    other_languages_between: str
    newsletter: str
    newsletter_why: str
    disclaimer: str
    advice: str
    cite: str
    updated: str
    updated_before_2025: str
    reviewed: str
    see: str
    pictures: dict[Picture, str]
    language_names: dict[str, str]


ENGLISH = Words(
    language="en",
    dublin_core_language="eng",
    library="Sample Health Library",
    home="Home",
    health_topics="Health Topics",
    encyclopedia="Medical Encyclopedia",
    drugs="Drugs & Supplements",
    genetics="Genetics",
    tests="Medical Tests",
    about="About the Library",
    whats_new="What's New",
    site_map="Site Map",
    search="Search the Library",
    toggle="Español",
    skip="Skip navigation",
    you_are_here="You Are Here:",
    page_url="URL of this page:",
    also_called="Also called:",
    on_this_page="On this page",
    go_to="Go to:",
    no_links="No links available",
    summary="Summary",
    expand="Expand/Collapse section",
    journal_subheading="References and abstracts from PubMed (Sample Health Library)",
    see_more_articles="see more articles",
    also_in="Also in",
    both_languages="In English and Spanish",
    new="new",
    topic_image="Topic Image",
    show_more="Show More",
    show_less="Show Less",
    related_topics="Related Health Topics",
    institutes="National Institutes of Health",
    institute_before="The primary NIH organization for research on",
    institute_between="is the",
    other_languages_before="Find",
    other_languages_link="health information in languages other than English",
    other_languages_between="on",
    newsletter="Sign up for the Sample Library newsletter",
    newsletter_why="What's this?",
    disclaimer=(
        "The Sample Health Library leads to pages of invented institutes and of invented organizations. Read our "
        '<a href="https://sample.invalid/disclaimers.html">disclaimer</a> on what is invented and our '
        '<a href="https://sample.invalid/criteria.html">rules of invention</a>.'
    ),
    advice=(
        "The information on this site should not be used as a substitute for professional medical care or advice. "
        "Contact a health care provider if you have questions about your health."
    ),
    cite="Learn how to cite this page",
    updated="Last updated",
    updated_before_2025="Page last updated on",
    reviewed="Topic last reviewed:",
    see="see",
    pictures={
        Picture.NIH: "From the National Institutes of Health",
        Picture.VIDEO: "Video",
        Picture.EASY: "Easy-to-Read",
        Picture.INFOGRAPHIC: "Infographic",
    },
    language_names={"en": "English", "es": "Spanish", "fr": "French", "zh-Hans": "Chinese, Simplified"},
)

SPANISH = Words(
    language="es",
    dublin_core_language="spa",
    library="Biblioteca Sample de Salud",
    home="Inicio",
    health_topics="Temas de salud",
    encyclopedia="Enciclopedia médica",
    drugs="Medicinas y suplementos",
    genetics="Genética",
    tests="Pruebas médicas",
    about="Acerca de la Biblioteca",
    whats_new="Novedades",
    site_map="Mapa del sitio",
    search="Buscar en la Biblioteca",
    toggle="English",
    skip="Omita y vaya al contenido",
    you_are_here="Usted está aquí:",
    page_url="URL de esta página:",
    also_called="También llamado:",
    on_this_page="En esta página",
    go_to="Ir a:",
    no_links="No hay enlaces disponibles",
    summary="Introducción",
    expand="Abrir/Cerrar sección",
    journal_subheading="Referencias y resúmenes de PubMed (Biblioteca Sample de Salud)",
    see_more_articles="vea más artículos",
    also_in="También en",
    both_languages="En inglés y español",
    new="nuevo",
    topic_image="Imagen del tema",
    show_more="Mostrar más",
    show_less="Mostrar menos",
    related_topics="Temas de salud relacionados",
    institutes="Institutos Nacionales de la Salud",
    institute_before="La organización principal de los NIH para la investigación sobre",
    institute_between="es el",
    other_languages_before="Encuentre",
    other_languages_link="información de salud en otros idiomas",
    other_languages_between="sobre",
    newsletter="Suscríbase al boletín de la Biblioteca Sample",
    newsletter_why="¿Qué es esto?",
    disclaimer=(
        "La Biblioteca Sample de Salud enlaza con páginas de institutos y de organizaciones inventados. Lea nuestro "
        '<a href="https://sample.invalid/spanish/disclaimers.html">aviso</a> sobre lo inventado y nuestras '
        '<a href="https://sample.invalid/spanish/criteria.html">reglas de la invención</a>.'
    ),
    advice=(
        "La información disponible en este sitio no debe utilizarse como sustituto de atención médica profesional o "
        "asesoría médica. Comuníquese con un profesional de la salud si tiene preguntas sobre su salud."
    ),
    cite="Aprenda cómo citar esta página",
    updated="Última actualización",
    updated_before_2025="Última actualización",
    reviewed="Tema revisado por última vez:",
    see="véase",
    pictures={
        Picture.NIH: "De los Institutos Nacionales de la Salud",
        Picture.VIDEO: "Video",
        Picture.EASY: "Fácil de leer",
        Picture.INFOGRAPHIC: "Infografía",
    },
    language_names={"en": "inglés", "es": "español", "fr": "francés", "zh-Hans": "chino"},
)

WORDS: dict[str, Words] = {"en": ENGLISH, "es": SPANISH}


def written_date(day: date, language: str, *, month_first: bool = True) -> str:
    """A date as the foot of a page writes it.

    >>> written_date(date(2025, 8, 16), "en"), written_date(date(2025, 8, 16), "es")
    ('August 16, 2025', '16 agosto 2025')
    """
    month = _MONTHS[language][day.month - 1]
    if language == "en" and month_first:
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"
