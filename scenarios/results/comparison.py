"""Compare a baseline with its cases: gain by payer and year, net present gain, break-even, probability."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from model.results.prices import discount_factors
from model.world.arrays import Floats
from model.world.months import Months
from scenarios.format.study import BASELINE
from scenarios.results.distribution import Distribution, VarianceShares, distribution, variance_shares
from scenarios.results.expected_gain import ExpectedGain, expected_gain

_DRAWS_AT_ONCE = 64
_ARRAYS = (
    "cost_dkk",
    "paid_dkk",
    "person_days",
    "starts",
    "ends",
    "ended_within",
    "waiting_days",
    "moves",
    "enrolments",
    "step_cost_dkk",
    "key_figures",
    "households",
    "household_cost_dkk",
)
HOUSEHOLD_ARRAYS = ("households", "household_cost_dkk")
"""Of the arrays, those that only a scenario with households has anything in."""


@dataclass(frozen=True, kw_only=True)
class CaseRuns:
    """The results of every run of one case.

    The leading axes are the runs: draws and replications in a comparison, one axis in a part of it.
    """

    steps: tuple[str, ...]
    """The steps of this case, which may have some that the baseline lacks."""
    destinations: tuple[str, ...]
    """Steps, then ways out."""
    items: tuple[str, ...]
    """Cost items: steps, programmes, reimbursement."""
    programmes: tuple[str, ...]
    key_figure_rows: tuple[tuple[object, ...], ...]
    """(year, number, key figure, step, measure) of each key figure of the staircase."""
    stay_limits: tuple[tuple[str, float], ...]
    """Steps, and days that the lengths of stays there are held against."""
    household_sizes: tuple[str, ...]
    """Numbers of children of a household; none where each child is alone."""
    figures: Mapping[str, Floats]
    """Every array by its name (`arrays`); one is read when it is asked for."""

    @property
    def cost_dkk(self) -> Floats:
        """[..., year, item, payer], fixed prices, undiscounted."""
        return self.figures["cost_dkk"]

    @property
    def paid_dkk(self) -> Floats:
        """[..., year, payer]: `cost_dkk` over all items."""
        return self.figures["paid_dkk"]

    @property
    def person_days(self) -> Floats:
        """[..., month, step]."""
        return self.figures["person_days"]

    @property
    def starts(self) -> Floats:
        """[..., month, step]."""
        return self.figures["starts"]

    @property
    def ends(self) -> Floats:
        """[..., month, step]."""
        return self.figures["ends"]

    @property
    def ended_within(self) -> Floats:
        """[..., month, stay limit]: of the stays that ended, those that were no longer."""
        return self.figures["ended_within"]

    @property
    def waiting_days(self) -> Floats:
        """[..., month, step, (on a step, outside)]."""
        return self.figures["waiting_days"]

    @property
    def moves(self) -> Floats:
        """[..., year, step, destination]."""
        return self.figures["moves"]

    @property
    def enrolments(self) -> Floats:
        """[..., year, programme]: children who started."""
        return self.figures["enrolments"]

    @property
    def step_cost_dkk(self) -> Floats:
        """[..., month, step]: all payers."""
        return self.figures["step_cost_dkk"]

    @property
    def key_figures(self) -> Floats:
        """[..., row]; nan where there is nothing to take the mean of, or nothing recorded."""
        return self.figures["key_figures"]

    @property
    def households(self) -> Floats:
        """[..., size, (households, children, mean cost, quantiles)] over all years; nan where none."""
        return self.figures["households"]

    @property
    def household_cost_dkk(self) -> Floats:
        """[..., size, payer] of all households of a size, over all years."""
        return self.figures["household_cost_dkk"]

    def of_step(self, name: str, step: str) -> Floats:
        """Return the figures of one step by month, such as `person_days`; [draw, replication, month, ...].

        An array that is kept in a file is read a few draws at a time.
        """
        index, array = self.steps.index(step), self.figures[name]
        figures = np.empty((*array.shape[:3], *array.shape[4:]))
        for draws in in_parts(len(array)):
            figures[draws] = self.figures[name][draws, :, :, index]
        return figures

    @classmethod
    def arrays(cls) -> tuple[str, ...]:
        """Return the names of the arrays."""
        return _ARRAYS

    @classmethod
    def labels(cls) -> tuple[str, ...]:
        """Return the names of the other fields, which every run of the case shares."""
        return tuple(field.name for field in fields(cls) if field.name != "figures")

    @classmethod
    def joined(cls, parts: Sequence["CaseRuns"]) -> "CaseRuns":
        """Return the parts behind each other along their leading axis; they are runs of one case."""
        figures = {name: np.concatenate([part.figures[name] for part in parts]) for name in _ARRAYS}
        return replace(parts[0], figures=figures)


@dataclass(frozen=True, kw_only=True)
class BreakEvenYear:
    """Quantiles of the break-even year; None where that many runs do not reach it within the horizon."""

    p10: int | None
    p50: int | None
    p90: int | None


@dataclass(frozen=True, kw_only=True)
class Gain:
    """Baseline cost minus case cost in every run: programme cost included, fixed prices.

    Only the municipality's own money counts as net: payers that are not municipal (the state, the
    region) are shown by payer and left out of the net.
    """

    dkk: Floats
    """[draw, replication, year, payer], undiscounted."""
    months: Months
    municipal: tuple[bool, ...]
    """For each payer."""

    @property
    def years(self) -> tuple[int, ...]:
        """The budget years."""
        return self.months.years

    @cached_property
    def by_year(self) -> Floats:
        """Net gain; [draw, replication, year]."""
        return np.asarray(self.dkk[..., list(self.municipal)].sum(axis=-1))

    @cached_property
    def by_payer(self) -> Floats:
        """Gain of each payer over all years, undiscounted; [draw, replication, payer]."""
        return np.asarray(self.dkk.sum(axis=2))

    @cached_property
    def cumulated(self) -> Floats:
        """Discounted net gain so far; [draw, replication, year]."""
        return np.cumsum(self.by_year * discount_factors(self.years), axis=-1)

    @property
    def net_present(self) -> Floats:
        """Net present gain: social discount rate, first budget year undiscounted; [draw, replication]."""
        return self.cumulated[..., -1]

    @property
    def probability(self) -> float:
        """Share of the runs whose net present gain is above zero."""
        return float((self.net_present > 0).mean())

    @cached_property
    def break_even_year(self) -> Floats:
        """First year from which the discounted net gain so far stays above zero; inf where there is none."""
        above = self.cumulated > 0
        lasting = np.flip(np.logical_and.accumulate(np.flip(above, axis=-1), axis=-1), axis=-1)
        first = np.argmax(lasting, axis=-1)
        return np.where(lasting.any(axis=-1), np.array(self.years, dtype=float)[first], np.inf)

    @property
    def break_even(self) -> BreakEvenYear:
        """Quantiles of the break-even year over all runs."""
        p10, p50, p90 = np.percentile(self.break_even_year, [10, 50, 90], method="higher")
        return BreakEvenYear(
            **{
                name: int(year) if np.isfinite(year) else None
                for name, year in (("p10", p10), ("p50", p50), ("p90", p90))
            }
        )

    @property
    def shares(self) -> VarianceShares | None:
        """Ignorance and chance in the variance of the net present gain."""
        return variance_shares(self.net_present)

    def expected(self, price_year: int | None, weights: Floats | None = None) -> ExpectedGain:
        """Return the expected gain, in prices of `price_year`; `weights` are [draw, replication]."""
        return expected_gain(self.net_present, price_year=price_year, weights=weights)

    @property
    def net_present_distribution(self) -> Distribution:
        """Distribution of the net present gain, in kroner."""
        return distribution(self.net_present)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All runs of a baseline and its cases under the same draws and the same chance."""

    seed: int
    draws: int
    replications: int
    months: Months
    payers: tuple[str, ...]
    municipal: tuple[bool, ...]
    """For each payer, whether its money is the municipality's."""
    runs: dict[str, CaseRuns]
    """By case; `BASELINE` is the first."""
    assumptions: dict[str, Floats]
    """The value of every uncertain assumption in every draw; [draw]."""

    @property
    def years(self) -> tuple[int, ...]:
        """The budget years."""
        return self.months.years

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases, without the baseline."""
        return tuple(name for name in self.runs if name != BASELINE)

    def gain(self, case: str) -> Gain:
        """Return the gain of `case` over the baseline, run by run."""
        return self._gains[case]

    @cached_property
    def _gains(self) -> dict[str, Gain]:
        baseline = self.runs[BASELINE].paid_dkk
        return {
            case: Gain(
                dkk=baseline - self.runs[case].paid_dkk,
                months=self.months,
                municipal=self.municipal,
            )
            for case in self.cases
        }

    def full_year_persons(self, case: str, step: str) -> Floats:
        """Return person-days on `step` over the days of the year; [draw, replication, year].

        Zeros for a step that the case does not have.
        """
        runs = self.runs[case]
        shape = (self.draws, self.replications, len(self.years))
        if step not in runs.steps:
            return np.zeros(shape)
        return self.in_full_years(runs.of_step("person_days", step))

    def in_full_years(self, days: Floats) -> Floats:
        """Return days by month as days over the days of the year; [..., month] becomes [..., year]."""
        shares = days / self.months.days_in_year
        return np.stack([shares[..., self.months.year == year].sum(axis=-1) for year in self.years], axis=-1)


def in_parts(draws: int) -> Iterator[slice]:
    """Yield slices of draws that memory holds the figures of."""
    return (slice(first, first + _DRAWS_AT_ONCE) for first in range(0, draws, _DRAWS_AT_ONCE))


def sum_items(cost_dkk: Floats) -> Floats:
    """Sum costs over items; [..., item, payer] becomes [..., payer].

    Items are added one by one: a case that only adds an empty item must not change the last bit.
    """
    total = np.zeros_like(cost_dkk[..., 0, :])
    for item in range(cost_dkk.shape[-2]):
        total += cost_dkk[..., item, :]
    return total
