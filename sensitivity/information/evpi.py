"""Value perfect information before deciding: EVPI, and EVPPI of single assumptions and of groups.

Caveat. Worth is counted over draws: what the assumptions do to the gain that is to be expected. Chance is
nothing that anybody can know, so a draw's gain is not the mean of its few runs, which chance moves, but what
a regression on the assumptions says. Where that explains little of the ignorance there is (`explained`), the
worth is too small: what the regression does not see cannot change its mind. And the worth is that of knowing
for sure; a survey or a trial gives less.

The decision is to do a case or not, by its expected gain g(draw): `EVPI = E max(0, g) - max(0, E g)`, and
`EVPPI(S) = E max(0, E[g | S]) - max(0, E g)` (Raiffa and Schlaifer 1961; by regression: Strong, Oakley and
Brennan 2014, Medical Decision Making 34:311-326).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.arithmetic.products import product
from model.world.arrays import Floats
from scenarios.results.distribution import variance_shares
from sensitivity.methods.regression import RegressionFit, conditional_mean, cross_fitted


@dataclass(frozen=True, kw_only=True)
class Denoised:
    """The expected gain of every draw, without chance."""

    expected_gain_dkk: Floats
    """[draw]"""
    fit: RegressionFit
    """Of the mean gain of every draw on all assumptions."""
    explained: float | None
    """Share of the variance that ignorance makes in the gain which the regression foretells at draws that it
    has not seen; None when a single replication cannot tell ignorance from chance, or there is none."""


@dataclass(frozen=True, kw_only=True)
class Partial:
    """The worth of knowing some assumptions, and only those (EVPPI)."""

    name: str
    """Of the assumption, or of the group."""
    assumptions: tuple[str, ...]
    evppi_dkk: float
    """From zero to the EVPI, and no less than that of any listed set within this one."""
    mc_error_dkk: float
    """Standard error; 0 where knowing does not change the decision in any draw."""
    explained: float
    """Share of the variance of the expected gain that goes when these are known, from 0 to 1."""
    changes_decision: float
    """Share of the draws in which who knows these decides otherwise than now."""


@dataclass(frozen=True, kw_only=True)
class Information:
    """The worth of perfect information before deciding on a case."""

    expected_gain_dkk: float
    """Of doing it, over all draws and replications."""
    decision_now: bool
    """Whether to do it with what is known now: an expected gain above zero."""
    evpi_dkk: float
    """Worth of knowing all assumptions: the most that any study of them may cost."""
    mc_error_dkk: float
    """Standard error of `evpi_dkk`."""
    changes_decision: float
    """Share of the draws in which who knows all assumptions decides otherwise than now."""
    singles: tuple[Partial, ...]
    """Every assumption, in the order given."""
    groups: tuple[Partial, ...]
    """In the order given."""
    denoised: Denoised

    @property
    def partial(self) -> tuple[Partial, ...]:
        """Singles and then groups."""
        return self.singles + self.groups


def information(
    *,
    values: Floats,
    names: Sequence[str],
    gain_dkk: Floats,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Information:
    """Return the worth of knowing each assumption, each group, and all.

    `values` is [draw, assumption], of which only the order within an assumption counts; `gain_dkk` is [draw,
    replication]. `groups` gives the assumptions of each group by name. Assumptions may hang together: to
    know one is then also to know something of the other.

    The standard errors are closed approximations for independent draws (the delta method, with what chance
    does to the coefficients; Newey 1994, Econometrica 62:1349-1382). They take the chosen terms as given, do
    not hold where the expected gain is about zero, and are too large for draws that are spread evenly.

    Raises ValueError when names and values do not fit each other, a name stands twice or a group names what
    is not there, and as `sensitivity.methods.regression.conditional_mean` does.
    """
    sets = _sets(values, names, groups or {})
    known = denoised(values, gain_dkk)
    gain = known.expected_gain_dkk
    evpi = worth_of_knowing(gain)
    means = [_Known(known.fit, values, columns) for _, columns in sets]
    worths = _consistent(
        [worth_of_knowing(each.gain) for each in means], [set(each) for _, each in sets], evpi
    )
    variance = float(gain.var())
    partials = tuple(
        Partial(
            name=name,
            assumptions=tuple(names[column] for column in columns),
            evppi_dkk=worth,
            mc_error_dkk=_mc_error(mean, known.fit),
            explained=min(1.0, float(mean.gain.var()) / variance) if np.ptp(mean.gain) > 0 else 0.0,
            changes_decision=_changes(mean.gain),
        )
        for (name, columns), worth, mean in zip(sets, worths, means, strict=True)
    )
    return Information(
        expected_gain_dkk=known.fit.mean,
        decision_now=known.fit.mean > 0,
        evpi_dkk=evpi,
        mc_error_dkk=_mc_error(_Known(known.fit, values, tuple(range(len(names)))), known.fit),
        changes_decision=_changes(gain),
        singles=partials[: len(names)],
        groups=partials[len(names) :],
        denoised=known,
    )


def denoised(values: Floats, gain_dkk: Floats) -> Denoised:
    """Return the expected gain of every draw given its assumptions, without the chance of its replications.

    `values` is [draw, assumption], `gain_dkk` [draw, replication]. Raises ValueError as
    `sensitivity.methods.regression.conditional_mean` does, and when `gain_dkk` has other axes.
    """
    if gain_dkk.ndim != 2 or gain_dkk.shape[1] < 1:
        raise ValueError(f"gain_dkk must be [draw, replication], not {gain_dkk.shape}")
    means = gain_dkk.mean(axis=1)
    fit = conditional_mean(values, means)
    shares = variance_shares(gain_dkk)
    explained = None
    if shares is not None and shares.ignorance > 0:
        of_means = shares.ignorance / (shares.ignorance + shares.chance / gain_dkk.shape[1])
        explained = min(1.0, cross_fitted(values, means).explained / of_means)
    return Denoised(expected_gain_dkk=fit.fitted, fit=fit, explained=explained)


def worth_of_knowing(expected_gain_dkk: Floats) -> float:
    """Return `E max(0, g) - max(0, E g)`; exactly zero when all of `expected_gain_dkk` lie on one side."""
    if (expected_gain_dkk >= 0).all() or (expected_gain_dkk <= 0).all():
        return 0.0
    best = np.maximum(expected_gain_dkk, 0).mean()
    return max(0.0, float(best) - max(0.0, float(expected_gain_dkk.mean())))


class _Known:
    """E[g | some assumptions] at every draw: g's own terms of them, and a regression of the rest on them.

    The terms of these assumptions alone are known with them, so only the rest is put to a regression. When
    the assumptions have nothing to do with each other, that finds nothing, and the noise of regressing g on
    one assumption with all the others as disturbance does not arise.
    """

    def __init__(self, fit: RegressionFit, values: Floats, columns: tuple[int, ...]) -> None:
        self._fit = fit
        self._own = fit.is_of(columns)
        own = fit.mean + fit.part(columns)
        self._rest: RegressionFit | None = None
        self.gain = own
        """[draw]"""
        if not self._own.all():
            self._rest = conditional_mean(values[:, list(columns)], fit.fitted - own)
            self.gain = own + self._rest.fitted

    def moved(self, weight: Floats) -> Floats:
        """Return how the draws move `mean(weight * gain)` through the coefficients behind `gain`; [draw].

        The residual of a draw moves g's coefficients, and with them the own terms and the image of the others
        in the regression of the rest, whose coefficients the draw moves as well.
        """
        known = np.where(self._own, self._fit.design, 0.0)
        moved = np.zeros_like(weight)
        if self._rest is not None:
            others = self._fit.design[:, ~self._own]
            known[:, ~self._own] = self._rest.projected(others)
            moved += self._rest.projected(weight) * self._rest.residual
        through = product(self._fit.design, self._fit.solved(product(known.T, weight) / len(weight)))
        return np.asarray(moved + (weight.mean() + through) * self._fit.residual)


def _mc_error(known: _Known, fit: RegressionFit) -> float:
    if worth_of_knowing(known.gain) == 0:
        return 0.0
    done = (known.gain > 0).astype(float)
    moved = np.maximum(known.gain, 0) + known.moved(done)
    if fit.mean > 0:
        moved -= fit.fitted + fit.residual
    return float(moved.std(ddof=1) / math.sqrt(len(moved)))


def _changes(expected_gain_dkk: Floats) -> float:
    return float(((expected_gain_dkk > 0) != (expected_gain_dkk.mean() > 0)).mean())


def _consistent(worths: Sequence[float], sets: Sequence[set[int]], evpi: float) -> list[float]:
    """Return worths that grow with the set and end at the EVPI: each at least that of every set within it.

    So it is by definition (Jensen); estimates of what is nearly equal may come in the wrong order.
    """
    return [
        min(evpi, max(worth for worth, inner in zip(worths, sets, strict=True) if inner <= outer))
        for outer in sets
    ]


def _sets(
    values: Floats, names: Sequence[str], groups: Mapping[str, Sequence[str]]
) -> list[tuple[str, tuple[int, ...]]]:
    if values.ndim != 2 or values.shape[1] != len(names):
        raise ValueError(f"values must be [draw, assumption] for {len(names)} names, not {values.shape}")
    if len(set(names)) != len(names):
        raise ValueError("names must differ: an assumption stands twice")
    place = {name: column for column, name in enumerate(names)}
    for group, members in groups.items():
        if missing := sorted(set(members) - set(place)):
            raise ValueError(f"group {group!r} has assumptions that are not there: {', '.join(missing)}")
    return [(name, (place[name],)) for name in names] + [
        (group, tuple(sorted({place[name] for name in members}))) for group, members in groups.items()
    ]
