"""The small marks beside a link: which picture or word means what."""

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
_NIH_WORDS = frozenset(
    {
        "from the national institutes of health",
        "national institutes of health",
        "de los institutos nacionales de la salud",
        "institutos nacionales de la salud",
        "nih",
    }
)


def is_nih_mark(alt: str, picture: str = "") -> bool:
    """Whether an image beside a link is the mark of the National Institutes of Health.

    >>> is_nih_mark("From the National Institutes of Health"), is_nih_mark("", "nih"), is_nih_mark("Video")
    (True, True, False)
    """
    return picture == "nih" or fold(alt) in _NIH_WORDS


def label_of_picture(alt: str, picture: str = "") -> str | None:
    """The label an image beside a link stands for: by its file name, then by its words; unknown words become a label.

    >>> label_of_picture("Vídeo", "videocamera"), label_of_picture("Easy-to-Read"), label_of_picture("Audio")
    ('video', 'easy_to_read', 'audio')
    """
    return _LABEL_BY_PICTURE.get(picture) or _LABEL_BY_WORD.get(fold(alt)) or snake_case(alt) or None


def label_of_word(words: str) -> str | None:
    """The label a word beside a link stands for, or None when the words are a note.

    >>> label_of_word("PDF"), label_of_word("In English and Spanish")
    ('pdf', None)
    """
    return _LABEL_BY_WORD.get(fold(words))
