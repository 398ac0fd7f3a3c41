"""Whether what is on the disk can still be trusted: store, published files, archive, and the records against both."""

from medscrape.auditing.finding import Finding
from medscrape.auditing.output import audit_output
from medscrape.auditing.saved import audit_pages

__all__ = ["Finding", "audit_output", "audit_pages"]
