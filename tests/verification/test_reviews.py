"""Compare reviews with closed forms: geometric waiting, competing moves, a stock, staff with an even load."""

import math

import numpy as np
import pytest

from model.results.records import Records
from model.world.parameters import Parameters, StockCount, Transition
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import Verdict, binomial, each, failures, mean
from tests.worlds import AGELESS, step

pytestmark = pytest.mark.verification

YEAR = DAYS_PER_YEAR
T = 0.25
"""Years between reviews."""
READY, OTHER = 1.2, 0.5
"""Rates a year of becoming ready, and of moves that are not reviewed."""
CHILDREN, REPLICATIONS = 4_000, 10


def world(
    *, other: float = OTHER, spent: float = 0.0, off: float = 1.0, staff: Staff | None = None
) -> Parameters:
    """Return a world where all stand on the step at the start, and come back to one like it.

    `off` multiplies the interval. Children of two groups go to and fro between two steps with the same
    reviews, so that staff has as many of them all the time.
    """
    interval = Schedule.constant(T * off * YEAR)
    is_closed = staff is not None
    home = "twin" if is_closed else "home"
    return Parameters(
        staircase=Staircase(
            steps=(
                step("step", ages=(0.0, AGELESS), at_age_limit=(("home", 1.0),)),
                step("twin", ages=(0.0, AGELESS), at_age_limit=(("home", 1.0),)),
            ),
            exits=("home", "up"),
            age_borders=(0.0, AGELESS),
            groups=("first", "last"),
        ),
        horizon_days=40.0 * YEAR if not is_closed else 6.0 * YEAR,
        transitions=(
            Transition(from_step="step", to=home, rate=((READY, READY),)),
            Transition(from_step="twin", to="step", rate=((READY, READY),)),
            Transition(from_step="step", to="up", rate=((other, other),)),
        ),
        reviews=(
            Reviews(
                name="reviews",
                intervals=(("step", interval), ("twin", interval)),
                moves=(home, "step"),
                staff=None if staff is None else staff.name,
            ),
        ),
        staff=() if staff is None else (staff,),
        stock_counts=(
            StockCount(
                step="step",
                band=0,
                number=CHILDREN,
                mean_years_on_step=spent,
                group_shares=(0.5, 0.5),
            ),
        ),
    )


def goes_home(other: float) -> float:
    """Return the share that goes home, at some review, by the sum of a geometric series."""
    return math.exp(-other * T) * -math.expm1(-READY * T) / -math.expm1(-(READY + other) * T)


def judge(made: Parameters, other: float) -> list[Verdict]:
    def look(records: Records) -> list[float]:
        stays = records.sojourns
        years = (stays.end - stays.start) / YEAR
        home = stays.destination == 2
        first = home & (years < 1.5 * T)
        late = years > 1.1  # after four reviews, at each of which some of those who are there go
        return [float(home.sum()), float(first.sum()), float(late.sum()), float(years.mean())]

    rows = each(made, REPLICATIONS, look)
    home, first, late, _ = rows.sum(axis=0)
    children = CHILDREN * REPLICATIONS
    in_interval = T if other == 0 else -math.expm1(-other * T) / other
    verdicts = [
        binomial("home at the first review", first, children, math.exp(-other * T) * -math.expm1(-READY * T)),
        binomial("there after 1.1 years", late, children, math.exp(-other * 1.1 - READY * 4 * T)),
        mean("years", rows[:, -1], in_interval / -math.expm1(-(READY + other) * T)),
    ]
    return verdicts if other == 0 else [*verdicts, binomial("home", home, children, goes_home(other))]


@pytest.mark.long
def test_waiting_for_a_review_is_geometric() -> None:
    verdicts = judge(world(other=0.0), 0.0)
    assert failures(verdicts) == []
    years = verdicts[-1]
    # One over the rate and half an interval, and no more than r T^2 / 12 above it.
    assert 0 < years.expected - (1 / READY + T / 2) < READY * T * T / 12
    assert years.power(years.expected - T / 2) > 0.99


@pytest.mark.long
def test_other_moves_end_the_wait_as_their_rates_say() -> None:
    assert failures(judge(world(), OTHER)) == []


@pytest.mark.long
def test_an_interval_five_percent_too_long_is_caught() -> None:
    assert failures(judge(world(off=1.05), OTHER)) != []


@pytest.mark.long
def test_those_who_stand_there_have_been_reviewed_since_they_came() -> None:
    """Who has spent u years has its next review when it has spent the next whole number of intervals."""
    looks = (0.1, 0.3)
    spent = -1.0 * np.log1p(-(np.arange(200_000) + 0.5) / 200_000)

    def there(years: float) -> float:
        reviews = np.floor((spent + years) / T) - np.floor(spent / T)
        return float(np.exp(-READY * T * reviews).mean()) * math.exp(-OTHER * years)

    def look(records: Records) -> list[float]:
        ends = records.sojourns.end / YEAR
        return [float((ends > years).sum()) for years in looks]

    totals = each(world(spent=1.0), REPLICATIONS, look).sum(axis=0)
    children = CHILDREN * REPLICATIONS
    verdicts = [
        binomial(f"there after {years:g}", totals[i], children, there(years)) for i, years in enumerate(looks)
    ]
    assert failures(verdicts) == []


@pytest.mark.long
def test_staff_with_twice_its_children_reviews_half_as_often() -> None:
    """A closed population: as many children all the time, so an interval is 2 T all the time."""
    busy = Staff(name="staff", number=Schedule.constant(CHILDREN / 2.0), cases_each=Schedule.constant(1.0))

    def look(records: Records) -> list[float]:
        stays = records.sojourns
        first = stays.visit == 0
        years = (stays.end - stays.start)[first] / YEAR
        return [float((years < 3 * T).sum()), float((years < 5 * T).sum())]

    totals = each(world(other=0.0, staff=busy), REPLICATIONS // 2, look).sum(axis=0)
    children = CHILDREN * REPLICATIONS // 2
    gone = -math.expm1(-READY * 2 * T)
    verdicts = [
        binomial("one review", totals[0], children, gone),
        binomial("two reviews", totals[1], children, 1 - (1 - gone) ** 2),
    ]
    assert failures(verdicts) == []
    assert verdicts[0].power(children * -math.expm1(-READY * T)) > 0.99


@pytest.mark.long
def test_those_who_are_first_are_reviewed_in_time_and_the_others_by_what_is_left() -> None:
    """On average half the children are first; three quarters of all can be reviewed in time."""
    ordered = Staff(
        name="staff",
        number=Schedule.constant(0.75 * CHILDREN),
        cases_each=Schedule.constant(1.0),
        first_groups=("first",),
    )

    def look(records: Records) -> list[float]:
        stays, people = records.sojourns, records.children
        group = dict(zip(people.identity.tolist(), people.group.tolist(), strict=True))
        is_first = np.array([group[child] == 0 for child in stays.child.tolist()])
        years = (stays.end - stays.start) / YEAR
        number = int((people.group == 0).sum())
        pace = (0.75 * CHILDREN - number) / (CHILDREN - number)
        seen = stays.visit == 0
        return [
            float((years[seen & is_first] < 1.5 * T).mean()) + math.expm1(-READY * T),
            float((years[seen & ~is_first] < 1.5 * T / pace).mean()) + math.expm1(-READY * T / pace),
        ]

    rows = each(world(other=0.0, staff=ordered), REPLICATIONS, look)
    verdicts = [mean("first", rows[:, 0], 0.0), mean("others", rows[:, 1], 0.0)]
    assert failures(verdicts) == []
