"""Check dates and amounts in every notation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.tables.dates_and_amounts import Marks, amount_of, date_of, is_ambiguous, marks_of

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
DAY_FORMS = (
    "{0:%d-%m-%Y}",
    "{0:%d/%m/%Y}",
    "{0:%d.%m.%Y}",
    "{0.day}-{0.month}-{0:%Y}",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y%m%d}",
    "{0:%d-%m-%Y} 13:45",
    "{0:%d-%m-%Y} 13.45",
    "{0:%Y-%m-%d}T00:00:00Z",
    "{0:%Y-%m-%d} 23:59:59.000000",
    "{0:%Y-%m-%d}T01:00:00+02:00",
    " {0:%d-%m-%Y} ",
)


@given(DAYS, st.sampled_from(DAY_FORMS))
def test_a_day_is_read_however_it_is_written(day: date, form: str) -> None:
    assert date_of(form.format(day)) == day


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_the_day_number_of_a_spreadsheet_is_that_day(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert date_of(str(number)) == date_of(f"{number}.75") == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "32-01-2024",
        "30-02-2024",
        "2024-13-01",
        "1-1-24",
        "31-01/2024",
        "2024",
        "0",
        "99999",
        "01-02-2024 x",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert date_of(text) is None


def danish(cents: int, thousands: str) -> str:
    return f"{cents / 100:,.2f}".replace(",", "_").replace(".", ",").replace("_", thousands)


@given(
    st.integers(min_value=-(10**11), max_value=10**11), st.sampled_from(["", ".", " ", "\u00a0", "\u202f"])
)
def test_a_danish_amount_is_read_back(cents: int, thousands: str) -> None:
    text = danish(cents, thousands)
    for form in ("{}", "kr. {}", "{} kr.", "{} kr", "DKK {}", " {} "):
        assert amount_of(form.format(text)) == pytest.approx(cents / 100, abs=0.001)


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_an_amount_from_a_program_is_read_back(cents: int) -> None:
    assert amount_of(f"{cents / 100:.2f}") == amount_of(f"{cents / 100:,.2f}") == pytest.approx(cents / 100)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", 1234.5),
        ("1234.5", 1234.5),
        ("1 234,50", 1234.5),
        ("1.234.567", 1234567.0),
        ("1.234,-", 1234.0),
        ("1.234,50-", -1234.5),
        ("\u221212,5", -12.5),
        ("-kr. 5", -5.0),
        ("0,123", 0.123),
        ("0.123", 0.123),
        ("1.5e3", 1500.0),
        ("1.234", 1234.0),
        ("1,234", 1.234),
    ],
)
def test_amounts_of_many_kinds(text: str, amount: float) -> None:
    assert amount_of(text) == pytest.approx(amount)


@pytest.mark.parametrize("text", ["", "-", "kr.", "abc", "1.23.4", "12 34", "1,2,3", "5-5", "1e99", "9" * 40])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_of(text) is None


def test_only_three_digits_after_one_mark_are_ambiguous() -> None:
    assert [
        text
        for text in ("1.234", "1,234", "kr. 12.345", "0.123", "1.2345", "1.234,0", "1234")
        if is_ambiguous(text)
    ] == [
        "1.234",
        "1,234",
        "kr. 12.345",
    ]
    assert amount_of("1.234", english=True) == pytest.approx(1.234)


def test_a_column_tells_its_marks_by_those_of_its_amounts_that_are_not_ambiguous() -> None:
    assert marks_of(["1.234", "12", "12,50", "", "x"]) is Marks.DANISH
    assert marks_of(["1.234", "1,234.50"]) is Marks.ENGLISH
    assert marks_of(["1.234", "12"]) is Marks.UNKNOWN
    assert marks_of(["12,5", "12.5"]) is Marks.MIXED
