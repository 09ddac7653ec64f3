"""Compute the expected totals of a scenario, and their covariance by chance.

Caveat. Chance is computed as if children moved independently, and totals of different dates as independent.
The ends of two years are more alike than that; give only the last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calibration.totals.file import AnyTotal, Changed, InflowTotal, Left, Mix, Present, Totals
from language.messages import Message
from model.arithmetic.products import dot, product
from model.arithmetic.systems import eigen
from model.expected.expected import Expected, StockFollowUp, expected, follow_stock
from model.world.arrays import Floats
from model.world.parameters import Parameters
from model.world.staircase import Staircase
from scenarios.building.draws import corners
from scenarios.building.world import build
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario

DAYS_PER_CELL = 61.0
"""Of `model.expected.expected`: two months, with an error of at most 0.0002 in national shares."""
_STOCK = 1e6
"""Children to compute with, so that a factor on a small stock is not lost in rounding to whole children."""


@dataclass(frozen=True, kw_only=True)
class TotalsWorld:
    """A scenario, its totals and the values of its assumptions; arrays by total."""

    totals: tuple[AnyTotal, ...]
    scenario: Scenario
    values: Mapping[str, float]
    """Of every assumption, unless given otherwise."""
    times: int
    """Factor by which the municipality is enlarged, so that no stock is rounded to few whole children."""
    days: tuple[float, ...]
    """Days since the start date at which something is counted; 0 first."""
    days_of: tuple[tuple[int, ...], ...]
    """Of each total, as indices into `days`: one, or from and until."""
    days_per_cell: float = DAYS_PER_CELL

    def under(self, values: Mapping[str, float]) -> Parameters:
        """Return the model's parameters for some values of assumptions, `times` as large."""
        under = {**self.values, **values}
        return build(self.scenario, under, size=self.times).parameters

    def expected(self, values: Mapping[str, float], *, days_per_cell: float | None = None) -> Floats:
        """Return the expected totals; [total]."""
        return self._measured(values, days_per_cell or self.days_per_cell, chance=False).values

    def chance(self, values: Mapping[str, float]) -> Floats:
        """Return the covariance of the totals by chance; [total, total]."""
        measured = self._measured(values, self.days_per_cell, chance=True)
        return measured.covariance / self.times

    def _measured(self, values: Mapping[str, float], days_per_cell: float, *, chance: bool) -> "_WorldTotals":
        parameters = self.under(values)
        steps = [step.name for step in parameters.staircase.steps]
        wanted = {
            s for total in self.totals if chance or isinstance(total, Left | Changed) for s in total.steps
        }
        followed = steps if chance else [step for step in steps if step in wanted]
        return _WorldTotals(
            world=self,
            staircase=parameters.staircase,
            numbers=expected(parameters, days=self.days, days_per_cell=days_per_cell),
            follow=follow_stock(parameters, steps=followed, days=self.days, days_per_cell=days_per_cell)
            if followed
            else None,
        )


def make_world(totals: Totals, values: Mapping[str, float] | None = None) -> TotalsWorld:
    """Return the world that totals are about, with `values` of its assumptions or else their medians.

    Raises RefusedError if the scenario lists its children one by one, has places or enrols children, or if
    nobody stands at the start date where those are followed who do.
    """
    scenario = totals.study.scenario.without_reviews()  # totals tell how children were seen to move
    values = corners(totals.study)[0] if values is None else values
    parameters = build(scenario, values).parameters
    if parameters.stock:
        raise RefusedError(
            Message(
                "{name}: the scenario lists its children (stock.children); totals are for numbers",
                name=totals.name,
            )
        )
    is_alone = all(step.places is None for step in parameters.staircase.steps)
    if not is_alone or any(programme.enrolment is not None for programme in parameters.programmes):
        raise RefusedError(
            Message(
                "{name}: the scenario has places or enrols children; remove places and enrolment",
                name=totals.name,
            )
        )
    standing = {count.step for count in parameters.stock_counts if count.number > 0}
    for name, total in totals.form.totals.items():
        if isinstance(total, Left | Changed) and not standing & {*total.steps}:
            raise RefusedError(
                Message(
                    "{name}: totals.{name_2}: nobody stands on the steps at the start",
                    name=totals.name,
                    name_2=name,
                )
            )
    dates = [
        (total.since, total.until) if isinstance(total, InflowTotal) else (total.at,)
        for total in totals.form.totals.values()
    ]
    days = sorted({scenario.start, *(when for some in dates for when in some)})
    if len(days) == 1:
        days.append(scenario.start.replace(year=scenario.start.year + 1))
    times = max(1, round(_STOCK / max(1, sum(count.number for count in parameters.stock_counts))))
    return TotalsWorld(
        totals=tuple(totals.form.totals.values()),
        scenario=scenario,
        values=values,
        times=times,
        days=tuple(float((day - scenario.start).days) for day in days),
        days_of=tuple(tuple(days.index(when) for when in some) for some in dates),
    )


@dataclass(frozen=True, kw_only=True)
class _WorldTotals:
    """Expected numbers of one world, `times` as large, and what becomes of its stock."""

    world: TotalsWorld
    staircase: Staircase
    numbers: Expected
    follow: StockFollowUp | None

    @cached_property
    def names(self) -> list[str]:
        return [*self.staircase.names]

    def mask(self, steps: list[str]) -> Floats:
        """Return 1 for those of the names that are in `steps`; [index into `Staircase.names`]."""
        return np.array([float(name in steps) for name in self.names])

    @property
    def values(self) -> Floats:
        return np.array(
            [self.value(*pair) for pair in zip(self.world.totals, self.world.days_of, strict=True)]
        )

    def value(self, total: AnyTotal, at: tuple[int, ...]) -> float:
        inside = self.mask(total.steps)
        if isinstance(total, InflowTotal):
            return self.inflow(total, at) / self.world.times
        if isinstance(total, Left | Changed):
            followed = self.followed(at[0])
            from_set = followed * inside[: len(followed), None]
            still = product(from_set, inside)
            if isinstance(total, Left):
                return float(1.0 - still.sum() / from_set.sum())
            return float((from_set * self.is_change(total)).sum() / still.sum())
        present = self.numbers.present[at[0]]
        number = dot(present, inside[: len(present)])
        if isinstance(total, Present):
            return number / self.world.times
        return number / dot(present, self.mask(total.of)[: len(present)])

    def inflow(self, total: InflowTotal, at: tuple[int, ...]) -> float:
        """Return the children who come to the steps from elsewhere between two days, and those in `also`."""
        steps = len(self.staircase.steps)
        inside, period = self.mask(total.steps), slice(*at)
        moves = self.numbers.moves[period].sum(axis=0)
        arrivals = dot(self.numbers.arrivals[period].sum(axis=0), inside[:steps])
        from_others = dot(1.0 - inside[:steps], product(moves, inside))
        return arrivals + from_others + dot(inside[:steps], product(moves, self.also(total)))

    def also(self, total: InflowTotal) -> Floats:
        """Return the share counted of those who move within the steps, by where to; [index into names]."""
        return np.array([total.also.get(name, 0.0) for name in self.names])

    def followed(self, at: int) -> Floats:
        """Return where the children of the stock are later, by their first step; [step, index into names]."""
        where = np.zeros((len(self.staircase.steps), len(self.names)))
        if self.follow is not None:
            where[list(self.follow.steps)] = self.follow.where[at]
        return where

    def is_change(self, total: Changed) -> Floats:
        """Return 1 for the moves that change kind; [step, index into names]."""
        kinds = self.mask(total.kinds)
        changes = kinds[:, None] * kinds * (1.0 - np.eye(len(kinds)))
        return np.asarray(changes[: len(self.staircase.steps)])

    # Chance --------------------------------------------------------------------------------------------

    @property
    def covariance(self) -> Floats:
        """The covariance of the totals by chance, `times` as large.

        A child of the stock is at a date in one place, those of a step multinomially; newcomers are Poisson
        (they came so). The totals are linear in the children, or linearised (the delta method).
        """
        totals, days = self.world.totals, self.world.days_of
        parts = [self.gains(*pair) for pair in zip(totals, days, strict=True)]
        covariance = np.zeros((len(totals), len(totals)))
        for a, first in enumerate(totals):
            for b, second in enumerate(totals):
                if isinstance(first, InflowTotal) and isinstance(second, InflowTotal):
                    covariance[a, b] = self.inflow(first, days[a]) if a == b else 0.0
                elif (
                    isinstance(first, InflowTotal)
                    or days[a][-1] == days[b][-1]
                    or isinstance(second, InflowTotal)
                ):
                    share = self.overlap(days[a], days[b])
                    covariance[a, b] = share * self.covariance_of(parts[a], parts[b], days[a], days[b])
        values, vectors = eigen(covariance)
        return product(vectors * np.maximum(values, 0.0), vectors.T)

    def overlap(self, a: tuple[int, ...], b: tuple[int, ...]) -> float:
        """Return the share of the time from the start until a date that a period of inflow covers."""
        period, at = (a, b) if len(a) > len(b) else (b, a)
        if len(period) == 1 or at[0] == 0:
            return 1.0
        days = self.world.days
        return max(0.0, min(days[period[1]], days[at[0]]) - days[period[0]]) / days[at[0]]

    def covariance_of(
        self,
        a: tuple[Floats, Floats],
        b: tuple[Floats, Floats],
        days_a: tuple[int, ...],
        days_b: tuple[int, ...],
    ) -> float:
        """Return the covariance of two totals by their gains for each child at their common date."""
        at = days_a[0] if len(days_a) == 1 else days_b[0]
        stock = self.followed(at)
        newcomers = np.maximum(self.numbers.present[at] - stock[:, : len(stock)].sum(axis=0), 0.0)
        number = np.maximum(stock.sum(axis=1), 1e-12)
        spread = (stock * a[0] * b[0]).sum() - ((stock * a[0]).sum(1) * (stock * b[0]).sum(1) / number).sum()
        return float(spread) + dot(newcomers, a[1] * b[1])

    def gains(self, total: AnyTotal, at: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Return the gain of a total by one more child of the stock, and by one more newcomer.

        By where the child stood and is now, [step, index into names], and by where the newcomer is, [step];
        for the inflow only of those who are on the steps afterwards.
        """
        steps = len(self.staircase.steps)
        inside = self.mask(total.steps)
        everyone = np.ones((steps, 1)) * inside
        if isinstance(total, InflowTotal):
            came = everyone * (1.0 - inside[:steps, None])
            within = inside[:steps, None] * (1.0 - np.eye(steps, len(inside))) * self.also(total)
            return came + within, inside[:steps]
        if isinstance(total, Present):
            return everyone, inside[:steps]
        if isinstance(total, Mix):
            whole = self.mask(total.of)
            number = dot(self.numbers.present[at[0]], whole[:steps])
            gains = (inside - self.value(total, at) * whole) * self.world.times / number
            return np.ones((steps, 1)) * gains, gains[:steps]
        from_set = self.followed(at[0]) * inside[:steps, None]
        if isinstance(total, Left):
            gain = inside[:steps, None] * (1.0 - inside) * self.world.times / from_set.sum()
            return gain, np.zeros(steps)
        still = inside[:steps, None] * inside
        gain = self.is_change(total) * still - self.value(total, at) * still
        return gain * self.world.times / float(product(from_set, inside).sum()), np.zeros(steps)
