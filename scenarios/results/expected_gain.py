"""Compute the expected gain of a case: the one number that every page, command and letter says.

Caveat. It is an expectation, and its error is that of too few runs alone: what the scenario is wrong about,
and how widely the gain may turn out, are not in it.
"""

import math
from dataclasses import dataclass

import numpy as np

from model.world.arrays import Floats
from scenarios.results.distribution import distribution


@dataclass(frozen=True, kw_only=True)
class ExpectedGain:
    """The mean over draws and replications of the municipality's net present gain over the whole horizon.

    It counts the municipality's own payers, programme costs included and own units in whole blocks of places,
    in fixed prices, discounted to the first budget year.
    """

    dkk: float
    mc_error_dkk: float | None
    """Standard error of the mean, which more draws reduce; None when it is not known, as of one run."""
    runs: int
    price_year: int | None
    """None in an entry of a register that does not say."""

    def document(self) -> dict[str, float | None]:
        """Return the gain and its error under the names that they have in every JSON document."""
        return {"expected_gain_dkk": self.dkk, "expected_gain_mc_error_dkk": self.mc_error_dkk}


def expected_gain(
    net_present_dkk: Floats, *, price_year: int | None, weights: Floats | None = None
) -> ExpectedGain:
    """Return the expected gain of runs; both arrays are [draw, replication].

    `weights` are those of the runs where they do not count alike; they need not sum to one.
    """
    figures = distribution(net_present_dkk)
    dkk, error = figures.mean, figures.mc_error
    if weights is not None:
        dkk, error = _weighted(net_present_dkk, weights)
    return ExpectedGain(
        dkk=dkk,
        mc_error_dkk=None if math.isnan(error) else error,
        runs=net_present_dkk.size,
        price_year=price_year,
    )


def _weighted(net_present_dkk: Floats, weights: Floats) -> tuple[float, float]:
    """Return the weighted mean and its error; draws are independent, and those of one draw share a weight."""
    share = weights / math.fsum(weights.ravel())
    dkk = math.fsum((share * net_present_dkk).ravel())
    draws = len(share)
    if draws < 2:
        return dkk, math.nan
    pull = np.array([math.fsum(row) for row in share * (net_present_dkk - dkk)])
    return dkk, math.sqrt(draws / (draws - 1) * math.fsum(pull * pull))
