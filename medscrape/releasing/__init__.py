"""How a complete run becomes a release: what differs, whether it may be trusted, and the acceptance itself."""

from medscrape.releasing.accept import Rules, accept
from medscrape.releasing.events import Reread
from medscrape.store import Acceptance

__all__ = ["Acceptance", "Reread", "Rules", "accept"]
