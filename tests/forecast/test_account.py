"""Check the account of a year against a count day by day and row by row."""

from calendar import isleap, monthrange
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.histories import date_of_day, day_number
from forecast.calendar_year import CalendarYear
from forecast.services import Services, services
from forecast.spent_so_far import SpentSoFar, account
from tests.calibration.made_rows import DAY_0, ledger, staircase, stay

STAIRS = staircase("lav", "høj")
FIRST = day_number(DAY_0)
LAST = day_number(date(2021, 9, 17))
DEAR = {"lav": 10.0, "høj": 1000.0}


def seen(*rows: dict[str, Any], last: int = LAST) -> Services:
    return services(ledger(*rows), STAIRS, last, otherwise=DEAR)


def of(*rows: dict[str, Any], year: int = 2021, last: int = LAST) -> SpentSoFar:
    return account(seen(*rows, last=last), CalendarYear(year))


def paid(price: float, unit: str, **others: Any) -> dict[str, Any]:
    return {"price": price, "price_unit": unit, **others}


def a_day(row: dict[str, Any], day: date) -> float:
    """Return what a row costs on one of its days."""
    if row["price_unit"] == "start":
        return float(row["price"]) if day == date_of_day(FIRST + row["start"]) else 0.0
    per = {
        "day": 1,
        "month": monthrange(day.year, day.month)[1],
        "year": 366 if isleap(day.year) else 365,
    }
    return float(row["price"]) / per[row["price_unit"]]


rows = st.lists(
    st.builds(
        lambda child, step, start, days, price, unit, paragraph: stay(
            child,
            step,
            start,
            None if days is None else start + days,
            **paid(price, unit, paragraph=paragraph),
        ),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["lav", "høj"]),
        st.integers(0, 800),
        st.none() | st.integers(1, 500),
        st.integers(-100_000, 10_000_000).map(lambda cents: cents / 100),
        st.sampled_from(["day", "month", "year", "start"]),
        st.sampled_from(["§ 1", "§ 2", ""]),
    ),
    min_size=1,
    max_size=8,
)


@given(rows, st.sampled_from([2020, 2021, 2022]))
def test_the_account_is_every_row_on_every_day_it_lasts(some: list[dict[str, Any]], year: int) -> None:
    account = of(*some, year=year)
    dkk, days = np.zeros((12, 2)), np.zeros((12, 2))
    children: dict[str, set[str]] = {"lav": set(), "høj": set()}
    sections: dict[str, set[tuple[str, date]]] = {}
    for number in range(day_number(date(year, 1, 1)), min(day_number(date(year + 1, 1, 1)), LAST + 1)):
        day = date_of_day(number)
        standing = set()
        for row in some:
            end = LAST + 1 if not isinstance(row["end"], int) else FIRST + row["end"]
            if FIRST + row["start"] <= number < end:
                step = ("lav", "høj").index(row["step"])
                dkk[day.month - 1, step] += a_day(row, day)
                standing.add((row["child_id"], step))
                children[row["step"]].add(row["child_id"])
                sections.setdefault(row["paragraph"], set()).add((row["child_id"], day))
        for _, step in standing:
            days[day.month - 1, step] += 1
    assert account.dkk == pytest.approx(dkk, abs=1e-5)  # a thousandth of an øre
    assert account.days.tolist() == days.tolist()
    assert account.had.sum(axis=0).tolist() == [len(children["lav"]), len(children["høj"])]
    known = seen(*some)
    for number, section in enumerate(known.sections):
        assert account.section_days[number] == len(sections.get(section, set()))
        assert account.section_had[:, number].sum() == len(
            {child for child, _ in sections.get(section, set())}
        )


def test_a_whole_month_costs_its_price_and_so_does_a_whole_year() -> None:
    monthly = of(stay("a", "lav", 0, **paid(31_000.0, "month")))
    assert monthly.dkk[:8, 0] == pytest.approx(np.full(8, 31_000.0))
    yearly = of(stay("a", "høj", 0, 2000, **paid(365_000.0, "year")), year=2020, last=LAST)
    assert yearly.dkk.sum() == pytest.approx(365_000.0)


def test_an_end_that_is_planned_is_no_end_yet() -> None:
    known = seen(stay("a", "lav", 0, LAST - FIRST + 60, **paid(100.0, "day")))
    assert known.end.tolist() == [LAST + 1]
    assert known.running.tolist() == [True]


def test_what_begins_after_the_last_day_is_not_known_and_what_has_no_day_costs_nothing() -> None:
    known = seen(
        stay("a", "lav", LAST - FIRST + 1, **paid(100.0, "day")),
        stay("b", "lav", 400, 400, **paid(100.0, "day")),
        stay("c", "lav", 600, **paid(100.0, "day")),
    )
    assert known.child.tolist() == [2]


def test_a_missing_price_is_the_average_of_the_days_paid_for_on_the_step() -> None:
    granted = seen(
        stay("a", "lav", 400, 410, **paid(100.0, "day")),
        stay("b", "lav", 400, 430, **paid(300.0, "day")),
        stay("c", "lav", 500, 510),
        stay("d", "lav", 500, 510, **paid(7_000.0, "start")),
        stay("e", "høj", 500, 510),
    )
    assert granted.price.tolist() == [100.0, 300.0, 250.0, 0.0, 1000.0]
    assert granted.estimated.tolist() == [False, False, True, False, True]
    whole = account(granted, CalendarYear(2021))
    assert whole.estimated_dkk == pytest.approx(10 * 250.0 + 10 * 1000.0)
    assert whole.dkk.sum() == pytest.approx(1000 + 9000 + 2500 + 7000 + 10_000)
