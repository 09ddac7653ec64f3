"""Build the model's parameters from a fit of rates, for one set of values and the children of one day.

Caveat. The simplifications of a calibrated scenario apply: children who have gone out do not come back but
count among the arrivals, ages at arrival are uniform within a band, no step has a number of places (the
effect of full steps is in the rates already).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from calibration.ledger.histories import Histories
from calibration.rates.arrivals import Inflow, inflow
from calibration.rates.estimate import Move, MoveEstimate, estimates
from calibration.rates.exposure import Exposure, admitted_bands, exposure
from calibration.rates.group_shares import group_shares
from model.arithmetic.functions import exp, expm1, log1p, normal_quantile
from model.arithmetic.random import normals
from model.world.arrays import Bools, Floats, Ints
from model.world.parameters import Arrivals, Parameters, StockChild, Transition
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase, Step

_NOBODY = 100.0
"""Years; a step that admits children of this age counts as one without an age limit."""
_AGELESS = 1e6
"""Years; an age limit that nobody reaches."""
_PIECES_PER_YEAR = 4
"""Pieces of a year in which growing arrivals are held constant."""


@dataclass(frozen=True, kw_only=True)
class RatesFit:
    """Posteriors of rates and arrivals in one window, and the data they rest on."""

    exposure: Exposure
    moves: Mapping[Move, MoveEstimate]
    inflow: Inflow


def fit_to(
    lives: Histories,
    bands: Collection[tuple[float, float]],
    *,
    possible: Collection[Move] = (),
    reference: Mapping[Move, float] | None = None,
    shapes: bool = True,
) -> RatesFit:
    """Return the fit of rates and arrivals to histories, by age bands in years.

    `possible`, `reference` and `shapes` are those of `calibration.rates.estimate.estimates`.
    """
    seen = exposure(lives, [low for low, _ in bands] + [max(high for _, high in bands)])
    return RatesFit(
        exposure=seen,
        moves=estimates(seen, possible=possible, reference=reference, shapes=shapes),
        inflow=inflow(lives, seen.bands),
    )


@dataclass(frozen=True, kw_only=True)
class ParameterValues:
    """One value of every rate, shape and arrival, and of their growth."""

    rates: Mapping[Move, Floats]
    """Per child-year, in the order of the rows of each `MoveEstimate`; of the first year with a shape."""
    shapes: Mapping[Move, float]
    arrivals: Floats
    """Children a year, on average over the window; [step, band]."""
    growth: float
    """Of the logarithm of the arrivals, per year."""


def posterior_means(fit: RatesFit) -> ParameterValues:
    """Return the posterior means."""
    return ParameterValues(
        rates={move: estimate.posterior.mean for move, estimate in fit.moves.items()},
        shapes={move: estimate.posterior.shape_mean for move, estimate in fit.moves.items()},
        arrivals=np.array([believed.mean for believed in fit.inflow.believed]),
        growth=float(log1p(fit.inflow.trend)),
    )


def draw_values(fit: RatesFit, number: int, rng: np.random.Generator) -> list[ParameterValues]:
    """Return `number` joint draws from the posterior.

    The rates of a move and its shape depend on each other; moves, the arrivals of each step and their growth
    are independent given the data, growth being normal about its estimate (its likelihood depends on the
    times of the arrivals alone, that of their level on their number alone).
    """
    moves = {move: estimate.posterior.draw(number, rng) for move, estimate in fit.moves.items()}
    arrivals = np.stack([believed.draw(number, rng)[0] for believed in fit.inflow.believed], axis=1)
    low, middle, high = log1p([fit.inflow.trend_low, fit.inflow.trend, fit.inflow.trend_high])
    error = (high - low) / (2 * normal_quantile(0.975))
    growth = middle + error * normals(rng, number)
    return [
        ParameterValues(
            rates={move: rates[i] for move, (rates, _) in moves.items()},
            shapes={move: float(shapes[i]) for move, (_, shapes) in moves.items()},
            arrivals=arrivals[i],
            growth=float(growth[i]),
        )
        for i in range(number)
    ]


@dataclass(frozen=True, kw_only=True)
class FittedWorld:
    """A fit on the staircase and age bands that the model needs."""

    fit: RatesFit

    @property
    def lives(self) -> Histories:
        """The histories that it was fitted to."""
        return self.fit.exposure.histories

    @cached_property
    def followed(self) -> Bools:
        """Which children the fit counts: with several age bands, those whose age is known; [child]."""
        return ~np.isnan(self.lives.birth) | (len(self.fit.exposure.bands) == 1)

    @cached_property
    def staircase(self) -> Staircase:
        """The steps of the calibration without places, with the borders of its age bands and of the steps."""
        given, bands = self.lives.staircase, self.fit.exposure.bands
        if len(bands) == 1 and all(step.age_to >= _NOBODY for step in given.steps):
            out = ((given.exits[0], 1.0),)
            steps = [Step(name=step.name, age_to=_AGELESS, at_age_limit=out) for step in given.steps]
            return replace(given, steps=tuple(steps), age_borders=(0.0, _AGELESS))
        borders = {float(border) for band in bands for border in band}
        borders |= {float(age) for step in given.steps for age in (step.age_from, step.age_to)}
        steps = [replace(step, places=None) for step in given.steps]
        return replace(given, steps=tuple(steps), age_borders=tuple(sorted(borders)))

    @cached_property
    def _band_of(self) -> list[int]:
        """The age band of the fit in which each band of the model lies."""
        inner = [low for low, _ in self.fit.exposure.bands[1:]]
        return [sum(age >= low for low in inner) for age in self.staircase.age_borders[:-1]]

    @cached_property
    def _where(self) -> dict[Move, tuple[Ints, Bools]]:
        """For each move the row of its rates, and whether the move is possible; both [band, group]."""
        return {move: self._rows(move) for move in self.fit.moves}

    def _rows(self, move: Move) -> tuple[Ints, Bools]:
        seen, staircase = self.fit.exposure, self.staircase
        rows = {(row.age_band, row.group): i for i, row in enumerate(self.fit.moves[move].rows)}
        ends = [staircase.step(name) for name in move if name not in staircase.exits]
        first, last = admitted_bands(staircase.step(move[0]), seen.bands)
        row = np.zeros((staircase.bands, len(staircase.groups)), dtype=np.int64)
        can = np.zeros(row.shape, dtype=np.bool_)
        for band, age in enumerate(staircase.age_borders[:-1]):
            name = seen.band_names[min(max(self._band_of[band], first), last)]
            row[band] = [rows[name, group] for group in staircase.groups]
            can[band] = all(step.admits(age) for step in ends)
        return row, can

    @cached_property
    def _shares_of_arrivals(self) -> list[tuple[str, int, tuple[int, int], float]]:
        """Step, age band of the model, (step, band) of its arrivals in the fit, and its share of those."""
        borders, shares = self.staircase.age_borders, []
        for i, step in enumerate(self.staircase.steps):
            fitting = [band for band, age in enumerate(borders[:-1]) if step.admits(age)]
            width = {band: borders[band + 1] - borders[band] for band in fitting}
            for band in fitting:
                whole = sum(width[b] for b in fitting if self._band_of[b] == self._band_of[band])
                shares.append((step.name, band, (i, self._band_of[band]), width[band] / whole))
        return shares

    @cached_property
    def _group_shares(self) -> dict[str, tuple[float, ...]]:
        """Share of each group among the children who came, by step."""
        lives = self.lives
        came = lives.came & (lives.start > lives.first) & self.followed[lives.child]
        _, by_step = group_shares(lives, came)
        names = [step.name for step in lives.staircase.steps]
        return {name: tuple(row) for name, row in zip(names, by_step.tolist(), strict=True)}

    def parameters(
        self,
        values: ParameterValues,
        *,
        start: int,
        horizon_days: float,
        stock: tuple[StockChild, ...] = (),
        arrivals: bool = True,
    ) -> Parameters:
        """Return the model's parameters for some values, from the end of day `start` (since 1970-01-01)."""
        transitions = tuple(
            Transition(
                from_step=origin,
                to=to,
                rate=tuple(map(tuple, np.where(can, values.rates[origin, to][row], 0.0).tolist())),
                shape=values.shapes[origin, to],
            )
            for (origin, to), (row, can) in self._where.items()
        )
        times, curve = self._growing(values.growth, start, horizon_days)
        coming = tuple(
            Arrivals(
                step=step,
                band=band,
                per_year=Schedule(times=times, values=tuple((curve * share * values.arrivals[of]).tolist())),
                group_shares=self._group_shares[step],
            )
            for step, band, of, share in self._shares_of_arrivals
        )
        return Parameters(
            staircase=self.staircase,
            horizon_days=horizon_days,
            transitions=transitions,
            arrivals=coming if arrivals else (),
            stock=stock,
        )

    def _growing(self, growth: float, start: int, horizon_days: float) -> tuple[tuple[float, ...], Floats]:
        """Return days after `start`, and from each on the arrivals as a multiple of the window's average.

        They grow by exp(growth) a year through the window and on, and average 1 over it.
        """
        years = self.fit.inflow.years
        if abs(growth) * (years + horizon_days / DAYS_PER_YEAR) < 1e-9:
            return (0.0,), np.ones(1)
        pieces = int(np.ceil(horizon_days / DAYS_PER_YEAR * _PIECES_PER_YEAR))
        width = 1.0 / _PIECES_PER_YEAR
        begin = (start - self.lives.first) / DAYS_PER_YEAR + width * np.arange(pieces)
        average = expm1(growth * width) / (growth * width)
        whole = expm1(growth * years) / (growth * years)
        return tuple((width * DAYS_PER_YEAR * np.arange(pieces)).tolist()), exp(
            growth * begin
        ) * average / whole

    def children(self, child: Ints, step: Ints, *, on: Ints, since: Ints) -> tuple[StockChild, ...]:
        """Return `stock_children` on the steps of this world."""
        return stock_children(self.lives, self.staircase.steps, child=child, step=step, on=on, since=since)

    def stock(self, day: int) -> tuple[StockChild, ...]:
        """Return the children who stood on the steps at the end of a day within the window."""
        lives = self.lives
        there = (lives.start <= day) & (day < lives.end) & self.followed[lives.child]
        child, step, since = lives.child[there], lives.step[there], lives.start[there]
        return self.children(child, step, on=np.full(len(child), day), since=since)


def stock_children(
    lives: Histories, steps: Sequence[Step], *, child: Ints, step: Ints, on: Ints, since: Ints
) -> tuple[StockChild, ...]:
    """Return children for the model, each standing on one of `steps` on day `on`, its day 0.

    All of shape [stay]; `child` is an index into `lives.child_ids`, `since` the day when each came. A child
    too young or too old for the step is given the nearest age that it admits; of unknown age, the middle one.
    """
    youngest = np.array([each.age_from for each in steps])[step] * DAYS_PER_YEAR + 1.0
    oldest = np.array([each.age_to for each in steps])[step] * DAYS_PER_YEAR - 2.0
    age = on - lives.birth[child]
    age = np.where(np.isnan(age), (youngest + oldest) / 2, np.clip(age, youngest, oldest))
    groups = lives.staircase.groups
    return tuple(
        StockChild(step=steps[where].name, birth_day=-days, since_day=came, group=groups[group])
        for where, days, came, group in zip(
            step.tolist(),
            age.tolist(),
            (since - on).astype(np.float64).tolist(),
            lives.group[child].tolist(),
            strict=True,
        )
    )
