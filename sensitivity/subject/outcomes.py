"""Compute the outcomes that a case is judged by, run by run, and say which direction is good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from model.results.prices import discount_factors
from model.world.arrays import Floats
from model.world.months import Months
from scenarios.format.schema import Scenario
from scenarios.running.limits import check_choice

OutcomeFunction = Callable[[Mapping[str, Floats]], Floats]
"""From what was measured in runs to their outcomes; [..., outcome]."""

NET, CASHABLE, NEED, PLACED = (
    "net_present_gain",
    "cashable_gain",
    "largest_yearly_need",
    "children_placed",
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One figure that a run is judged by."""

    name: str
    unit: Literal["dkk", "children"]
    more_is_better: bool
    year: int | None = None
    payer: str | None = None


def outcomes(scenario: Scenario) -> tuple[Outcome, ...]:
    """Return every outcome of the cases of a scenario, in the order of `outcome_values`.

    `net_present_gain`: discounted, over the municipality's own payers. `cashable_gain`: what its budgets fall
    by over all years, undiscounted; own units count in whole blocks of places, as they do everywhere.
    `largest_yearly_need`: the largest net outlay of one budget year, or none. `children_placed`: full-year
    persons placed, case less baseline, on average over the years. Then the net gain of each budget year, and
    each payer's gain over all years.
    """
    years = Months.of(scenario.start, scenario.years).years
    return (
        Outcome(name=NET, unit="dkk", more_is_better=True),
        Outcome(name=CASHABLE, unit="dkk", more_is_better=True),
        Outcome(name=NEED, unit="dkk", more_is_better=False),
        Outcome(name=PLACED, unit="children", more_is_better=False),
        *(Outcome(name=f"gain_{year}", unit="dkk", more_is_better=True, year=year) for year in years),
        *(
            Outcome(name=f"gain_{payer}", unit="dkk", more_is_better=True, payer=payer)
            for payer in scenario.payers
        ),
    )


def outcome_values(scenario: Scenario, runs: Mapping[str, Floats]) -> Floats:
    """Return the outcomes of runs; `gain_dkk` is [..., year, payer], the result [..., outcome]."""
    gain = runs["gain_dkk"]
    years = Months.of(scenario.start, scenario.years).years
    municipal = [i for i, payer in enumerate(scenario.payers.values()) if payer.municipal]
    by_year = gain[..., municipal].sum(axis=-1)
    weight = _weights(scenario)
    return np.concatenate(
        [
            np.stack(
                [
                    (by_year * discount_factors(years)).cumsum(axis=-1)[..., -1],
                    by_year.sum(axis=-1),
                    np.maximum(-by_year, 0.0).max(axis=-1),
                    ((runs["placed"] - runs["placed_before"]) * weight).sum(axis=-1),
                ],
                axis=-1,
            ),
            by_year,
            gain.sum(axis=-2),
        ],
        axis=-1,
    )


def number_of(name: str, known: tuple[Outcome, ...]) -> int:
    """Return the number of the outcome of that name; raises RefusedError when there is none."""
    names = [outcome.name for outcome in known]
    check_choice("outcome", name, names)
    return names.index(name)


def _weights(scenario: Scenario) -> Floats:
    """Return the weights that average full-year persons by year over the simulated time; [year]."""
    months = Months.of(scenario.start, scenario.years)
    return np.full(len(months.years), 12.0 / months.count)
