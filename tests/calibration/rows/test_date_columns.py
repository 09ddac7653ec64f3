"""Check that the dates of a column are read as the column as a whole shows, and that it is told."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.tables.date_orders import Order, column_order
from calibration.tables.dates_and_amounts import date_of
from calibration.tables.table import Cells
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import read, sentences, text_of, written

DENMARK = ZoneInfo("Europe/Copenhagen")
HEADINGS = "child_id;step;start;end;birth_date"
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2049, 1, 1))  # noqa: DTZ001  their zone is given below


def ledger(folder: Path, *rows: tuple[str, str, str]) -> Path:
    lines = [f"b{at};tidlig;" + ";".join(row) for at, row in enumerate(rows)]
    return written(folder, text_of(*lines, headings=HEADINGS))


def days(path: Path, column: str) -> list[str]:
    return [str(day)[:10] for day in read(path).ledger.rows[column]]


def refusal(path: Path) -> str:
    with pytest.raises(RefusedError) as refused:
        read(path)
    return str(refused.value).replace(f"{path.parent}/", "")


@pytest.mark.parametrize(
    "form", ["{0:%m/%d/%Y}", "{0:%m-%d-%Y}", "{0.month}/{0.day}/{0:%Y}", "{0:%m/%d/%Y} 12:00:00 AM"]
)
def test_one_date_that_can_only_have_the_month_first_tells_of_its_column(form: str, tmp_path: Path) -> None:
    starts = [date(2024, 3, day) for day in (1, 2, 13)]
    path = ledger(
        tmp_path,
        *((form.format(start), "", form.format(start.replace(year=2014, day=5))) for start in starts),
    )
    assert days(path, "start") == [str(start) for start in starts]
    assert days(path, "birth_date") == ["2014-03-05"] * 3
    assert sentences(read(path), "da", tmp_path) == [
        (
            f"ledger.csv, kolonne «start» (C): datoerne har måneden først, fx {form.format(starts[2])}; "
            "hele kolonnen er læst sådan"
        ),
        (
            f"ledger.csv, kolonne «birth_date» (E): datoerne har måneden først, fx "
            f"{form.format(date(2014, 3, 5))}; hele kolonnen er læst sådan"
        ),
    ]


def test_each_column_is_judged_for_itself_where_it_shows(tmp_path: Path) -> None:
    path = ledger(tmp_path, ("03/01/2024", "03/13/2024", "31/01/2014"), ("03/02/2024", "", "01/02/2014"))
    assert days(path, "birth_date") == ["2014-01-31", "2014-02-01"]
    assert days(path, "end")[0] == "2024-03-13"
    assert days(path, "start") == ["2024-01-03", "2024-02-03"]
    assert [finding.kind for finding in read(path).findings] == ["order_unknown", "month_first"]


def test_a_file_that_shows_nothing_is_read_in_the_danish_way_and_that_is_told(tmp_path: Path) -> None:
    path = ledger(tmp_path, ("03/01/2024", "", "2014-01-31"), ("04/04/2024", "", ""), ("05/01/2024", "", ""))
    assert days(path, "start") == ["2024-01-03", "2024-04-04", "2024-01-05"]
    assert sentences(read(path), "en", tmp_path) == [
        (
            "ledger.csv, column 'start' (C): 2 dates such as 03/01/2024 may have the day "
            "or the month first, and "
            "nothing in the file shows which; they are read with the day first"
        )
    ]
    assert not read(ledger(tmp_path, ("03.01.2024", "", ""))).findings


def test_a_column_in_which_both_are_clear_is_refused(tmp_path: Path) -> None:
    path = ledger(tmp_path, ("13/01/2024", "", ""), ("01/13/2024", "", ""), ("01/02/2024", "", ""))
    assert refusal(path) == (
        "ledger.csv: kolonnen «start (C)» har datoer med dagen først (række 2: "
        "13/01/2024) og med måneden først "
        "(række 3: 01/13/2024), så ingen kan vide, hvad 01/02/2024 er. Skriv dem alle på "
        "én måde, fx 2024-12-31"
    )


def test_one_slip_in_hundreds_of_clear_dates_costs_its_row_and_not_the_file(tmp_path: Path) -> None:
    rows = [(f"{13 + at % 15}-{1 + at % 12:02}-2024", "", "") for at in range(300)]
    reading = read(ledger(tmp_path, *rows, ("01-13-2024", "", "")))
    assert [(finding.kind, finding.row) for finding in reading.findings] == [("unreadable_date", 302)]


@pytest.mark.parametrize("late", [False, True])
def test_dates_that_a_program_has_turned_round_are_refused(late: bool, tmp_path: Path) -> None:
    """An American list opened in Danish: what can be a Danish date has become one, the rest is text."""
    book = openpyxl.Workbook()
    book.active.append(["child_id", "step", "start"])
    for at in range(1, 13):
        book.active.append([f"b{at}", "tidlig", date(2024, at, 3)])
    book.active.append(["b13", "tidlig", "03/13/2024"])
    if late:
        book.active.append(["b14", "tidlig", date(2024, 3, 31)])
    book.save(tmp_path / "ledger.xlsx")
    if late:  # then the real dates are what they say
        assert days(tmp_path / "ledger.xlsx", "start")[-2:] == ["2024-03-13", "2024-03-31"]
    else:
        assert "ser ud til at have byttet om på dag og måned" in refusal(tmp_path / "ledger.xlsx")


@given(st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=1, max_size=8), st.booleans())
def test_a_column_that_is_clear_is_read_back_whole(of: list[date], american: bool) -> None:
    form = "{0:%m/%d/%Y}" if american else "{0:%d/%m/%Y}"
    found = column_order(Cells.of([form.format(day) for day in of]))
    clear = [day for day in of if day.day > 12]
    expected = Order.MONTH_FIRST if american else Order.DAY_FIRST
    assert (found.order is expected) == bool(clear)
    assert [date_of(form.format(day), month_first=american) for day in of] == of


@given(MOMENTS, st.integers(-12, 12))
def test_a_moment_is_the_day_it_was_in_denmark(moment: datetime, hours: int) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    day = moment.astimezone(DENMARK).date()
    there = moment + timedelta(hours=hours)
    sign = "-" if hours < 0 else "+"
    offset = f"{sign}{abs(hours):02}"
    for text in (
        f"{moment:%Y-%m-%dT%H:%M:%S}Z",
        f"{moment:%Y-%m-%d %H:%M:%S}.000000Z",
        f"{moment:%Y-%m-%d %H:%M} UTC",
        f"{there:%Y-%m-%dT%H:%M:%S}{offset}:00",
        f"{there:%Y-%m-%d %H:%M:%S}{offset}00",
        f"{there:%d-%m-%Y %H:%M:%S}{offset}",
    ):
        assert date_of(text) == day, text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-12-31T23:00:00Z", "2024-01-01"),
        ("2024-06-30T22:00:00Z", "2024-07-01"),
        ("2024-06-30T21:59:59Z", "2024-06-30"),
        ("2024-01-31Z", "2024-01-31"),
        ("2024-01-31+01:00", "2024-01-31"),
        ("2024-01-31T24:00:00", "2024-01-31"),
        ("2024-01-01T00:00+01:00[Europe/Copenhagen]", "2024-01-01"),
        ("2023-12-31 23:00:00", "2023-12-31"),
    ],
)
def test_midnights_of_other_zones(text: str, day: str) -> None:
    assert str(date_of(text)) == day


@pytest.mark.parametrize("zone", ["UTC", "Europe/Copenhagen", "America/New_York", None])
def test_parquet_with_a_zone_gives_the_danish_days(zone: str | None, tmp_path: Path) -> None:
    local = pd.to_datetime(["2024-01-01", "2024-07-01"]).tz_localize("Europe/Copenhagen")
    starts = local.tz_localize(None) if zone is None else local.tz_convert(zone)
    frame = pd.DataFrame({"child_id": ["b1", "b2"], "step": "tidlig", "start": starts})
    path = tmp_path / "ledger.parquet"
    frame.to_parquet(path)
    assert days(path, "start") == ["2024-01-01", "2024-07-01"]
    told = [(finding.kind, finding.found, finding.expected) for finding in read(path).findings]
    assert told == ([("zoned", "2", "2")] if zone in {"UTC", "America/New_York"} else [])


def test_that_days_are_danish_is_told_where_it_changes_any(tmp_path: Path) -> None:
    path = ledger(
        tmp_path, ("2023-12-31T23:00:00Z", "", ""), ("2024-03-15T12:00:00Z", "", ""), ("2024-03-16", "", "")
    )
    assert sentences(read(path), "da", tmp_path) == [
        (
            "ledger.csv, kolonne «start» (C): 2 tidspunkter har en tidszone og er regnet "
            "til dagen i Danmark, "
            "1 af dem til en anden dag end den, der står"
        )
    ]
