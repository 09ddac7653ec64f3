"""Check how the ends that were granted are believed in the rest of the year."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.ledger.granted_ends import NO_GRANTS, PastGrants
from calibration.ledger.histories import ObservationWindow, day_number, histories
from calibration.ledger.read_ledgers import Reading
from calibration.rows.ledger import Ledger
from forecast.granted_ends import GrantedEnds, days_until_granted
from forecast.outputs import document
from forecast.year import Forecast, ForecastRequest, basis, forecast
from model.results.records import Sojourns
from model.world.randomness import Chance
from reports.forecast.tables import forecast_grids
from scenarios.format.study import Study
from tests.calibration.made_rows import DAY_0, day, ledger, staircase, stay
from tests.forecast.worlds import reading, town

LAST = date(2021, 9, 30)
FIRST_DAY = day_number(LAST) + 1 - day_number(DAY_0)
"""Days from the first of the ledger until the first of the runs."""


def cases(*, ends: int | None) -> Ledger:
    """Return thirty children in care who go on, all of whom have an end so many days ahead."""
    until = None if ends is None else FIRST_DAY + ends
    priced: dict[str, Any] = {"price": 40_000.0, "price_unit": "month", "birth_date": -3000}
    rows = [stay(f"p{i}", "pleje", 7 * i, until, **priced) for i in range(30)]
    return ledger(*rows, *(stay(f"h{i}", "hjemme", 10 * i, 10 * i + 300, **priced) for i in range(30)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[ForecastRequest, Study]:
    request, study = town(tmp_path_factory.mktemp("by"))
    return replace(request, last=LAST, draws=40, replications=2), study


def run(
    small: tuple[ForecastRequest, Study], rows: Ledger, grants: PastGrants = NO_GRANTS, **asked: Any
) -> Forecast:
    request = replace(small[0], **asked)
    return forecast(request, basis(request, small[1], replace(reading(rows), grants=grants)))


def mean(account: Forecast) -> float:
    return float(account.account_dkk.mean())


def test_the_account_follows_the_share_that_is_believed(small: tuple[ForecastRequest, Study]) -> None:
    soon = {share: mean(run(small, cases(ends=1), ends_believed=share)) for share in (0.0, 0.5, 1.0)}
    # Thirty children who leave at once cost thirty months of 40,000 kroner less in each of three months.
    assert soon[0.0] - soon[1.0] == pytest.approx(3.6e6, rel=0.25)
    assert soon[0.5] == pytest.approx((soon[0.0] + soon[1.0]) / 2, rel=0.02)


def test_ends_after_the_year_keep_the_children_for_all_of_it(small: tuple[ForecastRequest, Study]) -> None:
    account = run(small, cases(ends=400), ends_believed=1.0)
    in_care = account.basis.services.steps.index("pleje")
    assert (account.days[..., 10:, in_care] >= 30 * np.array([30, 31])).all()


def test_without_granted_ends_the_share_changes_nothing(small: tuple[ForecastRequest, Study]) -> None:
    none, believed = (run(small, cases(ends=None), ends_believed=share) for share in (None, 1.0))
    assert none.account_dkk.tolist() == believed.account_dkk.tolist()
    assert document(none)["granted_ends"]["granted"] == 0
    assert not any("granted" in note for grid in forecast_grids(none) for note in grid.notes)


@pytest.mark.parametrize(("ended", "grants"), [(0, 0), (60, 100), (9, 9), (0, 40)])
def test_unless_it_is_stated_the_share_is_that_of_past_grants(
    small: tuple[ForecastRequest, Study], ended: int, grants: int
) -> None:
    account = run(small, cases(ends=30), PastGrants(ended_as_granted=ended, grants=grants))
    said = document(account)["granted_ends"]
    assert (said["source"], said["granted"]) == ("past" if grants else "nothing", 30)
    assert (said["past_ended_as_granted"], said["past_grants"]) == (ended, grants)
    assert said["believed"]["mean"] == pytest.approx((1 + ended) / (2 + grants), abs=0.1)
    assert (np.ptp(account.ends_believed) > 0.5) == (grants == 0)


def test_the_scenario_says_what_the_option_says(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = town(tmp_path / "a")
    own = town(tmp_path / "b", ("rates:\n", "ends: {believed: 0.3}\nrates:\n"))
    few: dict[str, Any] = {"last": LAST, "draws": 5, "replications": 2}
    one = run(plain, cases(ends=30), ends_believed=0.3, **few)
    other = run(own, cases(ends=30), **few)
    assert one.account_dkk.tolist() == other.account_dkk.tolist()
    assert document(other)["granted_ends"]["source"] == "scenario"
    assert run(own, cases(ends=30), ends_believed=0.9, **few).ends_believed.tolist() == [0.9] * 5


def test_how_they_are_believed_stands_below_the_account(small: tuple[ForecastRequest, Study]) -> None:
    account = run(small, cases(ends=30), PastGrants(ended_as_granted=60, grants=100), draws=2)
    notes = " ".join(note for grid in forecast_grids(account) for note in grid.notes)
    assert "30 af 30 ophold, der løber, har en bevilget slutdato" in notes
    assert "60 af 100 tidligere bevillinger sluttede som bevilget" in notes


def sojourns() -> Sojourns:
    whole = np.zeros(4, dtype=np.int64)
    return Sojourns(
        child=np.array([10, 10, 11, 99], dtype=np.uint64),
        visit=np.array([0, 1, 0, 0]),
        step=np.array([0, 1, 0, 0]),
        start=np.array([-5.0, 20.0, -9.0, 3.0]),
        end=np.array([20.0, 60.0, 92.0, 92.0]),
        destination=np.array([1, 2, -1, -1]),
        cause=whole,
    )


@pytest.mark.parametrize(("share", "ends"), [(1.0, [45.0, 7.0, 92.0]), (0.0, [20.0, 60.0, 92.0, 92.0])])
def test_a_believed_stay_lasts_until_its_day_and_is_the_last(share: float, ends: list[float]) -> None:
    granted = GrantedEnds(days=np.array([45.0, 7.0]), source="option", past=NO_GRANTS, stated=share)
    number = np.array([0, 0, 1, -1])
    stays, kept = granted.applied(sojourns(), number, Chance(seed=1, replication=0), share)
    assert stays.end.tolist() == ends
    assert len(kept) == len(stays.child) == len(ends)


def test_a_stay_is_granted_until_the_last_of_its_services_on_the_step() -> None:
    born = {"birth_date": -365 * 17}
    rows = ledger(
        *(stay("a", "oppe", 0, end, **born) for end in (1100, 1200)),
        *(stay("b", "oppe", 0, end) for end in (1100, None)),
        stay("c", "oppe", 0, 900),
        stay("d", "oppe", 0, None, granted_until=day(1050)),
        stay("e", "nede", 0, 1100),
        stay("e", "oppe", 0, None),
        stay("f", "oppe", 0, 1020, **born),
    )
    window = ObservationWindow(first=date(2020, 6, 1), last=day(999).date())
    steps = staircase("nede", "oppe")
    to_20 = tuple(replace(step, age_to=20.0) for step in steps.steps)
    of_age = replace(steps, steps=to_20, age_borders=(0.0, 20.0, 120.0))
    lives = histories(rows, of_age, window)
    stays = np.flatnonzero(lives.destination < 0)
    first = day_number(DAY_0) + 1000
    days = days_until_granted(rows, lives, stays, first, known_until=DAY_0)
    by_child = dict(zip(lives.child_ids[lives.child[stays]], days.tolist(), strict=True))
    assert np.isnan([by_child["b"], by_child["e"]]).all()
    assert np.isnan(by_child["a"])  # who is twenty by then
    assert (by_child["d"], by_child["f"]) == (50.0, 20.0)
    assert "c" not in by_child
    hindsight = days_until_granted(rows, lives, stays, first, known_until=day(1060).date())
    since = dict(zip(lives.child_ids[lives.child[stays]], hindsight.tolist(), strict=True))
    assert np.isnan(since["f"])  # whose end has happened since: nobody knew it then
    assert since["d"] == 50.0


def test_a_reading_counts_its_plans() -> None:
    rows = cases(ends=30)
    assert Reading(ledger=rows, findings=(), files=(), day=LAST).planned == 30
