"""Work out the fates of children on a step within a span of time, from exact cumulative hazards.

A *fate* is an index into `Staircase.names` (the probability of going there), then the expected days on the
step, then the probability of still being there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from model.arithmetic.functions import exp, expm1, log, power
from model.arithmetic.products import product
from model.arithmetic.systems import eigen
from model.expected.planned_survival import mean_over, survival_of
from model.expected.reviewed_survival import reviewed_length
from model.world.arrays import Floats
from model.world.parameters import Parameters
from model.world.planned_stays import Length
from model.world.staircase import DAYS_PER_YEAR


def _gauss(points: int) -> tuple[Floats, Floats]:
    """Return Gauss's points between -1 and 1 and their weights (Golub and Welsch 1969)."""
    order = np.arange(1.0, points)
    beside = order / np.sqrt(4.0 * np.square(order) - 1.0)
    roots, vectors = eigen(np.diag(beside, 1) + np.diag(beside, -1))
    return roots, 2.0 * np.square(vectors[0])


def _nodes(points: int, density: int) -> tuple[Floats, Floats]:
    """Return powers of Gauss's points between 0 and 1, dense at 0, and their weights."""
    roots, weights = _gauss(points)
    middle = (1.0 + roots) / 2.0
    return power(middle, density), weights / 2.0 * density * power(middle, density - 1)


NODES, WEIGHTS = _nodes(4, 2)
"""Nodes between 0 and 1 for a mean: denser at 0, where a Weibull is steep."""
_DENSE, _DENSE_WEIGHTS = _nodes(16, 10)
"""Nodes for a hazard: u**(k - 1) is unbounded at 0, but smooth in the tenth root of u, for k down to 0.1."""


@dataclass(frozen=True, kw_only=True)
class Race:
    """The transitions off every step for one group and age band, while nothing changes for everyone.

    Transitions of the same shape race in fixed proportions, so they are one class.
    """

    shapes: tuple[float, ...]
    """Weibull shape of each class; the same classes for all steps."""
    rates: Floats
    """Cumulative hazard of the first year; [step, class]."""
    routes: Floats
    """Shares of a class by destination, reroutes included; [step, class, index into `Staircase.names`]."""
    planned: tuple[Length | None, ...]
    """How long stays on each step are planned to be."""
    ends: Floats
    """Shares by where planned stays lead, reroutes included; [step, index into `Staircase.names`]."""

    def memoryless(self, days: Floats) -> Floats:
        """Return one child's fates in spans of `days`, [span], if all shapes are 1; [span, step, fate]."""
        used = self.rates.sum(axis=1) * days[:, None] / DAYS_PER_YEAR
        gone = -expm1(-used)
        by_class = gone[..., None] * _shares(self.rates)
        return self._fates(by_class, days[:, None] * _mean_survival(used), 1.0 - gone)

    def newcomers(self, days: Floats) -> Floats:
        """Return one child's fates until the end of the span of `days`, [span], in which it comes.

        It comes at a uniform time of the span; [span, step, fate].
        """
        _, survival = self._survival(days, NODES)
        stay = product(survival, WEIGHTS).T
        lived = days[:, None] * product(survival, WEIGHTS * (1.0 - NODES)).T
        powers, survival = self._survival(days, _DENSE)
        used = product(survival[:, None] * powers, _DENSE_WEIGHTS * (1.0 - _DENSE) / _DENSE)
        used *= (self.rates * self.shapes)[..., None]
        by_class = (1.0 - stay)[..., None] * _shares(used.transpose(2, 0, 1))
        fates = self._fates(by_class, lived, stay)
        for i, length in enumerate(self.planned):
            if length is not None:
                fates[:, i] = self._planned_newcomers(i, length, days)
        return fates

    def _planned_newcomers(self, step: int, length: Length, days: Floats) -> Floats:
        """Return the fates of newcomers on a step with planned stays; [span, fate].

        Means over the plan's survival are exact; the survival by the rates is weighted with it node by node.
        """
        survival = survival_of(length)
        _, once, twice = survival.at(days)
        within = np.minimum(days, length.days[-1])
        powers, by_rates = self._survival(within, _DENSE)
        at = within[:, None] * _DENSE
        alone = survival.at(at)[0] * _DENSE_WEIGHTS
        both = alone * (1.0 - at / days[:, None])
        stay = once / days * _weighted(by_rates[step], alone)
        lived = twice / days * _weighted(by_rates[step], both)
        used = (by_rates[step] * powers * both / _DENSE).sum(axis=-1).T * self.rates[step] * self.shapes
        scale = twice / days / within / np.maximum(both.sum(axis=-1), 1e-300)
        lost = np.minimum(used * scale[:, None], (1.0 - stay)[:, None])
        ended = np.maximum(1.0 - stay - lost.sum(axis=-1), 0.0)
        going = product(lost, self.routes[step]) + ended[:, None] * self.ends[step]
        return np.concatenate([going, lived[:, None], stay[:, None]], axis=-1)

    def _survival(self, days: Floats, nodes: Floats) -> tuple[Floats, Floats]:
        """Return years to the power of each shape, and the survival, at parts of spans of `days`, [span].

        [class, span, node] and [step, span, node].
        """
        years = days[:, None] / DAYS_PER_YEAR * nodes
        powers = np.array([power(years, shape) for shape in self.shapes])
        return powers, exp(
            -product(self.rates, powers.reshape(len(powers), years.size)).reshape(-1, *years.shape)
        )

    def _fates(self, by_class: Floats, days: Floats, stay: Floats) -> Floats:
        going = product(by_class[..., None, :], self.routes)[..., 0, :]
        return np.concatenate([going, days[..., None], stay[..., None]], axis=-1)


class Elapsed:
    """Years on the step of children who came between two days, at start, middle and end of a span of time.

    `start` and `end` are [1] for all or [cohort], `first` and `last` broadcast with [cohort, column]; days.
    Those who came in one column are spread evenly over its days. With `new` they have met no hazard before
    the span, though some came shortly before its start and others after.
    """

    def __init__(
        self,
        start: Floats,
        end: Floats,
        *,
        first: Floats,
        last: Floats,
        shapes: tuple[float, ...],
        new: bool = False,
    ) -> None:
        moments = np.array([start, (start + end) / 2, end]).reshape(3, -1, 1, 1)
        entered = last[..., None] - NODES * (last - first)[..., None]
        years = np.maximum(moments - entered, 0.0) / DAYS_PER_YEAR
        if new:
            years[0] = 0.0
        self.days: Floats = (moments[2] - moments[0])[..., 0]
        self._years, self._shapes = years, shapes
        self._spent = np.stack(np.broadcast_arrays(moments[..., 0] - last, moments[..., 0] - first))
        self._is_new = new

    @cached_property
    def _powers(self) -> Floats:
        """Years to the power of each shape; [class, moment, cohort, column, node]."""
        return np.array([power(self._years, shape) for shape in self._shapes])

    @cached_property
    def _used(self) -> Floats:
        """Growth of the mean power in each half of the span; [half, cohort, column, class]."""
        return np.moveaxis(np.diff(product(self._powers, WEIGHTS), axis=1), 0, -1)

    def fates(self, race: Race, step: int) -> Floats:
        """Return one child's fates on `step` in the span; [cohort, column, fate].

        Within each half of the span the classes are taken to race in fixed proportions and the total hazard
        to be even.
        """
        rates, length = race.rates[step], race.planned[step]
        total = np.asarray(sum(rate * power for rate, power in zip(rates, self._powers, strict=True)))
        # The mean survival in logarithms: a child may have survived what is now all but impossible.
        least = total[..., :1]
        survived = least[..., 0] - log(self._mean(exp(least - total), length))
        first, second = np.maximum(survived[1:] - survived[:-1], 0.0)
        half, stay = exp(-first), exp(-first - second)
        days = self.days / 2 * (_mean_survival(first) + half * _mean_survival(second))
        shares = _shares(self._used * rates)
        if length is None:
            by_class = (1.0 - half)[..., None] * shares[0] + (half - stay)[..., None] * shares[1]
            return np.concatenate(
                [product(by_class, race.routes[step]), days[..., None], stay[..., None]], axis=-1
            )
        there, lived = self._planned(length)
        by_rates = np.stack([np.ones_like(half), half, stay])
        # What leaves in a half is lost to the rates or to the plan: a b - a' b' is the sum of these two.
        lost = -np.diff(by_rates, axis=0) * (there[1:] + there[:-1]) / 2
        ended = -np.diff(there, axis=0) * (by_rates[1:] + by_rates[:-1]) / 2
        by_class = lost[0, ..., None] * shares[0] + lost[1, ..., None] * shares[1]
        going = product(by_class, race.routes[step]) + ended.sum(axis=0)[..., None] * race.ends[step]
        days = lived[0] * _mean_survival(first) + lived[1] * half * _mean_survival(second)
        return np.concatenate([going, days[..., None], (stay * there[2])[..., None]], axis=-1)

    def _mean(self, survival: Floats, length: Length | None) -> Floats:
        """Return the mean of a survival over those of a column; of those whose plan has not ended, if any."""
        if length is None:
            return product(survival, WEIGHTS)
        there: Floats = survival_of(length).at(self._years * DAYS_PER_YEAR)[0]
        # Where all plans have ended meanwhile, of those who were there at the start.
        gone = there.sum(axis=-1, keepdims=True) == 0.0
        return _weighted(survival, WEIGHTS * np.where(gone, there[:1], there), WEIGHTS)

    def _planned(self, length: Length) -> tuple[Floats, Floats]:
        """Return a plan's mean survival at each moment, relative to the first, and the days in each half.

        [moment, cohort, column] and [half, cohort, column]. A plan that no stay outlasts has ended.
        """
        survival = survival_of(length)
        fewest, most = self._spent
        low, high = survival.at(fewest), survival.at(most)
        fewest, most = np.maximum(fewest, 0.0), np.maximum(most, 0.0)
        there = mean_over(fewest, most, low[1], high[1], low[0])
        summed = mean_over(fewest, most, low[2], high[2], low[1])
        if self._is_new:
            there[0] = 1.0
        at_first = there[0]
        is_there = at_first > 1e-12
        relative = np.where(is_there, there / np.where(is_there, at_first, 1.0), 0.0)
        relative[0] = 1.0
        lived = np.where(is_there, np.diff(summed, axis=0) / np.where(is_there, at_first, 1.0), 0.0)
        return relative, lived


def _weighted(values: Floats, weights: Floats, otherwise: Floats = _DENSE_WEIGHTS) -> Floats:
    """Return a weighted mean over the last axis; by other weights where all are zero."""
    total = weights.sum(axis=-1)
    mean = (values * weights).sum(axis=-1) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, mean, (values * otherwise).sum(axis=-1)))


def _mean_survival(used: Floats) -> Floats:
    """Return the mean survival of a span in which a hazard is used up evenly."""
    some = np.maximum(used, 1e-12)
    return np.asarray(-expm1(-some) / some)


def _shares(used: Floats) -> Floats:
    """Return the share of each class, the last axis, in the hazard used; all zero when there is none."""
    total = used.sum(axis=-1, keepdims=True)
    return used / np.where(total > 0, total, 1.0)


def races(parameters: Parameters, day: float) -> dict[tuple[int, int], Race]:
    """Return the races that hold at `day`, by indices of group and age band."""
    groups, bands = len(parameters.staircase.groups), parameters.staircase.bands
    return {(g, band): _race(parameters, g, band, day) for g in range(groups) for band in range(bands)}


def _race(parameters: Parameters, g: int, band: int, day: float) -> Race:
    staircase, shapes = parameters.staircase, shapes_of(parameters)
    names, steps = staircase.names, len(staircase.steps)

    going = partial(_going, parameters, g, band, day)
    flows, ends = np.zeros((steps, len(shapes), len(names))), np.zeros((steps, len(names)))
    under_review = _under_review(parameters)
    for transition in parameters.transitions:
        step, to, rate = transition.from_step, transition.to, transition.rate[band][g]
        if (step, to) in under_review:
            ends[names.index(step)] += going(step, to, rate)
        else:
            flows[names.index(step), shapes.index(transition.shape)] += going(step, to, rate)
    lengths = _reviewed_lengths(parameters, dict(zip(names, ends.sum(axis=1).tolist(), strict=False)))
    for planned in parameters.planned_stays:
        lengths[planned.step] = planned.length[band][g]
        for to, weight in planned.then:
            if to in staircase.exits or staircase.step(to).admits(staircase.age_borders[band]):
                ends[names.index(planned.step)] += going(planned.step, to, weight)
    return Race(
        shapes=shapes,
        rates=flows.sum(axis=2),
        routes=_shares(flows),
        planned=tuple(lengths.get(step.name) for step in staircase.steps),
        ends=_shares(ends),
    )


def _going(  # noqa: PLR0917  the first four are bound once for a race
    parameters: Parameters, g: int, band: int, day: float, step: str, to: str, number: float
) -> Floats:
    """Return a rate or a weight of a move by where it leads, with effects and reroutes; [name]."""
    staircase = parameters.staircase
    names, group = staircase.names, staircase.groups[g]
    by_name = np.zeros(len(names))
    for programme in parameters.programmes:
        for effect in programme.effects:
            if effect.acts_on(step, to, band, group):
                number *= 1.0 + programme.share.at(day) * (effect.multiplier - 1.0)
    for instead, share in routes_of(parameters, day, step=step, to=to, band=band, group=group).items():
        by_name[names.index(instead)] += number * share
    return by_name


def _under_review(parameters: Parameters) -> set[tuple[str, str]]:
    return {(step, to) for each in parameters.reviews for step, _ in each.intervals for to in each.moves}


def _reviewed_lengths(parameters: Parameters, ready: Mapping[str, float]) -> dict[str, Length]:
    """Return how long stays last that only reviews end, given the rate of readiness on each step."""
    under_review = _under_review(parameters)
    shapes = {t.from_step: t.shape for t in parameters.transitions if (t.from_step, t.to) in under_review}
    return {
        step: reviewed_length(ready[step], shape=shapes.get(step, 1.0), interval_days=interval.at(0.0))
        for reviews in parameters.reviews
        for step, interval in reviews.intervals
    }


def shapes_of(parameters: Parameters) -> tuple[float, ...]:
    """Return the Weibull shapes that occur, at least one."""
    return tuple(sorted({transition.shape for transition in parameters.transitions})) or (1.0,)


def routes_of(
    parameters: Parameters, day: float, *, step: str, to: str, band: int, group: str
) -> dict[str, float]:
    """Return the destinations of children who leave `step`, perhaps `OUTSIDE`, for `to`; shares sum to 1.

    Reroutes of one programme to one step share one random number: the second takes only what the first left.
    """
    staircase = parameters.staircase
    shares, left = {to: 1.0}, 1.0
    reached: dict[tuple[str, str], float] = {}
    for programme in parameters.programmes:
        for reroute in programme.reroutes:
            admitted = staircase.step(reroute.instead).admits(staircase.age_borders[band])
            if not (admitted and reroute.acts_on(step, to, band, group)):
                continue
            used = reached.get((programme.name, reroute.instead), 0.0)
            reach = max(used, programme.share.at(day) * reroute.share)
            reached[programme.name, reroute.instead] = reach
            taken = left * (reach - used) / (1.0 - used) if used < 1.0 else 0.0
            shares[reroute.instead] = shares.get(reroute.instead, 0.0) + taken
            left -= taken
    shares[to] = left
    return shares
