"""Grade how far the rates of each step can be trusted: good, thin or poor, with reasons.

Caveat. A step that no check speaks against is not proved right: with few moves no check can. That is why the
number of moves comes first.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from calibration.rates.exposure import Exposure

GOOD, THIN = 50, 10
"""Moves off a step from which its rates are good, or thin; with fewer they are poor."""
LEVEL = 0.05
"""Largest share of correct calibrations that lose a grade anywhere, over all steps and checks."""
GRADES = ("good", "thin", "poor")

FEW_MOVES, LENGTH_OF_STAY, BACKTEST = "few_moves", "length_of_stay", "backtest"
"""Reasons why a grade is not the best."""


@dataclass(frozen=True, kw_only=True)
class StepVerdict:
    """Grade of the rates of one step, and its reasons."""

    step: str
    grade: str
    """One of `GRADES`."""
    moves: int
    """Moves off the step that were seen."""
    stay_p_value: float
    """Of the fit of the length of stay; NaN where it could not be tested."""
    backtest_p_value: float
    """Of the backtest; NaN where there is none."""
    limit: float
    """A p-value below it speaks against the fit: `LEVEL` over the number of tests that were made."""
    reasons: tuple[str, ...]
    """Of `FEW_MOVES`, `LENGTH_OF_STAY` and `BACKTEST`; empty for a good step."""

    @property
    def is_misfit(self) -> bool:
        """Whether enough was seen, and the grade is low because the rates do not fit what happened."""
        return bool(self.reasons) and FEW_MOVES not in self.reasons


def verdicts(exposure: Exposure) -> dict[str, str]:
    """Return for each step whether enough moves off it were seen: good, thin or poor."""
    return {name: grade_of(number) for name, number in moves_off(exposure).items()}


def moves_off(exposure: Exposure) -> dict[str, int]:
    """Return how many moves off each step were seen."""
    off = exposure.events().sum(axis=(1, 2, 3)).tolist()
    return {step.name: number for step, number in zip(exposure.histories.staircase.steps, off, strict=True)}


def grade_of(moves: int) -> str:
    """Return the grade of a step by the number of moves off it alone."""
    return "good" if moves >= GOOD else "thin" if moves >= THIN else "poor"


def p_value_limit(tests: int) -> float:
    """Return the p-value below which one of so many tests speaks against a fit (Bonferroni)."""
    return LEVEL / max(1, tests)


def checked_verdicts(
    moves: Mapping[str, int], *, stays: Mapping[str, float], backtest: Mapping[str, float]
) -> tuple[StepVerdict, ...]:
    """Return the verdict of each step: by its moves, one grade lower when a check speaks against the fit.

    `stays` and `backtest` are p-values by step, NaN or left out where there is none. A p-value speaks against
    the fit below `LEVEL` over the number of all that are known (Bonferroni), so that a correct calibration
    loses a grade anywhere with a probability of at most `LEVEL`.
    """
    known = [p for table in (stays, backtest) for p in table.values() if not math.isnan(p)]
    limit = p_value_limit(len(known))
    graded = []
    for step, number in moves.items():
        against = tuple(
            reason
            for reason, table in ((LENGTH_OF_STAY, stays), (BACKTEST, backtest))
            if table.get(step, math.nan) < limit
        )
        best = grade_of(number)
        grade = GRADES[min(GRADES.index(best) + bool(against), len(GRADES) - 1)]
        graded.append(
            StepVerdict(
                step=step,
                grade=grade,
                moves=number,
                stay_p_value=stays.get(step, math.nan),
                backtest_p_value=backtest.get(step, math.nan),
                limit=limit,
                reasons=((FEW_MOVES,) if number < GOOD else ()) + against,
            )
        )
    return tuple(graded)
