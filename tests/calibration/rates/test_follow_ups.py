"""Check which services were due a first follow-up, and which had it in time."""

from typing import Any

import pandas as pd
import pytest

from calibration.ledger.histories import ObservationWindow
from calibration.rates.follow_ups import follow_ups
from tests.calibration.made_rows import WINDOW, day, ledger, stay


def held(child: str, start: int, end: int | None, after: int | None, step: str = "høj") -> dict[str, Any]:
    date = pd.NaT if after is None else start + after
    return stay(child, step, start, end, follow_up_date=date)


def test_a_service_of_three_months_is_due_one_within_them() -> None:
    found = follow_ups(
        ledger(
            held("A", 0, 200, 60),  # 1 January
            held("B", 0, 200, 91),  # 1 April 2020, three months to the day
            held("C", 0, 200, 92),
            held("D", 0, None, None),
            held("E", 0, 90, 30),  # over before it was due
            held("F", -200, 200, 30),  # began before the window
            held("G", 1800, None, 10),  # not due before the window ends
            held("H", 0, 200, -5),  # a date before the service is none of it
            held("I", 0, 200, 30, step="lav"),  # early help
        ),
        WINDOW,
        exempt=["lav"],
    )
    assert found is not None
    assert (found.due, found.on_time, found.late, found.without) == (5, 2, 1, 2)
    assert found.share_on_time == pytest.approx(0.4)


def test_without_dates_or_anything_due_nothing_is_recorded() -> None:
    assert follow_ups(ledger(held("A", 0, 200, None)), WINDOW) is None
    short = ObservationWindow(first=day(0).date(), last=day(50).date())
    assert follow_ups(ledger(held("A", 0, 200, 20)), short) is None
