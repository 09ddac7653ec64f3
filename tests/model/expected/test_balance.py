"""Hold the population in balance to closed forms, and to forward equations that start from it."""

from dataclasses import replace

import numpy as np
import pytest

from model.expected.balance import Balance, balance
from model.expected.expected import expected
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.worlds import inflow, step

YEARS = DAYS_PER_YEAR * np.arange(11.0)
LOW, HIGH = 6.0, 18.0


def stairs(*, groups: tuple[str, ...] = ("alle",)) -> Staircase:
    return Staircase(
        steps=(
            step("home", ages=(0.0, HIGH), at_age_limit=(("out", 1.0),)),
            step("foster", ages=(0.0, HIGH), at_age_limit=(("after", 0.5), ("out", 0.5))),
            step("after", ages=(HIGH, 23.0), at_age_limit=(("out", 1.0),)),
        ),
        exits=("out",),
        age_borders=(0.0, LOW, HIGH, 23.0),
        groups=groups,
    )


def moves(*, shape: float = 1.0, groups: int = 1) -> tuple[Transition, ...]:
    def rates(*by_band: float) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(rate * (1 + g) for g in range(groups)) for rate in by_band)

    return (
        Transition(from_step="home", to="foster", rate=rates(0.05, 0.08, 0.0)),
        Transition(from_step="home", to="out", rate=rates(0.5, 0.4, 0.0)),
        Transition(from_step="foster", to="home", rate=rates(0.1, 0.05, 0.0), shape=shape),
        Transition(from_step="foster", to="out", rate=rates(0.1, 0.1, 0.0), shape=shape),
        Transition(from_step="after", to="out", rate=rates(0.0, 0.0, 0.6)),
    )


WANTED = {
    ("home", 0): 60.0,
    ("home", 1): 150.0,
    ("foster", 0): 15.0,
    ("foster", 1): 140.0,
    ("after", 2): 25.0,
}


def in_balance(found: Balance, staircase: Staircase, transitions: tuple[Transition, ...]) -> Parameters:
    """Return the world that starts with the population in balance, in a hundred times as many children."""
    shares = {
        at: tuple(n / sum(number) for n in number) for at, number in found.number.items() if sum(number)
    }
    coming = {at: number for at, number in found.arrivals.items() if sum(number)}
    return Parameters(
        staircase=staircase,
        horizon_days=float(YEARS[-1]),
        transitions=transitions,
        arrivals=tuple(
            Arrivals(
                step=name,
                band=band,
                per_year=Schedule.constant(100 * sum(number)),
                group_shares=tuple(n / sum(number) for n in number),
            )
            for (name, band), number in coming.items()
        ),
        stock_counts=tuple(
            StockCount(
                step=name,
                band=band,
                number=round(100 * sum(found.number[name, band])),
                standing=standing,
                group_shares=shares[name, band],
            )
            for (name, band), standing in found.standing.items()
        ),
    )


def test_one_step_that_is_left_at_a_constant_rate_holds_arrivals_times_stays() -> None:
    """Children come at even ages of 0-5 and leave at 0.5 a year, or at 6 into the next band with 0.25."""
    staircase = Staircase(
        steps=(step("step", ages=(0.0, 12.0), at_age_limit=(("out", 1.0),)),),
        exits=("out",),
        age_borders=(0.0, 6.0, 12.0),
    )
    leaving = (Transition(from_step="step", to="out", rate=((0.5,), (0.25,))),)
    found = balance(staircase, leaving, arrivals={("step", 0): (12.0,)}, wanted={})
    at_6 = 2.0 * (1 - np.exp(-3.0)) / 0.5
    assert found.number["step", 0] == pytest.approx((2.0 * (6 - (1 - np.exp(-3.0)) / 0.5) / 0.5,), rel=1e-4)
    assert found.number["step", 1] == pytest.approx((at_6 * (1 - np.exp(-1.5)) / 0.25,), rel=1e-3)
    (standing,) = found.standing["step", 0]
    assert standing.ages[0] == 0.0
    assert standing.younger[12] == pytest.approx(
        (3 - (1 - np.exp(-1.5)) / 0.5) / (6 - (1 - np.exp(-3.0)) / 0.5), rel=1e-2
    )


@pytest.mark.parametrize("shape", [1.0, 0.3, 2.0])
def test_a_wanted_number_is_met_and_stays_level_to_the_last_step(shape: float) -> None:
    staircase, transitions = stairs(), moves(shape=shape)
    found = balance(
        staircase, transitions, arrivals={}, wanted={at: (number,) for at, number in WANTED.items()}
    )
    assert {at: found.number[at][0] for at in WANTED} == pytest.approx(WANTED)
    assert all(number >= 0 for (number,) in found.arrivals.values())
    numbers = expected(in_balance(found, staircase, transitions), days=YEARS)
    full_year = numbers.person_days / DAYS_PER_YEAR / 100
    assert full_year[0] == pytest.approx([210.0, 155.0, 25.0], rel=0.004)
    assert full_year == pytest.approx(np.tile(full_year[0], (10, 1)), rel=0.01)


def test_the_spread_is_what_the_forward_equations_come_to_from_nobody() -> None:
    """After 23 years of steady arrivals nobody of the start is left, and all have come as the model says."""
    staircase, transitions = stairs(), moves(shape=0.5)
    coming = {("home", 0): (30.0,), ("home", 1): (20.0,), ("foster", 1): (4.0,)}
    found = balance(staircase, transitions, arrivals=coming, wanted={})
    world = Parameters(
        staircase=staircase,
        horizon_days=1.0,
        transitions=transitions,
        arrivals=tuple(inflow(name, number, band=band) for (name, band), (number,) in coming.items()),
    )
    late = expected(world, days=[0.0, 23 * DAYS_PER_YEAR, 24 * DAYS_PER_YEAR])
    by_step = [
        sum(found.number[at][0] for at in found.number if at[0] == name) for name in staircase.names[:3]
    ]
    assert by_step == pytest.approx(late.present[1].tolist(), rel=3e-3)
    assert late.present[2] == pytest.approx(late.present[1], rel=1e-3)


def test_groups_are_in_balance_each_by_itself() -> None:
    staircase, transitions = stairs(groups=("a", "b")), moves(groups=2)
    wanted = {at: (0.75 * number, 0.25 * number) for at, number in WANTED.items() if at[0] != "after"}
    found = balance(staircase, transitions, arrivals={}, wanted=wanted)
    for at, number in wanted.items():
        assert found.number[at] == pytest.approx(number)
    alone = balance(
        stairs(),
        tuple(replace(t, rate=tuple(row[1:] for row in t.rate)) for t in transitions),
        arrivals={},
        wanted={at: number[1:] for at, number in wanted.items()},
    )
    for at in wanted:
        assert found.arrivals[at][1:] == alone.arrivals[at]
        assert found.standing[at][1:] == alone.standing[at]


def test_nobody_is_taken_away_where_more_come_from_other_steps_than_are_wanted() -> None:
    wanted = {at: (number,) for at, number in WANTED.items()} | {("after", 2): (1.0,)}
    found = balance(stairs(), moves(), arrivals={}, wanted=wanted)
    assert found.arrivals["after", 2] == (0.0,)
    assert found.number["after", 2][0] > 5.0
    assert found.number["foster", 1] == pytest.approx((140.0,))


def test_arrivals_that_are_given_are_left_alone_and_where_nobody_comes_nobody_stands() -> None:
    found = balance(stairs(), moves()[1:], arrivals={("home", 1): (9.0,)}, wanted={("home", 0): (30.0,)})
    assert found.arrivals["home", 1] == (9.0,)
    assert found.number["home", 0] == pytest.approx((30.0,))
    assert found.number["foster", 1] == (0.0,)
    assert ("foster", 1) not in found.standing


def test_a_step_that_all_leave_at_once_needs_many_and_is_no_fault() -> None:
    fast = (Transition(from_step="home", to="out", rate=((20.0,), (20.0,), (0.0,))), *moves()[2:])
    found = balance(stairs(), fast, arrivals={}, wanted={("home", 1): (2.0,)})
    assert found.arrivals["home", 1][0] == pytest.approx(40.0, rel=0.02)


def test_a_border_within_an_age_band_changes_nothing_where_its_parts_belong_together() -> None:
    border = 15.0
    staircase = replace(stairs(), age_borders=(0.0, LOW, border, HIGH, 23.0))
    transitions = tuple(replace(t, rate=(*t.rate[:2], t.rate[1], t.rate[2])) for t in moves(shape=0.7))
    wanted, together, parts = {}, [], (0.75, 0.25)
    for (name, band), number in WANTED.items():
        bands = {0: (0,), 1: (1, 2), 2: (3,)}[band]
        for part, at in zip(parts if len(bands) > 1 else (1.0,), bands, strict=True):
            wanted[name, at] = (number * part,)
        if len(bands) > 1:
            together.append(tuple((name, at) for at in bands))
    divided = balance(staircase, transitions, arrivals={}, wanted=wanted, together=tuple(together))
    whole = balance(stairs(), moves(shape=0.7), arrivals={}, wanted={at: (n,) for at, n in WANTED.items()})
    for name in ("home", "foster"):
        coming = [divided.arrivals[name, at][0] for at in (1, 2)]
        assert sum(coming) == pytest.approx(whole.arrivals[name, 1][0], rel=1e-6)
        assert coming[0] == pytest.approx(3 * coming[1])
        there = [divided.number[name, at][0] for at in (1, 2)]
        assert sum(there) == pytest.approx(WANTED[name, 1])
        younger = whole.standing[name, 1][0]
        share = dict(zip(younger.ages, younger.younger, strict=True))[border]
        assert there[0] / sum(there) == pytest.approx(share, rel=1e-6)
    assert divided.arrivals["after", 3] == pytest.approx(whole.arrivals["after", 2], rel=1e-6)
