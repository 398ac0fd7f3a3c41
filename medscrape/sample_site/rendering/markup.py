"""Small pieces of HTML that every page needs."""

import re
from html import escape

from medscrape.vocabulary.sites import SAMPLE

_TAG = re.compile(r"<[^>]*>")
_FOR_SCRIPTS = {ord(mark): f"\\u{ord(mark):04X}" for mark in "\\'\"<>&=-;`\u2028\u2029"}
_FOR_SCRIPTS.update({code: f"\\u{code:04X}" for code in range(32)})


def absolute(path: str) -> str:
    """The canonical URL of a path of this site; other URLs stay as they are.

    >>> absolute("/images/new.gif")
    'https://sample.invalid/images/new.gif'
    """
    return f"{SAMPLE.home}{path[1:]}" if path.startswith("/") else path


def meta(name: str, content: str) -> str:
    """A Dublin Core meta element, closed as on the real pages.

    >>> meta("DC.Title", 'Salt & "Pepper"')
    '<meta name="DC.Title" content="Salt &amp; &quot;Pepper&quot;"/>'
    """
    return f'<meta name="{name}" content="{escape(content)}"/>'


def without_tags(html: str) -> str:
    """The text between the tags, entities left as they are written.

    >>> without_tags("<p>D &amp; C</p> <p. class=''>x</p.>")
    'D &amp; C x'
    """
    return _TAG.sub("", html)


def script_string(text: str) -> str:
    r"""A text as the site writes it into its scripts: every delicate character becomes `\uXXXX`.

    >>> print(script_string("it's\n5-15"))
    it\u0027s\u000A5\u002D15
    """
    return text.translate(_FOR_SCRIPTS)
