"""Compare competing transitions whose hazards change in the middle of a stay with closed forms."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm

from model.results.records import EnrolmentEnd, Records
from model.world.arrays import Floats
from model.world.parameters import Parameters, StockCount, Transition
from model.world.programme import Enrolment, Programme, TransitionEffect
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import Verdict, binomial, compensated, each, failures, mean
from tests.worlds import AGELESS, step

pytestmark = pytest.mark.verification

YEAR = DAYS_PER_YEAR

# Two ways out, a birthday and a ramp ------------------------------------------------------------------------

YOUNG, OLD = (1.2, 0.25), (2.0, 0.1)
"""Rates of going well and badly before and after the first birthday."""
RAMP = Schedule.ramp(start=0.4 * YEAR, end=0.8 * YEAR, pieces=2)
MULTIPLIER = 1.5
"""What the change for everyone does to the first rate when it has come all the way."""
LOOKS = (0.3, 0.6, 1.0, 3.0)
CHILDREN, HORIZON = 20_500, 3.0


def race(*, off: float = 1.0) -> Parameters:
    """Return a world where all begin at once, aged up to one year; `off` multiplies rates of going well."""
    ways = {"well": 0, "badly": 1}
    change = TransitionEffect(from_steps=("step",), to=("well",), multiplier=MULTIPLIER)
    return Parameters(
        staircase=Staircase(
            steps=(step("step", ages=(0.0, AGELESS), at_age_limit=(("well", 1.0),)),),
            exits=tuple(ways),
            age_borders=(0.0, 1.0, AGELESS),
        ),
        horizon_days=HORIZON * YEAR + 1.0,
        transitions=tuple(
            Transition(
                from_step="step",
                to=to,
                rate=tuple((rates[i] * (off if to == "well" else 1.0),) for rates in (YOUNG, OLD)),
            )
            for to, i in ways.items()
        ),
        stock_counts=(StockCount(step="step", band=0, number=CHILDREN),),
        programmes=(Programme(name="change", share=RAMP, effects=(change,)),),
    )


def rates_at(time: float, birthday: float) -> tuple[float, float]:
    first, second = YOUNG if time < birthday else OLD
    share = {0: 0.0, 1: 0.25, 2: 0.75, 3: 1.0}[sum(time >= t for t in (0.4, 0.6, 0.8))]
    return first * (1 + share * (MULTIPLIER - 1)), second


def gone_by(time: float, birthday: float) -> tuple[float, float]:
    """Return the probabilities of having gone well and badly: exact, piece by piece of constant hazards."""
    borders = sorted({0.0, time, *(t for t in (birthday, 0.4, 0.6, 0.8) if t < time)})
    alive, well, badly = 1.0, 0.0, 0.0
    for start, end in pairwise(borders):
        first, second = rates_at(start, birthday)
        gone = alive * -math.expm1(-(first + second) * (end - start))
        well += gone * first / (first + second)
        badly += gone * second / (first + second)
        alive -= gone
    return well, badly


def on_average(time: float, way: int) -> float:
    """Average over the birthdays, which are uniform over the first year."""
    kinks = [0.4, 0.6, 0.8, min(time, 0.999)]
    value, _ = quad(lambda birthday: gone_by(time, birthday)[way], 0.0, 1.0, points=kinks, limit=200)
    return float(value)


def hazard_met(birthdays: Floats, until: Floats, way: int) -> float:
    """Return the hazard of one way that children have met, given their birthdays and ends in years."""
    fixed = np.array([0.0, 0.4, 0.6, 0.8, HORIZON + 1.0])
    total = 0.0
    for low, high in pairwise(fixed):
        young = np.clip(np.minimum(until, birthdays), low, high) - low
        whole = np.clip(until, low, high) - low
        before, after = (rates_at(low, birthday)[way] for birthday in (math.inf, 0.0))
        total += float((young * before + (whole - young) * after).sum())
    return total


def judge_race(world: Parameters, runs: int) -> dict[str, list[Verdict]]:
    def look(records: Records) -> list[float]:
        stays, people = records.sojourns, records.children
        ends, birthdays = stays.end / YEAR, people.birth_day / YEAR + 1.0
        went = [stays.destination == 1 + way for way in (0, 1)]
        return [
            *(float((went[way] & (ends <= time)).sum()) for way in (0, 1) for time in LOOKS),
            *(float(went[way].sum()) for way in (0, 1)),
            *(hazard_met(birthdays, ends, way) for way in (0, 1)),
        ]

    rows = each(world, 8 * runs, look)
    totals, children = rows.sum(axis=0), CHILDREN * len(rows)
    names = ("well", "badly")
    return {
        "probabilities": [
            binomial(f"gone {names[i // 4]} by {time:g}", totals[i], children, on_average(time, i // 4))
            for i, time in enumerate(LOOKS * 2)
        ],
        "rates": [compensated(f"goes {name}", totals[8 + i], totals[10 + i]) for i, name in enumerate(names)],
    }


@pytest.mark.long
def test_competing_ways_out_win_as_often_and_as_early_as_their_hazards_say(runs: int) -> None:
    verdicts = judge_race(race(), runs)
    assert {what: failures(parts) for what, parts in verdicts.items()} == {what: [] for what in verdicts}
    well = verdicts["rates"][0]
    assert well.power(well.expected * 1.02) > 0.99
    # Starting the hazard anew at the birthday, or looking at the ramp only once, is seen for certain.
    late = verdicts["probabilities"][2]
    assert late.power(late.expected * 0.95) > 0.99


@pytest.mark.long
def test_a_rate_wrong_by_two_percent_is_caught_in_the_race(runs: int) -> None:
    verdicts = judge_race(race(off=1.02), runs)
    assert failures(verdicts["rates"]) != []


# Help that ends, is dropped, works on and fades -------------------------------------------------------------

LEAVE, DROP, FADE = 1.2, 0.3, 0.8
"""Rates a year of leaving the step, of dropping out of the help, of the lasting effect's end."""
DURING, LASTING, LENGTH = 0.6, 0.4, 0.5
HELPED, YEARS = 12_000, 8.0
TIMES = (0.25, 0.5, 1.0, 2.0)


def fading_world() -> Parameters:
    """Return a world where all children and their help begin at once."""

    def effect(multiplier: float) -> tuple[TransitionEffect, ...]:
        return (TransitionEffect(from_steps=("step",), to=("out",), multiplier=multiplier),)

    help_ = Enrolment(
        steps=("step",),
        age_to=AGELESS,
        length_days=LENGTH * YEAR,
        drop_out_rate=DROP,
        during=effect(DURING),
        lasting=effect(LASTING),
        lasting_mean_days=YEAR / FADE,
    )
    return Parameters(
        staircase=Staircase(
            steps=(step("step", ages=(0.0, AGELESS)),), exits=("out",), age_borders=(0.0, 1.0, AGELESS)
        ),
        horizon_days=YEARS * YEAR,
        transitions=(Transition(from_step="step", to="out", rate=((LEAVE,), (LEAVE,))),),
        stock_counts=(StockCount(step="step", band=0, number=HELPED),),
        programmes=(Programme(name="help", enrolment=help_),),
    )


def fading_chain() -> Floats:
    """Return the generator of: helped, under the lasting effect, without any effect, gone, dropped out."""
    generator = np.zeros((5, 5))
    generator[0, 3], generator[0, 4] = LEAVE * DURING, DROP
    generator[1, 3], generator[1, 2] = LEAVE * LASTING, FADE
    generator[2, 3] = LEAVE
    generator[4, 3] = LEAVE
    return generator - np.diag(generator.sum(axis=1))


def states(time: float) -> Floats:
    """Return the probabilities of the states; at `LENGTH` those still helped get the lasting effect."""
    now = expm(fading_chain() * min(time, LENGTH))[0]
    if time < LENGTH:
        return np.asarray(now)
    now[1], now[0] = now[0], 0.0
    return np.asarray(now @ expm(fading_chain() * (time - LENGTH)))


def inside(time: float) -> float:
    return float(1.0 - states(time)[3])


def mean_years(until: Sequence[float] = (LENGTH, YEARS)) -> float:
    """Return the mean time on the step before the horizon."""
    pieces = zip((0.0, *until), until, strict=False)
    return float(sum(quad(inside, low, high - 1e-12)[0] for low, high in pieces))


@pytest.mark.long
def test_help_works_and_its_lasting_effect_fades_as_the_markov_chain_says(runs: int) -> None:
    def look(records: Records) -> list[float]:
        ends = records.sojourns.end / YEAR
        outcomes = records.enrolments.outcome
        return [
            *(float((ends > time).sum()) for time in TIMES),
            *(float((outcomes == o).sum()) for o in (EnrolmentEnd.DROPPED_OUT, EnrolmentEnd.COMPLETED)),
            float(ends.mean()),
        ]

    rows = each(fading_world(), 8 * runs, look)
    totals, children = rows.sum(axis=0), HELPED * len(rows)
    leaving, ending = LEAVE * DURING + DROP, math.exp(-(LEAVE * DURING + DROP) * LENGTH)
    verdicts = [
        *(binomial(f"there after {t:g} years", totals[i], children, inside(t)) for i, t in enumerate(TIMES)),
        binomial("dropped out", totals[4], children, DROP / leaving * (1 - ending)),
        binomial("completed", totals[5], children, ending),
        mean("years on the step", rows[:, 6], mean_years()),
    ]
    assert failures(verdicts) == []
    # An effect that never fades, and one that ends with the help, are seen for certain.
    for fade in (0.0, 1e6):
        wrong = fading_chain()
        wrong[1] = 0.0
        wrong[1, 3], wrong[1, 2], wrong[1, 1] = LEAVE * LASTING, fade, -LEAVE * LASTING - fade
        start = states(LENGTH)
        there = 1.0 - float((start @ expm(wrong * (TIMES[-1] - LENGTH)))[3])
        assert verdicts[3].power(children * there) > 0.99
