"""Compare households with closed forms: every inflow kept, sizes as stated, sums over siblings, marginals."""

import numpy as np
import pytest

from model.expected.expected import expected
from model.results.households import household_of
from model.results.records import Records
from model.world.households import Households
from model.world.parameters import Arrivals, Parameters
from model.world.planned_stays import Length
from model.world.programme import ArrivalEffect, Programme
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import each, failures, mean
from tests.worlds import AGELESS, step, transition

pytestmark = pytest.mark.verification

YEAR = DAYS_PER_YEAR
SIZES = (0.45, 0.35, 0.20)
MEAN_SIZE = 1.75
THREE_YEARS = Length(shares=(0.0, 1.0), days=(0.0, 3.0 * YEAR))
REPLICATIONS = 300
CHANGE = 2.0 * YEAR
"""The day on which the inflows grow and the case begins."""
INFLOWS = {("home", 0): 10.0, ("home", 1): 20.0, ("foster", 1): 6.0}
GROWTH, HALF, HORIZON = 1.5, 0.5, 4.0 * YEAR


def households(together: float) -> Households:
    return Households(sizes=SIZES, together=together, apart=THREE_YEARS)


def by_step_and_band() -> Parameters:
    """Return a world where inflows by step and band grow after two years, while a case halves one band's."""
    halved = ArrivalEffect(steps=("home",), multiplier=HALF, bands=(1,))
    begins = Schedule(times=(0.0, CHANGE), values=(0.0, 1.0))
    return Parameters(
        staircase=Staircase(
            steps=(step("home"), step("foster")), exits=("out",), age_borders=(0.0, 6.0, 23.0)
        ),
        horizon_days=HORIZON,
        households=households(0.6),
        arrivals=tuple(
            Arrivals(
                step=name,
                band=band,
                per_year=Schedule(times=(0.0, CHANGE), values=(number, GROWTH * number)),
                reference=number,
            )
            for (name, band), number in INFLOWS.items()
        ),
        programmes=(Programme(name="halved", share=begins, arrival_effects=(halved,)),),
    )


def test_every_inflow_by_step_and_age_is_kept_when_it_grows_and_when_a_case_halves_one(runs: int) -> None:
    world = by_step_and_band()

    def look(records: Records) -> list[float]:
        people = records.children
        older = (people.since_day - people.birth_day) / YEAR >= 6.0
        late = people.since_day >= CHANGE
        return [
            float(((people.step == s) & (older == bool(band)) & (late == after)).sum())
            for after in (False, True)
            for s, band in ((0, 0), (0, 1), (1, 1))
        ]

    rows = each(world, REPLICATIONS * runs, look)
    numbers = [2 * number for number in INFLOWS.values()]
    later = [2 * GROWTH * number for number in INFLOWS.values()]
    later[1] *= HALF
    verdicts = [mean(f"inflow {i}", rows[:, i], number) for i, number in enumerate([*numbers, *later])]
    assert verdicts[1].power(1.1 * numbers[1]) > 0.99
    assert not failures(verdicts)


def test_expected_numbers_of_a_world_with_households_are_those_of_one_without(runs: int) -> None:
    world = by_step_and_band()
    numbers = expected(world, days=(0.0, CHANGE, HORIZON))

    def look(records: Records) -> list[float]:
        stays = records.sojourns
        return [float((stays.end - stays.start)[stays.step == s].sum()) for s in (0, 1)]

    rows = each(world, REPLICATIONS * runs, look)
    days = numbers.person_days.sum(axis=0)
    assert not failures([mean(f"days on step {s}", rows[:, s], days[s]) for s in (0, 1)])


def test_sizes_of_households_and_sums_over_their_children(runs: int) -> None:
    """The days of a household are a sum of as many exponential times as it has children.

    With m the mean of one, E S = E N m, and E S^2 = m^2 (E N + E N^2).
    """
    per_year, rate, last = 40.0, 2.0, 6.0 * YEAR
    world = Parameters(
        staircase=Staircase(
            steps=(step("home", ages=(0.0, AGELESS)),), exits=("out",), age_borders=(0.0, AGELESS)
        ),
        horizon_days=16.0 * YEAR,
        transitions=(transition("home", "out", rate),),
        households=households(1.0),
        arrivals=(
            Arrivals(
                step="home",
                band=0,
                per_year=Schedule(times=(0.0, last + 1.0), values=(per_year, 0.0)),
                reference=per_year,
            ),
        ),
    )

    def look(records: Records) -> list[float]:
        people, stays = records.children, records.sojourns
        homes, of_child, sizes = np.unique(people.household, return_inverse=True, return_counts=True)
        first = np.full(len(homes), np.inf)
        np.minimum.at(first, of_child, people.since_day)
        whole = (first >= 1.0) & (first < last)  # their last child comes within a day
        days = np.zeros(len(homes))
        of_stay = np.searchsorted(homes, household_of(records, stays.child))
        np.add.at(days, of_stay, (stays.end - stays.start) / YEAR)
        of_size = [float((whole & (sizes == size)).sum()) for size in (1, 2, 3)]
        return [*of_size, float(days[whole].sum()), float((days[whole] * days[whole]).sum())]

    rows = each(world, REPLICATIONS * runs, look)
    number = per_year / MEAN_SIZE * (last - 1.0) / YEAR
    square = sum(share * size * size for size, share in enumerate(SIZES, 1))
    verdicts = [
        mean(f"households of {size}", rows[:, size - 1], number * share)
        for size, share in enumerate(SIZES, 1)
    ]
    verdicts.append(mean("days of a household", rows[:, 3], number * MEAN_SIZE / rate))
    verdicts.append(mean("their square", rows[:, 4], number * (MEAN_SIZE + square) / (rate * rate)))
    assert not failures(verdicts)
