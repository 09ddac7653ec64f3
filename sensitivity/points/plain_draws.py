"""Draw the assumptions as a comparison with the same seed draws them, or read the draws it left."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.results.tally import by_year
from model.world.arrays import Floats
from scenarios.building.draws import draw
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.read_back import read
from sensitivity.points.points import Points
from sensitivity.subject.factors import Factors


@dataclass(frozen=True, kw_only=True)
class ExistingDraws:
    """Draws of a comparison that exists, and what it measured under them."""

    values: Floats
    """[draw, assumption]"""
    measured: dict[str, Floats]
    """[draw, replication, ...]: at least `gain_dkk`, `placed` and `placed_before` of `CaseMeasure`."""


def points(study: Study, factors: Factors, *, draws: int, seed: int) -> Points:
    """Return so many draws as points, each with a chance of its own."""
    drawn = [draw(study, seed=seed, number=number) for number in range(draws)]
    values = np.array([[each[name] for name in factors.names] for each in drawn])
    return Points(values=values, chance=np.arange(draws))


def read_draws(folder: Path, study: Study, case: str, factors: Factors) -> ExistingDraws:
    """Return the draws that a comparison left in a folder; nothing is simulated.

    Raises RefusedError as `scenarios.results.read_back.read` does.
    """
    comparison, _ = read(folder, study)
    return ExistingDraws(
        values=np.stack([comparison.assumptions[name] for name in factors.names], axis=-1),
        measured={
            "gain_dkk": comparison.gain(case).dkk,
            "placed": _placed(comparison, study, case),
            "placed_before": _placed(comparison, study, BASELINE),
        },
    )


def _placed(comparison: Comparison, study: Study, case: str) -> Floats:
    """Return full-year persons placed; [draw, replication, year]."""
    runs, months = comparison.runs[case], comparison.months
    steps = study.case(case).staircase.steps
    days = np.zeros((comparison.draws, comparison.replications, months.count))
    for step in runs.steps:
        if steps[step].placed:
            days += runs.of_step("person_days", step)
    return np.asarray(by_year(days / months.days_in_year, months, axis=-1))
