"""The small marks beside a link: which picture or word means what."""

from functools import lru_cache

from medscrape.text import fold, snake_case

_LABEL_BY_PICTURE = {
    "videocamera": "video",
    "video": "video",
    "easyreadgreen": "easy_to_read",
    "easyread": "easy_to_read",
    "infographic": "infographic",
    "new": "new",
    "interactive": "interactive_tutorial",
}
_LABEL_BY_WORD = {
    "video": "video",
    "videos": "video",
    "pdf": "pdf",
    "documento pdf": "pdf",
    "easy to read": "easy_to_read",
    "facil de leer": "easy_to_read",
    "lectura facil": "easy_to_read",
    "infographic": "infographic",
    "infografia": "infographic",
    "new": "new",
    "nuevo": "new",
    "interactive tutorial": "interactive_tutorial",
    "tutorial interactivo": "interactive_tutorial",
    "short summary": "short_summary",
    "large print": "large_print",
    "letra grande": "large_print",
}
NIH = "nih"
"""The mark of the National Institutes of Health."""
_NIH_WORDS = frozenset(
    {
        "from the national institutes of health",
        "national institutes of health",
        "de los institutos nacionales de la salud",
        "institutos nacionales de la salud",
        "nih",
    }
)


@lru_cache(maxsize=1024)  # a site has few marks, and each row has some
def mark_of_picture(alt: str, address: str = "") -> str | None:
    """What a picture beside a link stands for: `NIH`, or a label; by its file name, then by its words.

    Unknown words become a label.

    >>> mark_of_picture("From the National Institutes of Health") == NIH == mark_of_picture("", "/images/nih.png")
    True
    >>> mark_of_picture("Vídeo", "/images/videocamera.png"), mark_of_picture("Easy-to-Read"), mark_of_picture("Audio")
    ('video', 'easy_to_read', 'audio')
    """
    picture = address.rpartition("/")[2].partition(".")[0].lower()
    if picture == "nih" or fold(alt) in _NIH_WORDS:
        return NIH
    return _LABEL_BY_PICTURE.get(picture) or _LABEL_BY_WORD.get(fold(alt)) or snake_case(alt) or None


def label_of_word(words: str) -> str | None:
    """The label a word beside a link stands for, or None when the words are a note.

    >>> label_of_word("PDF"), label_of_word("In English and Spanish")
    ('pdf', None)
    """
    return _LABEL_BY_WORD.get(fold(words))
