"""Test that corrected gains never exceed the raw gain, and are exactly that without correction."""

from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.world.arrays import Floats
from model.world.months import Months
from scenarios.format.assumptions import Grade
from scenarios.reading.load import load
from scenarios.results.comparison import Gain
from sensitivity.views.optimism import Correction, corrected, grade_of, view
from sensitivity.views.optimism_file import OptimismError, shipped
from sensitivity.views.optimism_file import load as load_optimism
from tests.languages import said_in
from tests.scenarios.small import study_of, with_change
from tests.sensitivity.views.test_repeated import ASSUMED, helped

SHAPE = (2, 2, 4, 2)
AMOUNTS = arrays(float, SHAPE, elements=st.floats(-1e9, 1e9))
SHARES = st.floats(0, 1)
DELAYS = st.floats(0, 6)
ROUNDING = 1e-3  # kroner, beside amounts of up to a thousand millions


def by(reduction: float, delay_years: float) -> Correction:
    return Correction(grade="assumption", reduction=reduction, delay_years=delay_years)


def so_far(dkk: Floats) -> Floats:
    return np.asarray(np.cumsum(dkk, axis=2))


@given(benefit=AMOUNTS, cost=AMOUNTS)
def test_no_correction_changes_no_bit(benefit: Floats, cost: Floats) -> None:
    assert corrected(benefit, cost, by(0, 0)).tobytes() == (benefit - cost).tobytes()


@given(benefit=AMOUNTS, cost=AMOUNTS, reduction=SHARES, delay=DELAYS)
def test_the_gain_so_far_is_in_no_year_above_the_raw_one(
    benefit: Floats, cost: Floats, reduction: float, delay: float
) -> None:
    found = corrected(benefit, cost, by(reduction, delay))
    assert (so_far(found) <= so_far(benefit - cost) + ROUNDING).all()


@given(benefit=AMOUNTS, less=SHARES, more=SHARES, sooner=DELAYS, later=DELAYS)
def test_more_correction_never_gives_more(
    benefit: Floats, less: float, more: float, sooner: float, later: float
) -> None:
    mild, strict = by(min(less, more), min(sooner, later)), by(max(less, more), max(sooner, later))
    none = np.zeros(SHAPE)
    found, stricter = corrected(benefit, none, mild), corrected(benefit, none, strict)
    assert (so_far(stricter) <= so_far(found) + ROUNDING).all()


@given(benefit=AMOUNTS, cost=AMOUNTS, reduction=SHARES, delay=DELAYS)
def test_extra_costs_and_the_measure_itself_are_paid_in_full_and_in_time(
    benefit: Floats, cost: Floats, reduction: float, delay: float
) -> None:
    extra = -np.abs(benefit)
    assert np.array_equal(corrected(extra, cost, by(reduction, delay)), extra - cost)


@pytest.mark.parametrize(
    ("reduction", "delay", "gain"),
    [
        (0.4, 0, [-10, 60, -20, 60]),
        (0, 1, [-10, 0, 80, 0]),
        (0, 0.25, [-10, 75, 5, 75]),
        (0.5, 1.5, [-10, 0, 5, 25]),
        (0, 3, [-10, 0, -20, 0]),
        (0, 99, [-10, 0, -20, 0]),
        (1, 0, [-10, 0, -20, 0]),
    ],
)
def test_positive_benefits_are_reduced_and_moved_and_the_rest_is_not(
    reduction: float, delay: float, gain: list[float]
) -> None:
    benefit = np.array([-10.0, 100, -20, 100]).reshape(1, 1, 4, 1)
    found = corrected(benefit, np.zeros((1, 1, 4, 1)), by(reduction, delay))
    assert found.ravel() == pytest.approx(gain)


@pytest.mark.parametrize(("reduction", "delay"), [(-0.1, 0), (1.1, 0), (0.1, -1), (np.nan, 0), (0, np.nan)])
def test_a_correction_is_a_share_and_a_time(reduction: float, delay: float) -> None:
    with pytest.raises(ValueError, match=r"reduction|delay_years"):
        by(reduction, delay)


def test_a_draw_is_corrected_by_as_much_as_it_has_of_what_is_promised() -> None:
    benefit = np.array([[30.0, 90.0], [10.0, 30.0], [-20.0, -20.0]])[:, None, :, None]
    found = corrected(benefit, np.zeros_like(benefit), by(0.5, 0))
    taken = (benefit - found)[:, 0, :, 0]
    assert taken.sum(axis=1) == pytest.approx([60, 20, 0])  # half of what it has; losses are not made smaller


def test_the_swing_of_chance_is_not_taken_for_a_gain() -> None:
    swing = np.random.default_rng(1).normal(0, 1e6, (400, 4, 5, 1))
    swing -= swing.mean(axis=1, keepdims=True)
    found = corrected(1e5 + swing, np.zeros_like(swing), by(0.4, 0))
    assert found.mean() == pytest.approx(0.6e5)


def test_each_payer_is_corrected_for_itself() -> None:
    benefit = np.array([[100.0, -100.0]]).reshape(1, 1, 1, 2)
    assert corrected(benefit, np.zeros((1, 1, 1, 2)), by(0.5, 0)).ravel().tolist() == [50, -100]


# What a case rests on ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "grade"),
    [
        ("{value: 0.7, grade: randomised, source: x}", "randomised"),
        (f"{{value: 0.7, {ASSUMED}}}", "assumption"),
        ("0.7", "assumption"),
    ],
)
def test_the_grade_of_a_case_is_that_of_its_effects(given: str, grade: Grade, tmp_path: Path) -> None:
    # Its costs are assumptions, and so are the rates of the baseline: they are no effects of it.
    assert grade_of(helped(given, tmp_path), "tættere") == grade


def test_the_least_firm_of_several_effects_counts(tmp_path: Path) -> None:
    effect = "{value: 0.7, grade: %s, source: x}"
    arrivals = f"          arrivals: [{{steps: [hjemme], multiplier: {effect % 'before_after'}}}]\n"
    text = with_change("          costs:\n", arrivals + "          costs:\n")
    assert grade_of(helped(effect % "published", tmp_path, text), "tættere") == "before_after"


def test_a_case_without_effects_has_shown_nothing(tmp_path: Path) -> None:
    effect = "          effects:\n            - {from: [hjemme], to: [pleje], multiplier: 1}\n"
    text = with_change(effect, "      prices: {hjemme: {indsats: {dkk: 90000}}}\n")
    assert grade_of(study_of(text, tmp_path), "ingenting") == "assumption"


def test_the_grades_of_kolding() -> None:
    study = load("kolding")
    found = {case: grade_of(study, case) for case in study.cases}
    assert found == {
        "alternativ": "assumption",  # how many are offered it, and how long they stay
        "opfølgning": "before_after",
        "tidlig_hjælp": "assumption",
        "ingenting": "assumption",
    }


def test_a_view_is_the_net_present_gain_in_figures() -> None:
    dkk = np.array([[-1.0, 3.0], [5.0, 9.0]])[:, :, None, None]
    found = view("raw", Gain(dkk=dkk, months=Months.of(date(2027, 1, 1), 1), municipal=(True,)))
    assert (found.name, found.mean_dkk, found.p50_dkk, found.probability) == ("raw", 4.0, 4.0, 0.75)
    assert [found.p10_dkk, found.p90_dkk] == pytest.approx([0.2, 7.8])
    assert found.mc_error_dkk == pytest.approx(3.0)  # of the means of two draws, 1 and 7


# The file ----------------------------------------------------------------------------------------------

GRADES = "registered, published, randomised, controlled, before_after, assumption"
ROWS = "".join(f"  {grade}: {{reduction: 0.1, delay_years: 0.5}}\n" for grade in get_args(Grade))
OWN = f"title: Vores\nsource: Byrådet\ngrades:\n{ROWS}"


def sentences(text: str, folder: Path, lang: str = "da") -> list[str]:
    path = folder / "egen.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OptimismError) as raised:
        load_optimism(path)
    return [said_in(lang, str, fault).replace(f"{folder}/", "") for fault in raised.value.faults]


def test_the_shipped_corrections_grow_as_the_grade_falls() -> None:
    corrections = [shipped().correction(grade) for grade in get_args(Grade)]
    assert [each.reduction for each in corrections] == [0, 0.05, 0.10, 0.15, 0.25, 0.40]
    delays = [each.delay_years for each in corrections]
    assert delays == sorted(delays)
    assert (delays[0], delays[-1]) == (0, 1)
    assert "vores egen antagelse" in shipped().source.da
    assert "our own assumption" in shipped().source.en


def test_a_council_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert load_optimism(path).correction("controlled") == Correction(
        grade="controlled", reduction=0.1, delay_years=0.5
    )


@pytest.mark.parametrize(
    ("old", "new", "da", "en"),
    [
        (
            "  controlled: {reduction: 0.1, delay_years: 0.5}\n",
            "",
            "3:1: nøglen «grades.controlled» mangler",
            "3:1: the key 'grades.controlled' is missing",
        ),
        (
            "  controlled: {reduction: 0.1,",
            "  controlled: {reduction: 40,",
            "7:16: grades.controlled.reduction: fandt 40; tilladt er tal <= 1",
            "7:16: grades.controlled.reduction: found 40; allowed are numbers <= 1",
        ),
        (
            "  controlled:",
            "  kontrolleret: {}\n  controlled:",
            f"7:3: ukendt nøgle «kontrolleret»; tilladt her: {GRADES}",
            f"7:3: unknown key 'kontrolleret'; allowed here: {GRADES}",
        ),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place(
    old: str, new: str, da: str, en: str, tmp_path: Path
) -> None:
    text = with_change(old, new, OWN)
    assert sentences(text, tmp_path) == [f"egen.yaml:{da}"]
    assert sentences(text, tmp_path, "en") == [f"egen.yaml:{en}"]
