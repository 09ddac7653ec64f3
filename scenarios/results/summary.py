"""Summarise a comparison as one object for another program, as `trappe compare --json` prints it."""

from dataclasses import asdict
from typing import Any

import numpy as np

from model.world.arrays import Floats
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.distribution import distribution
from scenarios.results.provenance import Stamp
from scenarios.results.published import published_figures
from scenarios.results.result_folder import number


def document(study: Study, comparison: Comparison, stamp: Stamp) -> dict[str, Any]:
    """Return the summary as the folder of a run has it: with the year whose prices its kroner are in."""
    figures = published_figures(study, comparison)
    return {
        **summary(comparison, stamp),
        "price_year": study.scenario.price_year,
        "published": [{"name": figure.name, **figure.document()} for figure in figures],
    }


def summary(comparison: Comparison, stamp: Stamp) -> dict[str, Any]:
    """Return the summary of a comparison; figures that do not exist (one run has no error) are None.

    `expected_gain_dkk` is the mean of the net present gain.
    Net gains count the municipality's own payers; `gain_dkk_by_payer` has every payer, over all years.
    Only the net present gain is discounted. A year of fewer than twelve `months_simulated` is a part of one,
    and its figures are not scaled up.
    """
    return {
        "scenario": stamp.scenario,
        "scenario_digest": stamp.scenario_digest,
        "run_digest": stamp.run_digest,
        "value_digest": stamp.value_digest,
        "seed": stamp.seed,
        "draws": stamp.draws,
        "replications": stamp.replications,
        "months_simulated": {
            str(year): int((comparison.months.year == year).sum()) for year in comparison.years
        },
        "cases": {case: _case(comparison, case) for case in comparison.cases},
    }


def _case(comparison: Comparison, case: str) -> dict[str, Any]:
    gain = comparison.gain(case)
    return {
        **gain.expected(price_year=None).document(),
        "net_present_gain_dkk": _figures(gain.net_present),
        "probability_of_gain": gain.probability,
        "break_even_year": asdict(gain.break_even),
        "variance_shares": None if gain.shares is None else asdict(gain.shares),
        "gain_dkk_by_year": {
            str(year): _figures(gain.by_year[..., i]) for i, year in enumerate(comparison.years)
        },
        "gain_dkk_by_payer": {
            payer: _figures(gain.by_payer[..., i]) for i, payer in enumerate(comparison.payers)
        },
        "full_year_persons": {
            step: _persons(comparison, case, step)
            for step in dict.fromkeys([*comparison.runs[case].steps, *comparison.runs[BASELINE].steps])
        },
    }


def _persons(comparison: Comparison, case: str, step: str) -> dict[str, dict[str, float]]:
    baseline = comparison.full_year_persons(BASELINE, step).mean(axis=(0, 1))
    changed = comparison.full_year_persons(case, step).mean(axis=(0, 1))
    return {
        str(year): {"baseline": float(baseline[i]), "case": float(changed[i])}
        for i, year in enumerate(comparison.years)
    }


def _figures(runs: Floats) -> dict[str, float | None]:
    figures = asdict(distribution(np.asarray(runs)))
    return {name: number(value) for name, value in figures.items()}
