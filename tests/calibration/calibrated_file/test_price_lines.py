"""Check that the price lines of a file add up to the kroner of the ledger, credits included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.calibrated_file.price_lines import lines_in_file
from calibration.rates.prices import BESIDE, START, STAY, Kind, PriceLine


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
