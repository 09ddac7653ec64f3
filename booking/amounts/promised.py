"""Compute what each payer could take out of each budget year, before what must be in place is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from booking.amounts.bookable import Odds, bookable, bookable_error, mean, odds
from booking.amounts.gain_in_kroner import GainInKroner
from booking.amounts.policy import Policy
from model.world.arrays import Floats


@dataclass(frozen=True, kw_only=True)
class Promised:
    """One payer's gain in one budget year; kroner in fixed prices, undiscounted."""

    year: int
    payer: str
    mean_dkk: float
    """As the model counts: own units in whole blocks of places."""
    at_average_dkk: float
    """If every place fell in cost with its child: what a calculation that sees no houses would promise."""
    cashable_dkk: float
    """The mean of what the policy counts as money in a budget."""
    most_dkk: float | None
    """The most that any run counts as money in a budget; None in an entry made before it stood there."""
    sure: Odds
    """The largest amount that is realised with the policy's confidence, and what booking it would mean."""
    sure_error_dkk: float | None
    """Monte Carlo error of that amount; None when there are too few draws to tell."""
    habit: Odds
    """What booking the mean would mean."""


def promised(
    gain: GainInKroner,
    policy: Policy,
    *,
    years: Sequence[int],
    payers: Sequence[str],
    weights: Floats | None = None,
) -> tuple[Promised, ...]:
    """Return the gain of every payer in every budget year, year by year.

    `weights` are of the runs, in the shape of their axes; left out, all runs count alike.
    """
    return tuple(
        _one(gain, policy, year=year, payer=payer, at=(i, j), weights=weights)
        for i, year in enumerate(years)
        for j, payer in enumerate(payers)
    )


def has_few_draws(policy: Policy, draws: float) -> bool:
    """Return whether amounts rest on fewer draws than the policy asks for."""
    return draws < policy.least_draws


def is_too_rough(promised: Promised, policy: Policy) -> bool:
    """Return whether the Monte Carlo error of the sure amount is not known to be what the policy allows."""
    most, error = policy.largest_error, promised.sure_error_dkk
    return most is not None and promised.sure.dkk > 0 and (error is None or error > most * promised.sure.dkk)


def told(promised: Promised, policy: Policy, *, draws: float) -> Promised:
    """Return a gain as it may be told: nothing of it is sure where the run is too small to say how much."""
    if has_few_draws(policy, draws) or is_too_rough(promised, policy):
        return replace(promised, sure=Odds(dkk=0.0, shortfall_dkk=0.0, regret=0.0))
    return promised


def _one(
    gain: GainInKroner,
    policy: Policy,
    *,
    year: int,
    payer: str,
    at: tuple[int, int],
    weights: Floats | None,
) -> Promised:
    average, in_blocks, cashable = (
        each[..., at[0], at[1]] for each in (gain.at_average_dkk, gain.in_blocks_dkk, gain.cashable_dkk)
    )
    mean_dkk = mean(in_blocks, weights)
    return Promised(
        year=year,
        payer=payer,
        mean_dkk=mean_dkk,
        at_average_dkk=mean(average, weights),
        cashable_dkk=mean(cashable, weights),
        most_dkk=float(cashable.max()),
        sure=odds(cashable, bookable(cashable, policy.confidence, weights), weights),
        sure_error_dkk=bookable_error(cashable, policy.confidence, weights),
        habit=odds(cashable, mean_dkk, weights),
    )
