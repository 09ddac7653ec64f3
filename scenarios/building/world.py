"""Build the model's parameters from a checked scenario and one draw of its assumptions."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from model.arithmetic.functions import power_of_numbers
from model.expected.balance import Balance, Place, balance
from model.expected.readiness import ObservedUnder, readiness_multipliers, with_readiness
from model.results.counting import Role
from model.results.economy import Economy
from model.world.months import Months
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.planned_stays import PlannedStay
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from scenarios.building.draws import Resolver
from scenarios.building.economy import build_economy
from scenarios.building.households import build_households
from scenarios.building.listed_stock import listed_stock
from scenarios.building.planned_stays import planned_stays, worsening
from scenarios.building.programmes import build_programmes
from scenarios.building.reviews import build_reviews, build_staff, observed_under, paces_at_start
from scenarios.building.staircase import build_staircase
from scenarios.building.whole_children import whole_children
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import band_names
from scenarios.format.groups import shares_at
from scenarios.format.schema import Scenario, TransitionSpec
from scenarios.format.shared_numbers import FactorSpec


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that one run takes: parameters, economy, months and key-figure roles."""

    parameters: Parameters
    economy: Economy
    months: Months
    roles: dict[Role, tuple[str, ...]]
    """Steps by the role that they play in the published key figures."""
    children_aged_0_22: dict[int, float]
    """By budget year."""
    stay_limits: tuple[tuple[str, float], ...] = ()
    """Steps, and days that the lengths of stays there are held against."""
    followed_up_on_time: float | None = None
    """Share of key figure 12; None where it is not recorded."""


def build(scenario: Scenario, values: Mapping[str, float], *, size: float = 1.0) -> World:
    """Return the world of a scenario under one draw (assumption name -> value).

    `size` multiplies the stock and the arrivals, whosever numbers they are. Raises ValueError when the
    values do not make a world, as when the stock exceeds the places.
    """
    return _Builder(scenario, values, size).world(build_economy(scenario, values))


def arrivals_relative_to_start(
    scenario: Scenario, values: Mapping[str, float], year: int
) -> dict[str, float]:
    """Return by step the arrivals of a year as a multiple of those of the scenario's first year."""
    builder = _Builder(scenario, values)
    return {step: builder.growth(year, step) for step in scenario.staircase.steps}


def times_of_factors(
    scenario: Scenario,
    values: Mapping[str, float],
    number: Quantity,
    part: Literal["arrivals", "stock"],
    step: str,
) -> float:
    """Return the product of the factors on a number of children at a step."""
    builder = _Builder(scenario, values)
    return builder.times(number, builder.factors_on(part, step))


def readiness_at_start(
    scenario: Scenario, values: Mapping[str, float]
) -> tuple[tuple[ObservedUnder, ...], dict[str, tuple[tuple[float, ...], ...]]]:
    """Return how often children were reviewed while rates were observed, and what makes readiness of these.

    Raises NoReadinessError where nothing does.
    """
    return _Builder(scenario, values).readiness


class _Builder:
    def __init__(self, scenario: Scenario, values: Mapping[str, float], size: float = 1.0) -> None:
        self.resolver = resolver = Resolver(scenario, values)
        self.scenario = scenario
        self.number, self.day, self.schedule = resolver.number, resolver.day, resolver.schedule
        self.bands = {name: i for i, name in enumerate(band_names(scenario.age_bands))}
        self.months = Months.of(scenario.start, scenario.years)
        self.activity = self.number(scenario.level.activity)
        self.size = size
        self.factors = scenario.factors.values()

    def world(self, economy: Economy) -> World:
        parameters = Parameters(
            staircase=self.staircase(),
            horizon_days=self.months.horizon_days,
            transitions=self.as_readiness(self.transitions()),
            planned_stays=self.planned_stays,
            reviews=build_reviews(self.scenario, self.resolver),
            staff=build_staff(self.scenario, self.resolver),
            arrivals=tuple(self.in_households(self.arrivals())),
            households=build_households(self.scenario, self.resolver),
            stock=tuple(listed_stock(self.scenario, self.resolver.values)[0]),
            stock_counts=tuple(self.stock_counts()),
            programmes=build_programmes(self.scenario, self.resolver),
        )
        steps = self.scenario.staircase.steps
        children = self.number(self.scenario.municipality.children_0_22)
        followed_up = self.scenario.municipality.followed_up_on_time
        return World(
            parameters=parameters,
            economy=economy,
            months=self.months,
            stay_limits=self.stay_limits(),
            roles={role: tuple(name for name in steps if steps[name].role == role) for role in Role},
            children_aged_0_22={year: children * self.population(year) for year in self.months.years},
            followed_up_on_time=None if followed_up is None else self.number(followed_up),
        )

    def stay_limits(self) -> tuple[tuple[str, float], ...]:
        """Return the lengths that published figures ask of stays on the steps that this case has."""
        published = self.scenario.baseline.published
        limits = () if published is None else published.stay_limits
        return tuple(limit for limit in limits if limit[0] in self.scenario.staircase.steps)

    # The staircase and how children move ---------------------------------------------------------------

    def staircase(self) -> Staircase:
        return build_staircase(self.scenario, self.resolver)

    def transitions(self) -> tuple[Transition, ...]:
        moves = tuple(
            self.transition(origin, to, spec)
            for origin, row in self.scenario.rates.by_step.items()
            for to, spec in row.items()
        )
        return moves + worsening(self.scenario, self.resolver)

    @cached_property
    def planned_stays(self) -> tuple[PlannedStay, ...]:
        return planned_stays(self.scenario, self.resolver)

    def as_readiness(self, transitions: tuple[Transition, ...]) -> tuple[Transition, ...]:
        """Return transitions with the readiness behind what was observed under the baseline's reviews."""
        if not any(spec.rates_are == "observed" for spec in self.scenario.baseline.reviews.values()):
            return transitions
        observed, multipliers = self.readiness
        return with_readiness(transitions, observed, multipliers)

    @cached_property
    def readiness(self) -> tuple[tuple[ObservedUnder, ...], dict[str, tuple[tuple[float, ...], ...]]]:
        """How often children were reviewed while rates were observed, and what makes readiness of these.

        Of the baseline: a case changes how often children are reviewed, not how soon they are ready.
        """
        if self.scenario.baseline is not self.scenario:
            return _Builder(self.scenario.baseline, self.resolver.values, self.size).readiness
        staircase = self.staircase()
        listed = tuple(listed_stock(self.scenario, self.resolver.values)[0])
        counts = tuple(self.stock_counts())
        paces = paces_at_start(self.scenario, self.resolver, staircase, listed, counts)
        observed = observed_under(self.scenario, self.resolver, staircase, paces)
        multipliers = readiness_multipliers(self.transitions(), self.planned_stays, staircase, observed)
        return observed, multipliers

    def transition(self, origin: str, to: str, spec: TransitionSpec) -> Transition:
        admits = self.scenario.staircase.admits
        factors = [factor for factor in self.factors if factor.moves(origin, to)]

        def rate_of(band: str, group: str) -> float:
            own = spec.by_age_and_group.get(band, {}).get(group)
            if own is not None:
                return self.times(own, factors) * self.number(own)
            factor = self.number(spec.by_group[group]) if group in spec.by_group else 1.0
            rate = spec.by_age.get(band, spec.rate)
            return self.times(rate, factors) * (self.number(rate) * factor)

        rate = tuple(
            tuple(
                rate_of(band, group) if admits(origin, age) and admits(to, age) else 0.0
                for group in self.scenario.groups
            )
            for band, age in zip(self.bands, self.scenario.age_bands, strict=False)
        )
        return Transition(from_step=origin, to=to, rate=rate, shape=self.number(spec.shape))

    # Who is there and who comes ------------------------------------------------------------------------

    def children_in(self, band: str) -> float:
        municipality = self.scenario.municipality
        share = municipality.age_shares.get(band)
        return 0.0 if share is None else self.number(municipality.children_0_22) * self.number(share)

    def count(self, number: Quantity, band: str) -> float:
        per_1000 = self.children_in(band) / 1000 if number.per_1000 else 1.0
        return self.number(number) * per_1000 * (self.activity if number.borrowed else 1.0) * self.size

    def times(self, number: Quantity, factors: Iterable[FactorSpec]) -> float:
        """Return the product of the factors on a number; a borrowed factor is about borrowed numbers only."""
        return math.prod(
            self.number(factor.times) for factor in factors if number.borrowed or not factor.times.borrowed
        )

    def factors_on(self, part: Literal["arrivals", "stock", "years_on_step"], step: str) -> list[FactorSpec]:
        """Return the factors on a part of the baseline at a step."""
        return [factor for factor in self.factors if step in getattr(factor, part)]

    def counts(
        self, part: Literal["arrivals", "stock"], by_step: Mapping[str, Mapping[str, Quantity]]
    ) -> dict[Place, float]:
        """Return children by step and age band, as the level, the units and the factors make them."""
        return {
            (step, self.bands[band]): self.count(number, band) * self.times(number, factors)
            for step, numbers in by_step.items()
            for factors in [self.factors_on(part, step)]
            for band, number in numbers.items()
        }

    def arrivals(self) -> list[Arrivals]:
        years = self.months.years
        first_days = tuple(self.day(date(year, 1, 1)) for year in years)
        streams: dict[Place, tuple[float, ...]] = {}
        if self.scenario.arrivals.keep_stock_level:
            streams = {at: coming for at, coming in self.balance.arrivals.items() if sum(coming) > 0}
        return [
            Arrivals(
                step=step,
                band=band,
                per_year=Schedule(
                    times=first_days, values=tuple(sum(coming) * self.growth(year, step) for year in years)
                ),
                group_shares=tuple(number / sum(coming) for number in coming)
                if sum(coming) > 0
                else self.group_shares((step, band)),
            )
            for (step, band), coming in (streams | self.stated_arrivals()).items()
        ]

    def in_households(self, arrivals: list[Arrivals]) -> list[Arrivals]:
        """Return arrivals with the baseline's number at the start, of which a case takes more or fewer.

        The first one above zero; children come alone where the baseline has none.
        """
        if self.scenario.households is None:
            return arrivals
        known = arrivals
        if self.scenario.baseline is not self.scenario:
            known = _Builder(self.scenario.baseline, self.resolver.values, self.size).arrivals()
        reference = {
            (stream.step, stream.band): next(
                (number for number in stream.per_year.values if number > 0), None
            )
            for stream in known
        }
        return [replace(stream, reference=reference.get((stream.step, stream.band))) for stream in arrivals]

    def stated_arrivals(self) -> dict[Place, tuple[float, ...]]:
        """Return the arrivals that the scenario states, in children a year at the start; by group."""
        cells = self.counts("arrivals", self.scenario.arrivals.by_step)
        return {at: self.by_group(at, number) for at, number in cells.items()}

    def by_group(self, at: Place, number: float) -> tuple[float, ...]:
        return tuple(number * share for share in self.group_shares(at))

    def group_shares(self, at: Place) -> tuple[float, ...]:
        """Return the shares of the target groups of children who come to a place, or are counted there."""
        step, band = at
        return shares_at(self.scenario.groups, self.resolver.values, step, [*self.bands][band])

    @cached_property
    def balance(self) -> Balance:
        """The population in balance with the arrivals, where they are stated, and with the stock elsewhere.

        Of the baseline, since a case finds the same children and arrivals.
        """
        if self.scenario.baseline is not self.scenario:
            return _Builder(self.scenario.baseline, self.resolver.values, self.size).balance
        staircase, stated, groups = self.staircase(), self.stated_arrivals(), [*self.scenario.groups]
        standing = {at: [*self.by_group(at, number)] for at, number in self.level_stock().items()}
        for child in listed_stock(self.scenario, self.resolver.values)[0]:
            at = child.step, staircase.band(-child.birth_day / DAYS_PER_YEAR)
            standing.setdefault(at, [0.0] * len(groups))[groups.index(child.group)] += 1.0
        return balance(
            staircase,
            self.transitions(),
            self.planned_stays,
            arrivals=stated,
            wanted={at: tuple(numbers) for at, numbers in standing.items() if at not in stated},
            together=tuple(places for places in self.divided_places() if not {*places} & {*stated}),
        )

    def divided_places(self) -> list[tuple[Place, ...]]:
        """Return the places whose children were given together, of an age band that has been divided."""
        places: dict[tuple[str, str], list[Place]] = {}
        for step, numbers in self.scenario.stock.by_step.items():
            for band, number in numbers.items():
                if number.divided:
                    places.setdefault((step, number.divided), []).append((step, self.bands[band]))
        return [tuple(sorted(each)) for each in places.values() if len(each) > 1]

    def growth(self, year: int, step: str) -> float:
        """Return the arrivals on a step in `year` relative to the start, by trend and population."""
        arrivals = self.scenario.arrivals
        trend = 1 + self.number(arrivals.trend_by_step.get(step, arrivals.trend_per_year))
        return power_of_numbers(trend, float(year - self.scenario.start.year)) * self.population(year)

    def population(self, year: int) -> float:
        """Return the number of 0-22-year-olds in `year` relative to the start."""
        return self.resolver.population(year) / self.resolver.population(self.scenario.start.year)

    def stated_stock(self) -> dict[Place, float]:
        """Return the counted children at the start as they are stated, not rounded to whole ones."""
        return self.counts("stock", self.scenario.stock.by_step)

    def stock_cells(self) -> dict[Place, float]:
        """Return the counted children at the start; those of a divided age band stand as in balance."""
        cells = self.stated_stock()
        for places in self.divided_places():
            there = {at: sum(self.balance.number[at]) for at in places if at in self.balance.number}
            if places[0][0] in self.scenario.stock.years_on_step or not sum(there.values()):
                continue
            number = sum(cells[at] for at in places)
            cells |= {at: number * there.get(at, 0.0) / sum(there.values()) for at in places}
        return cells

    def level_stock(self) -> dict[Place, float]:
        """Return the counted children to keep level: on each step as many as the whole ones there."""
        cells = self.stated_stock()
        exact: dict[str, float] = {}
        whole: dict[str, int] = {}
        for (step, band), number in whole_children(cells).items():
            exact[step] = exact.get(step, 0.0) + cells[step, band]
            whole[step] = whole.get(step, 0) + number
        return {at: number * whole[at[0]] / exact[at[0]] for at, number in cells.items() if exact[at[0]] > 0}

    def stock_counts(self) -> list[StockCount]:
        years = {
            step: self.number(number) * self.times(number, self.factors_on("years_on_step", step))
            for step, number in self.scenario.stock.years_on_step.items()
        }
        whole = whole_children(self.stock_cells())
        level = {at for at, number in whole.items() if number and at[0] not in years}
        spread = {at for places in self.divided_places() for at in places if at in level}
        standing = self.balance.standing if level else {}
        return [
            StockCount(
                step=step,
                band=band,
                number=number,
                mean_years_on_step=years.get(step, 0.0),
                standing=standing.get((step, band)) if (step, band) in level else None,
                group_shares=self.groups_in_balance(step, band)
                if (step, band) in spread
                else self.group_shares((step, band)),
            )
            for (step, band), number in whole.items()
        ]

    def groups_in_balance(self, step: str, band: int) -> tuple[float, ...]:
        """Return the shares of the target groups of a part of an age band that has been divided."""
        there = self.balance.number.get((step, band), ())
        return tuple(n / sum(there) for n in there) if sum(there) > 0 else self.group_shares((step, band))
