"""Estimate the rate of every move by age band and group: as counted with an interval, and its posterior."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from calibration.rates import weibull
from calibration.rates.exposure import Exposure
from calibration.rates.posterior import RATES, MoveEvidence, Posterior, Prior, posterior, prior_near
from calibration.rates.weibull import WeibullFit
from model.arithmetic.functions import exp, log
from model.world.staircase import Step

Move = tuple[str, str]
"""From a step, to a step or way out."""

_95 = 1.96
"""Standard deviations of the logarithm that hold 95 %."""


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """Events and time at risk of a move in one age band and group, and its rate."""

    from_step: str
    to: str
    age_band: str
    group: str
    events: int
    child_years: float
    rate_per_year: float
    """Events over child-years; 0 where nobody was at risk."""
    low: float
    """Of the 95 % interval; without events 0."""
    high: float
    """Without events the rate that would have given some with 97.5 %; inf where nobody was at risk."""
    posterior_mean: float
    """Of a rate that does not change with time on the step."""


@dataclass(frozen=True, kw_only=True)
class MoveEstimate:
    """One move in all age bands and groups."""

    rows: tuple[RateRow, ...]
    posterior: Posterior
    """Of the rates, in the order of `rows`; where the hazard changes, of those of its first year."""
    weibull: WeibullFit | None
    """None where too few moves were seen to look for one."""

    @property
    def has_shape(self) -> bool:
        """Whether the hazard changes with time on the step."""
        return self.weibull is not None and self.weibull.rejects_constant


def estimates(
    exposure: Exposure,
    *,
    possible: Collection[Move] = (),
    reference: Mapping[Move, float] | None = None,
    shapes: bool = True,
) -> dict[Move, MoveEstimate]:
    """Return the estimate of every move that was seen, and of those that are `possible`.

    Other moves do not exist. `reference` gives rates per child-year of another municipality, about which the
    priors lie. Without `shapes` every hazard is constant in time on the step, whatever the data say.
    """
    references = reference or {}
    staircase, events = exposure.histories.staircase, exposure.events()
    by_move = {}
    for i, origin in enumerate(staircase.steps):
        cells = _cells(exposure, origin)
        for j, to in enumerate(staircase.names):
            move = (origin.name, to)
            if events[i, j].any() or move in possible:
                evidence = _evidence(exposure, i, j, cells)
                names = [(exposure.band_names[band], staircase.groups[group]) for band, group in cells]
                prior = prior_near(references[move]) if move in references else RATES
                by_move[move] = _estimate(move, names, evidence, prior, shapes=shapes)
    return by_move


def _cells(exposure: Exposure, step: Step) -> list[tuple[int, int]]:
    """Return the age bands and groups that children on a step may be in."""
    return [
        (band, group)
        for band, (low, high) in enumerate(exposure.bands)
        for group in range(len(exposure.histories.staircase.groups))
        if len(exposure.bands) == 1 or (low < step.age_to and step.age_from < high)
    ]


def _estimate(
    move: Move, cells: list[tuple[str, str]], evidence: MoveEvidence, prior: Prior, *, shapes: bool
) -> MoveEstimate:
    fit = weibull.fit(evidence) if shapes else None
    constant = posterior(evidence, prior=prior)
    years = evidence.exposure(1.0)
    rows = [
        RateRow(
            from_step=move[0],
            to=move[1],
            age_band=band,
            group=group,
            events=int(evidence.events[cell]),
            child_years=float(years[cell]),
            **_counted(int(evidence.events[cell]), float(years[cell])),
            posterior_mean=float(constant.mean[cell]),
        )
        for cell, (band, group) in enumerate(cells)
    ]
    believed = constant
    if fit is not None and fit.rejects_constant:
        believed = posterior(evidence, prior=prior, shapes=fit.grid)
    return MoveEstimate(rows=tuple(rows), posterior=believed, weibull=fit)


def _evidence(exposure: Exposure, i: int, j: int, cells: list[tuple[int, int]]) -> MoveEvidence:
    here = exposure.step == i
    moved = here & (exposure.destination == j)
    pieces, events = [], []
    for band, group in cells:
        cell = (exposure.band == band) & (exposure.group == group)
        pieces.append((exposure.since[here & cell], exposure.until[here & cell]))
        events.append(int((moved & cell).sum()))
    return MoveEvidence(
        events=np.array(events, dtype=np.int64),
        step_years=tuple(pieces),
        log_years_of_events=float(log(exposure.until[moved]).sum()),
    )


def _counted(events: int, years: float) -> dict[str, float]:
    """Return the rate and its 95 % interval: rate x exp(+-1.96 / sqrt(events))."""
    if years == 0.0:
        return {"rate_per_year": 0.0, "low": 0.0, "high": math.inf}
    if events == 0:
        return {"rate_per_year": 0.0, "low": 0.0, "high": float(-log(0.025)) / years}
    rate, factor = events / years, float(exp(_95 / math.sqrt(events)))
    return {"rate_per_year": rate, "low": rate / factor, "high": rate * factor}
