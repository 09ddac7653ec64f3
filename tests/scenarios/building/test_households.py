"""Check households in a scenario: what the engine is given, and that cases share the children."""

from pathlib import Path

import pytest

from model.compiled_engine.engine import simulate
from model.world.households import Households
from scenarios.building.draws import draw
from scenarios.building.world import World, build
from scenarios.format.study import BASELINE, Study
from tests.scenarios.small import SMALL, study_of, with_change

HOUSEHOLDS = (
    "households: {size: {1: 0.5, 3: 0.5}, arrive_together: sammen, "
    "apart_months: {kind: uniform, low: 0, high: 12}}\n"
    "arrivals:\n"
)
TOGETHER = (
    "assumptions:\n  sammen: {title: Sammen, distribution: {kind: uniform, low: 0.4, high: 0.8}, "
    "grade: assumption, source: Antagelse}\n"
)
FEWER = "    changes:\n      arrivals: {by_step: {hjemme: {0-17: 5}}}\n      programmes:\n        intet:"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    text = with_change("assumptions:\n", TOGETHER, with_change("arrivals:\n  grade", HOUSEHOLDS + "  grade"))
    return study_of(with_change("    changes:\n      programmes:\n        intet:", FEWER, text), tmp_path)


def world(study: Study, case: str = BASELINE, number: int = 0) -> World:
    return build(study.case(case), draw(study, seed=1, number=number))


def test_sizes_shares_and_months_become_those_of_the_world(study: Study) -> None:
    households = world(study).parameters.households
    assert isinstance(households, Households)
    assert households.sizes == (0.5, 0.0, 0.5)
    assert households.apart.days == pytest.approx((0.0, 365.25))
    assert households.together == draw(study, seed=1, number=0)["sammen"]
    assert households.together != draw(study, seed=1, number=1)["sammen"]


def test_a_case_with_fewer_arrivals_takes_children_out_of_the_baselines_households(study: Study) -> None:
    before, after = world(study), world(study, "ingenting")
    assert [stream.reference for stream in before.parameters.arrivals] == [10.0]
    assert [stream.reference for stream in after.parameters.arrivals] == [10.0]
    assert after.parameters.arrivals[0].per_year.values[0] == 5.0
    one, other = (simulate(each.parameters, seed=1, replication=0).children for each in (before, after))
    assert {*other.identity.tolist()} < {*one.identity.tolist()}
    homes = one.household[~one.in_stock]
    assert len({*homes.tolist()}) < len(homes)


def test_without_households_each_child_is_alone(tmp_path: Path) -> None:
    alone = world(study_of(SMALL, tmp_path)).parameters
    assert alone.households is None
    assert all(stream.reference is None for stream in alone.arrivals)
    assert not alone.has_siblings
