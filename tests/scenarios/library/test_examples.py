"""Check that the texts of the shipped examples say what the simulation does."""

from math import exp

import numpy as np
import pytest

from model.compiled_engine.engine import simulate
from model.results.records import Cause, Records
from model.world.parameters import Parameters
from scenarios.building.draws import corners, draw
from scenarios.building.world import build
from scenarios.format.study import Study
from scenarios.reading.load import load

DRAWS = 40


def lives(study: Study, case: str) -> list[tuple[Parameters, Records]]:
    worlds = [build(study.case(case), draw(study, seed=1, number=n)).parameters for n in range(DRAWS)]
    return [(world, simulate(world, seed=1, replication=n)) for n, world in enumerate(worlds)]


def stays(study: Study, case: str, step: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return length in months, cause and destination of each stay that ended, and mean places in use."""
    ended, days = [], 0.0
    for world, found in lives(study, case):
        on = found.sojourns.step == world.staircase.names.index(step)
        length = (found.sojourns.end - found.sojourns.start)[on]
        days += float(length.sum()) / world.horizon_days / DRAWS
        ended.append(np.stack([length / 30.4375, found.sojourns.cause[on], found.sojourns.destination[on]]))
    months, cause, destination = np.concatenate(ended, axis=1)
    done = cause != Cause.HORIZON
    return months[done], cause[done], destination[done], days


def test_a_short_stay_in_horsens_lasts_six_to_nine_months() -> None:
    study = load("horsens")
    world = build(study.case("kort_ophold"), corners(study)[0]).parameters
    out = [move for move in world.transitions if move.from_step == "kort_ophold"]
    assert {move.shape for move in out} == {10}
    rate = sum(max(row[0] for row in move.rate) for move in out)
    assert exp(-rate * 0.5**10) - exp(-rate * 0.75**10) == pytest.approx(0.9, abs=0.005)
    months, cause, _, in_use = stays(study, "kort_ophold", "kort_ophold")
    planned = months[cause == Cause.RATE]
    assert ((planned >= 6) & (planned <= 9)).mean() == pytest.approx(0.9, abs=0.03), "nine in ten"
    assert (cause == Cause.AGE).mean() == pytest.approx(1 / 7, abs=0.03), "one in seven turns 18"
    assert 1 < in_use < 1.5, "a little over one place"
    assert len(months) / DRAWS / 9.5 == pytest.approx(2, abs=0.3), "about two a year"


def test_the_alternative_in_kolding_lasts_half_a_year_and_is_used_by_few() -> None:
    study = load("kolding")
    months, _, _, in_use = stays(study, "alternativ", "alternativ")
    assert months.mean() == pytest.approx(6, abs=1)
    assert 1.4 < in_use < 2, "just under two places"
    for rate, placed in ((0.35, 0.26), (3.0, 0.75)):
        assert rate / (rate + 1) == pytest.approx(placed, abs=0.005)
    world = build(study.scenario, corners(study)[0]).parameters
    placed_at_start = sum(
        count.number for count in world.stock_counts if study.scenario.staircase.steps[count.step].placed
    )
    assert placed_at_start == pytest.approx(215, abs=5), "about 215 placed"
