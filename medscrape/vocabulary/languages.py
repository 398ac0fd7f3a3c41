"""Names of languages as pages write them, and their BCP 47 tags (RFC 5646)."""

import re

from medscrape.text import fold

UNKNOWN = "und"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")

# tag: English name, Spanish name, own name, further spellings seen on such pages
_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("English", "Inglés"),
    "es": ("Spanish", "Español"),
    "am": ("Amharic", "Amárico"),
    "ar": ("Arabic", "Árabe", "العربية"),
    "bn": ("Bengali", "Bengalí", "Bangla"),
    "bs": ("Bosnian", "Bosnio", "bosanski"),
    "de": ("German", "Alemán", "Deutsch"),
    "fa": ("Farsi", "Persian", "Persa", "فارسی"),
    "fr": ("French", "Francés", "français"),
    "gu": ("Gujarati",),
    "hi": ("Hindi", "हिन्दी"),
    "hmn": ("Hmong", "Hmoob"),
    "ht": ("Haitian Creole", "Criollo haitiano", "Kreyòl", "Kreyol ayisyen"),
    "hy": ("Armenian", "Armenio"),
    "it": ("Italian", "Italiano"),
    "ja": ("Japanese", "Japonés", "日本語"),
    "km": ("Khmer", "Jemer", "Cambodian"),
    "ko": ("Korean", "Coreano", "한국어"),
    "lo": ("Lao", "Laosiano", "Laotian"),
    "my": ("Burmese", "Birmano"),
    "ne": ("Nepali", "Nepalí"),
    "om": ("Oromo",),
    "pa": ("Punjabi", "Panyabí"),
    "pl": ("Polish", "Polaco", "polski"),
    "ps": ("Pashto", "Pastún"),
    "pt": ("Portuguese", "Portugués", "português"),
    "ru": ("Russian", "Ruso", "Русский"),
    "so": ("Somali", "Somalí", "Af-Soomaali"),
    "sw": ("Swahili", "Suajili", "Kiswahili"),
    "ta": ("Tamil",),
    "te": ("Telugu",),
    "th": ("Thai", "Tailandés"),
    "ti": ("Tigrinya", "Tigriña"),
    "tl": ("Tagalog", "Tagalo", "Filipino"),
    "tr": ("Turkish", "Turco", "Türkçe"),
    "uk": ("Ukrainian", "Ucraniano", "українська"),
    "ur": ("Urdu", "اردو"),
    "vi": ("Vietnamese", "Vietnamita", "Tiếng Việt"),
    "yi": ("Yiddish",),
    "zh": ("Chinese", "Chino"),
    "zh-Hans": (
        "Chinese, Simplified",
        "Simplified Chinese",
        "Chinese Simplified (Mandarin dialect)",
        "简体中文",
    ),
    "zh-Hant": (
        "Chinese, Traditional",
        "Traditional Chinese",
        "Chinese Traditional (Cantonese dialect)",
        "繁體中文",
    ),
}

_ISO_639_2 = {"eng": "en", "spa": "es", "esp": "es", "fre": "fr", "fra": "fr", "chi": "zh", "zho": "zh"}
_TAG_BY_NAME = {fold(name): tag for tag, names in _NAMES.items() for name in names}


def language_tag(name: str) -> str:
    """The BCP 47 tag of a language named on a page, or "und" for one that is new to us.

    >>> language_tag("Spanish"), language_tag("Inglés"), language_tag("Klingon")
    ('es', 'en', 'und')
    """
    return _TAG_BY_NAME.get(fold(name), UNKNOWN)


def language_name(tag: str) -> str:
    """The English name of a language.

    >>> language_name("es")
    'Spanish'
    """
    return _NAMES.get(tag, (tag,))[0]


def tag_of_code(code: str) -> str:
    """The BCP 47 tag of a code as written in `lang`, `hreflang` or `DC.Language`.

    >>> tag_of_code("en-US"), tag_of_code("spa"), tag_of_code("eng")
    ('en', 'es', 'en')
    """
    primary = code.strip().casefold().partition("-")[0]
    return _ISO_639_2.get(primary, primary)


def is_tag(text: str) -> bool:
    """Whether a text has the form of a BCP 47 tag.

    >>> is_tag("es"), is_tag("zh-Hant"), is_tag("<en")
    (True, True, False)
    """
    return _TAG.fullmatch(text) is not None
