"""Check how far reviews come, who of the staff's children is reviewed in time, and what no review can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.parameters import Parameters
from model.world.reviews import ReviewClock, Reviews, Staff, last_review, next_review, paces
from model.world.schedule import Schedule
from tests.any_world import schedules
from tests.worlds import ageless_staircase

ALWAYS = Schedule.constant(90.0)


def staff(**changes: object) -> Staff:
    given_ = {"name": "staff", "number": Schedule.constant(1.0), "cases_each": Schedule.constant(20.0)}
    return Staff(**given_ | changes)  # type: ignore[arg-type]


@given(schedules(st.sampled_from([7.0, 30.0, 91.3125])), st.floats(-900.0, 900.0), st.floats(0.0, 500.0))
def test_the_day_of_a_progress_is_the_day_on_which_it_is_reached(
    interval: Schedule, day: float, later: float
) -> None:
    clock = ReviewClock(interval)
    assert clock.day_of(clock.at(day)) == pytest.approx(day, abs=1e-6)
    assert clock.at(day + later) >= clock.at(day)


def test_an_interval_that_changes_holds_from_its_day_on() -> None:
    clock = ReviewClock(Schedule(times=(0.0, 45.0), values=(90.0, 30.0)))
    assert clock.at(45.0) == 0.5
    assert clock.day_of(1.0) == 60.0  # half an interval of 90 days, and half one of 30
    assert clock.at(-90.0) == -1.0


def test_reviews_come_at_whole_intervals_since_the_stay_began() -> None:
    assert last_review(3.7, began=0.5) == 3.5
    assert next_review(3.7, began=0.5) == 4.5
    assert next_review(3.5, began=0.5) == 4.5


def test_all_are_late_in_proportion_to_the_children_above_the_number_of_cases() -> None:
    assert paces([30.0], 20.0) == [20 / 30]
    assert paces([20.0], 20.0) == [1.0]
    assert paces([0.0], 0.0) == [1.0]


def test_those_first_in_the_order_take_their_time_and_the_next_what_is_left() -> None:
    assert paces([15.0, 10.0, 4.0], 20.0) == [1.0, 0.5, 0.0]


def test_steps_stand_in_the_order_before_groups() -> None:
    ordered = staff(first_steps=("b",), first_groups=("young",))
    ranks = [ordered.rank(*at) for at in (("b", "young"), ("b", "old"), ("a", "young"), ("a", "old"))]
    assert ranks == [0, 1, 2, 3]
    assert ordered.ranks == 4


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"reviews": (Reviews(name="r", intervals=(("x", ALWAYS),), moves=("out",)),)}, "x is not a step"),
        (
            {"reviews": (Reviews(name="r", intervals=(("a", ALWAYS),), moves=("x",)),)},
            "x is not a step or way",
        ),
        (
            {"reviews": (Reviews(name="r", intervals=(("a", ALWAYS),), moves=("out",), staff="s"),)},
            "s is not a staff",
        ),
        (
            {"reviews": (Reviews(name="r", intervals=(("a", ALWAYS), ("a", ALWAYS)), moves=("out",)),)},
            "the reviews of a is given twice",
        ),
        ({"staff": (staff(first_steps=("x",)),)}, "x is not a step"),
        ({"staff": (staff(first_groups=("x",)),)}, "x is not a group"),
        ({"staff": (staff(), staff())}, "staff staff is given twice"),
    ],
)
def test_reviews_that_do_not_fit_the_world_are_refused(parts: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Parameters(staircase=ageless_staircase("a"), horizon_days=1.0, **parts)  # type: ignore[arg-type]


def test_intervals_and_staff_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="must be above zero"):
        Reviews(name="r", intervals=(("a", Schedule.constant(0.0)),), moves=("out",))
    with pytest.raises(ValueError, match="number is below zero"):
        staff(number=Schedule.constant(-1.0))
