"""Hold the counts of a ledger to hand-worked ones and to the simulation's own."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from booking.amounts.policy import shipped
from booking.follow_up.indicators import FollowUpIndicators, follow_up_indicators
from booking.follow_up.observed import Observed, observed
from booking.follow_up.simulated import FollowUpMeasure
from calibration.rows.ledger import Ledger
from scenarios.building.draws import draw
from scenarios.files.refusals import RefusedError
from scenarios.running.limits import MOST_REPLICATIONS
from sensitivity.subject.subject import Subject
from tests.booking.followed import ledger_of, months_later, town
from tests.calibration.made_rows import ledger

START = date(2023, 1, 1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return town(tmp_path_factory.mktemp("by"))


@pytest.fixture(scope="module")
def look(case: Subject) -> FollowUpIndicators:
    return follow_up_indicators(case.study, case.case, months=24)


def row(child: str, step: str, start: str, end: str | None = None, **others: Any) -> dict[str, Any]:
    day = pd.NaT if end is None else pd.Timestamp(end)
    known = {"birth_date": pd.Timestamp("2015-06-15"), "price": 100.0, "price_unit": "day"}
    return {"child_id": child, "step": step, "start": pd.Timestamp(start), "end": day, **known, **others}


def some(*more: dict[str, Any]) -> Ledger:
    return ledger(
        row("a", "hjemme", "2022-05-01", "2023-02-10"),
        row("a", "pleje", "2023-02-10", "2023-03-05", price=1000.0),
        row("a", "hjemme", "2023-03-05"),
        row("b", "hjemme", "2023-01-31", "2023-02-01", exit_to="slut"),
        row("c", "pleje", "2023-01-01", price=1000.0),
        *more,
    )


def seen(case: Subject, look: FollowUpIndicators, rows: Ledger, **request: Any) -> Observed:
    return observed(case.study, case.case, rows, look, **({"last": date(2023, 3, 31)} | request))


def test_days_and_events_are_counted_in_the_month_in_which_they_were(
    case: Subject, look: FollowUpIndicators
) -> None:
    found = seen(case, look, some())
    assert found.months == 3
    counted = found.counted
    hjemme, pleje, efter = counted.person_days.T.tolist()
    assert hjemme == [31 + 1, 9, 27]
    assert pleje == [31, 28 + 19, 31 + 4]
    assert efter == [0, 0, 0]
    assert counted.starts.T.tolist() == [
        [1, 0, 1],
        [0, 1, 0],
        [0, 0, 0],
    ]  # who came on the first day was there
    assert counted.ends.T.tolist() == [[0, 2, 0], [0, 0, 1], [0, 0, 0]]
    assert counted.moves[1, 0].tolist() == [0, 1, 0, 1]
    assert counted.moves[2, 1].tolist() == [1, 0, 0, 0]
    assert counted.moves.sum() == 3


def test_kroner_are_those_of_the_services_in_the_prices_of_the_scenario(
    case: Subject, look: FollowUpIndicators
) -> None:
    found = seen(case, look, some())
    assert found.counted.cost_dkk[:, 0].tolist() == [3200.0, 900.0, 2700.0]
    assert found.counted.cost_dkk[:, 1].tolist() == [31_000.0, 47_000.0, 35_000.0]
    assert found.carried_years == ()
    index = case.study.scenario.price_index
    assert index is not None
    dearer = index.model_copy(update={"by_year": {2023: 88.0, 2025: 100.0, 2026: 110.0}})
    with_index = replace(case.study, scenario=case.study.scenario.model_copy(update={"price_index": dearer}))
    told = observed(with_index, case.case, some(), look, last=date(2023, 3, 31))
    assert told.carried_years == ()
    assert told.counted.cost_dkk == pytest.approx(found.counted.cost_dkk * 110 / 88)


def test_services_without_a_price_are_told(case: Subject, look: FollowUpIndicators) -> None:
    rows = some(
        row("d", "hjemme", "2023-02-01", "2023-02-11", price=np.nan, price_unit=""),
        row(
            "e",
            "efter",
            "2023-02-01",
            "2023-02-11",
            price=np.nan,
            price_unit="",
            birth_date=pd.Timestamp("2003-01-01"),
        ),
    )
    found = seen(case, look, rows)
    assert found.without_price == 2
    assert found.without_price_dkk == pytest.approx(1000.0)  # efter costs nothing in the scenario
    assert found.unpriced == ("efter",)


def test_only_whole_months_count_and_no_more_than_are_planned(
    case: Subject, look: FollowUpIndicators
) -> None:
    assert seen(case, look, some(), last=date(2023, 3, 30)).months == 2
    assert seen(case, look, some(), last=date(2023, 1, 31)).months == 1
    long = seen(case, look, some(), last=date(2025, 3, 1))
    assert (long.months, long.after_plan) == (24, 2)
    assert len(long.counted.starts) == 24
    assert seen(case, look, some(), last=date(2024, 12, 31)).after_plan == 0


def test_what_comes_after_a_month_changes_nothing_in_it(case: Subject, look: FollowUpIndicators) -> None:
    later = some(row("d", "pleje", "2023-03-15", "2023-04-02"))
    one, other = (seen(case, look, rows, last=date(2023, 2, 28)) for rows in (some(), later))
    for name, column in vars(one.counted).items():
        assert np.array_equal(column, getattr(other.counted, name)), name


@pytest.mark.parametrize(
    ("rows", "last", "said"),
    [
        (some(), date(2023, 1, 30), "endnu ingen hel måned"),
        (some(), date(2022, 6, 1), "ingen hel måned at se på"),
        (
            ledger(row("a", "hjemme", "2023-01-02")),
            date(2023, 3, 31),
            "sagslisten begynder 2023-01-02, efter at",
        ),
        (ledger(), date(2023, 3, 31), "ingen rækker"),
    ],
)
def test_what_cannot_be_held_against_anything_is_refused(
    case: Subject, look: FollowUpIndicators, rows: Ledger, last: date, said: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        seen(case, look, rows, last=last)
    assert said in str(refused.value)


def test_a_ledger_of_a_simulated_case_is_counted_as_the_simulation_counts_it(
    case: Subject, look: FollowUpIndicators
) -> None:
    values = draw(case.study, seed=1, number=7)
    chance = 7 * MOST_REPLICATIONS
    rows = ledger_of(case.study, case.case, values, seed=1, replication=chance, last=months_later(START, 24))
    found = seen(case, look, rows, last=months_later(START, 24))
    measured = FollowUpMeasure(case.study, case.case, look, shipped(), seed=1)(values, [chance])
    told = look.read(found.counted)
    assert found.months == 24
    for i, name in enumerate(look.indicators):
        own, true = told[:, i], measured["case"][0, :, i]
        if look.are_counts[i]:
            assert np.abs(own - true).max() <= 3, name  # days are whole, and a stay within one is not seen
        elif name != "length":
            assert own == pytest.approx(true, rel=0.02), name
    events, years = look.events(found.counted)
    assert np.abs(events - measured["events"][0]).max() <= 3
    assert years == pytest.approx(measured["child_years"][0], rel=0.02)
