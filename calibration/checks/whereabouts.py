"""Compare where children are some years after they first came to a step with what the fit expects.

Caveat. In the fitted world a child that has gone out does not come back; the observed figures have those who
did. "First" is the first time in the ledger. Where nobody was seen the limits are 0 and 0, and say nothing
against a fitted probability that is small and not 0.
"""

from dataclasses import dataclass

import numpy as np

from calibration.checks.aalen_johansen import Paths, Whereabouts, aalen_johansen, since_first_arrival
from calibration.checks.stock import Tick, no_tick
from calibration.rates.fitted_world import FittedWorld, RatesFit, posterior_means
from model.expected.expected import expected
from model.world.arrays import Floats, Ints
from model.world.staircase import DAYS_PER_YEAR

YEARS = (1.0, 2.0, 3.0)
LEVEL = 0.95
"""Of the limits of the observed figures."""


@dataclass(frozen=True, kw_only=True)
class WhereLater:
    """The children who first came to one step within the window, and where they were later."""

    step: str
    names: tuple[str, ...]
    """Steps and ways out, the last axis of all figures."""
    observed: Whereabouts | None
    """With limits of `LEVEL`; [year, name]. None where nobody came."""
    fitted: Floats
    """Probabilities of children as old at arrival, at the posterior means; [year, name], NaN for nobody."""


def check_whereabouts(
    fit: RatesFit, *, years: tuple[float, ...] = YEARS, tick: Tick = no_tick
) -> tuple[WhereLater, ...]:
    """Return the check of each step, in the order of the staircase; `years` rise from above zero.

    The fitted probabilities solve the forward equations (`model.expected.expected`) for those children, all
    of whom come on one day. `tick` is called after each step. Raises ValueError for years that do not rise.
    """
    world, checked = FittedWorld(fit=fit), []
    for i in range(len(world.staircase.steps)):
        checked.append(_of_step(world, i, np.array(years)))
        tick()
    return tuple(checked)


def _of_step(world: FittedWorld, i: int, years: Floats) -> WhereLater:
    lives, names = world.lives, world.staircase.names
    counted = world.followed[lives.child]
    paths = since_first_arrival(
        child=lives.child[counted],
        step=lives.step[counted],
        destination=lives.destination[counted],
        start=lives.start[counted],
        end=lives.end[counted],
        on=i,
        first=lives.first,
        last=lives.last,
    )
    name = world.staircase.steps[i].name
    if not len(paths.child):
        nobody = np.full((len(years), len(names)), np.nan)
        return WhereLater(step=name, names=names, observed=None, fitted=nobody)
    observed = aalen_johansen(paths, states=len(names), began=i, years=years, level=LEVEL)
    return WhereLater(step=name, names=names, observed=observed, fitted=_fitted(world, i, paths, years))


def _fitted(world: FittedWorld, i: int, paths: Paths, years: Floats) -> Floats:
    child = np.unique(paths.child)
    day = _first_days(world, i, child)
    stock = world.children(child, np.full(len(child), i), on=day, since=day)
    parameters = world.parameters(
        posterior_means(world.fit), start=0, horizon_days=1.0, stock=stock, arrivals=False
    )
    days = np.append(0.0, years * DAYS_PER_YEAR)
    solution = expected(parameters, days=days)
    gone = np.cumsum(solution.moves.sum(axis=1)[:, len(world.staircase.steps) :], axis=0)
    return np.concatenate([solution.present[1:], gone], axis=1) / len(stock)


def _first_days(world: FittedWorld, i: int, child: Ints) -> Ints:
    """Return when each child first came to a step."""
    lives = world.lives
    on = lives.step == i
    first = np.full(len(lives.child_ids), np.iinfo(np.int64).max)
    np.minimum.at(first, lives.child[on], lives.start[on])
    return first[child]
