"""Gains reduced and delayed for optimism, by the firmness of what they rest on.

The correction is a rule of thumb and no forecast: it says how a case stands if its gains turn out as much
smaller and later as such promises are held to do, not what will happen. It never stands in for the raw gain.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from scenarios.comparison import BASELINE, Comparison, Gain
from scenarios.quantities import Grade
from scenarios.study import Study
from sensitivity.case_effects import effect_numbers

Figures = NDArray[np.float64]

_YEAR = 2
"""The axis of the years in [draw, replication, year, ...]."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """How much a gain is reduced, and how much later the rest of it comes."""

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

    A number without an assumption of its own counts as a mere assumption, and so does a case without any such
    number: whatever it gains is not shown. Raises KeyError if there is no such case.
    """
    grades = get_args(Grade)
    known = study.assumptions
    ours = [
        known[each.number.name].grade if each.number.value is None else grades[-1]
        for each in effect_numbers(study.scenario, study.cases[case])
    ]
    return max(ours, key=grades.index, default=grades[-1])


def lost(benefit_dkk: Figures, correction: Correction) -> Figures:
    """Return what a correction takes from benefits in each year; below zero in years when delayed ones come.

    Shapes and rules as in `corrected`. Added up from the first year on, it is nowhere below zero.
    """
    positive = np.maximum(benefit_dkk, 0.0)
    return positive - _later(positive * (1.0 - correction.reduction), correction.delay_years)


def corrected(benefit_dkk: Figures, programme_dkk: Figures, correction: Correction) -> Figures:
    """Return the gain when benefits are reduced and delayed, and the cost of the measure itself is not.

    The benefit is the cost of the baseline less that of the case without the measure's own cost; both are
    [draw, replication, year, payer], in kroner. Only where a benefit is above zero is it reduced and delayed:
    extra costs stay as they are and when they are. That bites on every year and payer of every run, so a
    benefit that swings around zero by chance is corrected below its mean.

    A delay moves amounts to the years it reaches, a part of a year in proportion; what it moves past the last
    year is lost. Nothing is moved earlier, so the gain so far is in no year above the raw one. Without
    correction it is `benefit_dkk - programme_dkk` to the last bit.
    """
    return benefit_dkk - programme_dkk - lost(benefit_dkk, correction)


def _later(dkk: Figures, delay_years: float) -> Figures:
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


def benefit_and_own_cost(comparison: Comparison, case: str) -> tuple[Figures, Figures]:
    """Return the benefit of a case and what the measure itself costs; [draw, replication, year, payer] each.

    Its own cost is that of what the baseline has not: its programmes, and steps that it adds. More children
    on a step of the baseline are extra costs, set off against the benefit of the same payer and year.
    """
    before, after = comparison.runs[BASELINE], comparison.runs[case]
    own = [i for i, item in enumerate(after.items) if item not in before.items]
    own_dkk = after.cost_dkk[..., own, :].sum(axis=-2)
    return before.paid_dkk - (after.paid_dkk - own_dkk), own_dkk


def corrected_gain(comparison: Comparison, case: str, correction: Correction) -> Gain:
    """Return the gain of a case with a correction for optimism; without correction it is the raw one."""
    raw = comparison.gain(case)
    benefit_dkk, _ = benefit_and_own_cost(comparison, case)
    return replace(raw, dkk=raw.dkk - lost(benefit_dkk, correction))


@dataclass(frozen=True, kw_only=True)
class View:
    """The net present gain of a case in one light; kroner, municipal payers only."""

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
    """Return the net present gain of a case in one light."""
    found = gain.net_present_distribution
    return View(
        name=name,
        mean_dkk=found.mean,
        p10_dkk=found.p10,
        p50_dkk=found.p50,
        p90_dkk=found.p90,
        probability=gain.probability,
        mc_error_dkk=found.mc_error,
    )
