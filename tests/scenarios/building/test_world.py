from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.world.programme import OUTSIDE, Programme
from scenarios.building.draws import corners
from scenarios.building.staircase import step_order
from scenarios.building.whole_children import whole_children
from scenarios.building.world import World, build
from tests.scenarios.small import SMALL, faults_of, study_of, with_change

CELLS = st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), st.floats(0, 1000))
NOTHING = """\
          start: 2027-01-01
          effects:
            - {from: [hjemme], to: [pleje], multiplier: 1}"""
FOR_EVERYONE = NOTHING.replace("multiplier", "for: everyone, multiplier")


def world(text: str, folder: Path, case: str = "") -> World:
    """Return the world of a case under the medians."""
    study = study_of(text, folder)
    return build(study.case(case), corners(study)[0])


def programme(dates: str, folder: Path) -> Programme:
    text = with_change(NOTHING, NOTHING.replace("start: 2027-01-01", dates))
    return world(text, folder, "ingenting").parameters.programmes[0]


def rates(text: str, folder: Path, origin: str, to: str) -> tuple[tuple[float, ...], ...]:
    (transition,) = (
        t for t in world(text, folder).parameters.transitions if (t.from_step, t.to) == (origin, to)
    )
    return transition.rate


@given(CELLS)
def test_expected_children_become_whole_children_with_the_same_sum(
    cells: dict[tuple[str, int], float],
) -> None:
    whole = whole_children(cells)
    assert sum(whole.values()) == round(sum(cells.values()))
    assert all(abs(whole[cell] - number) < 1 for cell, number in cells.items())


def test_the_largest_remainders_are_rounded_up() -> None:
    assert whole_children({("a", 0): 1.5, ("a", 1): 0.4, ("b", 0): 1.2, ("b", 1): 0.9}) == {
        ("a", 0): 2,
        ("a", 1): 0,
        ("b", 0): 1,
        ("b", 1): 1,
    }


def test_a_stock_per_1000_is_of_the_children_of_the_band_and_the_level(tmp_path: Path) -> None:
    counts = world(SMALL, tmp_path).parameters.stock_counts
    assert {(count.step, count.band): count.number for count in counts} == {
        ("hjemme", 0): 15,
        ("pleje", 0): 6,
    }
    assert [count.mean_years_on_step for count in counts] == [0.0, 2.0]
    text = with_change("rates:\n", "level: {activity: 2, price: 3}\nrates:\n")
    counts = world("borrowed: true\n" + text, tmp_path).parameters.stock_counts
    assert [count.number for count in counts] == [30, 12]
    counts = world(text, tmp_path).parameters.stock_counts
    assert [count.number for count in counts] == [15, 6], "one's own numbers lie at no level"


def test_arrivals_follow_trend_and_population_year_by_year(tmp_path: Path) -> None:
    text = with_change("  unit: children\n", "  unit: children\n  trend_per_year: 0.1\n")
    index = "  population_index: {2020: 2, 2027: 4, 2028: 5}\n  placed_per_1000"
    (stream,) = world(with_change("  placed_per_1000", index, text), tmp_path).parameters.arrivals
    assert stream.per_year.times == (0.0, 365.0)
    assert stream.per_year.values == pytest.approx((10, 10 * 1.1 * 5 / 4))


def test_years_that_the_population_index_leaves_out_carry_the_last_one_on(tmp_path: Path) -> None:
    for index, factor in (("{2020: 2}", 1), ("{2028: 0.5}", 0.5), ("{2027: 2, 2035: 9}", 1)):
        text = with_change("  placed_per_1000", f"  population_index: {index}\n  placed_per_1000")
        made = world(text, tmp_path)
        assert made.parameters.arrivals[0].per_year.values == pytest.approx((10, 10 * factor))
        assert made.children_aged_0_22 == pytest.approx({2027: 1000, 2028: 1000 * factor})


def test_a_rate_differs_by_age_and_group_and_is_none_where_nobody_may_stand(tmp_path: Path) -> None:
    text = with_change("groups: {alle: 1}", "groups: {a: 0.25, b: 0.75}")
    text = with_change("by_age: {0-17: 0.6}", "by_age: {0-17: 0.6}, by_group: {b: 3}", text)
    children, adults = rates(text, tmp_path, "hjemme", "slut")
    assert children == pytest.approx((0.6, 1.8))
    assert adults == (0.0, 0.0)
    assert rates(text, tmp_path, "hjemme", "pleje") == ((0.3, 0.3), (0.0, 0.0))
    own = with_change("by_group: {b: 3}", "by_group: {b: 3}, by_age_and_group: {0-17: {b: 0.7}}", text)
    assert rates(own, tmp_path, "hjemme", "slut")[0] == pytest.approx((0.6, 0.7))
    assert rates(text, tmp_path, "efter", "slut") == ((0.0, 0.0), (0.8, 0.8))
    text = with_change("hjemme: 0.2", "hjemme: 0.2, efter: 0.7")
    assert rates(text, tmp_path, "pleje", "efter") == ((0.0,), (0.0,))


def test_factors_multiply_what_they_name_and_nothing_else(tmp_path: Path) -> None:
    factors = """\
factors:
  ud: {from: [pleje, hjemme], to: [slut], times: 3}
  mere_ud: {from: [pleje], to: [slut, hjemme], times: {value: 0.5, grade: assumption, source: x}}
  ind: {arrivals: [hjemme], times: 1.5}
  beholdning: {stock: [pleje], years_on_step: [pleje], times: 1.1}
"""
    text = with_change("payers:\n  familie", factors + "payers:\n  familie")
    text = with_change(
        "slut: {rate: 0.5, by_age: {0-17: 0.6}}", "slut: {rate: 0.5, by_age: {0-17: 0.7}}", text
    )
    text = with_change("groups: {alle: 1}", "groups: {a: 0.5, b: 0.5}", text)
    text = with_change("by_age: {0-17: 0.7}", "by_age: {0-17: 0.7}, by_age_and_group: {0-17: {b: 0.2}}", text)
    out = corners(study_of(text, tmp_path))[0]["udslusning"]
    assert rates(text, tmp_path, "hjemme", "slut")[0] == pytest.approx((2.1, 0.6))
    assert rates(text, tmp_path, "pleje", "slut")[0] == pytest.approx((1.5 * out, 1.5 * out))
    assert rates(text, tmp_path, "pleje", "hjemme")[0] == pytest.approx((0.1, 0.1))
    assert rates(text, tmp_path, "hjemme", "pleje")[0] == (0.3, 0.3)
    assert rates(text, tmp_path, "efter", "slut")[1] == (0.8, 0.8)
    made = world(text, tmp_path)
    assert made.parameters.arrivals[0].per_year.values == (15, 15)
    counts = made.parameters.stock_counts
    assert [count.number for count in counts] == [15, 7]  # 6 x 1.1, in whole children
    assert [count.mean_years_on_step for count in counts] == pytest.approx([0.0, 2.2])


def test_a_factor_is_an_assumption_like_others(tmp_path: Path) -> None:
    times = "{distribution: {kind: lognormal, p05: 0.5, p95: 2}, grade: assumption, source: x}"
    text = with_change(
        "payers:\n  familie", f"factors:\n  ind: {{arrivals: [hjemme], times: {times}}}\npayers:\n  familie"
    )
    study = study_of(text, tmp_path)
    assert study.assumptions["factors.ind.times"].is_uncertain
    made = [build(study.scenario, values).parameters.arrivals[0].per_year.at(0) for values in corners(study)]
    assert made[0] == pytest.approx(10)
    assert made[1] < 5
    assert made[2] > 20


def test_a_factor_multiplies_a_number_that_a_case_lays_over_too(tmp_path: Path) -> None:
    text = with_change(
        "payers:\n  familie", "factors:\n  ind: {arrivals: [hjemme], times: 2}\npayers:\n  familie"
    )
    own = "    changes:\n      arrivals: {by_step: {hjemme: {0-17: 7}}}\n      programmes:\n        intet:"
    text = with_change("    changes:\n      programmes:\n        intet:", own, text)
    assert world(text, tmp_path).parameters.arrivals[0].per_year.at(0) == 20
    assert world(text, tmp_path, "ingenting").parameters.arrivals[0].per_year.at(0) == 14


def test_a_change_for_everyone_climbs_month_by_month(tmp_path: Path) -> None:
    share = programme("start: 2027-01-01\n          full_from: 2027-05-01", tmp_path).share
    assert share.values == (0.0, 0.125, 0.375, 0.625, 0.875, 1.0)
    assert share.times[1:] == pytest.approx((0, 30, 60, 90, 120))


def test_a_change_without_a_ramp_comes_at_once_and_goes_at_its_end(tmp_path: Path) -> None:
    share = programme("start: 2027-02-01\n          end: 2027-03-01", tmp_path).share
    assert [share.at(day) for day in (0, 30.9, 31, 58.9, 59, 700)] == [0, 0, 1, 1, 0, 0]


def test_a_change_from_before_the_start_is_there_from_the_start(tmp_path: Path) -> None:
    share = programme("start: 2020-01-01\n          full_from: 2022-01-01", tmp_path).share
    assert [share.at(day) for day in (0, 700)] == [1, 1]


def test_there_are_no_slots_before_the_first_date(tmp_path: Path) -> None:
    enrolment = "          enrolment: {steps: [hjemme], slots: {2027-07-01: 5, 2028-01-01: 8}, months: 6}\n"
    made = world(with_change(NOTHING, enrolment + FOR_EVERYONE), tmp_path, "ingenting").parameters.programmes[
        0
    ]
    assert made.enrolment is not None
    slots = made.enrolment.slots
    assert slots is not None
    assert [slots.at(day) for day in (0, 180, 181, 364, 365, 700)] == [0, 0, 5, 5, 8, 8]
    assert made.enrolment.length_days == pytest.approx(365.25 / 2)
    assert made.enrolment.opens == 0


def test_an_effect_for_those_enrolled_is_on_nobody_else(tmp_path: Path) -> None:
    effect = "{from: [hjemme], to: [pleje], multiplier: 0.5"
    enrols = "          enrolment: {steps: [hjemme], during: [{from: [hjemme], to: [slut], multiplier: 2}]}\n"
    for whom, everyone, enrolled in (("enrolled", [], [0.5, 2.0]), ("everyone", [0.5], [2.0])):
        text = with_change("{from: [hjemme], to: [pleje], multiplier: 1}", f"{effect}, for: {whom}}}")
        text = with_change(
            "          start: 2027-01-01\n          effects:\n            - {",
            enrols + "          start: 2027-01-01\n          effects:\n            - {",
            text,
        )
        made = world(text, tmp_path, "ingenting").parameters.programmes[0]
        assert made.enrolment is not None
        assert [each.multiplier for each in made.effects] == everyone
        assert [each.multiplier for each in made.enrolment.during] == enrolled


def test_one_number_of_places_holds_from_the_start(tmp_path: Path) -> None:
    text = with_change("      role: foster\n", "      role: foster\n      places: {number: 9}\n")
    places = world(text, tmp_path).parameters.staircase.step("pleje").places
    assert places is not None
    assert (places.number.at(0), places.number.at(9999)) == (9, 9)


def test_prices_are_brought_to_the_price_year_and_the_level(tmp_path: Path) -> None:
    text = with_change("rates:\n", "level: {price: 2}\nrates:\n")
    for borrowed, level in (("borrowed: true\n", 2), ("", 1)):
        made = world(borrowed + text, tmp_path, "tættere").economy
        assert {cost.step: cost.price.dkk for cost in made.step_costs} == pytest.approx(
            {"hjemme": level * 100_000, "pleje": level * 400_000 * 110 / 100}
        )
    (cost,) = made.programme_costs
    assert cost.dkk == 300_000
    assert cost.from_day == 0
    assert cost.to_day >= 731


def test_a_step_stands_where_it_says_it_comes_after(tmp_path: Path) -> None:
    text = with_change("      role: foster\n", "      role: foster\n      after: efter\n")
    assert step_order(study_of(text, tmp_path).scenario) == ["hjemme", "pleje", "efter"]
    text = with_change("      role: aftercare\n", "      role: aftercare\n      after: hjemme\n")
    assert step_order(study_of(text, tmp_path).scenario) == ["hjemme", "efter", "pleje"]
    steps = world(text, tmp_path).parameters.staircase.steps
    assert [step.name for step in steps] == ["hjemme", "efter", "pleje"]


def test_group_shares_are_used_as_given(tmp_path: Path) -> None:
    made = world(with_change("groups: {alle: 1}", "groups: {a: 0.25, b: 0.75}"), tmp_path).parameters
    assert {stream.group_shares for stream in made.arrivals} == {(0.25, 0.75)}
    assert {count.group_shares for count in made.stock_counts} == {(0.25, 0.75)}


def test_children_of_a_ledger_stand_where_they_stood(tmp_path: Path) -> None:
    child = "{step: hjemme, birth_date: 2020-01-01, since: 2026-12-22, household: h}"
    text = with_change("  years_on_step: {pleje: 2}", f"  years_on_step: {{pleje: 2}}\n  children: [{child}]")
    (made,) = world(text, tmp_path).parameters.stock
    assert (made.step, made.birth_day, made.since_day, made.group, made.household) == (
        "hjemme",
        -2557.0,
        -10.0,
        "alle",
        "h",
    )


def test_numbers_per_1000_need_the_share_of_their_age(tmp_path: Path) -> None:
    text = with_change("{0-17: 0.75, 18-22: 0.25}", "{18-22: 1}")
    assert faults_of(text, tmp_path) == ["lille.yaml:14:3: nøglen «municipality.age_shares.0-17» mangler"]


def test_a_step_may_have_a_trend_of_its_own(tmp_path: Path) -> None:
    text = with_change(
        "  unit: children\n", "  unit: children\n  trend_per_year: 0.1\n  trend_by_step: {hjemme: -0.2}\n"
    )
    (stream,) = world(text, tmp_path).parameters.arrivals
    assert stream.step == "hjemme"
    assert stream.per_year.values == pytest.approx((10, 10 * 0.8))
    text = text.replace("{hjemme: -0.2}", "{pleje: -0.2}")
    (stream,) = world(text, tmp_path).parameters.arrivals
    assert stream.per_year.values == pytest.approx((10, 10 * 1.1)), "the common one holds elsewhere"


def test_a_reroute_from_outside_is_built_beside_steps(tmp_path: Path) -> None:
    line = "{from: [outside, hjemme], to: [pleje], instead: efter, share: 0.1}"
    text = with_change(NOTHING, NOTHING + f"\n          reroutes: [{line}]")
    (made,) = world(text, tmp_path, "ingenting").parameters.programmes
    assert made.reroutes[0].from_steps == (OUTSIDE, "hjemme")


def test_no_step_may_be_called_outside(tmp_path: Path) -> None:
    text = SMALL.replace("pleje:", "outside:").replace("[pleje]", "[outside]").replace("pleje ", "outside ")
    (sentence,) = faults_of(text, tmp_path, "en")
    assert sentence.endswith("the name 'outside' is taken; choose another")
