"""Hold a case's gain at average prices, in whole houses and as money to hand-worked figures."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from booking.amounts.gain_in_kroner import GainInKroner, WorldResult, gain_between, gain_in_kroner
from booking.amounts.policy import Cashable, Policy, shipped
from model.results.tally import by_year
from model.world.arrays import Floats
from model.world.months import Months
from scenarios.building.economy import build_economy
from scenarios.files.forms import Text
from scenarios.format.schema import Scenario
from scenarios.running.ensemble import compare
from tests.scenarios.small import SMALL, study_of, with_change

PAYERS = ("familie", "staten")
HOUSE = "      price_year: 2025\n      own_unit: {block_places: 6, notice_months: 0}\n"
IN_HOUSES = with_change("      price_year: 2025\n", HOUSE)
A_YEAR = 400_000 * 1.1
"""Of a place, in the prices that are reported."""


def side(scenario: Scenario, children: Sequence[float]) -> WorldResult:
    """Return a world with so many children in care in each month, priced as the model prices it."""
    months = Months.of(scenario.start, scenario.years)
    days = np.zeros((months.count, 1))
    days[:, 0] = np.array(children) * months.days
    economy = build_economy(scenario, VALUES)
    cost = np.zeros((months.count, 1, 2))
    for line in (each for each in economy.step_costs if each.step == "pleje"):
        about = days[:, 0] if line.sold is not None else economy.days_on("pleje", days[:, 0], months)
        shares = dict.fromkeys(PAYERS, 0.0) | dict(line.payers)
        cost[:, 0] += line.dkk(about, months)[:, np.newaxis] * np.array([*shares.values()])
    return WorldResult(
        scenario=scenario,
        steps=("pleje",),
        items=("pleje",),
        person_days=days,
        cost_dkk=np.asarray(by_year(cost, months, axis=-3)),
    )


VALUES = {"plejepris": 400_000.0, "udslusning": 0.1}


def fewer(
    folder: Path, before: Sequence[float], after: Sequence[float], text: str = IN_HOUSES
) -> GainInKroner:
    scenario = study_of(text, folder).scenario
    months = Months.of(scenario.start, scenario.years)
    return gain_between(
        side(scenario, before),
        side(scenario, after),
        values=VALUES,
        months=months,
        payers=PAYERS,
        policy=shipped(),
    )


def familie(figures: Floats) -> list[float]:
    return [float(dkk) for dkk in figures[:, 0] / (0.75 * A_YEAR)]


def test_five_fewer_children_in_houses_of_six_release_nothing_yet(tmp_path: Path) -> None:
    found = fewer(tmp_path, [12] * 24, [7] * 24)
    assert familie(found.at_average_dkk) == pytest.approx([5, 5])
    assert familie(found.in_blocks_dkk) == pytest.approx([0, 0])
    assert familie(found.cashable_dkk) == pytest.approx([0, 0])


def test_the_sixth_releases_a_house(tmp_path: Path) -> None:
    found = fewer(tmp_path, [12] * 24, [6] * 24)
    assert familie(found.at_average_dkk) == pytest.approx([6, 6])
    assert familie(found.cashable_dkk) == pytest.approx([6, 6])


def test_a_notice_keeps_the_house_until_it_has_passed(tmp_path: Path) -> None:
    text = IN_HOUSES.replace("notice_months: 0", "notice_months: 6")
    found = fewer(tmp_path, [12] * 24, [12] * 12 + [6] * 12, text)
    assert familie(found.at_average_dkk) == pytest.approx([0, 6])
    half = 6 * 184 / 365  # July to December of 2028, in a year of 366 days that costs a year
    assert familie(found.cashable_dkk) == pytest.approx([0, half], rel=0.01)


def test_a_case_may_fill_idle_places_and_cost_less_than_the_average_says(tmp_path: Path) -> None:
    found = fewer(tmp_path, [7] * 24, [12] * 24)
    assert familie(found.at_average_dkk) == pytest.approx([-5, -5])
    assert familie(found.cashable_dkk) == pytest.approx([0, 0])


SALE = """\
    salg:
      dkk: plejepris
      per: year
      price_year: 2025
      sold: 1
      own_unit: {block_places: 1, notice_months: 3}
      payers: {familie: 0.75, staten: 0.25}
      grade: assumption
      source: Antagelse
"""


def test_places_that_are_sold_bring_in_what_idle_ones_would_have_cost(tmp_path: Path) -> None:
    text = with_change("  efter: {}\n", f"{SALE}  efter: {{}}\n", IN_HOUSES)
    placed = "      role: foster\n"
    text = with_change(placed, placed + "      places: {number: 12}\n", text)
    found = fewer(tmp_path, [12] * 24, [12] * 9 + [7] * 15, text)
    # From October the houses are kept; from January, when the notice has passed, five places are sold.
    assert familie(found.in_blocks_dkk) == pytest.approx([0, 5])
    assert familie(found.cashable_dkk) == pytest.approx([0, 5])
    freed = 5 * 92 / 365  # idle from October until they are sold
    assert familie(found.at_average_dkk) == pytest.approx([freed, 5])


def test_bought_places_fall_at_once(tmp_path: Path) -> None:
    found = fewer(tmp_path, [12] * 24, [7] * 24, SMALL)
    assert familie(found.at_average_dkk) == pytest.approx([5, 5])
    assert np.array_equal(found.at_average_dkk, found.in_blocks_dkk)


def test_each_payer_bears_its_share_of_the_idle_places(tmp_path: Path) -> None:
    found = fewer(tmp_path, [12] * 24, [7] * 24)
    idle = found.at_average_dkk - found.in_blocks_dkk
    assert idle[:, 0] == pytest.approx(3 * idle[:, 1])


def rule(*cashable: Cashable) -> Policy:
    return shipped().model_copy(update={"cashable": list(cashable)})


def of(saved: dict[str, list[float]], policy: Policy, folder: Path) -> list[list[float]]:
    """Return what is cashable of what is saved on each item in two years by both payers."""
    scenario = study_of(SMALL, folder).scenario
    items = tuple(saved)
    cost = np.array([saved[item] for item in items]).T[:, :, np.newaxis] * np.ones(2)
    before = WorldResult(
        scenario=scenario, steps=("pleje",), items=items, person_days=np.zeros((24, 1)), cost_dkk=cost
    )
    found = gain_between(
        before,
        replace(before, items=(), cost_dkk=np.zeros((2, 0, 2))),
        values=VALUES,
        months=Months.of(scenario.start, 2),
        payers=PAYERS,
        policy=policy,
    )
    return [[float(dkk) for dkk in found.cashable_dkk[:, payer]] for payer in (0, 1)]


WHY = Text(da="fordi")


def test_without_a_rule_every_krone_is_cashable(tmp_path: Path) -> None:
    assert of({"pleje": [10, 20], "hjælp": [-3, -4]}, rule(), tmp_path) == [[7, 16], [7, 16]]


def test_a_share_is_taken_of_what_is_gained_and_not_of_what_costs_more(tmp_path: Path) -> None:
    half = rule(Cashable(share=0.5, why=WHY))
    assert of({"pleje": [10, 20], "hjælp": [-3, -4]}, half, tmp_path) == [[2, 6], [2, 6]]


def test_a_rule_reaches_for_its_payers_and_items_from_its_year(tmp_path: Path) -> None:
    late = rule(Cashable(payers=["staten"], items=["pleje"], share=0.5, from_year=2, why=WHY))
    assert of({"pleje": [10, 20], "hjælp": [2, 2]}, late, tmp_path) == [[12, 22], [2, 12]]


def test_the_smallest_share_holds(tmp_path: Path) -> None:
    both = rule(Cashable(share=0.8, why=WHY), Cashable(items=["pleje"], share=0.25, why=WHY))
    assert of({"pleje": [4, 8], "hjælp": [10, 10]}, both, tmp_path)[0] == [9, 10]


def test_of_a_comparison_it_is_the_gain_of_every_run(tmp_path: Path) -> None:
    study = study_of(SMALL, tmp_path)
    found = compare(study, seed=1, draws=3, replications=2, workers=1)
    gain = found.gain("tættere").dkk
    ours = gain_in_kroner(study, found, "tættere", shipped())
    for figures in (ours.at_average_dkk, ours.in_blocks_dkk, ours.cashable_dkk):
        assert figures == pytest.approx(gain, abs=1e-3)
    assert gain.any()


def test_in_houses_the_draws_price_is_the_price_of_the_idle_places(tmp_path: Path) -> None:
    text = with_change(
        "plejepris: {value: 400000, ",
        "plejepris: {distribution: {kind: pert, low: 300000, mode: 400000, high: 600000}, ",
        IN_HOUSES,
    )
    study = study_of(text, tmp_path)
    found = compare(study, seed=1, draws=3, replications=2, workers=1)
    ours = gain_in_kroner(study, found, "tættere", shipped())
    bought = study_of(text.replace(HOUSE, "      price_year: 2025\n"), tmp_path)
    theirs = compare(bought, seed=1, draws=3, replications=2, workers=1).gain("tættere").dkk
    assert ours.at_average_dkk == pytest.approx(theirs, abs=1e-3)
    assert not np.allclose(ours.in_blocks_dkk, theirs)
