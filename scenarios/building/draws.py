"""Draw the uncertain assumptions, and resolve a scenario's quantities and dates for one draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from model.arithmetic.functions import normal_below, normal_quantile
from model.arithmetic.products import product
from model.world.randomness import Chance, Purpose, name_key
from model.world.schedule import Schedule
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import band_names
from scenarios.format.schema import Scenario
from scenarios.format.study import Study


def draw(study: Study, *, seed: int, number: int) -> dict[str, float]:
    """Return the value of every assumption of a study in one draw.

    A value is the quantile at a keyed random number: a pure function of (seed, draw, name). More draws,
    more assumptions or another case leave those already drawn as they were. Assumptions that are drawn
    together have numbers of their own too, which are then made to agree as far as they are correlated.
    """
    chance = Chance(seed=seed, replication=number)
    shares = {name: chance.uniform(0, Purpose.ASSUMPTION, name=name_key(name)) for name in study.assumptions}
    for spec in study.scenario.joint:
        normal = normal_quantile([shares[name] for name in spec.names])
        agreed = normal_below(product(spec.root, normal))
        shares |= zip(spec.names, np.clip(agreed, LEAST_SHARE, 1 - LEAST_SHARE).tolist(), strict=True)
    return {name: assumption.quantile(shares[name]) for name, assumption in study.assumptions.items()}


LEAST_SHARE = 2.0**-53
"""A share is never 0 or 1: there a distribution may have no end."""


def corners(study: Study) -> list[dict[str, float]]:
    """Return the assumptions of a study all at their medians, all very low, and all very high."""
    return [
        {name: assumption.quantile(share) for name, assumption in study.assumptions.items()}
        for share in (0.5, 0.0005, 0.9995)
    ]


@dataclass(frozen=True)
class Resolver:
    """Numbers, days and schedules of a scenario, given the value of every assumption in it."""

    scenario: Scenario
    values: Mapping[str, float]

    def number(self, quantity: Quantity) -> float:
        """Return the number that a quantity stands for in this draw."""
        return quantity.resolve(self.values)

    def day(self, when: date) -> float:
        """Return days since the start date."""
        return float((when - self.scenario.start).days)

    def band_indices(self, names: list[str] | None) -> tuple[int, ...] | None:
        """Return the indices of age bands; None, which stands for all of them, as it is."""
        known = band_names(self.scenario.age_bands)
        return None if names is None else tuple(known.index(name) for name in names)

    def population(self, year: int) -> float:
        """Return the index of 0-22-year-olds in a year: the newest known by then, or 1 before the first."""
        index = self.scenario.municipality.population_index
        known = [when for when in index if when <= year]
        return self.number(index[max(known)]) if known else 1.0

    def schedule(self, changing: Mapping[date, Quantity]) -> Schedule:
        """Return places or slots from dates on; before the first date there are none.

        A number is rounded to a whole one: an assumption may fall in between, a place cannot.
        """
        days = {
            0.0 if when == date.min else self.day(when): float(round(self.number(number)))
            for when, number in sorted(changing.items())
        }
        first = min(days)
        if first > 0:
            days = {min(0.0, first - 1): 0.0, **days}
        return Schedule(times=tuple(days), values=tuple(days.values()))
