"""How far the rates of each step can be trusted: one rule, in one place, with its reasons as plain data.

Caveat. A step that nothing speaks against is not proved right: with few moves nothing can speak against it.
That is why their number comes first.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from calibration.rates.exposure import Exposure

GOOD, THIN = 50, 10
"""Moves off a step from which its rates are good, or thin; with fewer they are poor."""
LEVEL = 0.05
"""Of correct calibrations so many at most lose a grade anywhere, over all steps and checks together."""
GRADES = ("good", "thin", "poor")

FEW_MOVES, LENGTH_OF_STAY, BACKTEST = "few_moves", "length_of_stay", "backtest"
"""Reasons why a grade is not the best."""


@dataclass(frozen=True, kw_only=True)
class StepVerdict:
    """What is thought of the rates of one step, and why."""

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


def verdicts(exposure: Exposure) -> dict[str, str]:
    """Return for each step whether enough moves off it were seen: good, thin or poor."""
    return {name: by_number(number) for name, number in moves_off(exposure).items()}


def moves_off(exposure: Exposure) -> dict[str, int]:
    """Return how many moves off each step were seen."""
    off = exposure.events().sum(axis=(1, 2, 3)).tolist()
    return {step.name: number for step, number in zip(exposure.histories.staircase.steps, off, strict=True)}


def by_number(moves: int) -> str:
    """Return the grade of a step of which nothing is known but how many moves off it were seen."""
    return "good" if moves >= GOOD else "thin" if moves >= THIN else "poor"


def limit_of(tests: int) -> float:
    """Return below what a p-value speaks against a fit, when so many are looked at (Bonferroni)."""
    return LEVEL / max(1, tests)


def judged(
    moves: Mapping[str, int], *, stays: Mapping[str, float], backtest: Mapping[str, float]
) -> tuple[StepVerdict, ...]:
    """Return the verdict of each step: by its moves, one grade lower when a check speaks against the fit.

    `stays` and `backtest` are p-values by step, NaN or left out where there is none. A p-value speaks against
    the fit below `LEVEL` over the number of all that are known (Bonferroni), so that a correct calibration
    loses a grade anywhere with a probability of at most `LEVEL`.
    """
    known = [p for table in (stays, backtest) for p in table.values() if not math.isnan(p)]
    limit = limit_of(len(known))
    found = []
    for step, number in moves.items():
        against = tuple(
            reason
            for reason, table in ((LENGTH_OF_STAY, stays), (BACKTEST, backtest))
            if table.get(step, math.nan) < limit
        )
        best = by_number(number)
        grade = GRADES[min(GRADES.index(best) + bool(against), len(GRADES) - 1)]
        found.append(
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
    return tuple(found)
