"""Check that the price lines of a file add up to the kroner of the ledger, credits included."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.calibrated_file.price_lines import lines_in_file
from calibration.rates.calibrate import CalibrationRequest, calibrate
from calibration.rates.prices import BESIDE, START, STAY, Kind, PriceLine
from calibration.result_folder import write
from scenarios.reading.load import load


def line(kind: Kind, dkk: float, units: float = 1000.0, step: str = "pleje") -> PriceLine:
    return PriceLine(
        step=step,
        kind=kind,
        rows=1,
        children=1,
        units=units,
        dkk=dkk,
        units_without=0.0,
        assumed_dkk=0.0,
        error_dkk=abs(dkk) / units / 10,
        spread=(),
    )


def test_credits_beside_a_step_and_at_the_start_are_taken_off_its_price() -> None:
    stay, beside, start = line(STAY, 900_000.0), line(BESIDE, -90_000.0), line(START, -10_000.0, units=4.0)
    [whole] = lines_in_file([stay, beside, start])
    assert (whole.kind, whole.units, whole.dkk_per_unit) == (STAY, 1000.0, 800.0)
    assert whole.error_dkk == pytest.approx((90.0**2 + 9.0**2 + 1.0**2) ** 0.5)
    assert lines_in_file([stay, line(BESIDE, 5_000.0)]) == [stay, line(BESIDE, 5_000.0)]


def test_a_step_paid_back_by_the_day_takes_it_from_what_is_paid_beside_it() -> None:
    [whole] = lines_in_file([line(STAY, -100.0), line(BESIDE, 600.0)])
    assert (whole.kind, whole.dkk) == (STAY, 500.0)


def test_a_step_that_gave_back_more_than_it_cost_has_no_line_and_others_keep_theirs() -> None:
    other = line(STAY, 10.0, step="hjemme")
    assert lines_in_file([line(STAY, 100.0), line(BESIDE, -200.0), other]) == [other]
    assert lines_in_file([line(STAY, 0.0)]) == []


kroner = st.floats(-1e6, 1e6).map(lambda dkk: round(dkk, 2))


@given(kroner, kroner, kroner)
def test_the_lines_of_a_step_add_up_to_its_kroner(stay: float, beside: float, start: float) -> None:
    lines = lines_in_file([line(STAY, stay), line(BESIDE, beside), line(START, start, units=7.0)])
    assert all(each.dkk_per_unit > 0 for each in lines)
    assert not lines or sum(each.dkk for each in lines) == pytest.approx(stay + beside + start)
    assert bool(lines) == (stay + beside + start > 0)


def test_a_ledgers_price_is_for_all_children_and_leaves_incomes_and_sales_alone(tmp_path: Path) -> None:
    rest = "per: year, price_year: 2020, payers: {familieafdeling: 1}, grade: assumption, source: x}"
    lines = (
        f"ophold: {{dkk: 1000000, groups: [alle], ages: [13-17], start: 2027-02-01, {rest}",
        f"ekstra: {{dkk: 10, {rest}",
        f"egenbetaling: {{dkk: -20000, {rest}",
        f"salg: {{dkk: 900000, sold: 0.5, {rest}",
    )
    places = "staircase: {steps: {institution: {places: {number: 99}}}}\n"
    text = "base: kolding\ntitle: Egne priser\n" + places + "prices: {institution: {"
    (tmp_path / "egne.yaml").write_text(text + ", ".join(lines) + "}}\n", encoding="utf-8")
    rows = "".join(
        f"B{i};institution;2020-01-0{1 + i};2021-01-0{1 + i};2010-01-01;2000;day\n" for i in range(9)
    )
    heading = "child_id;step;start;end;birth_date;price;price_unit\n"
    (tmp_path / "sager.csv").write_text(heading + rows, encoding="utf-8")
    calibration = calibrate(
        CalibrationRequest(ledgers=[tmp_path / "sager.csv"], scenario=str(tmp_path / "egne.yaml"))
    )
    write(tmp_path / "ud", calibration)
    (tmp_path / "på.yaml").write_text("base: [egne.yaml, ud/calibrated.yaml]\n", encoding="utf-8")
    made = load(tmp_path / "på.yaml").scenario.prices["institution"]
    assert {*made} == {"ophold", "egenbetaling", "salg"}
    ophold = made["ophold"]
    assert (ophold.groups, ophold.ages, ophold.start, ophold.per) == (None, None, None, "day")
