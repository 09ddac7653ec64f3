"""Check what a scenario says was published about its cases against all of them."""

from collections.abc import Iterator, Sequence

from model.results.economy import REIMBURSEMENT
from scenarios.format.published import Cost, Enrolled, FigureSpec, Saved, ShareMoved, ShareWithin
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE_COLUMN, Study, case_of
from scenarios.reading.checks.problem import Problem, end_date


def published_problems(study: Study) -> list[Problem]:
    """Return every name and year of a published figure that its case does not have."""
    published = study.scenario.published
    figures = {} if published is None else published.figures
    return [
        Problem(kind=problem.kind, loc=("published", "figures", name, *problem.loc), facts=problem.facts)
        for name, figure in figures.items()
        for problem in _problems(study, figure)
    ]


def _problems(study: Study, figure: FigureSpec) -> Iterator[Problem]:
    cases = [*study.cases, BASELINE_COLUMN]
    if figure.case is not None and figure.case not in cases:
        yield _unknown(figure.case, cases, "case")
        return
    scenario = study.case(case_of(figure, study.cases))
    first, last = scenario.start.year, end_date(scenario).year - (end_date(scenario).timetuple().tm_yday == 1)
    if figure.years is not None and not first <= figure.years[0] <= figure.years[1] <= last:
        facts = {"found": f"{figure.years[0]}-{figure.years[1]}", "allowed": f"{first}-{last}"}
        yield Problem(kind="years_outside", loc=("years",), facts=facts)
    for names, known, place in _names(figure, scenario):
        for name in names:
            if name not in known:
                yield _unknown(name, known, "measure", figure.measure.kind, place)


def _names(figure: FigureSpec, scenario: Scenario) -> Iterator[tuple[Sequence[str], Sequence[str], str]]:
    """Yield the names that a measure uses, those there are, and the key that they stand under."""
    steps, programmes = list(scenario.staircase.steps), list(scenario.programmes)
    measure = figure.measure
    if isinstance(measure, ShareWithin | ShareMoved):
        yield [measure.step], steps, "step"
    if isinstance(measure, ShareMoved):
        yield measure.to, [*steps, *scenario.staircase.exits], "to"
    elif isinstance(measure, Enrolled):
        yield measure.programmes, programmes, "programmes"
    elif isinstance(measure, Cost | Saved):
        yield measure.items or [], [*steps, *programmes, *scenario.staff, REIMBURSEMENT], "items"
        yield measure.payers or [], list(scenario.payers), "payers"
    elif not isinstance(measure, ShareWithin):
        yield measure.steps, steps, "steps"


def _unknown(found: str, known: Sequence[str], *loc: str) -> Problem:
    return Problem(kind="unknown_name", loc=loc, facts={"found": found, "known": ", ".join(known)})
