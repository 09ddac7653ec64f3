"""Work out the readiness behind rates that were observed while children were reviewed.

Limits first: only stays of one age band and group are looked at, with their rates as they are, so a birthday
in the middle of a stay and the programmes of a world are left out.

A child that is ready waits for its review, so it becomes ready sooner than it is seen to move. With reviews
every T years, readiness at the rate r and other moves at the rate s, a child who is not ready at one review
moves at the next with the probability exp(-s T) (1 - exp(-r T)) and spends (1 - exp(-s T)) / s years until
then: the moves under review are seen at the rate

    L = (1 - exp(-r T)) s / (exp(s T) - 1),    so    r = -log(1 - L (exp(s T) - 1) / s) / T

and with s = 0 at L = (1 - exp(-r T)) / T. The other moves are seen at their own rates. No readiness explains
L (exp(s T) - 1) / s >= 1: even those who are ready at once wait for their first review.

Where hazards change with the time on the step, all rates under review are multiplied by one number, such
that those who come to the step make as many of these moves per year there as they do at the observed rates.
With constant hazards that is the same; else how soon the first and the last of them move is only about right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from model.arithmetic.functions import exp, expm1, log1p, power
from model.arithmetic.search import root
from model.world.arrays import Floats
from model.world.parameters import Transition
from model.world.planned_stays import Length, PlannedStay
from model.world.staircase import DAYS_PER_YEAR, Staircase

_LONGEST_YEARS = 23.0
_POINTS = 24
"""In each interval between reviews, for integrals over it."""
_NEVER = 1000.0
"""Years between reviews that are as good as none."""
_MOST = 1e9
"""Times that a rate may be multiplied, which is as good as endlessly often."""


@dataclass(frozen=True, kw_only=True)
class ObservedUnder:
    """How often children of each group were reviewed on a step while its rates were observed."""

    step: str
    moves: tuple[str, ...]
    days: tuple[float, ...]
    """Between reviews, as they came; by group."""


class NoReadinessError(ValueError):
    """Moves that were seen more often than reviews so far apart allow, whatever the readiness."""

    def __init__(
        self, *, step: str, band: int, group: int, observed: float, most: float, days: float
    ) -> None:
        self.step, self.band, self.group = step, band, group
        self.observed, self.most, self.days = observed, most, days
        super().__init__(
            f"{step}: {observed:.4g} moves a year are seen; reviews {days:.4g} days apart allow {most:.4g}"
        )


Multipliers = tuple[tuple[float, ...], ...]
"""Of the rates under review on a step; age bands x groups."""


@lru_cache(maxsize=8)
def readiness_multipliers(
    transitions: tuple[Transition, ...],
    planned_stays: tuple[PlannedStay, ...],
    staircase: Staircase,
    observed: tuple[ObservedUnder, ...],
) -> dict[str, Multipliers]:
    """Return what makes readiness of the observed rates under review, by step.

    Raises NoReadinessError where nothing does. Kept, because the baseline and every case ask for the same.
    """
    return {under.step: _times(under, transitions, planned_stays, staircase) for under in observed}


def with_readiness(
    transitions: tuple[Transition, ...],
    observed: tuple[ObservedUnder, ...],
    multipliers: Mapping[str, Multipliers],
) -> tuple[Transition, ...]:
    """Return the transitions with readiness in the place of the observed rates under review."""
    reviewed = {(under.step, to) for under in observed for to in under.moves}
    return tuple(
        replace(each, rate=_multiplied(each.rate, multipliers[each.from_step]))
        if (each.from_step, each.to) in reviewed
        else each
        for each in transitions
    )


def _multiplied(rate: Multipliers, times: Multipliers) -> Multipliers:
    return tuple(
        tuple(number * factor for number, factor in zip(row, factors, strict=True))
        for row, factors in zip(rate, times, strict=True)
    )


def _times(
    under: ObservedUnder,
    transitions: tuple[Transition, ...],
    planned_stays: tuple[PlannedStay, ...],
    staircase: Staircase,
) -> Multipliers:
    """Return what the rates under review on one step are multiplied by."""
    leaving = [each for each in transitions if each.from_step == under.step]
    under_review = [each for each in leaving if each.to in under.moves]
    others = [each for each in leaving if each.to not in under.moves]
    plan = next((planned for planned in planned_stays if planned.step == under.step), None)
    times = np.ones((staircase.bands, len(staircase.groups)))
    for band in range(staircase.bands):
        for group, days in enumerate(under.days):
            seen = [(each.rate[band][group], each.shape) for each in under_review]
            if not any(rate for rate, _ in seen):
                continue
            race = _Race(
                seen=seen,
                others=[(each.rate[band][group], each.shape) for each in others],
                plan=None if plan is None else plan.length[band][group],
                interval=min(days / DAYS_PER_YEAR, _NEVER),
            )
            if race.observed >= race.most * (1 - 1e-12):
                raise NoReadinessError(
                    step=under.step,
                    band=band,
                    group=group,
                    observed=race.observed,
                    most=race.most,
                    days=days,
                )
            times[band, group] = race.times()
    return tuple(map(tuple, times.tolist()))


class _Race:
    """Stays that moves under review and others end, as they are seen and as reviews would end them."""

    def __init__(
        self,
        *,
        seen: list[tuple[float, float]],
        others: list[tuple[float, float]],
        plan: Length | None,
        interval: float,
    ) -> None:
        self.interval = interval
        self.is_constant = plan is None and all(shape == 1.0 for rate, shape in seen + others if rate)
        self.total, self.other = (sum(rate for rate, _ in part) for part in (seen, others))
        if self.is_constant:
            self.observed = self.total
            self.most = 1.0 / self._wait()
            return
        reviews = max(1, int(np.ceil(_LONGEST_YEARS / interval)))
        # Dense where hazards are steep, at the beginning of a stay; never across a review.
        first = interval * power(np.arange(_POINTS * 8) / (_POINTS * 8), 8.0)
        later = interval * (1 + np.arange(_POINTS * (reviews - 1) + 1) / _POINTS)
        years = np.concatenate([first, later])
        ready = _cumulated(seen, years)
        there = exp(-_cumulated(others, years))
        if plan is not None:
            there = there * (1.0 - np.array([plan.ended_by(at) for at in (years * DAYS_PER_YEAR).tolist()]))
        width, survival = np.diff(years), exp(-ready) * there
        lost = -np.diff(exp(-ready)) * (there[1:] + there[:-1]) / 2
        self.observed = float(lost.sum() / (width * (survival[1:] + survival[:-1]) / 2).sum())
        at = np.concatenate([[0], len(first) + _POINTS * np.arange(reviews)])
        self._ready, self._there = ready[at], there[at][1:]
        self._lived = np.add.reduceat(width * (there[1:] + there[:-1]) / 2, at[:-1])
        self.most = float(self._there[0] / self._lived[0])

    def times(self) -> float:
        """Return what the rates under review are multiplied by."""
        if self.is_constant:
            return -float(log1p(-self.total * self._wait())) / self.interval / self.total
        high = 2.0
        while self._seen(high) < self.observed and high < _MOST:
            high *= 2.0
        return high if high >= _MOST else root(lambda times: self._seen(times) - self.observed, 0.0, high)

    def _wait(self) -> float:
        """Return the mean years until the first review of those who are there then, (exp(sT) - 1) / s."""
        return float(expm1(self.other * self.interval)) / self.other if self.other else self.interval

    def _seen(self, times: float) -> float:
        """Return the moves under review per year on the step, with their rates multiplied."""
        not_ready = exp(-times * self._ready)
        moves = ((not_ready[:-1] - not_ready[1:]) * self._there).sum()
        return float(moves / (not_ready[:-1] * self._lived).sum())


def _cumulated(rates: list[tuple[float, float]], years: Floats) -> Floats:
    total = np.zeros(len(years))
    for rate, shape in rates:
        if rate:
            total += rate * power(years, shape)
    return total
