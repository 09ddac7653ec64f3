"""Check the whole forecast: the known part is kept, the parts add up, and the seed decides all chance."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.rows.ledger import Ledger
from forecast.outputs import document
from forecast.overrun import overrun
from forecast.year import Forecast, ForecastRequest
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from tests.calibration.made_rows import ledger, stay
from tests.forecast.worlds import known, run, town


def priced(child: str, step: str, start: int, end: int | None, price: float, **others: Any) -> dict[str, Any]:
    kept = {"price": price, "price_unit": "month", "birth_date": -3000, "paragraph": "BL § 46"} | others
    return stay(child, step, start, end, **kept)


def cases(*more: dict[str, Any], end_of_new: int | None = None) -> Ledger:
    """Return two years of a ledger from 1 January 2020, with somebody who left in the first month."""
    rows = [priced(f"h{i}", "hjemme", 10 * i, 10 * i + 400, 9_000.0 + i) for i in range(30)]
    rows += [priced(f"p{i}", "pleje", 7 * i, None, 40_000.0 + i) for i in range(30)]
    rows += [priced("tidlig", "hjemme", 0, 12, 9_000.0), priced("ny", "hjemme", 637, end_of_new, 9_500.0)]
    return ledger(*rows, *more)


LAST = date(2021, 9, 30)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[ForecastRequest, Study]:
    request, study = town(tmp_path_factory.mktemp("by"))
    return replace(request, last=LAST, draws=6, replications=2), study


@pytest.fixture(scope="module")
def forecast(small: tuple[ForecastRequest, Study]) -> Forecast:
    return run(*small, cases())


def test_what_is_known_is_the_same_in_every_run_and_what_is_not_differs(forecast: Forecast) -> None:
    months = forecast.dkk.sum(axis=-1)
    assert (np.ptp(months[..., :9], axis=(0, 1)) < 1e-6).all()
    assert (np.ptp(months[..., 9:], axis=(0, 1)) > 0).all()
    assert months[0, 0, :9] == pytest.approx(forecast.basis.so_far.dkk.sum(axis=1)[:9])


def test_the_months_and_the_steps_are_the_account(forecast: Forecast) -> None:
    figures = document(forecast)
    assert sum(month["dkk"]["mean"] for month in figures["months"]) == pytest.approx(
        figures["account_dkk"]["mean"]
    )
    assert sum(step["dkk"]["mean"] for step in figures["steps"]) == pytest.approx(
        figures["account_dkk"]["mean"]
    )
    assert figures["months"][-1]["so_far_dkk"] == pytest.approx(figures["account_dkk"])
    assert [month["known_days"] for month in figures["months"]] == [
        31,
        28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        0,
        0,
        0,
    ]


def test_the_sections_are_the_account_too(forecast: Forecast) -> None:
    """Every row has a section, and so has every stay that a new one may be like."""
    assert forecast.section_dkk.sum(axis=-1) == pytest.approx(forecast.account_dkk)
    figures = document(forecast)["sections"]
    (section,) = figures
    assert section["section"] == "BL § 46"
    assert section["price_dkk"]["mean"] == pytest.approx(
        section["dkk"]["mean"] / section["full_year_persons"]["mean"]
    )


def test_volume_price_and_where_it_began_are_the_overrun_in_every_run(forecast: Forecast) -> None:
    above = overrun(forecast)
    assert above.held_against == "last_year"
    assert above.parts is not None
    parts = above.parts.volume.sum(axis=-1) + above.parts.price.sum(axis=-1) + above.from_the_start
    assert parts == pytest.approx(above.dkk, abs=1e-4)
    figures = document(forecast)
    assert figures["overrun_dkk"]["mean"] == pytest.approx(figures["account_dkk"]["mean"] - 10e6)
    assert figures["probability_of_overrun"] == float((forecast.account_dkk > 10e6).mean())


def test_prices_that_rise_are_price_and_no_volume(small: tuple[ForecastRequest, Study]) -> None:
    """The same children all along, at another price from the new year on."""
    rows = [priced(f"p{i}", "pleje", 0, 366, 40_000.0) for i in range(20)]
    rows += [priced(f"p{i}", "pleje", 366, None, 44_000.0) for i in range(20)]
    request, study = small
    above = overrun(
        run(replace(request, last=date(2021, 12, 30), complete=date(2020, 1, 1)), study, ledger(*rows))
    )
    assert above.parts is not None
    assert above.parts.price.sum(axis=-1).mean() == pytest.approx(20 * 12 * 4_000.0, rel=0.01)
    assert abs(above.parts.volume.sum(axis=-1)).mean() < 0.01 * 20 * 12 * 40_000


def test_the_same_seed_gives_the_same_and_another_does_not(small: tuple[ForecastRequest, Study]) -> None:
    request, study = small
    one, two = run(request, study, cases()), run(request, study, cases())
    other = run(replace(request, seed=2), study, cases())
    assert document(one) == document(two)
    assert document(one)["account_dkk"] != document(other)["account_dkk"]


def test_more_draws_leave_the_first_as_they_were_by_the_scenario(
    small: tuple[ForecastRequest, Study],
) -> None:
    request, study = small
    few = run(replace(request, rates="scenario", draws=3), study, cases())
    more = run(replace(request, rates="scenario", draws=5), study, cases())
    assert more.dkk[:3].tolist() == few.dkk.tolist()


def test_rows_after_the_last_day_and_ends_that_are_not_believed_change_nothing(
    small: tuple[ForecastRequest, Study],
) -> None:
    request, study = replace(small[0], ends_believed=0.0), small[1]
    one = run(request, study, cases())
    two = run(request, study, cases(priced("senere", "pleje", 680, None, 1e6), end_of_new=700))
    assert document(two)["account_dkk"] == document(one)["account_dkk"]


def test_a_year_that_is_over_makes_the_next_one_the_year(small: tuple[ForecastRequest, Study]) -> None:
    request, study = small
    forecast = run(replace(request, last=date(2021, 12, 31)), study, cases())
    assert forecast.basis.year.year == 2022
    assert forecast.basis.so_far.dkk.sum() == 0
    assert forecast.basis.before is not None
    assert forecast.basis.rest.dkk_factor == pytest.approx(1.043)  # the shipped index from 2021 to 2022
    assert (forecast.dkk.sum(axis=-1)[..., 0] > 0).all()


def test_prices_follow_the_index_of_the_scenario_into_the_next_year(
    tmp_path: Path, small: tuple[ForecastRequest, Study]
) -> None:
    request, _ = small
    _, study = town(tmp_path)
    index = study.scenario.price_index
    assert index is not None
    dearer = index.model_copy(update={"by_year": {2021: 100.0, 2022: 104.0, 2025: 110.0, 2026: 121.0}})
    with_index = replace(study, scenario=study.scenario.model_copy(update={"price_index": dearer}))
    after = replace(request, last=date(2021, 12, 31))
    assert run(after, with_index, cases()).account_dkk == pytest.approx(
        1.04 / 1.043 * run(after, study, cases()).account_dkk
    )


def test_a_ledger_that_begins_in_the_year_cannot_tell_volume_from_price_and_says_so(
    small: tuple[ForecastRequest, Study],
) -> None:
    request, study = small
    rows = ledger(*(priced(f"p{i}", "pleje", 420 + i, 700, 40_000.0) for i in range(30)))
    forecast = run(request, study, rows)
    assert forecast.basis.incomplete
    assert forecast.basis.before is None
    figures = document(forecast)
    assert figures["held_against"] is None
    assert figures["steps"][1]["volume_dkk"] is None
    assert run(replace(request, complete=date(2020, 1, 1)), study, rows).basis.before is not None


def test_a_child_too_old_for_the_staircase_is_told_of_and_costs_no_more(
    small: tuple[ForecastRequest, Study],
) -> None:
    known_ = known(*small, cases(priced("gammel", "efter", 100, None, 5e6, birth_date=-9000)))
    assert known_.too_old == 1
    assert "gammel" not in known_.lives.child_ids[known_.lives.child[known_.stays]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last": date(2019, 12, 1)}, "--to 2019-12-01: sagslisten begynder 2020-01-01; giv en senere dag"),
        ({"frame": "ti"}, "--frame: «ti» er hverken et beløb eller en fil"),
    ],
)
def test_what_cannot_be_is_refused(
    small: tuple[ForecastRequest, Study], changed: dict[str, Any], said: str
) -> None:
    request, study = small
    with pytest.raises(RefusedError) as refused:
        run(replace(request, **changed), study, cases())
    assert said in str(refused.value)


def test_no_rows_are_refused(small: tuple[ForecastRequest, Study]) -> None:
    with pytest.raises(RefusedError) as refused:
        run(*small, ledger())
    assert "ingen rækker" in str(refused.value)


def test_more_children_than_places_are_refused_by_the_scenario(
    tmp_path: Path, small: tuple[ForecastRequest, Study]
) -> None:
    text = '    pleje:\n      title: {da: "Pleje", en: "Foster care"}\n'
    _, study = town(tmp_path, (text, text + "      places: {number: 20}\n"))
    request, _ = small
    with pytest.raises(RefusedError) as refused:
        run(replace(request, rates="scenario"), study, cases())
    said = str(refused.value)
    assert said == "trinnet pleje: sagslisten har 30 børn, scenariet 20 pladser; ret pladserne i scenariet"


def test_the_runs_are_told_as_they_are_done(small: tuple[ForecastRequest, Study]) -> None:
    calls: list[tuple[int, int]] = []
    run(*small, cases(), progress=lambda done, total: calls.append((done, total)))
    assert calls == [(2 * draw, 12) for draw in range(1, 7)]


def test_children_are_counted_once(forecast: Forecast) -> None:
    so_far = forecast.basis.so_far.had.any(axis=1).sum()
    assert (forecast.all_children >= so_far).all()
    assert (forecast.all_children <= forecast.children.sum(axis=-1)).all()
    assert (forecast.section_children <= forecast.all_children[..., np.newaxis]).all()
    assert (forecast.section_children >= forecast.basis.so_far.section_had.sum(axis=0)).all()
