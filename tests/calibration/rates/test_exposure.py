"""Check by hand what is counted as time at risk, as a move and as an end at the age limit."""

from datetime import date

import numpy as np
import pytest

from calibration.ledger.histories import histories
from calibration.rates.exposure import exposure
from model.world.staircase import Staircase, Step
from tests.calibration.made_rows import WINDOW, ledger, stay

PLACED = Staircase(
    steps=(Step(name="pleje", age_to=18.0, at_age_limit=(("voksen", 1.0),)),),
    exits=("hjem", "voksen"),
    age_borders=(0.0, 18.0),
)


def born(year: int) -> date:
    return date(year, 1, 1)


def test_a_stay_that_ends_at_the_age_limit_is_no_move_and_yet_an_end() -> None:
    rows = ledger(
        stay("a", "pleje", 0, 731, birth_date=born(2004)),  # 18 on 1 January 2022
        stay("b", "pleje", 0, 1461, birth_date=born(2006)),  # 18 on 1 January 2024
        stay("c", "pleje", 0, 366, birth_date=born(2015), exit_to="hjem"),
        stay("d", "pleje", 0, None, birth_date=born(2015)),
    )
    seen = exposure(histories(rows, PLACED, WINDOW, bridge_days=0), (0.0, 18.0))
    assert seen.events().sum() == 1
    assert seen.grown.tolist() == [2]
    years = (731 + 1461 + 366 + 1827) / 365.25
    assert seen.child_years().sum() == pytest.approx(years, abs=0.01)
    ends = int(seen.events().sum() + seen.grown.sum())
    assert years / ends == pytest.approx(4.0, abs=0.01), "and not the 12 years that one move would make of it"


def test_an_end_at_the_age_limit_outside_the_window_is_not_counted() -> None:
    early = stay("a", "pleje", -800, -10, birth_date=date(2001, 12, 22))
    rows = ledger(early, stay("b", "pleje", 0, None, birth_date=born(2015)))
    assert np.array_equal(
        exposure(histories(rows, PLACED, WINDOW, bridge_days=0), (0.0, 18.0)).grown, np.array([0])
    )
