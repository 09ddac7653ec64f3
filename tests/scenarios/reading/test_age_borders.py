"""Check that a border of age bands more divides the tables of the files below, and tells what it did."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.expected.expected import expected
from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.files.faults import ScenarioError
from scenarios.format.study import BASELINE, Study
from scenarios.reading.load import load
from scenarios.reading.notes import warnings
from tests.languages import said_in

OWN = """\
base: [staircases/kolding, national/six_steps, municipalities/hvidovre]
title: Prøve
start: 2027-01-01
years: 2
"""
STEP = """\
cases:
  ophold:
    title: Ophold
    changes:
      staircase:
        steps:
          ophold: {title: Ophold, role: institution, placed: true, after: familiepleje, ages: AGES,
            at_age_limit: {fyldt_18: 1}}
      rates: {by_step: {ophold: {hjemmebaseret: {rate: 1.5, by_age: {BAND: 2}}}}}
      prices: {ophold: {}}
      programmes:
        p:
          title: P
          start: 2027-01-01
          reroutes: [{from: [hjemmebaseret, outside], to: [institution], instead: ophold,
            share: 0.5, ages: [BAND]}]
"""


def study(folder: Path, text: str) -> Study:
    path = folder / "own.yaml"
    path.write_text(text)
    return load(path)


def world(of: Study, case: str = BASELINE) -> World:
    return build(of.case(case), corners(of)[0])


def stock(of: Study) -> dict[tuple[str, str], float]:
    """Return the children of each step and age band at the start, as whole ones."""
    made = world(of).parameters
    borders = made.staircase.age_borders
    return {
        (count.step, f"{borders[count.band]:g}-{borders[count.band + 1] - 1:g}"): count.number
        for count in made.stock_counts
    }


def told(of: Study) -> list[str]:
    return [each for each in said_in("en", warnings, of) if "are divided into" in each or "are kept" in each]


@pytest.mark.parametrize("border", [3, 12, 15, 21])
def test_a_border_more_in_age_bands_divides_the_shipped_tables(tmp_path: Path, border: int) -> None:
    borders = sorted({0, 6, 13, 18, 23, border})
    whole, divided = study(tmp_path, OWN), study(tmp_path, OWN + f"age_bands: {borders}\n")
    assert divided.scenario.age_bands == borders
    before, after = stock(whole), stock(divided)
    for step in whole.scenario.staircase.steps:
        numbers = [sum(n for (name, _), n in cells.items() if name == step) for cells in (before, after)]
        assert numbers[0] == pytest.approx(numbers[1], abs=1)
    shares = divided.scenario.municipality.age_shares.values()
    assert sum(share.resolve(corners(divided)[0]) for share in shares) == pytest.approx(1)
    (note,) = told(divided)
    assert note.startswith(f"{tmp_path}/own.yaml:5:12: the ages ")


def test_the_baseline_stays_level_and_as_large_in_finer_bands(tmp_path: Path) -> None:
    numbers = []
    for text in (OWN, OWN + "age_bands: [0, 6, 12, 13, 15, 18, 23]\n"):
        made = world(study(tmp_path, text))
        numbers.append(expected(made.parameters, days=made.months.edges).person_days.sum(axis=0))
    assert numbers[1] == pytest.approx(numbers[0], rel=0.01)


@pytest.mark.parametrize(("ages", "band"), [("[12, 18]", "12-17"), ("[15, 18]", "15-17"), ("[0, 4]", "0-3")])
def test_an_age_limit_of_a_case_divides_the_bands_of_all(tmp_path: Path, ages: str, band: str) -> None:
    text = OWN + STEP.replace("AGES", ages).replace("BAND", band)
    made = study(tmp_path, text)
    low, high = (float(age) for age in ages.strip("[]").split(","))
    assert {low, high} <= {*made.scenario.age_bands}
    reroute = world(made, "ophold").parameters.programmes[0].reroutes[0]
    borders = made.scenario.age_bands
    assert reroute.bands is not None
    assert [borders[i] for i in reroute.bands] == [b for b in borders if low <= b < high]
    (note,) = told(made)
    assert note.startswith(f"{tmp_path}/own.yaml:11:")
    rates = next(t for t in world(made, "ophold").parameters.transitions if t.from_step == "ophold").rate
    assert [row[0] for row in rates] == [2.0 if low <= age < high else 0.0 for age in borders[:-1]]


def test_what_a_file_says_of_a_part_or_of_an_old_band_is_used_as_it_stands(tmp_path: Path) -> None:
    more = """\
age_bands: [0, 6, 12, 13, 18, 23]
stock: {by_step: {institution: {unit: children, 12-12: 9}, familiepleje: {unit: children, 6-12: 14}}}
rates: {by_step: {institution: {familiepleje: {by_age: {6-12: 0.7}}}}}
"""
    made = study(tmp_path, OWN + more)
    cells = stock(made)
    assert cells["institution", "12-12"] == 9
    assert cells["familiepleje", "6-11"] + cells["familiepleje", "12-12"] == 14
    by_age = made.scenario.rates.by_step["institution"]["familiepleje"].by_age
    assert by_age["6-11"].value == by_age["12-12"].value == 0.7


def test_children_are_shared_out_by_the_population_where_a_file_says_it(tmp_path: Path) -> None:
    more = """\
age_bands: [0, 6, 12, 13, 18, 23]
municipality: {age_shares: {6-11: 0.20, 12-12: 0.10}}
arrivals: {by_step: {familiepleje: {unit: children, 6-12: 30}}}
"""
    coming = {
        a.band: a.per_year.at(0.0)
        for a in world(study(tmp_path, OWN + more)).parameters.arrivals
        if a.step == "familiepleje"
    }
    assert (coming[1], coming[2]) == pytest.approx((20, 10))


def test_an_uncertain_number_that_is_divided_is_drawn_once(tmp_path: Path) -> None:
    more = """\
age_bands: [0, 6, 12, 13, 18, 23]
stock: {by_step: {familiepleje: {unit: children, 6-12: {distribution: {kind: uniform, low: 7, high: 21},
  grade: assumption, source: x}, 13-17: flere}}}
assumptions: {flere: {distribution: {kind: uniform, low: 5, high: 10}, grade: assumption, source: x}}
"""
    made = study(tmp_path, OWN + more)
    cells = made.scenario.stock.by_step["familiepleje"]
    names = {cells["6-11"].name, cells["12-12"].name}
    assert names == {"stock.by_step.familiepleje.6-12"}
    values = {"stock.by_step.familiepleje.6-12": 14.0, "flere": 8.0}
    assert cells["6-11"].resolve(values) == pytest.approx(12)
    assert cells["12-12"].resolve(values) == pytest.approx(2)


def test_borders_that_a_file_leaves_out_are_kept_where_tables_name_them_and_that_is_told(
    tmp_path: Path,
) -> None:
    made = study(tmp_path, OWN + "age_bands: [0, 6, 12, 18, 23]\n")
    assert made.scenario.age_bands == [0, 6, 12, 13, 18, 23]
    kept = [note for note in told(made) if "kept" in note]
    where = f"{tmp_path}/own.yaml:5:12"
    assert kept == [
        f"{where}: the borders 13 of staircases/kolding.yaml are kept, for its tables by age name them"
    ]


def test_cases_name_the_old_bands_or_the_new(tmp_path: Path) -> None:
    cases = """\
age_bands: [0, 6, 12, 13, 18, 23]
cases:
  gamle: {title: Gamle, changes: {arrivals: {by_step: {familiepleje: {unit: children, 6-12: 7}}}}}
  nye: {title: Nye, changes: {arrivals: {by_step: {familiepleje: {unit: children, 6-11: 6, 12-12: 1}}}}}
  pr_1000: {title: Pr. 1.000, changes: {arrivals: {by_step: {familiepleje: {unit: per_1000, 6-12: 7}}}}}
"""
    made = study(tmp_path, OWN + cases)
    first = made.cases["gamle"].arrivals.by_step["familiepleje"]
    second = made.cases["nye"].arrivals.by_step["familiepleje"]
    for band in ("6-11", "12-12"):
        assert first[band].value == pytest.approx(second[band].value)
        assert made.cases["pr_1000"].arrivals.by_step["familiepleje"][band].value == 7


def test_a_study_is_changed_in_the_words_of_its_file(tmp_path: Path) -> None:
    made = study(tmp_path, OWN + "age_bands: [0, 6, 12, 13, 18, 23]\n")
    for changes in (
        {"stock.by_step.familiepleje": {"unit": "children", "6-12": 14}},
        {"stock.by_step.familiepleje.unit": "children", "stock.by_step.familiepleje.6-12": 14},
    ):
        cells = stock(made.changed(changes))
        assert cells["familiepleje", "6-11"] + cells["familiepleje", "12-12"] == 14


@given(st.sets(st.integers(1, 22), max_size=6))
def test_any_borders_give_a_world_with_as_many_children(
    tmp_path_factory: pytest.TempPathFactory, more: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("borders")
    made = study(folder, OWN + f"age_bands: {sorted({0, 23, *more})}\n")
    assert {*more} <= {int(age) for age in made.scenario.age_bands}
    assert sum(stock(made).values()) == pytest.approx(sum(stock(study(folder, OWN)).values()), abs=1)


@pytest.mark.parametrize(
    "line",
    [
        "staircase: {steps: {institution: {ages: [0, .inf]}}}",
        "staircase: {steps: {institution: {ages: [.nan, 18]}}}",
        "staircase: {steps: {institution: {ages: [0, 1e400]}}}",
        "staircase: {steps: {institution: {ages: tolv}}}",
        "age_bands: [0, tolv, 23]",
        "age_bands: [0, 12.5, 23]",
        "age_bands: [0, .inf]",
        "age_bands: {a: 1}",
        "stock: {by_step: {institution: {12-5: 3}}}",
        "stock: {by_step: {institution: {6-30: 3}}}",
        "age_bands: [0, 6, 12, 13, 18, 23]\nmunicipality: {age_shares: {6-11: .inf, 12-12: 0.1}}",
        "age_bands: [0, 6, 12, 13, 18, 23]\nstock: {by_step: {institution: {unit: children, 6-12: 12.345}}}",
        "age_bands: [0, 6, 12, 13, 18, 23]\nstock: {by_step: {institution: {6-12: [1, 2]}}}",
        "age_bands: [0, 6, 12, 13, 18, 23]\nstock: {by_step: {institution: {6-12: ukendt}}}",
    ],
)
def test_what_is_no_age_or_no_number_is_a_fault_with_a_place(tmp_path: Path, line: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        study(tmp_path, OWN + line + "\n")
    assert any(str(fault).startswith(f"{tmp_path}/own.yaml:") for fault in raised.value.faults)
