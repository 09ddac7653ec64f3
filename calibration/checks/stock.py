"""Compare the children on each step, month by month, with the bands that the fit expects.

Caveat. Within the window that it was fitted to a fit looks better than it is: bands are too wide there and
p-values too high. `calibration.checks.backtest` uses months that were not fitted.

Days are whole, since 1970-01-01, and a count is of the end of the day: who came that day is there, who left
is not. The last column of every count is all steps together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from calibration.ledger.histories import date_of_day, day_number
from calibration.rates.fitted_world import FittedWorld, RatesFit, draw_values
from model.compiled_engine.engine import simulate
from model.world.arrays import Bools, Floats, Ints

DRAWS, REPLICATIONS = 200, 2

Tick = Callable[[], None]
"""Called each time a piece of work is done."""


def no_tick() -> None:
    """Do nothing when a piece of work is done."""


@dataclass(frozen=True, kw_only=True)
class StockBands:
    """Observed stock and the bands of simulated runs; [day, step + 1] unless stated otherwise."""

    days: Ints
    """[day]"""
    observed: Ints
    expected: Floats
    """Mean over the runs."""
    low_50: Floats
    """Whole children, like the others: at least as many runs as the name says lie from low to high."""
    high_50: Floats
    low_90: Floats
    high_90: Floats
    p_value: Floats
    """Of all days of a step together; [step + 1]. See `stock_bands`."""
    runs: int
    """Draws times replications."""

    def inside(self, percent: int) -> Bools:
        """Return whether the observed stock lies within the band of 50 or 90 percent, ends included."""
        low, high = (self.low_50, self.high_50) if percent == 50 else (self.low_90, self.high_90)
        return np.asarray((low <= self.observed) & (self.observed <= high))


def check_stock(
    fit: RatesFit, *, seed: int, draws: int = DRAWS, replications: int = REPLICATIONS, tick: Tick = no_tick
) -> StockBands:
    """Return the stock at the end of every month of the window, from that of its first day on.

    `tick` is called after each draw. Raises ValueError as `simulate_stock` does.
    """
    lives = fit.exposure.histories
    days = month_ends(lives.first, lives.last)
    runs = simulate_stock(
        fit, start=lives.first, days=days, seed=seed, draws=draws, replications=replications, tick=tick
    )
    return stock_bands(days, observed_stock(fit, days), runs)


def month_ends(first: int, last: int) -> Ints:
    """Return the last days of the months after day `first`, and day `last` however its month goes on."""
    begin, end = map(date_of_day, (first, last))
    months = range(begin.year * 12 + begin.month, end.year * 12 + end.month)
    ends = [day_number(date(month // 12, month % 12 + 1, 1)) - 1 for month in months]
    return np.array([day for day in ends if first < day < last] + [last], dtype=np.int64)


def observed_stock(fit: RatesFit, days: Ints) -> Ints:
    """Return how many of the children in the fit stood on each step, and in all; [day, step + 1]."""
    world = FittedWorld(fit=fit)
    lives = world.lives
    there = world.followed[lives.child]
    steps = len(lives.staircase.steps)
    return count_standing(lives.step[there], lives.start[there], lives.end[there], days, steps=steps)


def count_standing(
    step: Ints,
    start: Ints | Floats,
    end: Ints | Floats,
    days: Ints | Floats,
    *,
    steps: int,
) -> Ints:
    """Count the stays [start, end) on each of rising `days`, by step and in all; [day, step + 1]."""
    change = np.zeros((len(days) + 1, steps + 1), dtype=np.int64)
    for when, one in ((start, 1), (end, -1)):
        at = np.searchsorted(days, when, side="left")
        change[:, :steps] += one * np.bincount(at * steps + step, minlength=(len(days) + 1) * steps).reshape(
            -1, steps
        )
    change[:, steps] = change[:, :steps].sum(axis=1)
    return np.cumsum(change, axis=0)[:-1]


def simulate_stock(
    fit: RatesFit,
    *,
    start: int,
    days: Ints,
    seed: int,
    draws: int = DRAWS,
    replications: int = REPLICATIONS,
    tick: Tick = no_tick,
) -> Ints:
    """Simulate the stock on rising `days` from the stock of day `start`; [run, day, step + 1].

    Each draw of rates, shapes, arrivals and their growth is run `replications` times; no two runs share
    their chance. The same seed gives the same runs. `tick` is called after each draw. Raises ValueError for
    days that are not after `start`, fewer than one draw or replication, and a seed outside 0 to 2**64 - 1.
    """
    if not len(days) or days[0] <= start or (np.diff(days) <= 0).any():
        raise ValueError("days: give at least one, all after the start, and rising")
    if draws < 1 or replications < 1:
        raise ValueError(
            f"{draws} draws of {replications} replications are no runs; give at least one of each"
        )
    world = FittedWorld(fit=fit)
    stock, later = world.stock(start), (days - start).astype(np.float64)
    rng = np.random.Generator(np.random.Philox(key=seed))
    steps, counts = len(world.staircase.steps), []
    for number, values in enumerate(draw_values(fit, draws, rng)):
        # A day beyond the last, so that who stands there on the last is not yet at the end of the world.
        parameters = world.parameters(values, start=start, horizon_days=float(later[-1]) + 1.0, stock=stock)
        for replication in range(number * replications, (number + 1) * replications):
            stays = simulate(parameters, seed=seed, replication=replication).sojourns
            counts.append(count_standing(stays.step, stays.start, stays.end, later, steps=steps))
        tick()
    return np.stack(counts)


def stock_bands(days: Ints, observed: Ints, runs: Ints) -> StockBands:
    """Return bands and p-values by simulated runs; `observed` is [day, column], `runs` [run, day, column].

    The p-value is the rank of the observed stock among the runs (Barnard 1963) by the mean over days of
    the squared distance from the runs' mean, in their standard deviations: months depend on each other, and
    so they do in the runs. Under the fit it is uniform, in steps of 1 / (runs + 1), with ties counted against
    nobody.
    """
    mean, spread = runs.mean(axis=0), np.sqrt(runs.var(axis=0) + 0.25)  # half a child is no distance
    far = np.square((observed - mean) / spread).mean(axis=0)
    as_far = np.square((runs - mean) / spread).mean(axis=1) >= far - 1e-12
    low_90, low_50, high_50, high_90 = np.quantile(
        runs, [0.05, 0.25, 0.75, 0.95], axis=0, method="inverted_cdf"
    ).astype(np.float64)
    return StockBands(
        days=days,
        observed=observed,
        expected=mean,
        low_50=low_50,
        high_50=high_50,
        low_90=low_90,
        high_90=high_90,
        p_value=np.asarray((1 + as_far.sum(axis=0)) / (1 + len(runs))),
        runs=len(runs),
    )
