"""Checks that need two parts of a scenario at once, made when each part is right by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from scenarios.reimbursement_limits import reimbursement_limits
from scenarios.schema import Scenario, StepSpec


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong (a kind of fault), where, and the facts its sentence needs."""

    kind: str
    loc: tuple[int | str, ...]
    facts: dict[str, Any] = field(default_factory=dict)


def cross_check(scenario: Scenario) -> list[Problem]:
    """Return every problem between the parts of a scenario."""
    return [*_ages(scenario), *_dates(scenario), *_bands(scenario), *_stock(scenario), *_limits(scenario)]


def end_date(scenario: Scenario) -> date:
    """Return the day after the last day of the simulation."""
    return scenario.start.replace(year=scenario.start.year + scenario.years)


def band_names(borders: list[float]) -> list[str]:
    """Return the names of the age bands between the borders (years): 0, 6, 13 give 0-5 and 6-12."""
    return [f"{low:g}-{high - 1:g}" for low, high in pairwise(borders)]


def _ages(scenario: Scenario) -> Iterator[Problem]:
    borders = scenario.age_bands
    if any(high <= low for low, high in pairwise(borders)) or borders[0] != 0:
        yield Problem(kind="borders_not_rising", loc=("age_bands",), facts={"found": _listed(borders)})
    for name, step in scenario.staircase.steps.items():
        for age in step.ages:
            if age not in borders:
                facts = {"found": f"{age:g}", "allowed": _listed(borders)}
                yield Problem(kind="age_not_border", loc=("staircase", "steps", name, "ages"), facts=facts)


def _dates(scenario: Scenario) -> Iterator[Problem]:
    if scenario.start.day != 1:
        yield Problem(kind="not_first_of_month", loc=("start",), facts={"found": str(scenario.start)})
        return
    last = end_date(scenario)
    for name, programme in scenario.programmes.items():
        if programme.start >= last:
            facts = {"found": str(programme.start), "allowed": str(last)}
            yield Problem(kind="after_horizon", loc=("programmes", name, "start"), facts=facts)


def _bands(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every number given for ages that the step does not admit."""
    lows = dict(zip(band_names(scenario.age_bands), scenario.age_bands, strict=False))
    steps = scenario.staircase.steps

    def outside(step: str, band: str) -> bool:
        spec = steps.get(step)
        return spec is not None and not spec.ages[0] <= lows[band] < spec.ages[1]

    def problem(step: str, band: str, *loc: int | str) -> Problem:
        return Problem(kind="not_admitted", loc=loc, facts={"found": band, "allowed": _span(steps[step])})

    for origin, row in scenario.rates.by_step.items():
        for target, transition in row.items():
            for band, rate in transition.by_age.items():
                for step in (origin, target):
                    if outside(step, band) and rate.value != 0:
                        yield problem(step, band, "rates", "by_step", origin, target, "by_age", band)
    for part, table in (("arrivals", scenario.arrivals.by_step), ("stock", scenario.stock.by_step)):
        for step, numbers in table.items():
            for band, number in numbers.items():
                if outside(step, band) and number.value != 0:
                    yield problem(step, band, part, "by_step", step, band)


def _stock(scenario: Scenario) -> Iterator[Problem]:
    for i, child in enumerate(scenario.stock.children):
        step = scenario.staircase.steps[child.step]
        age = (scenario.start - child.birth_date).days / 365.25
        if not step.ages[0] <= age < step.ages[1]:
            facts = {"found": f"{age:.1f}", "allowed": _span(step)}
            yield Problem(kind="not_admitted", loc=("stock", "children", i, "birth_date"), facts=facts)
        if child.since > scenario.start:
            facts = {"found": str(child.since), "allowed": str(scenario.start)}
            yield Problem(kind="after_horizon", loc=("stock", "children", i, "since"), facts=facts)


def _limits(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem when the limits for reimbursement are in prices that the index does not know."""
    if scenario.reimbursement is None:
        return
    try:
        year = reimbursement_limits(scenario).year
    except ValueError as error:
        yield Problem(kind="does_not_fit", loc=("reimbursement",), facts={"found": str(error)})
        return
    known = scenario.price_index.by_year if scenario.price_index is not None else {}
    missing = [y for y in (year, scenario.price_year) if y not in known]
    if year != scenario.price_year and missing:
        yield Problem(kind="no_price_index", loc=("reimbursement",), facts={"found": str(missing[0])})


def _span(step: StepSpec) -> str:
    return f"{step.ages[0]:g}-{step.ages[1]:g}"


def _listed(numbers: list[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
