"""Work out what the steps of a baseline do by themselves, and what a stated trend makes of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from model.expected.expected import expected
from model.world.arrays import Floats
from model.world.months import Months
from model.world.parameters import Parameters
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners
from scenarios.building.world import build
from scenarios.format.assumptions import fixed
from scenarios.format.schema import Scenario
from scenarios.format.study import Study

YEARS = 10
LARGEST = 0.03
"""The share of the first year's full-year persons by which a step may drift without a word."""
_DAYS_PER_CELL = 92.0
_FEWEST = 0.5
"""Full-year persons; a step with fewer in its first and last year is left out."""


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Steps whose expected full-year persons do not stay level.

    Most often one; those between which a full step sends children on are taken together.
    """

    steps: tuple[str, ...]
    change: float
    """From the first year to the tenth, as a share of the first; infinite from none."""


def drifts(study: Study) -> list[Drift]:
    """Return the steps of the baseline that drift, at the medians of its assumptions.

    Places, programmes, population and the stated trend of arrivals are left out: what remains is that the
    stock does not fit the arrivals and rates.
    """
    world = _by_itself(_without_trend(study.scenario), corners(study)[0])
    first, *_, last = _person_days(world, DAYS_PER_YEAR * np.arange(YEARS + 1.0)) / DAYS_PER_YEAR
    together = sent_on_between(study.scenario)
    return list(_drifts([step.name for step in world.staircase.steps], together, first, last))


def sent_on_between(scenario: Scenario) -> dict[str, str]:
    """Return for each step the last one that it sends children on to when it is full, or itself.

    Who stands on which of them is a matter of places, and those are left out here.
    """
    steps = scenario.staircase.steps
    to = {name: step.places.divert_to for name, step in steps.items() if step.places is not None}
    last = {}
    for name in steps:
        at = name
        while (beyond := to.get(at)) is not None:
            at = beyond
        last[name] = at
    return last


def has_trend(scenario: Scenario) -> bool:
    """Return whether a scenario states that arrivals change over the years, by a trend or the population."""
    arrivals = scenario.arrivals
    trends = (arrivals.trend_per_year, *arrivals.trend_by_step.values())
    return any(each.value != 0.0 for each in trends) or bool(scenario.municipality.population_index)


def without_trend(study: Study, months: Months, year: int) -> dict[str, float]:
    """Return each step's full-year persons in a year without the stated trend, relative to those with it.

    Without places and programmes, at the medians of the assumptions. A step on which nobody is has 1.
    """
    values = corners(study)[0]
    of_year = np.flatnonzero(months.year == year)
    days = np.unique([0.0, months.edges[of_year[0]], months.edges[of_year[-1] + 1]])
    worlds = [_by_itself(each, values) for each in (_without_trend(study.scenario), study.scenario)]
    level, stated = (_person_days(world, days)[-1] for world in worlds)
    shares = np.divide(level, stated, out=np.ones_like(level), where=stated > 0).tolist()
    return dict(zip([step.name for step in worlds[0].staircase.steps], shares, strict=True))


def _without_trend(scenario: Scenario) -> Scenario:
    return scenario.model_copy(
        update={
            "arrivals": scenario.arrivals.model_copy(
                update={"trend_per_year": fixed(0.0), "trend_by_step": {}}
            ),
            "municipality": scenario.municipality.model_copy(update={"population_index": {}}),
        }
    )


def _by_itself(scenario: Scenario, values: dict[str, float]) -> Parameters:
    world = build(scenario.model_copy(update={"programmes": {}}).without_reviews(), values).parameters
    steps = tuple(replace(step, places=None) for step in world.staircase.steps)
    return replace(world, staircase=replace(world.staircase, steps=steps))


def _person_days(world: Parameters, days: Floats) -> Floats:
    return expected(world, days=days, days_per_cell=_DAYS_PER_CELL).person_days


def _drifts(steps: list[str], last_of: dict[str, str], first: Floats, last: Floats) -> Iterator[Drift]:
    for end in dict.fromkeys(last_of[step] for step in steps):
        one = tuple(step for step in steps if last_of[step] == end)
        places = [steps.index(step) for step in one]
        before, after = float(first[places].sum()), float(last[places].sum())
        if max(before, after) >= _FEWEST and abs(after - before) > LARGEST * before:
            yield Drift(steps=one, change=(after - before) / before if before > 0 else float("inf"))
