"""The sections that the real site fills by machine: journal articles and clinical trials."""

from urllib.parse import quote_plus

from medscrape.sample_site.content import Picture, Row
from medscrape.sample_site.rows import sid_of
from medscrape.sample_site.words import WORDS

_SHOWN = 78
_TITLES = (
    "Seasonal patterns of {} among lighthouse keepers: a questionnaire that nobody answered twice",
    "A short history of {}",
    "Does whistling influence {}? Results of a randomized, double-deaf study in twelve invented villages",
    "{}, kites & weather: what the barometer does not tell us about outcomes after teatime",
    "The burden of {} in orchestras with more than one triangle: a cross-sectional survey",
    "Long-term follow-up of {} in people who own exactly three umbrellas",
    "Machine-learned horoscopes for {}: development, validation, regret",
    "Quality of life with {}",
    "Effect of slow marmalade on {} (the SLOW-JAM trial): protocol for a trial that will not take place",
    "Left-handed scissors and the severity of {}: a case for caution, a plea for more scissors",
)
_ROTATION = 7


def article_rows(term: str, title: str, language: str, count: int = 3) -> tuple[Row, ...]:
    """Journal articles on a term and, last, the search for more; all of them share one record id."""
    sid = sid_of(f"articles/{term}")
    articles = tuple(_article(term, position, sid) for position in range(count))
    query = f'"{title}"[majr:noexp] AND humans[mh] AND english[la] AND "last 1 Year" [edat] NOT (letter[pt])'
    more = Row(
        f"{title} -- {WORDS[language].see_more_articles}",
        f"https://pubmed.ncbi.nlm.nih.gov/?term={quote_plus(query)}+",
        sid,
    )
    return (*articles, more)


def rotated(rows: tuple[Row, ...], term: str) -> tuple[Row, ...]:
    """The articles a few weeks later: one new on top, the last one gone, the search still at the end."""
    *articles, more = rows
    newest = _article(term, _ROTATION, more.sid)
    return (newest, *articles[:-1], more)


def trial_row(term: str, organization: str) -> Row:
    """A search for clinical trials on a term, marked as coming from the institutes."""
    url = f"https://clinicaltrials.gov/search?cond=%22{quote_plus(term)}%22&aggFilters=status:not%20rec"
    return Row(f"ClinicalTrials.gov: {term}", url, sid_of(url), (organization,), ("NIS",), (Picture.NIH,))


def _article(term: str, position: int, sid: int) -> Row:
    seed = sid_of(f"{term}/{position}")
    title = f"Article: {_TITLES[(sid + position) % len(_TITLES)].format(term)}"
    return Row(cut(title), f"https://www.ncbi.nlm.nih.gov/pubmed/{99_000_000 + seed}", sid)


def cut(title: str) -> str:
    """A title as the site shows it: long ones are cut after a word.

    >>> cut("Article: A short history of hats")
    'Article: A short history of hats.'
    """
    if len(title) <= _SHOWN:
        return f"{title}."
    return f"{title[:_SHOWN].rpartition(' ')[0].rstrip(' ,:;')}..."
