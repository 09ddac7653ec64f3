"""Check the staircase of a ledger that has steps of its own: no order of rows changes it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calibration.calibrated_file.notes import notes
from calibration.rates.calibrate import CalibrationRequest, calibrate
from calibration.rates.own_steps import own_steps
from tests.calibration.made_rows import ledger, stay
from tests.languages import said_in

ROWS = [
    stay("A", "Familie", 0, 400, exit_to="hjem"),
    stay("B", "Døgn", 0, 150, exit_to="afsluttet"),
    stay("A", "Døgn", 60, 240, exit_to="andet"),
    stay("C", "Døgn", 10, 60, group="b"),
    stay("D", "Døgn", 10, 60, group="a"),
    stay("E", "Døgn", 300, 360),
]


@given(st.permutations(ROWS))
def test_the_order_of_rows_decides_nothing(rows: list[dict[str, object]]) -> None:
    own = own_steps(ledger(*rows).rows)
    assert [step.name for step in own.staircase.steps] == ["Døgn", "Familie"]
    assert own.staircase.exits == ("afsluttet", "andet", "hjem")
    assert own.staircase.groups == ("a", "b")
    assert not own.by_price


def test_the_dearer_step_is_taken_for_the_higher() -> None:
    priced = [
        stay("A", "Familie", 0, 9, price=800.0, price_unit="day"),
        stay("B", "Døgn", 0, 9, price=90_000.0, price_unit="month"),
        stay("B", "Aflastning", 0, 9, price=36_525.0, price_unit="year"),
        stay("C", "Aflastning", 0, 9, price=9e6, price_unit="start"),  # once, and no price of a day
    ]
    own = own_steps(ledger(*priced).rows)
    assert [step.name for step in own.staircase.steps] == ["Aflastning", "Familie", "Døgn"]
    assert own.by_price
    unpriced = own_steps(ledger(*priced, stay("D", "Barn", 0, 9)).rows)
    assert [step.name for step in unpriced.staircase.steps] == ["Aflastning", "Barn", "Døgn", "Familie"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(
    st.permutations(
        ["A,Familie,2021-01-01,2022-01-01", "B,Døgn,2021-01-01,2021-06-01", "A,Døgn,2021-03-01,2021-09-01"]
    )
)
def test_a_shuffled_file_gives_the_same_figures(tmp_path: Path, rows: list[str]) -> None:
    (tmp_path / "egen.csv").write_text("child_id,step,start,end\n" + "\n".join(rows) + "\n", encoding="utf-8")
    request = CalibrationRequest(ledgers=[tmp_path / "egen.csv"], first=date(2015, 1, 1))
    own = calibrate(request)
    assert own.document()["child_years"] == pytest.approx({"Døgn": 151 / 365.25, "Familie": 365 / 365.25})
    told = said_in("en", lambda: list(notes(request, own)))
    assert "--from 2015-01-01 lies before the ledger's first day; the window begins 2021-01-01" in told
    assert any("in the order of their names" in note for note in told)


def test_a_first_day_before_anyone_left_is_told(tmp_path: Path) -> None:
    rows = [f"B{i},institution,{2010 + i % 9}-03-01,20{20 + i % 3}-0{1 + i % 9}-01" for i in range(40)]
    (tmp_path / "sager.csv").write_text(
        "child_id,step,start,end\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    request = CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario="kolding", first=date(2012, 1, 1))
    told = said_in("en", lambda: "\n".join(notes(request, calibrate(request))))
    assert "the window begins 2012-01-01, but nobody is seen to leave before 2020-01-01" in told
    late = CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario="kolding", first=date(2020, 2, 1))
    assert "nobody is seen to leave" not in said_in("en", lambda: "\n".join(notes(late, calibrate(late))))
