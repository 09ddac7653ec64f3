"""Set out the three dimensions that Danish municipalities steer by: resources, activity and results.

Resources are kroner, activity is how many children are placed for how long and at what price, results are
moves down the staircase, also for each million kroner that the steps have cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from booking.follow_up.indicators import COST, LENGTH, NUMBER, FollowUpIndicators
from model.world.arrays import Floats
from sensitivity.points.early_figures import MOVED_DOWN, PRICE

DOWN_PER_MILLION = "moved_down_per_million"
DIMENSIONS: dict[str, Literal["resources", "activity", "results"]] = {
    COST: "resources",
    NUMBER: "activity",
    LENGTH: "activity",
    PRICE: "activity",
    MOVED_DOWN: "results",
    DOWN_PER_MILLION: "results",
}


@dataclass(frozen=True, kw_only=True)
class ExpectedSteering:
    """The figure over the runs of a world: mean, and the band of 90 % of them."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class SteeringFigure:
    """One figure, from the start until the last month that the ledger covers."""

    figure: str
    dimension: Literal["resources", "activity", "results"]
    observed: float
    baseline: ExpectedSteering
    case: ExpectedSteering


def steering_figures(
    indicators: FollowUpIndicators, seen: Floats, runs: Mapping[str, Floats]
) -> tuple[SteeringFigure, ...]:
    """Return the figures; `seen` is [indicator], `runs` of both worlds [draw, replication, indicator]."""

    def expected(name: str, world: str) -> ExpectedSteering:
        figures = _figure(indicators, runs[world], name)
        low, high = np.quantile(figures, [0.05, 0.95], method="inverted_cdf")
        return ExpectedSteering(mean=float(figures.mean()), low=float(low), high=float(high))

    return tuple(
        SteeringFigure(
            figure=name,
            dimension=dimension,
            observed=float(_figure(indicators, seen, name)),
            baseline=expected(name, "baseline"),
            case=expected(name, "case"),
        )
        for name, dimension in DIMENSIONS.items()
    )


def _figure(indicators: FollowUpIndicators, figures: Floats, name: str) -> Floats:
    """Return a figure of some indicators; [...]. Moves per million are 0 where nothing has been spent."""

    def of(indicator: str) -> Floats:
        return np.asarray(figures[..., indicators.indicators.index(indicator)])

    if name != DOWN_PER_MILLION:
        return of(name)
    million = of(COST) / 1e6
    return np.divide(of(MOVED_DOWN), million, out=np.zeros_like(million), where=million > 0)
