"""Value a follow-up of some children for some months before deciding: EVSI, and what waiting costs.

Caveat. What a follow-up shows is boiled down to one rate for each kind of event, over all months so far; who
moved and when is left out, so the worth is somewhat too small. The children are a random part of those on the
steps, replaced when they leave. The expected gain of every draw is taken as known, so the standard errors
hold what the draws and the samples do, not what the runs' chance does to the expected gain. Of the case
itself it is assumed that it can be stopped at the look with nothing more to pay.

`EVSI = E max(0, E[g | S]) - max(0, E g)` for the summary S of a sample, over draws and over chance in what
is seen, by regression of the draws' expected gain on S (Strong, Oakley, Brennan and Breeze 2015, Medical
Decision Making 35:570-583). A follow-up costs: to see something the case must run. To start now and look at
month m is worth `E max(E[g | S], E[so far | S])`, since who stops has lost what the case has cost by then.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.arithmetic.random import binomials
from model.world.arrays import Bools, Floats, Ints
from sensitivity.information.evpi import worth_of_knowing
from sensitivity.methods.regression import RegressionFit, conditional_mean

_ROUNDING = 1e-9
"""Share by which child-years may fall short of what is wanted before a child is missing."""


@dataclass(frozen=True, kw_only=True)
class FollowUpOption:
    """The worth of following `children` children until the end of month `month`."""

    children: int
    month: int
    followed_child_years: float
    """That are there to be seen, on average over the runs."""
    runs_short_of_children: float
    """Share of the runs in which there are fewer children than that for some time, so that all are followed.
    Where it is 1, more children cannot be had."""
    evsi_dkk: float
    """Worth of the sample if it could be had for nothing before the start; from zero to the EVPI."""
    mc_error_dkk: float
    """Standard error of `evsi_dkk`; 0 where the sample does not change the decision in any run."""
    strategy_dkk: float
    """Expected gain of starting now, looking at the month and then going on or stopping."""
    net_dkk: float
    """`strategy_dkk` above the better of doing the case without looking and never starting. Negative where
    the case is better not started at all than started to be looked at."""
    net_mc_error_dkk: float
    go_on: float
    """Share of the runs in which the case goes on after the look."""


@dataclass(frozen=True, kw_only=True)
class SampleInformation:
    """The worth of follow-ups of several sizes and lengths."""

    expected_gain_dkk: float
    """Of doing the case without looking."""
    evpi_dkk: float
    """Worth of knowing everything."""
    months: tuple[int, ...]
    children_reachable: tuple[float, ...]
    """Children on the steps at a time, on average over the runs and the months until each of `months`."""
    looks: tuple[FollowUpOption, ...]
    """By month and then by children."""

    @property
    def best(self) -> FollowUpOption | None:
        """The look with the largest net worth; None when no look is worth its waiting."""
        best = max(self.looks, key=lambda look: look.net_dkk)
        return best if best.net_dkk > 0 else None

    def look(self, *, children: int, month: int) -> FollowUpOption:
        """Return one of the looks. Raises KeyError when it was not asked for."""
        for each in self.looks:
            if (each.children, each.month) == (children, month):
                return each
        raise KeyError((children, month))


def sample_information(
    *,
    expected_gain_dkk: Floats,
    events: NDArray[np.integer] | Floats,
    child_years: Floats,
    so_far_dkk: Floats,
    months: Sequence[int],
    children: Sequence[int],
    seed: int,
) -> SampleInformation:
    """Return the worth of following each number of children until each month.

    `expected_gain_dkk` is [draw], free of chance (`sensitivity.information.evpi.denoised`). Of the case's own
    runs: `events` are what happens on the steps that it works on, [draw, replication, month, kind], and
    `child_years` the years lived on those steps by all who were there, [draw, replication, month], both
    counted from the start until the end of each of `months`; `so_far_dkk` is the net present gain until then,
    same axes. With several replications a draw's gain so far is that of the other ones, so that a run's luck
    is not taken for knowledge; with one, luck is in it.

    More children see what fewer saw and more months what fewer saw: each event is kept for good or lost for
    good as numbers grow. So of neighbours in children or months the EVSI of the larger is no less, and of
    neighbours in children the strategy's; what the estimates say otherwise is noise and is levelled up. The
    same seed, children and months give the same sample; another list of children gives another one.

    Raises ValueError when shapes do not fit, months or children are not positive and rising, counts or years
    fall from one month to the next or are below zero, and as
    `sensitivity.methods.regression.conditional_mean` does.
    """
    _check(expected_gain_dkk, events, child_years, so_far_dkk)
    _check_rising("months", months)
    if len(months) != events.shape[2]:
        raise ValueError(
            f"events must have as many months as there are months: {events.shape[2]} for {len(months)}"
        )
    _check_rising("children", children)
    counts = _by_interval(events).round().astype(np.int64)
    years = _by_interval(child_years[..., np.newaxis])[..., 0]
    if (counts < 0).any() or (years < 0).any():
        raise ValueError("events and child_years must be cumulated: they are negative or fall with the month")
    evpi = worth_of_knowing(expected_gain_dkk)
    stopped = _of_the_others(so_far_dkk)
    samples = _samples(counts, years, months=months, children=children, seed=seed)
    looks = [
        [_look(expected_gain_dkk, sample, stopped[..., place], evpi) for sample in row]
        for place, row in enumerate(samples)
    ]
    return SampleInformation(
        expected_gain_dkk=float(expected_gain_dkk.mean()),
        evpi_dkk=evpi,
        months=tuple(months),
        children_reachable=tuple((child_years.mean(axis=(0, 1)) * 12 / np.array(months)).tolist()),
        looks=tuple(look for row in _levelled(looks) for look in row),
    )


@dataclass(frozen=True, kw_only=True)
class _Sample:
    """What one size of follow-up has seen at the end of one month."""

    children: int
    month: int
    counts: Ints
    """[draw, replication, kind]"""
    years: Floats
    """[draw, replication]: child-years that were followed."""
    short: float


def _samples(
    counts: Ints, years: Floats, *, months: Sequence[int], children: Sequence[int], seed: int
) -> list[list[_Sample]]:
    """Return what each number of children has shown by each month; [month][children].

    `counts` and `years` are by interval between months. Each interval is thinned by itself, and not all time
    at once: as many children are followed in the first months, when there may be few, as later, and nothing
    once seen is lost when the time grows.
    """
    lengths = np.diff([0, *months]) / 12
    kept = np.cumsum(
        [
            _kept(
                counts[..., each, :],
                years[..., each],
                children=children,
                length_years=length,
                key=(seed, each),
            )
            for each, length in enumerate(lengths)
        ],
        axis=0,
    )
    wanted = np.array(children)[:, np.newaxis] * lengths
    followed = np.minimum(wanted[:, np.newaxis, np.newaxis], years).cumsum(axis=-1)
    short = np.logical_or.accumulate(
        wanted[:, np.newaxis, np.newaxis] > years * (1 + _ROUNDING), axis=-1
    ).mean(axis=(1, 2))
    return [
        [
            _Sample(
                children=number,
                month=month,
                counts=kept[place, size],
                years=followed[size, ..., place],
                short=float(short[size, place]),
            )
            for size, number in enumerate(children)
        ]
        for place, month in enumerate(months)
    ]


def _kept(
    counts: Ints, years: Floats, *, children: Sequence[int], length_years: float, key: tuple[int, int]
) -> Ints:
    """Return the events of an interval that each number of children sees.

    `counts` is [draw, replication, kind], `years` [draw, replication]; returned with children in front.
    Each event is seen with the probability that its child is one of those followed. The fewer are a part of
    the more: from the largest number down, what is seen is thinned again.
    """
    chance = np.random.default_rng(np.random.SeedSequence(key))
    kept = np.empty((len(children), *counts.shape), dtype=np.int64)
    seen, of_all = counts, np.ones_like(years)
    for size in reversed(range(len(children))):
        wanted = children[size] * length_years
        share = np.minimum(1.0, np.divide(wanted, years, out=np.ones_like(years), where=years > 0))
        seen = binomials(chance, seen, (share / of_all)[..., np.newaxis])
        kept[size], of_all = seen, share
    return kept


def _look(gain: Floats, sample: _Sample, stopped: Floats, evpi: float) -> FollowUpOption:
    draws, replications = stopped.shape
    summary = _rates(sample).reshape(draws * replications, -1)
    draw = np.repeat(np.arange(draws), replications)
    on = conditional_mean(summary, np.repeat(gain, replications), groups=draw)
    off = conditional_mean(summary, stopped.ravel(), groups=draw)
    evsi = min(evpi, worth_of_knowing(on.fitted))
    never = _Choice(one=on, other=None)
    stop = _Choice(one=on, other=off)
    return FollowUpOption(
        children=sample.children,
        month=sample.month,
        followed_child_years=float(sample.years.mean()),
        runs_short_of_children=sample.short,
        evsi_dkk=evsi,
        mc_error_dkk=never.mc_error(replications) if evsi > 0 else 0.0,
        strategy_dkk=stop.worth,
        net_dkk=stop.worth - max(0.0, on.mean),
        net_mc_error_dkk=stop.mc_error(replications),
        go_on=float(stop.taken.mean()),
    )


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """The better of two conditional means in each run; the second is zero if there is none."""

    one: RegressionFit
    other: RegressionFit | None

    @property
    def _second(self) -> Floats:
        return np.zeros_like(self.one.fitted) if self.other is None else self.other.fitted

    @property
    def taken(self) -> Bools:
        """[row]: whether the first is the better."""
        return np.asarray(self.one.fitted > self._second)

    @property
    def worth(self) -> float:
        # Where one is always the better its mean stands as it is: rounding is not a gain.
        if self.taken.all():
            return self.one.mean
        return float(np.maximum(self.one.fitted, self._second).mean())

    def mc_error(self, replications: int) -> float:
        """Return the standard error of the worth above that of deciding now; draws are independent.

        The delta method, as in `sensitivity.information.evpi`: what a draw gives, and how its residuals move
        the coefficients. Its replications are no more than one piece of evidence.
        """
        taken = self.taken.astype(float)
        moved = np.maximum(self.one.fitted, self._second) + self.one.projected(taken) * self.one.residual
        if self.other is not None:
            moved += self.other.projected(1 - taken) * self.other.residual
        if self.one.mean > 0:
            moved -= self.one.fitted + self.one.residual
        by_draw = moved.reshape(-1, replications).mean(axis=1)
        return float(by_draw.std(ddof=1) / math.sqrt(len(by_draw)))


def _rates(sample: _Sample) -> Floats:
    """Return moves per followed child-year; [draw, replication, kind].

    Each with half an event more, at the rate of all runs together: who followed next to nobody has seen next
    to nothing, and not that nothing happens.
    """
    all_years = float(sample.years.sum())
    counts = sample.counts.astype(float)
    if all_years == 0:
        return np.zeros_like(counts)
    usual = counts.sum(axis=(0, 1)) / all_years
    prior_years = np.divide(0.5, usual, out=np.ones_like(usual), where=usual > 0)
    rates = (counts + 0.5) / (sample.years[..., np.newaxis] + prior_years)
    return np.where(usual > 0, rates, 0.0)


def _levelled(looks: list[list[FollowUpOption]]) -> list[list[FollowUpOption]]:
    """Return looks of which no larger one is worth less than a smaller; [month][children]."""
    evsi = np.array([[look.evsi_dkk for look in row] for row in looks])
    evsi = np.maximum.accumulate(np.maximum.accumulate(evsi, axis=0), axis=1)
    strategy = np.maximum.accumulate(np.array([[look.strategy_dkk for look in row] for row in looks]), axis=1)
    return [
        [
            replace(
                look,
                evsi_dkk=float(evsi[row, column]),
                strategy_dkk=float(strategy[row, column]),
                net_dkk=look.net_dkk + float(strategy[row, column]) - look.strategy_dkk,
            )
            for column, look in enumerate(each)
        ]
        for row, each in enumerate(looks)
    ]


def _by_interval(cumulated: NDArray[np.integer] | Floats) -> Floats:
    """Return what is new between one month and the one before; [..., month, kind]."""
    return np.diff(cumulated.astype(float), axis=-2, prepend=0.0)


def _of_the_others(so_far_dkk: Floats) -> Floats:
    """Return the mean of the draw's other replications; [draw, replication, month]."""
    replications = so_far_dkk.shape[1]
    if replications == 1:
        return so_far_dkk
    return np.asarray((so_far_dkk.sum(axis=1, keepdims=True) - so_far_dkk) / (replications - 1))


def _check(
    gain: Floats, events: NDArray[np.integer] | Floats, child_years: Floats, so_far_dkk: Floats
) -> None:
    if events.ndim != 4 or gain.shape != events.shape[:1]:
        raise ValueError(
            "events must be [draw, replication, month, kind] for the draws of expected_gain_dkk, "
            f"not {events.shape} for {gain.shape}"
        )
    if child_years.shape != events.shape[:3] or so_far_dkk.shape != events.shape[:3]:
        raise ValueError(
            f"child_years and so_far_dkk must be [draw, replication, month] as events {events.shape}, "
            f"not {child_years.shape} and {so_far_dkk.shape}"
        )
    if not (np.isfinite(events).all() and np.isfinite(child_years).all()):
        raise ValueError("events and child_years must be finite: there is a nan or an infinite value")


def _check_rising(name: str, numbers: Sequence[int]) -> None:
    if not numbers or any(after <= before for before, after in zip((0, *numbers), numbers, strict=False)):
        raise ValueError(f"{name} must be positive and rising, not {list(numbers)}")
