"""Compare planned stays with closed forms: how long they last, where they lead, and what is left of one."""

import math

import numpy as np
import pytest

from model.results.records import Records
from model.world.parameters import Parameters, StockCount, Transition
from model.world.planned_stays import LENGTH, Length, PlannedStay
from model.world.programme import Programme, TransitionEffect
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import Verdict, binomial, each, failures, mean
from tests.worlds import AGELESS, step

pytestmark = pytest.mark.verification

YEAR = DAYS_PER_YEAR
LOW, HIGH = 0.5, 0.75
"""Years of a planned stay, all alike in between: six to nine months."""
RATE = 0.8
"""Of leaving before the plan ends, a year."""
HOME = 0.7
"""Share of the plans that lead home."""
LOOKS = (0.3, 0.55, 0.6, 0.7)
CHILDREN, REPLICATIONS = 4_000, 10
SPENT = 0.3
"""Mean years that the children of the stock have been there: exponential."""


def world(*, spent: float = 0.0, times: float = 1.0, off: float = 1.0) -> Parameters:
    """Return a world where all stand on the step at the start; `off` multiplies the planned length."""
    length = Length(shares=(0.0, 1.0), days=(LOW * off * YEAR, HIGH * off * YEAR))
    effect = TransitionEffect(from_steps=("step",), to=(LENGTH,), multiplier=times)
    return Parameters(
        staircase=Staircase(
            steps=(step("step", ages=(0.0, AGELESS), at_age_limit=(("home", 1.0),)),),
            exits=("home", "on", "early"),
            age_borders=(0.0, AGELESS),
        ),
        horizon_days=2.0 * YEAR,
        transitions=(Transition(from_step="step", to="early", rate=((RATE,),)),),
        planned_stays=(
            PlannedStay(step="step", length=((length,),), then=(("home", HOME), ("on", 1.0 - HOME))),
        ),
        stock_counts=(StockCount(step="step", band=0, number=CHILDREN, mean_years_on_step=spent),),
        programmes=(Programme(name="times", effects=(effect,)),) if times != 1.0 else (),
    )


def there(years: float, low: float = LOW, high: float = HIGH) -> float:
    """Return the share of stays that have not ended, neither by their plan nor before it."""
    planned = min(1.0, max(0.0, (high - years) / (high - low)))
    return planned * math.exp(-RATE * years)


def ended_early(low: float = LOW, high: float = HIGH) -> float:
    """Return the share that leaves before the plan ends: one less the mean of exp(-rate x length)."""
    return 1.0 - (math.exp(-RATE * low) - math.exp(-RATE * high)) / (RATE * (high - low))


def judge(made: Parameters, low: float = LOW, high: float = HIGH) -> list[Verdict]:
    def look(records: Records) -> list[float]:
        stays = records.sojourns
        years = (stays.end - stays.start) / YEAR
        went = [float((stays.destination == way).sum()) for way in (1, 2, 3)]
        return [*(float((years > look).sum()) for look in LOOKS), *went, float(years.mean())]

    rows = each(made, REPLICATIONS, look)
    totals, children = rows.sum(axis=0), CHILDREN * REPLICATIONS
    home, on, early = totals[len(LOOKS) : len(LOOKS) + 3]
    return [
        *(
            binomial(f"there after {look:g}", totals[i], children, there(look, low, high))
            for i, look in enumerate(LOOKS)
            if there(look, low, high) > 1e-9
        ),
        binomial("leaves early", early, children, ended_early(low, high)),
        binomial("is led home", home, int(home + on), HOME),
        # The mean of the smaller of an exponential time and the plan is the share that leaves early / rate.
        mean("years", rows[:, -1], ended_early(low, high) / RATE),
    ]


@pytest.mark.long
def test_stays_end_as_planned_or_before_as_their_rates_say() -> None:
    verdicts = judge(world())
    assert failures(verdicts) == []
    middle = next(each for each in verdicts if each.what == "there after 0.6")
    assert middle.power(middle.expected * 0.95) > 0.99


@pytest.mark.long
def test_an_effect_multiplies_what_is_planned() -> None:
    assert failures(judge(world(times=0.8), 0.8 * LOW, 0.8 * HIGH)) == []


@pytest.mark.long
def test_a_plan_two_percent_too_long_is_caught() -> None:
    assert failures(judge(world(off=1.02))) != []


@pytest.mark.long
def test_those_who_stand_there_have_what_is_left_of_longer_plans() -> None:
    """Who has spent s years leaves within t with probability 1 - S(s + t) / S(s); s is exponential.

    A plan that is over already ends at once.
    """
    looks = (0.1, 0.3)
    spent = (np.arange(200_000) + 0.5) / 200_000  # quantiles of the time spent

    def planned(years: float) -> float:
        s = -SPENT * np.log1p(-spent)
        survival = np.clip((HIGH - s) / (HIGH - LOW), 0.0, 1.0)
        later = np.clip((HIGH - s - years) / (HIGH - LOW), 0.0, 1.0)
        share = np.where(survival > 0, later / np.where(survival > 0, survival, 1.0), 0.0)
        return float(share.mean()) * math.exp(-RATE * years)

    def look(records: Records) -> list[float]:
        ends = records.sojourns.end / YEAR
        return [float((ends > years).sum()) for years in looks]

    totals = each(world(spent=SPENT), REPLICATIONS, look).sum(axis=0)
    verdicts = [
        binomial(f"left after {years:g}", totals[i], CHILDREN * REPLICATIONS, planned(years))
        for i, years in enumerate(looks)
    ]
    assert failures(verdicts) == []
    assert verdicts[0].power(verdicts[0].expected * 0.95) > 0.99
