"""Whether a run may become a release: pure judgement of figures, with the limits and their reasons in one place."""

from medscrape.gates.census import Census, Concerned
from medscrape.gates.judgement import judge
from medscrape.gates.limits import Limits
from medscrape.gates.outline import Outline, outline_of
from medscrape.gates.survey import Survey

__all__ = ["Census", "Concerned", "Limits", "Outline", "Survey", "judge", "outline_of"]
