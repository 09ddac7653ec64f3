"""Build the economy of a scenario under one draw: prices, payers, programme costs and reimbursement."""

import math
from collections.abc import Mapping

from model.results.cost_lines import (
    CostKind,
    Payers,
    ProgrammeCost,
    SemiFixed,
    StaffCost,
    StartCost,
    StepCost,
)
from model.results.economy import Economy, Payer
from model.results.price_index import PriceIndex
from model.results.prices import Price, Unit
from model.results.reimbursement import LIMITS, Limits, Reimbursement, limits_for
from model.results.sold_places import SoldPlaces
from model.results.volume import Volume
from scenarios.building.draws import Resolver
from scenarios.building.reviews import changing
from scenarios.format.assumptions import Quantity
from scenarios.format.prices import OwnUnit, PriceSpec, VolumeSpec
from scenarios.format.programmes import ProgrammeCostSpec, ProgrammeSpec
from scenarios.format.schema import Scenario


def build_economy(scenario: Scenario, values: Mapping[str, float]) -> Economy:
    """Return the economy of a scenario under one draw (assumption name -> value).

    Raises ValueError when a price level cannot be converted or the values make no price.
    """
    return _Builder(scenario, values).economy()


def price_index(scenario: Scenario) -> PriceIndex:
    """Return the scenario's own price index, filled in with the shipped one."""
    own = scenario.price_index
    return PriceIndex(own=() if own is None else tuple(sorted(own.by_year.items())))


def carried_years(scenario: Scenario) -> tuple[int, ...]:
    """Return the years that a price is brought from or to and whose price level no source tells."""
    years = [line.price_year for lines in scenario.prices.values() for line in lines.values()]
    years += [cost.price_year for spec in scenario.programmes.values() for cost in spec.costs.values()]
    years += [staff.price_year for staff in scenario.staff.values()]
    if scenario.reimbursement is not None:
        years.append(reimbursement_limits(scenario).year)
    moved = [year for year in years if year != scenario.price_year]
    return price_index(scenario).carried([*moved, scenario.price_year] if moved else [])


def reimbursement_limits(scenario: Scenario) -> Limits:
    """Return the newest limits known at the start date: the scenario's own, or the shipped ones.

    Raises ValueError when none are known that early.
    """
    own = {} if scenario.reimbursement is None else scenario.reimbursement.limits
    table = [limits for limits in LIMITS if limits.year not in own]
    table += [
        Limits(year=year, dkk=(low, middle, high), source=scenario.municipality.name)
        for year, (low, middle, high) in own.items()
    ]
    return limits_for(scenario.start.year, tuple(sorted(table, key=lambda limits: limits.year)))


def price_factor(scenario: Scenario, year: int) -> float:
    """Return the factor from prices of `year` to those that a scenario reports in."""
    return price_index(scenario).factor(from_year=year, to_year=scenario.price_year)


class _Builder:
    def __init__(self, scenario: Scenario, values: Mapping[str, float]) -> None:
        resolver = Resolver(scenario, values)
        self.scenario = scenario
        self.resolver = resolver
        self.number, self.day, self.schedule = resolver.number, resolver.day, resolver.schedule

    def dkk(self, amount: Quantity, year: int) -> float:
        """Return an amount in the prices that the scenario reports in."""
        return self.number(amount) * price_factor(self.scenario, year)

    def step_price(self, line: PriceSpec) -> float:
        """Return what a price line amounts to: a borrowed one at the level of this municipality."""
        level = self.number(self.scenario.level.price) if line.dkk.borrowed else 1.0
        return self.dkk(line.dkk, line.price_year) * level

    def payers(self, shares: Mapping[str, Quantity]) -> Payers:
        return tuple((name, self.number(share)) for name, share in shares.items())

    def economy(self) -> Economy:
        step_costs: list[StepCost] = []
        start_costs: list[StartCost] = []
        for step, lines in self.scenario.prices.items():
            for name, line in lines.items():
                dkk, payers = self.step_price(line), self.payers(line.payers)
                if line.per == "start":
                    start_costs.append(
                        StartCost(step=step, dkk=dkk, payers=payers, reimbursable=line.reimbursable)
                    )
                    continue
                sold = self.sold(step, line)
                step_costs.append(
                    StepCost(
                        step=step,
                        price=Price(dkk=dkk, unit=Unit(line.per)),
                        payers=payers,
                        semi_fixed=None if sold is not None else self.semi_fixed(line.own_unit),
                        reimbursable=line.reimbursable and sold is None and line.each == "child",
                        by_household=line.each == "household",
                        name=name,
                        spread=tuple(line.spread),
                        bands=self.resolver.band_indices(line.ages),
                        groups=None if line.groups is None else tuple(line.groups),
                        from_day=-math.inf if line.start is None or sold else self.day(line.start),
                        to_day=math.inf if line.end is None or sold else self.day(line.end),
                        volume=self.volume(line.volume),
                        sold=sold,
                    )
                )
        return Economy(
            payers=tuple(Payer(name=name, municipal=p.municipal) for name, p in self.scenario.payers.items()),
            step_costs=tuple(step_costs),
            start_costs=tuple(start_costs),
            programme_costs=tuple(
                self.programme_cost(name, programme, cost)
                for name, programme in self.scenario.programmes.items()
                for cost in programme.costs.values()
            ),
            staff_costs=tuple(
                StaffCost(
                    name=name,
                    dkk=self.dkk(spec.dkk, spec.price_year),
                    payers=self.payers(spec.payers),
                    number=changing(spec.number, self.resolver),
                )
                for name, spec in self.scenario.staff.items()
            ),
            reimbursement=self.reimbursement(),
        )

    def semi_fixed(self, spec: OwnUnit | None) -> SemiFixed | None:
        if spec is None:
            return None
        share = self.number(spec.share)
        return SemiFixed(block_places=spec.block_places, notice_months=spec.notice_months, share=share)

    def volume(self, spec: VolumeSpec | None) -> Volume | None:
        if spec is None:
            return None
        above = sorted(spec.above)
        return Volume(
            above=tuple(above),
            times=tuple(self.number(spec.above[number]) for number in above),
            monthly=spec.by == "month",
            all=spec.all,
        )

    def sold(self, step: str, line: PriceSpec) -> SoldPlaces | None:
        places = self.scenario.staircase.steps[step].places
        if line.sold is None or places is None:
            return None
        unit = line.own_unit
        return SoldPlaces(
            places=self.schedule(places.number),
            share=self.number(line.sold),
            block_places=1 if unit is None else unit.block_places,
            notice_months=0 if unit is None else unit.notice_months,
            whole=0.0 if unit is None else self.number(unit.share),
            from_day=-math.inf if line.start is None else self.day(line.start),
            to_day=math.inf if line.end is None else self.day(line.end),
        )

    def programme_cost(self, name: str, programme: ProgrammeSpec, spec: ProgrammeCostSpec) -> ProgrammeCost:
        end = spec.end or programme.end
        slots = programme.enrolment.slots if programme.enrolment and spec.per == "slot_year" else None
        return ProgrammeCost(
            programme=name,
            kind=_KINDS[spec.per],
            dkk=self.dkk(spec.dkk, spec.price_year),
            payers=self.payers(spec.payers),
            from_day=self.day(spec.start or programme.start),
            to_day=math.inf if end is None else self.day(end),
            steps=tuple(spec.steps),
            bands=self.resolver.band_indices(spec.ages),
            groups=None if spec.groups is None else tuple(spec.groups),
            slots=None if slots is None else self.schedule(slots),
        )

    def reimbursement(self) -> Reimbursement | None:
        spec = self.scenario.reimbursement
        if spec is None:
            return None
        limits = reimbursement_limits(self.scenario)
        return Reimbursement(
            receiver=spec.receiver,
            state=spec.state,
            limits=limits,
            factor=price_factor(self.scenario, limits.year),
        )


_KINDS = {
    "once": CostKind.ONE_OFF,
    "year": CostKind.PER_YEAR,
    "month": CostKind.PER_MONTH,
    "slot_year": CostKind.PER_SLOT_YEAR,
    "participant": CostKind.PER_PARTICIPANT,
    "participant_year": CostKind.PER_PARTICIPANT_YEAR,
    "child_year": CostKind.PER_CHILD_YEAR,
}
