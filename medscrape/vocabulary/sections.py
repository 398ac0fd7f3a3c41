"""Section kinds: their numbers on the page (`cat_N`), their headings, the table-of-contents group they stand in."""

from dataclasses import dataclass
from enum import StrEnum

from medscrape.text import fold


class SectionGroup(StrEnum):
    """A column of the table of contents."""

    BASICS = "basics"
    LEARN_MORE = "learn_more"
    SEE_PLAY_AND_LEARN = "see_play_and_learn"
    RESEARCH = "research"
    RESOURCES = "resources"
    FOR_YOU = "for_you"


class SectionKind(StrEnum):
    """What a section is about, whatever its language or template."""

    START_HERE = "start_here"
    SYMPTOMS = "symptoms"
    DIAGNOSIS_AND_TESTS = "diagnosis_and_tests"
    PREVENTION_AND_RISK_FACTORS = "prevention_and_risk_factors"
    TREATMENTS_AND_THERAPIES = "treatments_and_therapies"
    LEARN_MORE = "learn_more"
    LIVING_WITH = "living_with"
    RELATED_ISSUES = "related_issues"
    SPECIFICS = "specifics"
    GENETICS = "genetics"
    HEALTH_CHECK_TOOLS = "health_check_tools"
    IMAGES = "images"
    VIDEOS_AND_TUTORIALS = "videos_and_tutorials"
    TEST_YOUR_KNOWLEDGE = "test_your_knowledge"
    GAMES = "games"
    LATEST_NEWS = "latest_news"
    STATISTICS_AND_RESEARCH = "statistics_and_research"
    CLINICAL_TRIALS = "clinical_trials"
    JOURNAL_ARTICLES = "journal_articles"
    REFERENCE_DESK = "reference_desk"
    FIND_AN_EXPERT = "find_an_expert"
    CHILDREN = "children"
    TEENAGERS = "teenagers"
    MEN = "men"
    WOMEN = "women"
    OLDER_ADULTS = "older_adults"
    PATIENT_HANDOUTS = "patient_handouts"
    MEDICAL_ENCYCLOPEDIA = "medical_encyclopedia"
    MAGAZINE = "magazine"
    OTHER_LANGUAGES = "other_languages"
    DISCLAIMERS = "disclaimers"
    STAY_CONNECTED = "stay_connected"
    OTHER = "other"


class PageBlock(StrEnum):
    """A titled block that is no section: it has a typed field of its own in the record."""

    SUMMARY = "summary"
    IMAGE = "image"
    RELATED_TOPICS = "related_topics"
    PRIMARY_INSTITUTE = "primary_institute"


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """One row of the table of section kinds; the first heading of a language is the one shown today."""

    kind: SectionKind
    number: int | None
    group: SectionGroup | None
    english: tuple[str, ...]
    spanish: tuple[str, ...]


_K, _G = SectionKind, SectionGroup

SECTION_TABLE: tuple[SectionEntry, ...] = (
    SectionEntry(_K.START_HERE, 51, _G.BASICS, ("Start Here",), ("Comience aquí",)),
    SectionEntry(_K.SYMPTOMS, 95, _G.BASICS, ("Symptoms",), ("Síntomas",)),
    SectionEntry(
        _K.DIAGNOSIS_AND_TESTS, 92, _G.BASICS,
        ("Diagnosis and Tests", "Diagnosis/Symptoms"),
        ("Diagnóstico y exámenes", "Diagnósticos/Síntomas"),
    ),
    SectionEntry(
        _K.PREVENTION_AND_RISK_FACTORS, 93, _G.BASICS,
        ("Prevention and Risk Factors", "Prevention/Screening"),
        ("Prevención y factores de riesgo", "Prevención/Detección"),
    ),
    SectionEntry(
        _K.TREATMENTS_AND_THERAPIES, 78, _G.BASICS,
        ("Treatments and Therapies", "Treatment"),
        ("Tratamientos y terapias", "Tratamiento"),
    ),
    SectionEntry(_K.LEARN_MORE, None, _G.LEARN_MORE, ("Learn More", "Overviews"), ("Aprenda más", "Resúmenes")),
    SectionEntry(_K.LIVING_WITH, 77, _G.LEARN_MORE, ("Living With", "Coping"), ("Viviendo con", "Vivir con")),
    SectionEntry(
        _K.RELATED_ISSUES, 47, _G.LEARN_MORE, ("Related Issues",), ("Asuntos relacionados", "Temas relacionados")
    ),
    SectionEntry(
        _K.SPECIFICS, 42, _G.LEARN_MORE,
        ("Specifics", "Specific Conditions"),
        ("Aspectos específicos", "Específicos", "Condiciones específicas"),
    ),
    SectionEntry(_K.GENETICS, 46, _G.LEARN_MORE, ("Genetics",), ("Genética",)),
    SectionEntry(
        _K.HEALTH_CHECK_TOOLS, 48, _G.SEE_PLAY_AND_LEARN,
        ("Health Check Tools",),
        ("Herramientas de salud", "Calculadoras y pruebas de salud"),
    ),
    SectionEntry(
        _K.IMAGES, 80, _G.SEE_PLAY_AND_LEARN, ("Images", "Anatomy/Physiology"), ("Imágenes", "Anatomía/Fisiología")
    ),
    SectionEntry(
        _K.VIDEOS_AND_TUTORIALS, 94, _G.SEE_PLAY_AND_LEARN,
        ("Videos and Tutorials", "Videos", "Tutorials"),
        ("Videos y tutoriales", "Videos", "Tutoriales"),
    ),
    SectionEntry(
        _K.TEST_YOUR_KNOWLEDGE, 65, _G.SEE_PLAY_AND_LEARN,
        ("Test Your Knowledge",),
        ("Ponga a prueba sus conocimientos", "Evalúe sus conocimientos"),
    ),
    SectionEntry(_K.GAMES, None, _G.SEE_PLAY_AND_LEARN, ("Games",), ("Juegos",)),
    SectionEntry(_K.LATEST_NEWS, None, None, ("Latest News",), ("Últimas noticias",)),
    SectionEntry(
        _K.STATISTICS_AND_RESEARCH, 79, _G.RESEARCH,
        ("Statistics and Research", "Statistics", "Research"),
        ("Estadísticas e investigación", "Estadísticas", "Investigaciones"),
    ),
    SectionEntry(
        _K.CLINICAL_TRIALS, 27, _G.RESEARCH, ("Clinical Trials",), ("Ensayos clínicos", "Estudios clínicos")
    ),
    SectionEntry(
        _K.JOURNAL_ARTICLES, 59, _G.RESEARCH, ("Journal Articles",), ("Artículos de revistas", "Artículos científicos")
    ),
    SectionEntry(
        _K.REFERENCE_DESK, 82, _G.RESOURCES,
        ("Reference Desk", "Dictionaries/Glossaries"),
        ("Información de referencia", "Mesa de referencia"),
    ),
    SectionEntry(
        _K.FIND_AN_EXPERT, 83, _G.RESOURCES,
        ("Find an Expert", "Organizations", "Directories"),
        ("Encuentre un experto", "Organizaciones", "Directorios"),
    ),
    SectionEntry(_K.CHILDREN, 8, _G.FOR_YOU, ("Children",), ("Niños",)),
    SectionEntry(_K.TEENAGERS, 24, _G.FOR_YOU, ("Teenagers",), ("Adolescentes",)),
    SectionEntry(_K.MEN, 6, _G.FOR_YOU, ("Men",), ("Hombres",)),
    SectionEntry(_K.WOMEN, 7, _G.FOR_YOU, ("Women",), ("Mujeres",)),
    SectionEntry(
        _K.OLDER_ADULTS, None, _G.FOR_YOU, ("Older Adults", "Seniors"), ("Adultos mayores", "Personas mayores")
    ),
    SectionEntry(
        _K.PATIENT_HANDOUTS, 69, _G.FOR_YOU,
        ("Patient Handouts",),
        ("Hojas informativas", "Información para pacientes", "Folletos para pacientes"),
    ),
    SectionEntry(
        _K.MEDICAL_ENCYCLOPEDIA, None, None,
        ("MEDICAL ENCYCLOPEDIA", "Encyclopedia"),
        ("ENCICLOPEDIA MÉDICA", "Enciclopedia"),
    ),
    SectionEntry(
        _K.MAGAZINE, None, None, ("NIH MedlinePlus Magazine", "MedlinePlus Magazine"), ("Revista NIH MedlinePlus",)
    ),
    SectionEntry(_K.OTHER_LANGUAGES, None, None, ("Other Languages",), ("Otros idiomas",)),
    SectionEntry(_K.DISCLAIMERS, None, None, ("Disclaimers",), ("Exenciones", "Descargo de responsabilidad")),
    SectionEntry(_K.STAY_CONNECTED, None, None, ("Stay Connected",), ("Manténgase conectado", "Siga conectado")),
)  # fmt: skip

_BLOCK_HEADINGS = {
    PageBlock.SUMMARY: ("Summary", "Introducción", "Resumen"),
    PageBlock.IMAGE: ("Topic Image", "Imagen del tema"),
    PageBlock.RELATED_TOPICS: ("Related Health Topics", "Related Topics", "Temas de salud relacionados"),
    PageBlock.PRIMARY_INSTITUTE: ("National Institutes of Health", "Institutos Nacionales de la Salud"),
}

_GROUP_HEADINGS = {
    _G.BASICS: ("Basics", "The Basics", "Lo básico", "Información básica"),
    _G.LEARN_MORE: ("Learn More", "Aprenda más"),
    _G.SEE_PLAY_AND_LEARN: ("See, Play and Learn", "Multimedia & Cool Tools", "Vea, juegue y aprenda"),
    _G.RESEARCH: ("Research", "Investigación", "Investigaciones"),
    _G.RESOURCES: ("Resources", "Recursos"),
    _G.FOR_YOU: ("For You", "Para usted"),
}

KIND_BY_NUMBER: dict[int, SectionKind] = {e.number: e.kind for e in SECTION_TABLE if e.number is not None}
GROUP_BY_NUMBER: dict[int, SectionGroup] = {e.number: e.group for e in SECTION_TABLE if e.number and e.group}
KIND_BY_HEADING: dict[str, SectionKind] = {
    fold(heading): entry.kind for entry in SECTION_TABLE for heading in entry.english + entry.spanish
}
BLOCK_BY_HEADING: dict[str, PageBlock] = {
    fold(heading): block for block, headings in _BLOCK_HEADINGS.items() for heading in headings
}
GROUP_BY_HEADING: dict[str, SectionGroup] = {
    fold(heading): group for group, headings in _GROUP_HEADINGS.items() for heading in headings
}


def group_heading(group: SectionGroup, language: str) -> str:
    """The heading of a table-of-contents column in a language.

    >>> group_heading(SectionGroup.FOR_YOU, "es")
    'Para usted'
    """
    headings = _GROUP_HEADINGS[group]
    return headings[0] if language == "en" else headings[-1] if group is not _G.BASICS else "Información básica"
