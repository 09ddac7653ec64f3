"""Decide whether a simulated figure and a closed form disagree: the rule, and how sure it is.

Every check compares a statistic of many independent replications with a value worked out without the
simulation. It fails when they are further apart than chance explains at `FALSE_ALARM`. The whole suite
makes fewer than `CHECKS` checks, so that by Bonferroni's inequality a correct engine fails it with a
probability below `FALSE_ALARM_OF_THE_SUITE`, had the seed been drawn at random. The seed is 1 throughout and
was never chosen for its result.

Power: with standard error e, a figure that is off by d is caught with probability above
Phi(|d| / e - limit). The limit is 4.97 for a normal statistic, so 99 % needs |d| / e above 7.3: for an error
of 2 % in a rate about 133,000 events of it. Each test says by `power` what it has.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from model.results.records import Records
from model.simpy_engine.engine import simulate
from model.world.arrays import Floats
from model.world.parameters import Parameters

logger = logging.getLogger(__name__)

SEED = 1
FALSE_ALARM_OF_THE_SUITE = 1e-4
CHECKS_OF_A_WORLD = 10
WORLDS = 31
CHECKS = CHECKS_OF_A_WORLD * WORLDS
FALSE_ALARM = FALSE_ALARM_OF_THE_SUITE / CHECKS
LIMIT = float(stats.norm.isf(FALSE_ALARM / 2))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One comparison, in standard errors."""

    what: str
    observed: float
    expected: float
    error: float
    """Standard error of what was observed."""
    z: float
    limit: float

    @property
    def holds(self) -> bool:
        return abs(self.z) <= self.limit

    def power(self, wrong: float) -> float:
        """Return the probability at least that an engine whose figure is `wrong` is caught."""
        return float(stats.norm.cdf(abs(wrong - self.expected) / self.error - self.limit))

    def __str__(self) -> str:
        return f"{self.what}: {self.observed:.6g}, expected {self.expected:.6g} (z {self.z:+.2f})"


def mean(what: str, samples: Floats | list[float], expected: float) -> Verdict:
    """Judge the mean of one number from each independent replication, by Student's t."""
    row = np.asarray(samples, dtype=float)
    error = float(row.std(ddof=1)) / math.sqrt(len(row))
    observed = float(row.mean())
    limit = float(stats.t.isf(FALSE_ALARM / 2, df=len(row) - 1))
    z = (observed - expected) / error
    return Verdict(what=what, observed=observed, expected=expected, error=error, z=z, limit=limit)


def poisson(what: str, observed: float, expected: float) -> Verdict:
    """Judge a count that is Poisson, by its exact tails."""
    tails = float(stats.poisson.cdf(observed, expected)), float(stats.poisson.sf(observed - 1, expected))
    return _by_tails(what, observed, expected, math.sqrt(expected), tails)


def binomial(what: str, observed: float, of: int, probability: float) -> Verdict:
    """Judge a count of successes among independent trials, by its exact tails."""
    error = math.sqrt(of * probability * (1 - probability))
    law = stats.binom(of, probability)
    tails = float(law.cdf(observed)), float(law.sf(observed - 1))
    return _by_tails(what, observed, of * probability, error, tails)


def compensated(what: str, events: float, hazard: float) -> Verdict:
    """Judge a count of events against the hazard that was run through.

    Their difference is a martingale whose variance is the expected hazard (Andersen, Borgan, Gill and
    Keiding 1993, "Statistical models based on counting processes", section II.4), and no other test of a
    rate has more power.
    """
    error = math.sqrt(hazard)
    z = (events - hazard) / error
    return Verdict(what=what, observed=events, expected=hazard, error=error, z=z, limit=LIMIT)


def dispersion(what: str, counts: Floats, expected: float) -> Verdict:
    """Judge whether counts, one from each replication, vary as Poisson counts do."""
    return chi_square(what, float(((counts - expected) ** 2).sum() / expected), len(counts))


def chi_square(what: str, distance: float, degrees: int) -> Verdict:
    """Judge a chi-square distance: too far is wrong, and so is too near."""
    tails = float(stats.chi2.cdf(distance, degrees)), float(stats.chi2.sf(distance, degrees))
    return _by_tails(what, distance, degrees, math.sqrt(2 * degrees), tails)


def _by_tails(
    what: str, observed: float, expected: float, error: float, tails: tuple[float, float]
) -> Verdict:
    below, above = tails
    z = float(stats.norm.isf(above)) if above < below else -float(stats.norm.isf(below))
    return Verdict(what=what, observed=observed, expected=expected, error=error, z=z, limit=LIMIT)


def each(world: Parameters, number: int, look: Callable[[Records], list[float]]) -> Floats:
    """Return the figures of `look` in each replication; replications x figures."""
    return np.array([look(simulate(world, seed=SEED, replication=r)) for r in range(number)])


def failures(verdicts: list[Verdict]) -> list[str]:
    """Return those that do not hold, as texts; empty when the engine is right.

    All are logged: `pytest -rP --log-level INFO` shows what was observed and what was expected.
    """
    for verdict in verdicts:
        logger.info("%s", verdict)
    assert 0 < len(verdicts) <= CHECKS_OF_A_WORLD, "the error rate counts on at most this many checks"
    assert all(math.isfinite(v.observed) and v.error > 0 for v in verdicts)
    return [str(verdict) for verdict in verdicts if not verdict.holds]
