from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.months import Months
from model.records import Book, Cause, EnrolmentEnd, Records, WaitEnd
from model.staircase import Staircase, Step
from model.tally import ON_A_STEP, OUTSIDE, Tally, by_year, days_by_month, full_year_persons, tally

STAIRCASE = Staircase(
    steps=tuple(Step(name=name, at_age_limit=(("out", 1.0),)) for name in ("low", "high")), exits=("out",)
)
LOW, HIGH, OUT, RUNNING = 0, 1, 2, -1
YEAR = Months.of(date(2026, 1, 1), 1)

Stay = tuple[int, int, float, float, int]
"""(child, step, start, end, destination)."""


def book_of(*stays: Stay) -> Book:
    book = Book()
    for visit, (child, step, start, end, destination) in enumerate(stays):
        cause = Cause.HORIZON if destination == RUNNING else Cause.RATE
        book.sojourns.append((child, visit, step, start, end, destination, cause))
    return book


def count(records: Records, months: Months = YEAR, programmes: int = 1) -> Tally:
    return tally(records, STAIRCASE, months, programmes=programmes)


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
    assert tallied.moves[2, LOW].tolist() == [0, 1, 0]
    assert tallied.moves.sum() == 1
    assert tallied.ends.sum() == 1, "the stay that runs at the horizon has not ended"


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
    tallied = count(Book().records(), programmes=3)

    shapes = {
        "person_days": (12, 2),
        "starts": (12, 2),
        "ends": (12, 2),
        "moves": (12, 2, 3),
        "waiting_days": (12, 2, 2),
        "enrolled_days": (12, 3),
        "enrolments": (12, 3),
    }
    for name, shape in shapes.items():
        assert getattr(tallied, name).shape == shape
        assert not getattr(tallied, name).any()
    assert not full_year_persons(tallied, YEAR).any()


def test_a_world_without_programmes_has_columns_for_none() -> None:
    assert count(Book().records(), programmes=0).enrolled_days.shape == (12, 0)


def test_years_are_sums_of_their_months() -> None:
    months = Months.of(date(2026, 11, 1), 1)

    assert by_year(np.arange(12), months).tolist() == [0 + 1, sum(range(2, 12))]
    assert by_year(np.ones((12, 2, 3)), months).shape == (2, 2, 3)


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
    of_short = count(book_of(*cut(stays, short.horizon_days)).records(), short)
    of_long = count(book_of(*stays).records(), long)
    of_long_in_short_months = count(book_of(*stays).records(), short)

    for name in ("person_days", "starts", "moves"):
        assert np.array_equal(getattr(of_short, name), getattr(of_long, name)[:12])
        assert np.array_equal(getattr(of_short, name), getattr(of_long_in_short_months, name))


@given(spans=st.lists(st.tuples(st.floats(-50, 450), st.floats(0, 500), st.integers(0, 2)), max_size=8))
def test_days_by_month_agrees_with_adding_up_interval_by_interval(
    spans: list[tuple[float, float, int]],
) -> None:
    start = np.array([s for s, _, _ in spans])
    end = start + np.array([length for _, length, _ in spans])
    lane = np.array([lane for _, _, lane in spans], dtype=np.int64)
    expected = np.zeros((12, 3))
    for s, e, of in zip(start, end, lane, strict=True):
        expected[:, of] += YEAR.overlap(s, e)

    assert days_by_month(start, end, lane, lanes=3, months=YEAR) == pytest.approx(expected, abs=1e-9)
