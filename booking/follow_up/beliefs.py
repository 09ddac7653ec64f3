"""Compare what is believed of each assumption before and after the ledger."""

import math
from dataclasses import dataclass

import numpy as np

from booking.follow_up.reweighting import Reweighted
from model.arithmetic.products import dot
from model.world.arrays import Floats
from scenarios.format.study import BASELINE
from sensitivity.subject.case_effects import effect_numbers
from sensitivity.subject.subject import Subject

_LEAST_SHIFT = 0.1
"""Standard deviations of the prior belief; a smaller shift is no news."""
_ERRORS = 2.0


@dataclass(frozen=True, kw_only=True)
class Belief:
    """The distribution believed of one assumption, in its own unit."""

    mean: float
    p05: float
    p95: float
    sd: float


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """One assumption, before and after the ledger."""

    name: str
    is_effect: bool
    """Whether it is one of the numbers by which the case changes what happens to children."""
    before: Belief
    after: Belief
    shift: float
    """How far the mean has moved, in standard deviations of what was believed before."""
    has_moved: bool
    """Whether it has moved by more than a tenth of those, and more than the weights' own error explains."""


def updated_beliefs(subject: Subject, weighted: Reweighted) -> tuple[Learnt, ...]:
    """Return the belief of every uncertain assumption, effects of the case first, then by the scenario."""
    numbers = effect_numbers(subject.study.case(BASELINE), subject.study.case(subject.case))
    effects = {each.number.name for each in numbers}
    beliefs = [
        _updated(name, name in effects, column, weighted) for name, column in _columns(subject, weighted)
    ]
    return tuple(sorted(beliefs, key=lambda each: not each.is_effect))


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Return the least of the values that with all below it has at least such a share of the weights."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    place = int(np.searchsorted(reached, share * reached[-1] - 1e-12))
    return float(values[order[min(place, len(order) - 1)]])


def _columns(subject: Subject, weighted: Reweighted) -> list[tuple[str, Floats]]:
    return [(name, weighted.values[:, i]) for i, name in enumerate(subject.factors.names)]


def _updated(name: str, is_effect: bool, column: Floats, weighted: Reweighted) -> Learnt:
    prior = column[: weighted.draws]
    before = _belief(prior, np.full(len(prior), 1 / len(prior)))
    after = _belief(column, weighted.weights)
    moved = after.mean - before.mean
    shift = moved / before.sd if before.sd > 0 else 0.0
    error = after.sd / math.sqrt(weighted.worth) + before.sd / math.sqrt(weighted.draws)
    return Learnt(
        name=name,
        is_effect=is_effect,
        before=before,
        after=after,
        shift=shift,
        has_moved=abs(shift) > _LEAST_SHIFT and abs(moved) > _ERRORS * error,
    )


def _belief(values: Floats, weights: Floats) -> Belief:
    mean = dot(weights, values)
    return Belief(
        mean=mean,
        p05=weighted_quantile(values, weights, 0.05),
        p95=weighted_quantile(values, weights, 0.95),
        sd=math.sqrt(dot(weights, np.square(values - mean))),
    )
