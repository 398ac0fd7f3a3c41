"""Running text with its structure."""

from medscrape.models.base import Record, Url
from medscrape.models.link import License


class Attribution(Record):
    """Who a text comes from."""

    name: str
    """As shown, such as `NIH: National Cancer Institute`."""
    url: Url | None
    """Where the name links to, or `null` when it is no link."""


class RichText(Record):
    """A text in two forms that hold the same words."""

    html: str
    """Sanitised HTML: structural tags only (h2-h6, p, ul, ol, li, dl, dt, dd, table parts, a, strong, em, sub, sup,
    br, img with alt), absolute links, no attributes but `href`, `src`, `alt`, `colspan`, `rowspan`, `scope`."""
    text: str
    """The words of `html`: paragraphs separated by a blank line, `<br>` as a newline, list items as lines starting
    `- ` (nested ones indented by two spaces), table rows with cells separated by ` | `."""
    attribution: tuple[Attribution, ...]
    """Who the text comes from; not repeated in `html` and `text`."""
    license: License
    """`public-domain` for MedlinePlus summaries, else `null`: unknown."""
