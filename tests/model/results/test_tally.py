from dataclasses import fields
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.results.counting import Counting, CountingWindow, Reimbursable, StayLimit
from model.results.records import Book, Cause, EnrolmentEnd, Records, WaitEnd
from model.results.tally import (
    MEAN_ENDED,
    MEAN_RUNNING,
    MEDIAN_ENDED,
    MEDIAN_RUNNING,
    ON_A_STEP,
    OUTSIDE,
    Tally,
    by_year,
    full_year_persons,
    tally,
)
from model.world.months import Months
from model.world.staircase import Staircase, Step

STAIRCASE = Staircase(
    steps=tuple(Step(name=name, at_age_limit=(("out", 1.0),)) for name in ("low", "high")), exits=("out",)
)
LOW, HIGH, OUT, RUNNING = 0, 1, 2, -1
YEAR = Months.of(date(2026, 1, 1), 1)
TWO_YEARS = Months.of(date(2026, 1, 1), 2)
HORIZON = TWO_YEARS.horizon_days

Stay = tuple[int, int, float, float, int]
"""(child, step, start, end, destination)."""


def book_of(*stays: Stay) -> Book:
    book = Book()
    for child in {child for child, *_ in stays}:
        book.children.append((child, -3000.0, 0, child, LOW, 0.0, True))
    for visit, (child, step, start, end, destination) in enumerate(stays):
        cause = Cause.HORIZON if destination == RUNNING else Cause.RATE
        book.sojourns.append((child, visit, step, start, end, destination, cause))
    return book


def count(
    records: Records,
    months: Months = YEAR,
    *,
    programmes: int = 1,
    windows: tuple[CountingWindow, ...] = (),
    limits: tuple[StayLimit, ...] = (),
) -> Tally:
    """Return the counts of a world whose upper step is an institution and the dearest there is."""
    reimbursable = Reimbursable(
        per_day_dkk=np.tile([0.0, 5000.0], (months.count, 1)),
        start_dkk=np.array([0.0, 0.0]),
        limits_dkk=(100_000.0, 200_000.0, 300_000.0),
    )
    counting = Counting(
        staircase=STAIRCASE,
        months=months,
        programmes=programmes,
        institutions=(HIGH,),
        windows=windows,
        reimbursable=reimbursable,
        stay_limits=limits,
    )
    return tally(records, counting)


def test_days_are_counted_in_the_month_they_are_lived() -> None:
    tallied = count(book_of((1, LOW, 30.0, 60.5, HIGH), (1, HIGH, 60.5, 365.0, RUNNING)).records())

    assert tallied.person_days[:4].tolist() == [[1, 0], [28, 0], [1.5, 29.5], [0, 30]]
    assert tallied.person_days[-1].tolist() == [0, 31]


def test_what_was_lived_before_the_start_date_is_not_counted() -> None:
    tallied = count(book_of((1, LOW, -400.0, 10.25, OUT)).records())

    assert tallied.person_days.sum() == 10.25
    assert tallied.starts.sum() == 0
    assert tallied.ends[0].tolist() == [1, 0]


def test_starts_ends_and_moves_are_events_of_their_month() -> None:
    tallied = count(book_of((1, LOW, 31.0, 59.0, HIGH), (1, HIGH, 59.0, 365.0, RUNNING)).records())

    assert tallied.starts[:3].tolist() == [[0, 0], [1, 0], [0, 1]]
    assert tallied.ends[:3].tolist() == [[0, 0], [0, 0], [1, 0]]
    assert tallied.ends.sum() == 1, "the stay that runs at the horizon has not ended"


def test_moves_are_events_of_their_month_and_budget_year() -> None:
    months = Months.of(date(2026, 11, 1), 1)
    lives = book_of((1, LOW, 31.0, 60.9, HIGH), (1, HIGH, 60.9, 61.0, LOW), (1, LOW, 61.0, 70.0, OUT))
    moves = count(lives.records(), months).moves

    assert moves[1:3].tolist() == [[[0, 1, 0], [0, 0, 0]], [[0, 0, 1], [1, 0, 0]]]
    assert by_year(moves, months, axis=0).tolist() == [[[0, 1, 0], [0, 0, 0]], [[0, 0, 1], [1, 0, 0]]]


def test_waiting_outside_is_told_from_waiting_on_a_step() -> None:
    book = Book()
    book.waits.append((1, HIGH, LOW, 20.0, 40.0, WaitEnd.PLACE))
    book.waits.append((2, HIGH, -1, 0.0, 5.0, WaitEnd.CANCELLED))
    tallied = count(book.records())

    assert tallied.waiting_days[:2, HIGH, ON_A_STEP].tolist() == [11, 9]
    assert tallied.waiting_days[:2, HIGH, OUTSIDE].tolist() == [5, 0]
    assert tallied.waiting_days[:, LOW].sum() == 0


def test_who_never_got_a_slot_is_not_enrolled() -> None:
    book = Book()
    book.enrolments.append((1, 1, 0.0, 0.0, 40.0, EnrolmentEnd.COMPLETED))
    book.enrolments.append((2, 1, 10.0, float("nan"), 50.0, EnrolmentEnd.GAVE_UP))
    tallied = count(book.records(), programmes=2)

    assert tallied.enrolled_days[:3].tolist() == [[0, 31], [0, 9], [0, 0]]
    assert tallied.enrolments[:2].tolist() == [[0, 1], [0, 0]]


def test_empty_records_give_zeros_of_the_right_shape() -> None:
    windows = (CountingWindow(steps=(LOW,), from_day=0.0, to_day=9.0),) * 4
    tallied = count(Book().records(), programmes=3, windows=windows)

    shapes = {
        "person_days": (12, 2),
        "starts": (12, 2),
        "ends": (12, 2),
        "ended_within": (12, 0),
        "moves": (12, 2, 3),
        "waiting_days": (12, 2, 2),
        "enrolled_days": (12, 3),
        "enrolments": (12, 3),
        "window_days": (12, 4),
        "household_days": (12, 2),
        "children": (1, 2),
        "formerly": (1, 4),
        "stay_days": (1, 4),
        "reimbursed_dkk": (12,),
    }
    assert {field.name for field in fields(Tally)} == {*shapes}
    for name, shape in shapes.items():
        assert getattr(tallied, name).shape == shape
        assert not np.nan_to_num(getattr(tallied, name)).any()
        both = Tally.stack([tallied, tallied])
        assert getattr(both, name).shape == (2, *shape)
        assert getattr(both, name).dtype == getattr(tallied, name).dtype
    assert np.isnan(tallied.stay_days).all()
    assert not full_year_persons(tallied, YEAR).any()


def test_a_world_without_programmes_has_columns_for_none() -> None:
    assert count(Book().records(), programmes=0).enrolled_days.shape == (12, 0)


def test_a_window_sees_its_steps_between_its_days() -> None:
    lives = book_of(
        (1, LOW, -5.0, 20.5, HIGH),
        (1, HIGH, 20.5, 40.0, OUT),
        (2, LOW, 10.0, 34.25, OUT),
        (3, LOW, 1.0, 4.0, OUT),
    )
    windows = (
        CountingWindow(steps=(LOW,), from_day=5.25, to_day=33.0),
        CountingWindow(steps=(LOW, HIGH), from_day=18.0, to_day=np.inf),
        CountingWindow(steps=(HIGH,), from_day=-np.inf, to_day=21.0),
        CountingWindow(steps=(HIGH,), from_day=40.0, to_day=50.0),
    )

    assert count(lives.records(), windows=windows).window_days[:3].tolist() == [
        [15.25 + 21, 13 + 13, 0.5, 0],
        [2, 9 + 3.25, 0, 0],
        [0, 0, 0, 0],
    ]


def test_stays_are_held_against_a_limit_in_the_month_they_end_from_their_very_start() -> None:
    lives = book_of(
        (1, LOW, -60.0, 20.0, HIGH),  # 80 days
        (1, HIGH, 20.0, 50.0, OUT),
        (2, LOW, 10.0, 40.0, OUT),  # 30 days
        (3, LOW, 1.0, 31.5, OUT),  # 30.5 days
        (4, LOW, 340.0, 365.0, RUNNING),
    )
    limits = tuple(StayLimit(step=step, days=days) for step, days in ((LOW, 30.0), (LOW, 80.0), (HIGH, 29.0)))

    tallied = count(lives.records(), limits=limits)
    assert tallied.ended_within[:2].tolist() == [[0, 1, 0], [1, 2, 0]]
    assert tallied.ended_within.sum(axis=0).tolist() == [1, 3, 0]


def test_children_at_the_end_of_a_year_stand_where_their_stay_runs() -> None:
    lives = book_of(
        (1, LOW, -5.0, 365.0, HIGH),  # moves on the last day: still there at the end of the year
        (1, HIGH, 365.0, HORIZON, RUNNING),
        (2, LOW, 100.0, 364.9, OUT),
        (3, HIGH, 364.9, 365.1, OUT),
        (4, LOW, 400.0, HORIZON, RUNNING),
    )

    assert count(lives.records(), TWO_YEARS).children.tolist() == [[1, 1], [1, 1]]


def test_children_formerly_in_institutions_are_followed_wherever_they_go() -> None:
    lives = book_of(
        (1, HIGH, -50.0, 10.0, LOW),  # to the other step, then back
        (1, LOW, 10.0, 400.0, HIGH),
        (1, HIGH, 400.0, HORIZON, RUNNING),
        (2, HIGH, 20.0, 365.0, OUT),  # still there at the end of the first year
        (3, HIGH, 20.0, 300.0, HIGH),  # waits outside, then in again
        (3, HIGH, 500.0, HORIZON, RUNNING),
        (4, LOW, 5.0, 60.0, OUT),  # never in an institution
        (5, HIGH, 5.0, HORIZON, RUNNING),  # never out of it
    )

    assert count(lives.records(), TWO_YEARS).formerly.tolist() == [[1, 0, 0, 1], [0, 2, 1, 0]]


def test_institution_stays_are_measured_from_their_very_start() -> None:
    lives = book_of(
        (1, HIGH, -100.0, 100.0, LOW),
        (2, HIGH, 40.0, 50.0, OUT),
        (3, HIGH, 300.0, 330.0, OUT),
        (4, HIGH, 364.0, 365.0, OUT),  # runs at the end of the first year, ends in the second
        (5, HIGH, 355.0, HORIZON, RUNNING),
        (6, LOW, 0.0, HORIZON, RUNNING),
    )
    first, second = count(lives.records(), TWO_YEARS).stay_days

    assert first[MEAN_ENDED] == 80
    assert first[MEDIAN_ENDED] == 30
    assert (first[MEAN_RUNNING], first[MEDIAN_RUNNING]) == (5.5, 5.5)
    assert (second[MEAN_ENDED], second[MEDIAN_ENDED]) == (1, 1)
    assert (second[MEAN_RUNNING], second[MEDIAN_RUNNING]) == (375, 375)
    assert np.isnan(count(book_of((6, LOW, 0.0, 365.0, RUNNING)).records()).stay_days).all()


def test_what_is_reimbursed_is_counted_and_nothing_else() -> None:
    lives = book_of((1, HIGH, -5.0, 31.0, LOW), (2, HIGH, 0.0, 31.0, OUT)).records()
    tallied = count(lives)
    nothing = Counting(
        staircase=STAIRCASE, months=YEAR, programmes=1, institutions=(), windows=(), reimbursable=None
    )

    assert tallied.reimbursed_dkk.tolist() == [2 * 0.25 * 55_000, *[0] * 11]
    assert tally(lives, nothing).reimbursed_dkk.tolist() == [0] * 12


def test_tallies_stand_behind_each_other_in_a_stack() -> None:
    one = count(book_of((1, LOW, 31.0, 59.0, HIGH), (1, HIGH, 59.0, 365.0, RUNNING)).records())
    other = count(book_of((1, HIGH, -10.0, 100.0, OUT)).records())
    both = Tally.stack([one, other])

    for field in fields(Tally):
        for i, part in enumerate((one, other)):
            assert np.array_equal(getattr(both, field.name)[i], getattr(part, field.name), equal_nan=True)


def test_years_are_sums_of_their_months() -> None:
    months = Months.of(date(2026, 11, 1), 1)
    numbers = np.arange(12, dtype=np.float64)

    assert by_year(numbers, months, axis=0).tolist() == [0 + 1, sum(range(2, 12))]
    assert by_year(np.ones((12, 2, 3)), months, axis=-3).shape == (2, 2, 3)
    assert by_year(np.ones((5, 12, 3)), months, axis=-2).shape == (5, 2, 3)
    assert by_year(np.ones(12, dtype=np.int64), months, axis=0).dtype == np.int64


def test_a_child_there_all_year_is_one_full_year_person_leap_year_or_not() -> None:
    months = Months.of(date(2027, 1, 1), 2)
    tallied = count(book_of((1, HIGH, -5.0, months.horizon_days, RUNNING)).records(), months)

    assert full_year_persons(tallied, months).tolist() == [[0, 1], [0, 1]]


def test_a_partial_year_is_divided_by_the_whole_calendar_year() -> None:
    months = Months.of(date(2026, 11, 1), 1)
    tallied = count(book_of((1, LOW, -5.0, months.horizon_days, RUNNING)).records(), months)

    assert full_year_persons(tallied, months)[:, LOW] == pytest.approx([61 / 365, 304 / 365])


@st.composite
def lives(draw: st.DrawFn) -> list[Stay]:
    """Return stays in a row for some children, over more than two years, each till out or the end."""
    stays: list[Stay] = []
    for child in range(draw(st.integers(0, 5))):
        times = sorted(
            {draw(st.floats(-300, 700)), *draw(st.lists(st.floats(0.1, 1000), max_size=4)), 1096.0}
        )
        step = draw(st.integers(0, 1))
        for start, end in pairwise(times):
            destination = RUNNING if end == times[-1] else 1 - step
            stays.append((child, step, start, end, destination))
            step = 1 - step
    return [stay for stay in stays if stay[3] > 0]


def cut(stays: list[Stay], horizon: float) -> list[Stay]:
    """Return the stays as a simulation with a shorter horizon records them."""
    return [
        (child, step, start, min(end, horizon), destination if end < horizon else RUNNING)
        for child, step, start, end, destination in stays
        if start < horizon
    ]


@given(stays=lives())
def test_person_days_sum_to_the_days_lived(stays: list[Stay]) -> None:
    months = Months.of(date(2026, 1, 1), 3)
    lived = sum(end - max(start, 0.0) for _, _, start, end, _ in stays)
    days = count(book_of(*stays).records(), months).person_days

    assert days.sum() == pytest.approx(lived, abs=1e-8)
    assert days.min() >= -1e-9
    assert (days.sum(axis=1) <= months.days * 5 + 1e-9).all()


@given(stays=lives())
def test_children_in_are_children_out_and_inside(stays: list[Stay]) -> None:
    months = Months.of(date(2026, 1, 1), 3)
    tallied = count(book_of(*stays).records(), months)
    stock = sum(start <= 0 for _, _, start, _, _ in stays)
    inside = sum(destination == RUNNING for *_, destination in stays)

    assert stock + tallied.starts.sum() == tallied.ends.sum() + inside


@given(stays=lives())
def test_a_longer_horizon_leaves_the_earlier_months_alone(stays: list[Stay]) -> None:
    short, long = Months.of(date(2026, 1, 1), 1), Months.of(date(2026, 1, 1), 3)
    windows = (CountingWindow(steps=(LOW, HIGH), from_day=100.5, to_day=380.0),)
    of_short = count(book_of(*cut(stays, short.horizon_days)).records(), short, windows=windows)
    of_long = count(book_of(*stays).records(), long, windows=windows)
    of_long_in_short_months = count(book_of(*stays).records(), short, windows=windows)

    for field in fields(Tally):
        of_field = getattr(of_short, field.name)
        assert np.array_equal(of_field, getattr(of_long, field.name)[: len(of_field)], equal_nan=True)
        assert np.array_equal(of_field, getattr(of_long_in_short_months, field.name), equal_nan=True)
