"""Reduce and delay gains for optimism, by the firmness of the evidence they rest on.

The correction is a rule of thumb and no forecast: it says how a case stands if its gains turn out as much
smaller and later as such promises are held to do, not what will happen. It never stands in for the raw gain.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from model.world.arrays import Floats
from scenarios.format.assumptions import Grade
from scenarios.format.study import Study
from scenarios.results.comparison import Gain
from sensitivity.subject.case_effects import effect_numbers

_YEAR = 2
"""The axis of the years in [draw, replication, year, ...]."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """How much a gain is reduced, and how much later the rest comes."""

    grade: Grade
    reduction: float
    """Share from 0 to 1."""
    delay_years: float

    def __post_init__(self) -> None:
        if not 0 <= self.reduction <= 1:
            raise ValueError(f"reduction: {self.reduction} is no share from 0 to 1")
        if not self.delay_years >= 0:
            raise ValueError(f"delay_years: {self.delay_years} is below 0")


def grade_of(study: Study, case: str) -> Grade:
    """Return the least firm grade among the numbers by which a case changes the lives of children.

    A number without an assumption of its own has the grade of its table, or counts as a mere assumption. So
    does a case without any such number: whatever it gains is not shown. Raises KeyError if there is no such
    case.
    """
    grades = get_args(Grade)
    known = study.assumptions
    ours = [
        known[each.number.name].grade if each.number.value is None else each.grade or grades[-1]
        for each in effect_numbers(study.scenario, study.cases[case])
    ]
    return max(ours, key=grades.index, default=grades[-1])


def corrected(benefit_dkk: Floats, programme_dkk: Floats, correction: Correction) -> Floats:
    """Return the gain when benefits are reduced and delayed, and the cost of the measure itself is not.

    The benefit is the cost of the baseline less that of the case without the measure's own cost; both are
    [draw, replication, year, payer], in kroner. What is reduced and delayed is what is to be expected: for
    each payer the years in which the mean benefit is above zero, as much of them in each draw as the draw has
    of their sum. Extra costs stay as they are and when they are, and so does the swing of chance.

    A delay moves amounts to the years it reaches, a part of a year in proportion; what it moves past the last
    year is lost. Nothing is moved earlier, so the gain so far is in no year above the raw one. Without
    correction it is `benefit_dkk - programme_dkk` to the last bit.
    """
    return benefit_dkk - programme_dkk - _lost(benefit_dkk, correction)


def _lost(benefit_dkk: Floats, correction: Correction) -> Floats:
    """Return what a correction takes in each year; below zero in years when delayed benefits come.

    [draw, 1, year, payer]: the same for all replications of a draw. Added up from the first year on, it is
    nowhere below zero.
    """
    expected = np.maximum(benefit_dkk.mean(axis=(0, 1), keepdims=True), 0.0)
    promised = expected.sum(axis=_YEAR, keepdims=True)
    of_draw = np.where(expected > 0, benefit_dkk.mean(axis=1, keepdims=True), 0.0)
    kept = np.maximum(of_draw.sum(axis=_YEAR, keepdims=True), 0.0)
    share = np.divide(kept, promised, out=np.zeros_like(kept), where=promised > 0)
    return np.asarray(
        share * (expected - _later(expected * (1.0 - correction.reduction), correction.delay_years))
    )


def _later(dkk: Floats, delay_years: float) -> Floats:
    """Return amounts moved to later years; what passes the last year is gone."""
    years = dkk.shape[_YEAR]
    whole = int(min(delay_years, years))
    part = min(delay_years, years) - whole
    moved = np.zeros_like(dkk)
    ours, theirs = np.moveaxis(dkk, _YEAR, 0), np.moveaxis(moved, _YEAR, 0)
    theirs[whole:] += (1.0 - part) * ours[: years - whole]
    if part > 0:
        theirs[whole + 1 :] += part * ours[: years - whole - 1]
    return moved


@dataclass(frozen=True, kw_only=True)
class View:
    """The net present gain of a case in one view; kroner, municipal payers only."""

    name: Literal["raw", "corrected", "repeated"]
    mean_dkk: float
    p10_dkk: float
    p50_dkk: float
    p90_dkk: float
    probability: float
    """Share of the runs that gain."""
    mc_error_dkk: float
    """Standard error of the mean; nan when one run cannot tell."""


def view(name: Literal["raw", "corrected", "repeated"], gain: Gain) -> View:
    """Return the net present gain of a case as one view."""
    distribution = gain.net_present_distribution
    return View(
        name=name,
        mean_dkk=distribution.mean,
        p10_dkk=distribution.p10,
        p50_dkk=distribution.p50,
        p90_dkk=distribution.p90,
        probability=gain.probability,
        mc_error_dkk=distribution.mc_error,
    )
