"""Work out how far the steps of a baseline drift by themselves, without a case and without a stated trend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from model.expected.expected import expected
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
    """A step whose expected full-year persons do not stay level."""

    step: str
    change: float
    """From the first year to the tenth, as a share of the first; infinite from none."""


def drifts(study: Study) -> list[Drift]:
    """Return the steps of the baseline that drift, at the medians of its assumptions.

    Places, programmes, population and the stated trend of arrivals are left out: what remains is that the
    stock does not fit the arrivals and rates.
    """
    world = _by_itself(study.scenario, corners(study)[0])
    days = DAYS_PER_YEAR * np.arange(YEARS + 1.0)
    numbers = expected(world, days=days, days_per_cell=_DAYS_PER_CELL).person_days / DAYS_PER_YEAR
    return list(
        _drifts([step.name for step in world.staircase.steps], numbers[0].tolist(), numbers[-1].tolist())
    )


def _by_itself(scenario: Scenario, values: dict[str, float]) -> Parameters:
    level = {
        "arrivals": scenario.arrivals.model_copy(update={"trend_per_year": fixed(0.0), "trend_by_step": {}}),
        "municipality": scenario.municipality.model_copy(update={"population_index": {}}),
        "programmes": {},
    }
    world = build(scenario.model_copy(update=level), values).parameters
    steps = tuple(replace(step, places=None) for step in world.staircase.steps)
    return replace(world, staircase=replace(world.staircase, steps=steps))


def _drifts(steps: list[str], first: list[float], last: list[float]) -> Iterator[Drift]:
    for step, before, after in zip(steps, first, last, strict=True):
        if max(before, after) >= _FEWEST and abs(after - before) > LARGEST * before:
            yield Drift(step=step, change=(after - before) / before if before > 0 else float("inf"))
