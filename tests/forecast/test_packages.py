"""Check the packages of running stays, and the stays that those of new ones are drawn from."""

from typing import Any

import numpy as np
import pytest

from calibration.ledger.histories import Histories, ObservationWindow, date_of_day, histories
from forecast.service_packages import NONE, Packages, donors, running
from forecast.services import Services, services
from tests.calibration.made_rows import DAY_0, ledger, staircase, stay

STAIRS = staircase("lav", "høj")
LAST = 900


def seen(*rows: dict[str, Any]) -> tuple[Services, Histories]:
    whole = ledger(*rows)
    last = date_of_day(LAST + (DAY_0 - date_of_day(0)).days)
    lives = histories(whole, STAIRS, ObservationWindow(first=DAY_0, last=last), bridge_days=0)
    return services(whole, STAIRS, lives.last, otherwise={}), lives


def costs(
    child: str, step: str, days: tuple[int, int | None], price: float, unit: str = "day"
) -> dict[str, Any]:
    return stay(child, step, *days, price=price, price_unit=unit, paragraph=f"§ {step}")


def test_a_running_stay_brings_all_the_services_that_go_on() -> None:
    granted, lives = seen(
        costs("a", "høj", (800, None), 1000.0),
        costs("a", "høj", (850, None), 30_000.0, "month"),
        costs("a", "lav", (700, 950), 50.0),
        costs("a", "lav", (100, 300), 77.0),
        costs("b", "lav", (500, 700), 60.0),
        costs("c", "lav", (890, None), 60.0),
    )
    stays, packages, too_old = running(granted, lives)
    assert lives.child[stays].tolist() == [0, 2]
    assert packages.dkk[0, :2].tolist() == [[50.0, 0.0, 0.0], [1000.0, 30_000.0, 0.0]]
    assert packages.dkk[0, 2:].tolist() == [[1000.0, 30_000.0, 0.0], [50.0, 0.0, 0.0]]
    assert packages.share[:, :2].tolist() == [[1.0, 1.0], [1.0, 0.0]]
    assert packages.share[:, 2:].tolist() == [[1.0, 1.0], [0.0, 1.0]]  # § høj comes before § lav
    assert not packages.once.any()
    assert too_old == 0


def test_a_new_stay_is_like_one_that_was_on_average_over_its_days() -> None:
    granted, lives = seen(
        costs("a", "høj", (600, 700), 1000.0),
        costs("a", "lav", (650, 900), 40.0),
        costs("a", "høj", (620, 625), 5_000.0, "start"),
    )
    like = donors(granted, lives, otherwise={"lav": 0.0, "høj": 0.0})
    assert like.kinds == ("all", "all")
    (row,) = like.pools[1].tolist()
    of: Packages = like.packages
    assert of.dkk[row, 1].tolist() == [1000.0, 0.0, 0.0]
    assert of.dkk[row, 0].tolist() == [pytest.approx(20.0), 0.0, 0.0]  # there for half of its days
    assert of.share[row].tolist() == [0.5, 1.0, 1.0, 0.5]
    assert of.once[row].tolist() == [0.0, 5_000.0, 5_000.0, 0.0]


def test_the_stays_of_the_last_year_count_if_they_are_enough() -> None:
    old = [costs(f"a{i}", "lav", (100 + i, 300), 10.0) for i in range(20)]
    there = [costs(f"b{i}", "lav", (400 + i, 700), 20.0) for i in range(12)]
    new = [costs(f"c{i}", "lav", (600 + i, 700), 30.0) for i in range(10)]
    otherwise = {"lav": 5.0, "høj": 7.0}

    def pool(*rows: dict[str, Any]) -> tuple[str, list[float]]:
        like = donors(*seen(*rows), otherwise=otherwise)
        return like.kinds[0], np.unique(like.packages.dkk[like.pools[0], 0, 0].round(9)).tolist()

    assert pool(*old, *there, *new) == ("recent", [30.0])
    assert pool(*old, *there, *new[1:]) == ("present", [20.0, 30.0])
    assert pool(*old, *new[1:]) == ("all", [10.0, 30.0])


def test_a_step_that_nobody_stood_on_costs_what_the_scenario_says() -> None:
    like = donors(*seen(costs("a", "lav", (600, 700), 10.0)), otherwise={"lav": 5.0, "høj": 7.0})
    assert like.kinds == ("all", NONE)
    (row,) = like.pools[1].tolist()
    assert like.packages.dkk[row, 1].tolist() == [7.0, 0.0, 0.0]
    assert like.packages.share[row].tolist() == [0.0, 1.0, 0.0]
