"""Proof from the outside that nothing of a page was lost: the words and links it shows against those of its record.

Nothing here knows how pages are parsed. A page is read as a stream of tags and text, without a tree, so that what a
tree builder drops is missed here too.
"""

from medscrape.verification.losses import Losses, LostText, check, lost_links, lost_words

__all__ = ["Losses", "LostText", "check", "lost_links", "lost_words"]
