"""Measure how much common random numbers save when a case of Kolding is compared with its baseline.

The net present gain is a difference. Its variance under chance alone, every assumption at its median, is
compared with the same numbers for both sides and with a seed for each. The ratio depends on the case: one
that changes more lives gains less.
"""

import numpy as np

from bench.ratios import Effort, Ratio
from bench.worlds import SEED, medians
from model.world.arrays import Floats
from scenarios.building.world import World, build
from scenarios.format.study import BASELINE
from scenarios.reading.load import load
from scenarios.results.comparison import Gain
from scenarios.running.simulate import run

_CASE = "opfølgning"
_OTHER_SEED = SEED + 1


def variance_ratio(effort: Effort) -> Ratio:
    """Compare the variance of the gain with independent seeds with that with common numbers."""
    study = load("kolding")
    case = _CASE if _CASE in study.cases else next(iter(study.cases))
    worlds = {name: build(study.case(name), medians(study)) for name in (BASELINE, case)}
    municipal = tuple(payer.municipal for payer in study.scenario.payers.values())
    number = effort.of(300, least=10)

    def net_present(baseline: Floats, other: Floats) -> Floats:
        gain = Gain(dkk=(baseline - other)[:, np.newaxis], months=worlds[case].months, municipal=municipal)
        return gain.net_present[:, 0]

    ratios, errors = [], []
    for i in range(effort.runs):
        replications = range(i * number, (i + 1) * number)
        baseline = _paid_dkk(worlds[BASELINE], SEED, replications)
        common = net_present(baseline, _paid_dkk(worlds[case], SEED, replications))
        independent = net_present(baseline, _paid_dkk(worlds[case], _OTHER_SEED, replications))
        ratios.append(float(independent.var(ddof=1) / common.var(ddof=1)))
        errors.append(float(common.std(ddof=1)))
    return Ratio(
        compares=f"variance of the net present gain, Kolding, {case}: independent seeds over common numbers",
        runs=tuple(ratios),
        figures={
            "replications": number,
            "standard_deviation_dkk_with_common_numbers": float(np.median(errors)),
        },
    )


def _paid_dkk(world: World, seed: int, replications: range) -> Floats:
    return run(world, seed=seed, replications=replications).paid_dkk
