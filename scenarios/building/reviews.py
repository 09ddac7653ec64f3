"""Build the reviews of a world, the staff that makes them, and how often children are reviewed today."""

import math
from collections.abc import Mapping
from datetime import date

from model.expected.readiness import ObservedUnder
from model.world.parameters import StockChild, StockCount
from model.world.reviews import Reviews, Staff, paces
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_MONTH, Staircase
from scenarios.building.draws import Resolver
from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario


def build_reviews(scenario: Scenario, resolver: Resolver) -> tuple[Reviews, ...]:
    """Return the reviews of a scenario under one draw."""
    return tuple(
        Reviews(
            name=name,
            intervals=tuple(
                (step, changing(spec.numbers_for(step) or {}, resolver, times=spec.days_in_unit))
                for step in spec.steps
            ),
            moves=tuple(spec.moves),
            staff=spec.by,
        )
        for name, spec in scenario.reviews.items()
    )


def build_staff(scenario: Scenario, resolver: Resolver) -> tuple[Staff, ...]:
    """Return the staff of a scenario under one draw."""
    return tuple(
        Staff(
            name=name,
            number=changing(spec.number, resolver),
            cases_each=changing(spec.cases_each, resolver),
            first_steps=tuple(spec.first_steps),
            first_groups=tuple(spec.first_groups),
        )
        for name, spec in scenario.staff.items()
    )


def changing(numbers: Mapping[date, Quantity], resolver: Resolver, *, times: float = 1.0) -> Schedule:
    """Return a number that changes on dates; the first holds before, too."""
    days = {
        0.0 if when == date.min else resolver.day(when): resolver.number(number) * times
        for when, number in sorted(numbers.items())
    }
    return Schedule(times=tuple(days), values=tuple(days.values()))


def paces_at_start(
    scenario: Scenario,
    resolver: Resolver,
    staircase: Staircase,
    stock: tuple[StockChild, ...],
    counts: tuple[StockCount, ...],
) -> dict[tuple[str, str], float]:
    """Return how fast reviews come at the start date, 1 when in time, by step under review and group."""
    by_place: dict[tuple[str, str], float] = {}
    for child in stock:
        by_place[child.step, child.group] = by_place.get((child.step, child.group), 0.0) + 1.0
    for count in counts:
        for group, share in zip(staircase.groups, count.group_shares, strict=True):
            at = count.step, group
            by_place[at] = by_place.get(at, 0.0) + count.number * share
    by_staff: dict[str, list[float]] = {}
    members = {staff.name: staff for staff in build_staff(scenario, resolver)}
    under = [(step, spec.by) for spec in scenario.reviews.values() for step in spec.steps]
    for name, staff in members.items():
        cases = [0.0] * staff.ranks
        for step, by in under:
            for group in staircase.groups if by == name else ():
                cases[staff.rank(step, group)] += by_place.get((step, group), 0.0)
        by_staff[name] = paces(cases, staff.capacity(0.0))
    return {
        (step, group): 1.0 if by is None else by_staff[by][members[by].rank(step, group)]
        for step, by in under
        for group in staircase.groups
    }


def observed_under(
    scenario: Scenario, resolver: Resolver, staircase: Staircase, paces: Mapping[tuple[str, str], float]
) -> tuple[ObservedUnder, ...]:
    """Return how often children were reviewed while the rates of a baseline were observed.

    As its reviews come at the start date, with the staff and the children of that day, or as it says.
    """
    observed = []
    for spec in scenario.reviews.values():
        for step in spec.steps if spec.rates_are == "observed" else ():
            months = spec.observed_months(step)
            interval = changing(spec.numbers_for(step) or {}, resolver, times=spec.days_in_unit).at(0.0)
            days = [
                interval / pace if (pace := paces[step, group]) > 0 else math.inf
                for group in staircase.groups
            ]
            if months is not None:
                days = [resolver.number(months) * DAYS_PER_MONTH] * len(days)
            observed.append(ObservedUnder(step=step, moves=tuple(spec.moves), days=tuple(days)))
    return tuple(observed)
