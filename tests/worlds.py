"""Build small worlds to test with, one thing at a time, and compare what happens in them."""

from dataclasses import fields, replace
from itertools import pairwise

import numpy as np

from model.results.records import Records
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.programme import Programme
from model.world.schedule import Schedule
from model.world.staircase import Places, Staircase, Step

OUT = (("out", 1.0),)
AGELESS = 1e9
"""An age limit in years that nobody reaches, for worlds in which age must not matter."""

Row = tuple[float | bytes, ...]

# Parts ------------------------------------------------------------------------------------------------------


def step(
    name: str,
    *,
    ages: tuple[float, float] = (0.0, 23.0),
    at_age_limit: tuple[tuple[str, float], ...] = OUT,
    places: Places | None = None,
) -> Step:
    """Return a step that children leave for out at its age limit."""
    return Step(name=name, age_from=ages[0], age_to=ages[1], at_age_limit=at_age_limit, places=places)


def transition(from_step: str, to: str, rate: float, *, shape: float = 1.0) -> Transition:
    """Return a transition in a world of one age band and one group."""
    return Transition(from_step=from_step, to=to, rate=((rate,),), shape=shape)


def places(
    number: float | Schedule, *, divert_to: str | None = None, returns: bool = False, first: str | None = None
) -> Places:
    """Return `number` places, always or by a schedule."""
    return Places(
        number=number if isinstance(number, Schedule) else Schedule.constant(number),
        divert_to=divert_to,
        returns=returns,
        first_groups=() if first is None else (first,),
    )


def stock(name: str, *, number: int, band: int = 0, shares: tuple[float, ...] = (1.0,)) -> StockCount:
    """Return children who have just come to a step at the start date."""
    return StockCount(step=name, band=band, number=number, group_shares=shares)


def inflow(
    name: str, per_year: float | Schedule, *, band: int = 0, shares: tuple[float, ...] = (1.0,)
) -> Arrivals:
    """Return arrivals on a step, always or by a schedule."""
    return Arrivals(
        step=name,
        band=band,
        per_year=per_year if isinstance(per_year, Schedule) else Schedule.constant(per_year),
        group_shares=shares,
    )


def ageless_staircase(*names: str, step_places: dict[str, Places] | None = None) -> Staircase:
    """Return steps whose age limits nobody reaches."""
    limited = step_places or {}
    return Staircase(
        steps=tuple(step(name, ages=(0.0, AGELESS), places=limited.get(name)) for name in names),
        exits=("out",),
        age_borders=(0.0, AGELESS),
    )


# Records --------------------------------------------------------------------------------------------------


def assert_same(first: Records, second: Records) -> None:
    """Assert that two records are the same to the last bit."""
    for table in fields(Records):
        one, other = getattr(first, table.name), getattr(second, table.name)
        for column in fields(one):
            left, right = getattr(one, column.name), getattr(other, column.name)
            assert left.dtype == right.dtype
            assert left.tobytes() == right.tobytes(), f"{table.name}.{column.name} differ"


def lives(records: Records, staircase: Staircase) -> dict[int, list[Row]]:
    """Return each child's whole life to the last bit, with names instead of indices."""
    names = (*staircase.names, "not yet")  # index -1
    whole: dict[int, list[Row]] = {int(child): [] for child in records.children.identity}
    people = records.children
    for i, child in enumerate(people.identity.tolist()):
        whole[child].append(
            (people.birth_day[i], people.since_day[i], people.group[i], names[people.step[i]].encode())
        )
    stays = records.sojourns
    for i, child in enumerate(stays.child.tolist()):
        ends = (names[stays.step[i]].encode(), names[stays.destination[i]].encode())
        whole[child].append((*ends, stays.start[i], stays.end[i], int(stays.cause[i])))
    waits = records.waits
    for i, child in enumerate(waits.child.tolist()):
        ends = (names[waits.step[i]].encode(), names[waits.origin[i]].encode())
        whole[child].append((*ends, waits.start[i], waits.end[i], int(waits.outcome[i])))
    return whole


def changed(baseline: Records, case: Records, *, of: Staircase, to: Staircase | None = None) -> set[int]:
    """Return the children whose life differs, among those who are in both."""
    before, after = lives(baseline, of), lives(case, to or of)
    return {child for child in before.keys() & after.keys() if before[child] != after[child]}


def members(records: Records, group: int) -> set[int]:
    """Return the identities of the children of one group."""
    return set(records.children.identity[records.children.group == group].tolist())


def with_programme(world: Parameters, programme: Programme, *, first: bool = False) -> Parameters:
    """Return a case: the world with one more programme, the last one or the first."""
    added = (programme, *world.programmes) if first else (*world.programmes, programme)
    return replace(world, programmes=added)


def in_line(since: np.ndarray, until: np.ndarray, *, at: float) -> np.ndarray:
    """Return which of the waits were going on at a time."""
    return (since < at) & (at < until)


def between(events: np.ndarray) -> list[float]:
    """Return a time between every two neighbouring events that differ."""
    return [(a + b) / 2 for a, b in pairwise(np.unique(events).tolist()) if a < (a + b) / 2 < b]
