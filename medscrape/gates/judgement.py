"""The verdicts on a run."""

from collections.abc import Iterator

from medscrape.gates.census import Census, Concerned
from medscrape.gates.limits import Limits
from medscrape.gates.survey import Survey
from medscrape.models import Gate


def judge(census: Census, survey: Survey, limits: Limits) -> tuple[Gate, ...]:
    """Every gate with its figure; before the first release those that need a baseline pass with 0."""
    return tuple(_gates(census, survey, limits))


def _gates(census: Census, survey: Survey, limits: Limits) -> Iterator[Gate]:
    yield _topics(census, limits)
    yield _listed(census, limits)
    yield _share("vanished", census.vanished, census.known, limits.vanished, limits.few, "topics are gone")
    yield _share("failed", census.failed, census.discovered, limits.failed, limits.few_failed, "pages gave no answer")
    rejected = census.rejected_before + limits.rejected
    yield _share("rejected", census.rejected, census.discovered, rejected, limits.few, "pages gave no record")
    yield _changed(census, limits)
    yield from _fill(survey, limits)
    yield _text(survey, limits)
    yield _unmapped(survey, limits)


def _share(name: str, found: Concerned, of: int, limit: float, few: int, words: str) -> Gate:
    figure = found.count / of if of else 0.0
    is_majority = figure > 1 / 2
    passed = figure <= limit or (found.count <= few and not is_majority)
    shares = f"{_percent(figure)}; allowed: {_percent(limit)}"
    detail = f"{found.count} of {of} {words} ({shares}){_such_as(found.examples)}."
    return _gate(name, passed=passed, figure=figure, limit=limit, detail=detail)


def _topics(census: Census, limits: Limits) -> Gate:
    growth = census.topics / census.topics_before - 1 if census.topics_before else 0.0
    few = census.topics - census.topics_before <= limits.few
    passed = census.topics > 0 and (growth <= limits.topics or few)
    before = f", {census.topics_before} before (growth allowed: {_percent(limits.topics)})"
    detail = f"The release has {census.topics} topics{before if census.topics_before else ''}."
    return _gate("topics", passed=passed, figure=growth, limit=limits.topics, detail=detail)


def _listed(census: Census, limits: Limits) -> Gate:
    lost = max(census.listed_before - census.listed, 0)
    missing = Concerned(lost, census.missing if lost else ())
    words = "rows of the index pages are missing"
    return _share("listed", missing, census.listed_before, limits.listed, limits.few, words)


def _changed(census: Census, limits: Limits) -> Gate:
    found, of, limit = census.changed, census.read_again, limits.changed
    figure = found.count / of if of else 0.0
    detail = (
        f"{found.count} of {of} topics have other words or links ({_percent(figure)}; allowed: {_percent(limit)})"
        f"{_such_as(found.examples)}."
    )
    passed = figure <= limit or found.count <= limits.few_changed
    return _gate("changed", passed=passed, figure=figure, limit=limit, detail=detail)


def _fill(survey: Survey, limits: Limits) -> Iterator[Gate]:
    """One gate for each place that too many topics lost; if there is none, one for the place that comes nearest."""
    gates = [_filled(place, survey, limits) for place in sorted(survey.lost)]
    failed = [gate for gate in gates if not gate.passed]
    if failed:
        yield from failed
        return
    worst = max(gates, key=lambda gate: gate.figure, default=None)
    detail = worst.detail if worst else "No topic lost a field or a kind of section."
    yield _gate("fill", passed=True, figure=worst.figure if worst else 0.0, limit=limits.fill, detail=detail)


def _filled(place: str, survey: Survey, limits: Limits) -> Gate:
    before = survey.before[place]
    lost = max(survey.lost[place] - survey.gained[place], 0)
    figure = lost / before
    detail = (
        f"{place} is filled on {before - lost} topics, {before} before "
        f"({_percent(figure)} less; allowed: {_percent(limits.fill)}){_such_as(survey.losers[place])}."
    )
    passed = figure <= limits.fill or lost <= limits.few
    return _gate(f"fill[{place}]", passed=passed, figure=figure, limit=limits.fill, detail=detail)


def _text(survey: Survey, limits: Limits) -> Gate:
    figure = survey.text / survey.text_before - 1 if survey.text_before else 0.0
    detail = (
        f"The texts have {survey.text} characters, {survey.text_before} before "
        f"({figure:+.1%}; allowed: {_percent(limits.text)} either way){_such_as(survey.resized_examples)}."
    )
    passed = abs(figure) <= limits.text or survey.resized <= limits.few_changed
    return _gate("text", passed=passed, figure=figure, limit=limits.text, detail=detail)


def _unmapped(survey: Survey, limits: Limits) -> Gate:
    before = survey.unmapped_before / survey.text_before if survey.text_before else 0.0
    limit = before + limits.unmapped
    figure = survey.unmapped / survey.all_text if survey.all_text else 0.0
    detail = (
        f"No field holds {survey.unmapped} of {survey.all_text} characters "
        f"({_percent(figure)}; allowed: {_percent(limit)}){_such_as(survey.unmapped_examples)}."
    )
    passed = figure <= limit or survey.with_unmapped <= limits.few
    return _gate("unmapped", passed=passed, figure=figure, limit=limit, detail=detail)


def _gate(name: str, *, passed: bool, figure: float, limit: float, detail: str) -> Gate:
    return Gate(name=name, passed=passed, figure=round(figure, 4), threshold=round(limit, 4), detail=detail)


def _percent(share: float) -> str:
    """A share for a person.

    >>> _percent(0.0145), _percent(0.5)
    ('1.5 %', '50 %')
    """
    return f"{share * 100:.2g} %" if share < 1 else f"{share * 100:.0f} %"


def _such_as(examples: tuple[str, ...] | list[str]) -> str:
    return f", such as {', '.join(examples)}" if examples else ""
