"""Check price lines that differ: what they are built to, what they cost, and how they are told."""

from pathlib import Path

import pytest

from forecast.prices import scenario_prices
from model.results.cost_lines import CostKind, StepCost
from reports.shared.used_numbers import terms_words
from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.format.study import Study
from scenarios.running.simulate import run
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

PRICE = "    indsats:\n      {dkk: 100000, per: year, "
OTHER = "price_year: 2026, payers: {familie: 1}, grade: assumption, source: x}\n"
GROUPS = with_change("groups: {alle: 1}", "groups: {a: 0.5, b: {share: 0.5, by_step: {hjemme: 0.25}}}")
LIMITS = "groups: [b], ages: [0-17], start: 2027-02-01, end: 2028-01-15"
PLACES = "      role: home\n      places: {number: 40}\n"


def more(line: str, text: str = SMALL) -> str:
    """Return the scenario with one more price line on `hjemme`."""
    return with_change(PRICE, f"    mere: {{{line}, {OTHER}{PRICE}", text)


def world(study: Study) -> World:
    return build(study.scenario, corners(study)[0])


def built(line: str, folder: Path, text: str = SMALL) -> StepCost:
    lines = world(study_of(more(line, text), folder)).economy.step_costs
    (made,) = (each for each in lines if each.name == "mere")
    return made


def paid(text: str, folder: Path, item: str = "hjemme") -> float:
    """Return what an item costs in all, in one replication."""
    made = run(world(study_of(text, folder)), seed=1, replications=[0])
    return float(made.cost_dkk[0][:, made.items.index(item)].sum())


def test_a_line_is_for_its_groups_ages_and_dates(tmp_path: Path) -> None:
    made = built(
        "dkk: 5, per: month, groups: [b], ages: [0-17], start: 2027-02-01, end: 2028-01-15", tmp_path, GROUPS
    )
    assert (made.groups, made.bands, made.from_day, made.to_day) == (("b",), (0,), 31.0, 379.0)
    assert made.is_of_some


def test_an_income_is_a_price_below_zero(tmp_path: Path) -> None:
    before, after = paid(SMALL, tmp_path), paid(more("dkk: -40000, per: year"), tmp_path)
    assert after == pytest.approx(0.6 * before)


def test_a_price_of_a_group_is_paid_for_its_share_of_the_children(tmp_path: Path) -> None:
    whole = paid(more("dkk: 100000, per: year", GROUPS), tmp_path) / 2
    of_groups = [
        paid(more(f"dkk: 100000, per: year, groups: [{group}]", GROUPS), tmp_path) - whole
        for group in ("a", "b")
    ]
    assert sum(of_groups) == pytest.approx(whole)
    assert of_groups[1] / whole == pytest.approx(0.25, abs=0.15)


def test_volume_lowers_the_price_above_a_number_of_persons(tmp_path: Path) -> None:
    before = paid(SMALL, tmp_path)
    cheaper = with_change(PRICE, PRICE + "volume: {above: {0: 0.9}}, ")
    assert paid(cheaper, tmp_path) == pytest.approx(0.9 * before)
    unreached = with_change(PRICE, PRICE + "volume: {above: {900: 0.1}, by: month, all: true}, ")
    assert paid(unreached, tmp_path) == pytest.approx(before)


def test_the_volume_of_a_line_is_read_in_order_of_its_numbers(tmp_path: Path) -> None:
    volume = built("dkk: 5, per: day, volume: {above: {60: 0.8, 40: 0.9}, all: true}", tmp_path).volume
    assert volume is not None
    assert (volume.above, volume.times, volume.all, volume.monthly) == ((40.0, 60.0), (0.9, 0.8), True, False)


def test_free_places_bring_in_what_others_pay(tmp_path: Path) -> None:
    with_places = with_change("      role: home\n", PLACES)
    made = built(
        "dkk: 5, per: day, sold: 0.5, own_unit: {block_places: 2, notice_months: 3}", tmp_path, with_places
    )
    assert made.sold is not None
    assert (made.sold.share, made.sold.block_places, made.sold.notice_months, made.sold.whole) == (
        0.5,
        2,
        3,
        1.0,
    )
    assert made.semi_fixed is None
    assert not made.reimbursable
    dearer, even = (
        paid(more(f"dkk: {dkk}, per: year, sold: 1", with_places), tmp_path) for dkk in (150000, 100000)
    )
    assert even == pytest.approx(paid(with_places, tmp_path)), "a place that costs what it brings in"
    assert dearer < even


def test_a_grant_of_a_programme_has_dates_and_is_negative(tmp_path: Path) -> None:
    cost = "            leder:\n"
    grant = f"            tilskud: {{dkk: -1200, per: month, start: 2027-07-01, end: 2028-01-01, {OTHER}"
    study = study_of(with_change(cost, grant + cost), tmp_path)
    (made, _) = build(study.case("tættere"), corners(study)[0]).economy.programme_costs
    assert (made.kind, made.dkk, made.from_day, made.to_day) == (CostKind.PER_MONTH, -1200.0, 181.0, 365.0)


def test_a_cost_per_child_year_is_for_ages_and_groups(tmp_path: Path) -> None:
    cost = "            leder:\n"
    line = f"            mere: {{dkk: 5, per: child_year, steps: [hjemme], ages: [0-17], groups: [b], {OTHER}"
    study = study_of(with_change(cost, line + cost, GROUPS), tmp_path)
    (made, _) = build(study.case("tættere"), corners(study)[0]).economy.programme_costs
    assert (made.bands, made.groups) == ((0,), ("b",))


def test_the_forecast_weighs_a_price_by_the_children_and_the_year(tmp_path: Path) -> None:
    study = study_of(more("dkk: 36525, per: year, groups: [b], start: 2027-07-01", GROUPS), tmp_path)
    before, after = (scenario_prices(study, year)["hjemme"] for year in (2026, 2027))
    growth = 1.0 if before == 0 else 1.02
    assert after - before * growth == pytest.approx(100.0 * 0.25 * 184 / 365, abs=7)
    assert scenario_prices(study_of(SMALL, tmp_path), 2026)["hjemme"] == pytest.approx(before)


def test_the_table_of_prices_tells_for_whom_and_when(tmp_path: Path) -> None:
    text = more(f"dkk: -5, per: month, {LIMITS}", GROUPS)
    study = study_of(text, tmp_path)
    line = study.scenario.prices["hjemme"]["mere"]
    assert said_in("en", terms_words, study.scenario, line) == (
        "; for b; for the ages 0-17; from 1 February 2027; until 15 January 2028"
    )
    text = with_change(PRICE, PRICE + "volume: {above: {40: 0.95, 60: 0.9}}, ")
    scenario = study_of(text, tmp_path).scenario
    assert said_in("da", terms_words, scenario, scenario.prices["hjemme"]["indsats"]) == (
        "; 95\N{NO-BREAK SPACE}% af den for dem over 40 helårspersoner"
        "; 90\N{NO-BREAK SPACE}% af den for dem over 60 helårspersoner"
    )
