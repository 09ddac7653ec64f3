"""Compare reroutes of those who come from outside with closed forms: whom they take, who stands where."""

import math

import pytest

from model.results.records import Records
from model.world.parameters import Parameters, Transition
from model.world.programme import OUTSIDE, Programme, Reroute
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import Verdict, binomial, each, failures, mean
from tests.worlds import AGELESS, inflow, step

pytestmark = pytest.mark.verification

PER_YEAR, SHARE, HALF_WAY = 400.0, 0.4, 2.0 * DAYS_PER_YEAR
FAR, NEAR = 0.5, 2.0
"""Rates of leaving either step, a year."""
YEARS, LATE, REPLICATIONS = 6.0, 5.99, 40


def world(*, share: float = SHARE) -> Parameters:
    """Return a world where from some day on a share of those who come to `far` is sent to `near`."""
    reroute = Reroute(from_steps=(OUTSIDE,), to=("far",), instead="near", share=share)
    ramp = Schedule(times=(0.0, HALF_WAY, 2 * HALF_WAY), values=(0.0, 0.5, 1.0))
    return Parameters(
        staircase=Staircase(
            steps=tuple(
                step(name, ages=(0.0, AGELESS), at_age_limit=(("out", 1.0),)) for name in ("near", "far")
            ),
            exits=("out",),
            age_borders=(0.0, AGELESS),
        ),
        horizon_days=YEARS * DAYS_PER_YEAR,
        transitions=(
            Transition(from_step="far", to="out", rate=((FAR,),)),
            Transition(from_step="near", to="out", rate=((NEAR,),)),
        ),
        arrivals=(inflow("far", PER_YEAR),),
        programmes=(Programme(name="closer", share=ramp, reroutes=(reroute,)),),
    )


def there(rate: float, came: list[tuple[float, float]], at: float) -> float:
    """Return the mean number on a step after some years, to which children come in spells of even rates."""
    number = 0.0
    for since, per_year in came:
        until = min(at, since + HALF_WAY / DAYS_PER_YEAR)
        number += per_year / rate * (math.exp(-rate * (at - until)) - math.exp(-rate * (at - since)))
    return number


def judge(made: Parameters, share: float = SHARE) -> list[Verdict]:
    def look(records: Records) -> list[float]:
        stays = records.sojourns
        spells = [(2.0 * i * DAYS_PER_YEAR, 2.0 * (i + 1) * DAYS_PER_YEAR) for i in range(3)]
        came = [(stays.start >= low) & (stays.start < high) for low, high in spells]
        sent = [float((stays.step[on] == 0).sum()) for on in came]
        late = LATE * DAYS_PER_YEAR
        on_late = stays.step[(stays.start <= late) & (stays.end > late)]
        present = [float((on_late == i).sum()) for i in (0, 1)]
        return [*sent, *(float(each_spell.sum()) for each_spell in came), *present]

    rows = each(made, REPLICATIONS, look)
    totals = rows.sum(axis=0)
    parts = (0.0, share / 2, share)
    near = [(2.0 * i, PER_YEAR * part) for i, part in enumerate(parts)]
    far = [(2.0 * i, PER_YEAR * (1 - part)) for i, part in enumerate(parts)]
    assert totals[0] == 0.0
    return [
        binomial("sent half way", totals[1], int(totals[4]), parts[1]),
        binomial("sent in full", totals[2], int(totals[5]), parts[2]),
        mean("on the near step", rows[:, 6], there(NEAR, near, LATE)),
        mean("on the far step", rows[:, 7], there(FAR, far, LATE)),
    ]


def test_the_share_of_those_who_come_goes_where_it_is_sent() -> None:
    assert failures(judge(world())) == []


def test_a_share_that_is_off_by_a_tenth_is_seen() -> None:
    assert failures(judge(world(share=1.1 * SHARE)))
