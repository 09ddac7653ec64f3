"""Estimate from stays alone where children are, years after they came to a step: Aalen-Johansen.

Caveat. The probabilities describe the children who were followed, and assume that when a child came under
observation and when the observation stopped were independent of where it went. `Whereabouts.unseen` says how
much of them nobody observed.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from calibration.checks.kaplan_meier import (
    ROUNDING,
    check_times,
    count_at_risk,
    standard_errors,
)
from model.arithmetic.functions import exp
from model.arithmetic.products import product
from model.world.arrays import Floats, Ints
from model.world.staircase import DAYS_PER_YEAR

STILL = -1
"""The destination of a stay that had not ended when it was last seen."""


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Observed paths of children on a common time scale, one row for each stay in a state.

    All of shape [row], in any order. A row is at risk in (entry, exit].
    """

    child: Ints
    origin: Ints
    """The state it stood in, from 0."""
    destination: Ints
    """The state that it moved to at `exit`; `STILL` when it was last seen there."""
    entry: Floats
    exit: Floats


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Probabilities of each state some years after all children stood in one of them; [year, state]."""

    years: Floats
    probability: Floats
    error: Floats
    """Standard error."""
    low: Floats
    """Pointwise limits, on the logit scale; equal to a probability that is 0 or 1, which has no error."""
    high: Floats
    followed: Ints
    """Children under observation just before; [year]."""
    unseen: Floats
    """The largest share that up to then stood where nobody was followed; [year].

    What became of those children is not known: they are held still, or moved with the only one there. It is
    0 when all were followed from the beginning and somebody to the end. The estimate is worthless where it is
    large.
    """
    children: int


def since_first_arrival(
    *,
    child: ArrayLike,
    step: ArrayLike,
    destination: ArrayLike,
    start: ArrayLike,
    end: ArrayLike,
    on: int,
    first: float,
    last: float,
    earlier: bool = False,
) -> Paths:
    """Return the paths of the children who came to step `on`, in years since their first arrival.

    Caveat: visits that the stays do not show are unknown. `start` and `end` are days, `destination` is
    the step or way out after a stay, `STILL` when it goes on; all of shape [stay], a child's one after the
    other. Seen is what lies after day `first` until day `last`; a stay that goes on ends the day after.
    Children who have gone out are followed too, in the state of their way out, for they may come back.

    By default only those who came after `first` count. With `earlier` the others join late, from `first` on.
    That is right only when being in the data does not depend on where a child stood: an extract of the
    services that ran in the window has those who stayed on a step, and lacks those who had left by then.
    """
    order = np.lexsort((np.asarray(start), np.asarray(child)))
    who, where, to = (np.asarray(column, dtype=np.int64)[order] for column in (child, step, destination))
    begin, stop = (np.asarray(column, dtype=np.float64)[order] for column in (start, end))
    _, at = np.unique(who, return_inverse=True)
    arrival = np.full(len(who), inf)
    np.minimum.at(arrival, at[where == on], begin[where == on])
    came = arrival[at]
    counts = np.isfinite(came) & (begin >= came) & (earlier | (came > first))
    # Between two stays, and after the last, a child is out.
    again = np.flatnonzero(who[1:] == who[:-1])
    back, onto = np.full(len(who), last + 1), np.full(len(who), STILL)
    back[again], onto[again] = begin[again + 1], where[again + 1]
    out = counts & (to != STILL) & (back > stop)
    since = np.concatenate([came[counts], came[out]])
    entry = np.maximum(np.concatenate([begin[counts], stop[out]]), first) - since
    exit_ = np.concatenate([stop[counts], back[out]]) - since
    seen = exit_ > np.maximum(entry, 0.0)
    return Paths(
        child=np.concatenate([who[counts], who[out]])[seen],
        origin=np.concatenate([where[counts], to[out]])[seen],
        destination=np.concatenate([to[counts], onto[out]])[seen],
        entry=np.maximum(entry[seen], 0.0) / DAYS_PER_YEAR,
        exit=exit_[seen] / DAYS_PER_YEAR,
    )


def aalen_johansen(
    paths: Paths, *, states: int, began: int, years: ArrayLike, level: float = 0.95
) -> Whereabouts:
    """Return the probability of each of `states` states at `years` (rising), when all stood in `began` at 0.

    Caveat: the children who come under observation late, and those lost to it, must be like the others at
    that time, wherever they stand. Given that, nothing rests on the Markov property: the product-integral of
    Nelson-Aalen increments (Aalen and Johansen 1978) gives state occupation probabilities without it, under
    censoring (Datta and Satten 2001) and late entry (Niessl, Allignol, Beyersmann and Mueller 2023); it would
    not give transition probabilities from a later time. A state in which no row begins is final.

    The variance is the infinitesimal jackknife over children (Efron 1982): the sum of squares of each child's
    influence on the estimate. It needs no Markov property either, takes a child's rows together, and
    is p (1 - p) / n to the last digit when everybody is followed all along.

    Raises ValueError when columns or states do not fit, a child stands in two states at once or elsewhere
    than in `began` at 0, or `years` do not rise.
    """
    when = np.asarray(years, dtype=np.float64)
    _check_paths(paths, states, began, when)
    integral = _Product.of(paths, states, began)
    _, child = np.unique(paths.child, return_inverse=True)
    until = np.searchsorted(integral.times, when, side="right")
    onward, done = np.empty_like(integral.changes), 0
    error = np.empty((len(when), states))
    for i, n in enumerate(until.tolist()):
        # From just after each event to this year; what was known until the year before is carried on.
        step = np.eye(states)
        for m in range(n - 1, done - 1, -1):
            onward[m] = step
            step = step + product(integral.changes[m], step)
        onward[:done] = product(onward[:done], step)
        done = n
        influence = integral.influence(paths, onward[:n])
        whole = np.stack([np.bincount(child, column) for column in influence.T], axis=1)
        error[i] = np.sqrt(np.square(whole).sum(axis=0))
    probability = integral.occupied[until]
    low, high = _logit_limits(probability, error, level)
    return Whereabouts(
        years=when,
        probability=probability,
        error=error,
        low=low,
        high=high,
        followed=count_at_risk(paths.entry, paths.exit, when),
        unseen=_unseen(paths, integral, when),
        children=int(child.max(initial=-1)) + 1,
    )


def _check_paths(paths: Paths, states: int, began: int, years: Floats) -> None:
    check_times(paths.entry, paths.exit, paths.child, paths.origin, paths.destination)
    if not ((years >= 0).all() and (np.diff(years) > 0).all() and years.ndim == 1):
        raise ValueError("years must be zero or more and rise")
    known = (paths.origin >= 0) & (paths.origin < states) & (paths.destination >= STILL)
    if not (known & (paths.destination < states) & (paths.origin != paths.destination)).all():
        raise ValueError(f"states must be 0 to {states - 1}, and a move must lead to another")
    if (paths.origin[paths.entry == 0] != began).any():
        raise ValueError("a child stands elsewhere at 0 than where all are to begin")
    order = np.lexsort((paths.entry, paths.child))
    child, entry, exit_ = paths.child[order], paths.entry[order], paths.exit[order]
    if ((child[1:] == child[:-1]) & (entry[1:] < exit_[:-1])).any():
        raise ValueError("a child stands in two states at once")


def _logit_limits(probability: Floats, error: Floats, level: float) -> tuple[Floats, Floats]:
    inside = np.clip(probability, ROUNDING, 1 - ROUNDING)
    odds = inside / (1 - inside)
    with np.errstate(over="ignore"):
        width = exp(standard_errors(level) * error / (inside * (1 - inside)))
    exact = (error <= ROUNDING) | (probability <= ROUNDING) | (probability >= 1 - ROUNDING)
    low, high = odds / (odds + width), odds / (odds + 1 / width)
    return np.where(exact, probability, low), np.where(exact, probability, high)


@dataclass(frozen=True, kw_only=True)
class _Product:
    """Product-integral of the cumulative hazards, event by event."""

    times: Floats
    """[event]"""
    changes: Floats
    """Increments of the cumulative hazards, the diagonal minus their sum; [event, from, to]."""
    at_risk: Ints
    """Just before; [event, state]."""
    occupied: Floats
    """Probabilities before the first event and after each; [event + 1, state]."""

    @classmethod
    def of(cls, paths: Paths, states: int, began: int) -> "_Product":
        moved = paths.destination != STILL
        times, at = np.unique(paths.exit[moved], return_inverse=True)
        risk = np.empty((len(times), states), dtype=np.int64)
        for state in range(states):
            there = paths.origin == state
            risk[:, state] = count_at_risk(paths.entry[there], paths.exit[there], times)
        changes = np.zeros((len(times), states, states))
        np.add.at(changes, (at, paths.origin[moved], paths.destination[moved]), 1.0)
        changes /= np.maximum(risk, 1)[:, :, np.newaxis]
        diagonal = np.arange(states)
        changes[:, diagonal, diagonal] = -changes.sum(axis=2)
        occupied = np.zeros((len(times) + 1, states))
        occupied[0, began] = 1.0
        for m, change in enumerate(changes):
            occupied[m + 1] = occupied[m] + product(occupied[m], change)
        return cls(times=times, changes=changes, at_risk=risk, occupied=occupied)

    def influence(self, paths: Paths, onward: Floats) -> Floats:
        """Return the influence of each row on the estimate at the year `onward` leads to; [row, state]."""
        n = len(onward)
        weight = self.occupied[:n] / np.maximum(self.at_risk[:n], 1)
        expected = np.zeros((n + 1, *self.changes.shape[1:]))
        np.cumsum(weight[:, :, np.newaxis] * product(self.changes[:n], onward), axis=0, out=expected[1:])
        begin = np.minimum(np.searchsorted(self.times, paths.entry, side="right"), n)
        stop = np.minimum(np.searchsorted(self.times, paths.exit, side="right"), n)
        added: Floats = expected[begin, paths.origin] - expected[stop, paths.origin]
        at = np.searchsorted(self.times, paths.exit, side="left")
        moved = np.flatnonzero((paths.destination != STILL) & (at < n))
        at, origin = at[moved], paths.origin[moved]
        turned = onward[at, paths.destination[moved]] - onward[at, origin]
        added[moved] += weight[at, origin, np.newaxis] * turned
        return added


def _unseen(paths: Paths, integral: _Product, when: Floats) -> Floats:
    """Return the largest share of children, up to each year, whose state nobody observed; [year]."""
    bounds = np.unique(np.concatenate([[0.0], paths.entry, paths.exit]))
    standing = integral.occupied[np.searchsorted(integral.times, bounds, side="right")]
    share = np.zeros(len(bounds))
    order = np.lexsort((paths.entry, paths.child))
    who, came, left, origin = (
        column[order] for column in (paths.child, paths.entry, paths.exit, paths.origin)
    )
    joined = np.zeros(len(who), dtype=np.bool_)
    joined[1:] = (who[1:] == who[:-1]) & (came[1:] == left[:-1])
    late = ~joined & (came > 0)
    for state in np.unique(origin).tolist():
        there = origin == state
        after = np.searchsorted(np.sort(came[there]), bounds, side="right")
        after = after - np.searchsorted(np.sort(left[there]), bounds, side="right")
        share += np.where(after == 0, standing[:, state], 0.0)
        # The last one there left, but others who were there came under observation only later.
        emptied = (integral.at_risk[:, state] > 0) & (integral.changes[:, state, state] <= ROUNDING - 1)
        emptied &= integral.times <= came[there & late].max(initial=-inf)
        at = np.searchsorted(bounds, integral.times[emptied])
        share[at] = np.maximum(share[at], integral.occupied[:-1][emptied, state])
    so_far = np.append(0.0, np.maximum.accumulate(share))
    return np.asarray(so_far[np.searchsorted(bounds, when, side="left")])
