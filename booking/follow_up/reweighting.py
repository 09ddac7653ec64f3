"""Weight draws of the assumptions by how likely they make what a ledger has shown.

Caveat. Nothing is learnt that the scenario does not hold possible. Only the assumptions are learnt of: chance
that has favoured the months so far is no gain of the years to come. Only moves on the steps that the case
works on, and the children who came to them, are evidence; money is not.

A draw's weight is the likelihood of the events that were seen, given the child-years in which they were
(`booking.follow_up.event_rates`). When the weights are worth too few draws, fresh points are run where the
ledger makes them likely (`booking.follow_up.normal_scores.ScoreDistribution`). All points count, old and
fresh, each by prior x likelihood over the density of the mixture that they all come from (deterministic
mixture: Owen and Zhou 2000, Journal of the American Statistical Association 95:135-143; fitted step by step:
Cappé, Guillin, Marin and Robert 2004, Journal of Computational and Graphical Statistics 13:907-929; Cornuet,
Marin, Mira and Robert 2012, Scandinavian Journal of Statistics 39:798-812).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from booking.follow_up.event_rates import EventRates, event_rates
from booking.follow_up.evidence import EventKind, Evidence
from booking.follow_up.normal_scores import ScoreDistribution, ScoreSpace, effective, normalised
from model.arithmetic.functions import exp, log, log_sum_exp
from model.world.arrays import Floats
from sensitivity.subject.factors import Factors

MOST_FRESH = 2
"""How many times fresh points are run."""
LEAST_WORTH, LEAST_SHARE = 100.0, 0.1
"""Draws that the weights must be worth, and the share of all draws."""
OUTSIDE = 0.01
"""A ledger as unlikely as the least likely hundredth of the scenario's own runs lies outside the scenario."""
_MOST_HELD_AGAINST = 400
_LEAST_FITTED = 20.0
"""Draws that a proposal is fitted to, or three for each number: more would be far from what was seen, fewer
have no spread."""


@dataclass(frozen=True, kw_only=True)
class Reweighted:
    """The assumptions after the ledger: weighted points."""

    values: Floats
    """[point, assumption]: first the draws of the scenario, then fresh points."""
    weights: Floats
    """[point]; their sum is 1."""
    draws: int
    """How many of the points are draws of the scenario."""
    kinds: tuple[EventKind, ...]
    seen: Evidence
    expected: Floats
    """Events of each kind in the child-years that were seen, as the scenario has it on average; [kind]."""
    dispersion: Floats
    """[kind]"""
    worth_before: float
    """How many draws the weights were worth before fresh points were run."""
    fresh_runs: int
    rarity: float
    """Share of the scenario's own runs that are as unlikely under the scenario as the ledger, or more so."""

    @cached_property
    def worth(self) -> float:
        """How many draws the weights are worth (effective sample size)."""
        return effective(self.weights)

    @property
    def is_thin(self) -> bool:
        """Whether the weights are worth too few draws for a precise estimate."""
        return self.worth < enough(self.draws)

    @property
    def is_outside(self) -> bool:
        """Whether the ledger lies outside what the scenario holds possible.

        At each look by itself a scenario that is right is said to be wrong once in a hundred times; over
        eight looks in three years it was once in fourteen.
        """
        return self.rarity <= OUTSIDE

    @property
    def is_usable(self) -> bool:
        """Whether estimates after the ledger may be used: neither thin nor outside the scenario."""
        return not self.is_thin and not self.is_outside


def enough(draws: int) -> float:
    """Return how many draws weights must be worth; with few draws, half of them."""
    return min(max(LEAST_WORTH, LEAST_SHARE * draws), 0.5 * draws)


def reweighted(
    factors: Factors,
    values: Floats,
    simulated: Evidence,
    seen: Evidence,
    *,
    kinds: tuple[EventKind, ...],
    fresh: Callable[[Floats], Evidence],
    seed: int,
) -> Reweighted:
    """Return the assumptions weighted by a ledger.

    `values` [draw, assumption] are plain draws of the scenario and `simulated` [draw, replication, kind] what
    happened in them; `seen` [kind] is the ledger. `fresh` runs more points, [point, assumption], and returns
    what happened there, [point, replication, kind]; it is called at most `MOST_FRESH` times, each time with
    as many points as there are draws. Raises ValueError as `booking.follow_up.event_rates.event_rates` does,
    and what `fresh` does.
    """
    space, draws = ScoreSpace(factors), len(values)
    rng = np.random.Generator(np.random.Philox(key=seed | 1 << 100))
    scores = space.scores(values)
    numbers = space.numbers(scores)
    rates = event_rates(scores, simulated.events, simulated.exposure)
    expected = exp(rates.log_rate).mean(axis=0) * seen.exposure
    proposals = [ScoreDistribution.prior(space.size)]
    log_weights = rates.log_likelihood(seen.events, seen.exposure)
    rare = rarity(evidence_of_runs(rates, simulated), log_weights)
    worth_before = effective(normalised(log_weights))
    while effective(normalised(log_weights)) < enough(draws) and len(proposals) <= MOST_FRESH:
        proposals.append(
            ScoreDistribution.fitted(numbers, log_weights, wanted=max(_LEAST_FITTED, 3.0 * space.size))
        )
        drawn = proposals[-1].draw(draws, rng)
        values = np.concatenate([values, space.values(drawn)])
        numbers = np.concatenate([numbers, drawn])
        simulated = simulated.and_also(fresh(values[-draws:]))
        rates = event_rates(space.scores(values), simulated.events, simulated.exposure)
        mixture = log_sum_exp(np.stack([each.log_density(numbers) for each in proposals]), axis=0)
        log_weights = rates.log_likelihood(seen.events, seen.exposure) - mixture
    return Reweighted(
        values=values,
        weights=normalised(log_weights),
        draws=draws,
        kinds=kinds,
        seen=seen,
        expected=expected,
        dispersion=rates.dispersion,
        worth_before=worth_before,
        fresh_runs=len(proposals) - 1,
        rarity=rare,
    )


def evidence_of_runs(rates: EventRates, simulated: Evidence) -> Floats:
    """Return the log evidence of some of the scenario's own runs: one each of at most 400 draws; [run].

    It is the likelihood over all other draws than the run's own. `simulated` is [draw, replication, kind].
    """
    draws = np.unique(np.linspace(0, len(simulated.events) - 1, _MOST_HELD_AGAINST).astype(int))
    log_likelihood = rates.log_likelihood(simulated.events[draws, 0], simulated.exposure[draws, 0])
    log_likelihood[np.arange(len(draws)), draws] = -np.inf
    return np.asarray(log_sum_exp(log_likelihood) - log(log_likelihood.shape[-1] - 1))


def rarity(of_runs: Floats, log_likelihood: Floats) -> float:
    """Return the share of runs whose evidence is as low as that of what was seen, or lower; itself included.

    A prior predictive check (Box 1980, Journal of the Royal Statistical Society A 143:383-430).
    `log_likelihood` is that of what was seen under the draws, [draw].
    """
    own = log_sum_exp(log_likelihood) - log(len(log_likelihood))
    return float((1 + (of_runs <= own).sum()) / (1 + len(of_runs)))
