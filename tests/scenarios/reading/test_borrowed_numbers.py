"""Check whose numbers a level, a unit and a factor are about, by hand, and what is told of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.messages import in_language
from scenarios.building.draws import corners
from scenarios.building.world import World, build
from scenarios.files.faults import ScenarioError
from scenarios.format.study import BASELINE, Study
from scenarios.reading.load import load
from scenarios.reading.notes import warnings
from scenarios.reading.number_notes import level_notes
from tests.scenarios.small import SMALL, with_change

LEVEL = "level: {activity: 1.2, price: 1.3}\n"
NATIONAL = "borrowed: true\n" + with_change("rates:\n", LEVEL + "rates:\n")
"""The small scenario as one that others borrow from: 1,000 children, 750 of them below 18."""
FACTORS = """\
factors:
  ud: {from: [hjemme, pleje], to: [slut], times: 3}
  her: {stock: [pleje], years_on_step: [pleje], times: 2}
"""


def over(folder: Path, text: str, national: str = NATIONAL) -> Study:
    """Return the study of a text laid over the national file."""
    (folder / "landet.yaml").write_text(national, encoding="utf-8")
    (folder / "vores.yaml").write_text("base: landet.yaml\n" + text, encoding="utf-8")
    return load(folder / "vores.yaml")


def world(study: Study, case: str = BASELINE) -> World:
    return build(study.case(case), corners(study)[0])


def prices(study: Study, case: str = BASELINE) -> dict[str, float]:
    return {cost.step: cost.price.dkk for cost in world(study, case).economy.step_costs}


def stock(study: Study) -> dict[str, int]:
    return {count.step: count.number for count in world(study).parameters.stock_counts}


def told(study: Study, folder: Path) -> list[str]:
    """Return the notes but that on a baseline which drifts: these towns are not made to be level."""
    with in_language("en"):
        notes = [note.replace(f"{folder}/", "") for note in warnings(study)]
    return [note for note in notes if "do not fit the arrivals and rates" not in note]


def test_a_level_multiplies_what_is_borrowed(tmp_path: Path) -> None:
    study = over(tmp_path, "")
    assert prices(study) == pytest.approx({"hjemme": 130_000, "pleje": 400_000 * 1.1 * 1.3})
    assert stock(study) == {"hjemme": 18, "pleje": 7}, "20 and 8 per 1,000 of 750, times 1.2"
    (stream,) = world(study).parameters.arrivals
    assert stream.per_year.values == pytest.approx((12, 12))


@pytest.mark.parametrize(
    "own",
    [
        "prices: {hjemme: {indsats: {dkk: 1000, per: day}}}\n",
        (
            "prices: {hjemme: {indsats: {dkk: min_pris, per: day}}}\n"
            "assumptions: {min_pris: {value: 1000, grade: assumption, source: x}}\n"
        ),
        "prices: {hjemme: {indsats: {dkk: {value: 1000, grade: assumption, source: x}, per: day}}}\n",
    ],
)
def test_a_price_of_ones_own_stays_what_it_is(tmp_path: Path, own: str) -> None:
    assert prices(over(tmp_path, own)) == pytest.approx({"hjemme": 1000, "pleje": 572_000})


def test_the_value_of_an_assumption_says_whose_the_price_is(tmp_path: Path) -> None:
    study = over(tmp_path, "assumptions: {plejepris: {value: 500000}}\n")
    assert prices(study)["pleje"] == pytest.approx(550_000), "only the index is on it"
    study = over(tmp_path, "assumptions: {plejepris: {source: Læst igen}}\n")
    assert prices(study)["pleje"] == pytest.approx(572_000), "another source is no other number"
    study = over(tmp_path, "prices: {hjemme: {indsats: {dkk: plejepris}}}\n")
    assert prices(study)["hjemme"] == pytest.approx(400_000 * 1.3), "a borrowed number, used once more"


def test_a_price_that_a_case_changes_is_its_own(tmp_path: Path) -> None:
    cases = "cases: {dyr: {title: Dyr, changes: {prices: {hjemme: {indsats: {dkk: 150000}}}}}}\n"
    study = over(tmp_path, cases)
    assert prices(study)["hjemme"] == pytest.approx(130_000)
    assert prices(study, "dyr") == pytest.approx({"hjemme": 150_000, "pleje": 572_000})
    place = f"vores.yaml:2:{cases.index('150000') + 1}"
    assert told(study, tmp_path) == [
        (
            f"{place}: the amount is yours, but 'per: year, price_year: 2026' by it is from landet.yaml; "
            "write it beside the amount"
        ),
        (
            f"{place}: the case's number is used as it stands, but that of the baseline from landet.yaml is "
            "multiplied by level.price; write it at the level of the municipality"
        ),
    ]


def test_a_file_that_lends_nothing_lies_at_no_level(tmp_path: Path) -> None:
    study = over(tmp_path, "", with_change("borrowed: true\n", "", text=NATIONAL))
    assert prices(study) == pytest.approx({"hjemme": 100_000, "pleje": 440_000})
    assert stock(study) == {"hjemme": 15, "pleje": 6}
    with in_language("en"):
        assert level_notes(study) == [
            "level.activity multiplies nothing: no such number is borrowed",
            "level.price multiplies nothing: no such number is borrowed",
        ]


def test_it_is_told_how_many_numbers_a_level_multiplies(tmp_path: Path) -> None:
    study = over(tmp_path, "stock: {by_step: {pleje: {unit: children, 0-17: 22}}}\n")
    with in_language("en"):
        assert level_notes(study) == [
            "level.activity multiplies 2 borrowed numbers; 1 others are used as they stand",
            "level.price multiplies 2 borrowed numbers; 0 others are used as they stand",
        ]


@pytest.mark.parametrize(
    ("own", "pleje"),
    [
        ("stock: {by_step: {pleje: {0-17: 22}}}\n", 22),
        ("stock: {by_step: {pleje: {unit: children, 0-17: 22}}}\n", 22),
        ("stock: {unit: children, by_step: {pleje: {0-17: 22}}}\n", 22),
        ("stock: {unit: per_1000, by_step: {pleje: {0-17: 22}}}\n", 16),  # 16.5, and 18 on the other step
        ("stock: {unit: children, by_step: {pleje: {unit: per_1000, 0-17: 20}}}\n", 15),
        ("stock: {by_step: {pleje: {0-17: {value: 22, grade: registered, source: Optælling}}}}\n", 22),
    ],
)
def test_a_stock_of_ones_own_is_in_its_own_unit_and_leaves_the_other_steps_alone(
    tmp_path: Path, own: str, pleje: int
) -> None:
    assert stock(over(tmp_path, own)) == {"hjemme": 18, "pleje": pleje}


def test_arrivals_of_ones_own_are_in_their_own_unit(tmp_path: Path) -> None:
    study = over(tmp_path, "arrivals: {by_step: {pleje: {unit: per_1000, 0-17: 4}}}\n")
    streams = {stream.step: stream.per_year.values[0] for stream in world(study).parameters.arrivals}
    assert streams == pytest.approx({"hjemme": 12, "pleje": 3})


def test_ones_own_files_pass_their_unit_on_and_borrowed_ones_do_not(tmp_path: Path) -> None:
    own = "  by_step: {pleje: {0-17: 40}}\n"
    study = over(tmp_path, "stock:\n" + own, SMALL)
    assert stock(study) == {"hjemme": 15, "pleje": 30}, "the file below is one's own, and per 1,000"
    assert study.notes == ()
    study = over(tmp_path, "stock:\n" + own)
    assert stock(study)["pleje"] == 40
    place = f"vores.yaml:3:{own.index('40') + 1}"
    assert told(study, tmp_path) == [
        (
            f"{place}: the number is taken as children, since no unit stands by it and others are per "
            "1,000; write 'unit: children' or 'unit: per_1000' on the step pleje"
        ),
    ]


def test_the_unit_of_one_case_is_not_that_of_another_beside_it(tmp_path: Path) -> None:
    cases = """\
cases:
  en: {title: En, changes: {arrivals: {unit: per_1000, by_step: {hjemme: {0-17: 20}}}}}
  to: {title: To, changes: {arrivals: {by_step: {pleje: {0-17: 20}}}}}
  begge: {title: Begge, together: [en, to]}
"""
    study = over(tmp_path, cases)
    come = {
        case: {stream.step: stream.per_year.values[0] for stream in world(study, case).parameters.arrivals}
        for case in ("to", "begge")
    }
    assert come == {"to": {"hjemme": 12, "pleje": 20}, "begge": {"hjemme": 15, "pleje": 20}}


def test_what_is_changed_from_python_is_in_the_unit_of_ones_own_file(tmp_path: Path) -> None:
    changes = {"stock.by_step.pleje.0-17": 40}
    assert stock(over(tmp_path, "", SMALL).changed(changes))["pleje"] == 30
    assert stock(over(tmp_path, "").changed(changes))["pleje"] == 40
    with_unit = {"stock.by_step.pleje": {"unit": "per_1000", "0-17": 40}}
    assert stock(over(tmp_path, "").changed(with_unit))["pleje"] == 30


def test_ages_that_are_still_borrowed_on_a_step_of_ones_own_are_told(tmp_path: Path) -> None:
    bands = with_change("age_bands: [0, 18, 23]", "age_bands: [0, 6, 18, 23]", text=NATIONAL)
    bands = bands.replace("{0-17: 0.75, 18-22: 0.25}", "{0-5: 0.25, 6-17: 0.5, 18-22: 0.25}")
    bands = bands.replace("by_age: {0-17:", "by_age: {6-17:").replace("{0-17: 8}", "{0-5: 8, 6-17: 8}")
    bands = bands.replace("{0-17:", "{6-17:")
    own = "stock: {by_step: {pleje: {unit: children, 6-17: 22}}}\n"
    study, place = over(tmp_path, own, bands), f"vores.yaml:2:{own.index('22') + 1}"
    assert told(study, tmp_path) == [
        (
            f"{place}: the number is yours, but those of the step pleje at the ages 0-5 are still borrowed; "
            "write 0 where there is nobody"
        ),
    ]


def test_a_borrowed_factor_is_about_borrowed_numbers(tmp_path: Path) -> None:
    national = with_change("assumptions:\n", FACTORS + "assumptions:\n", text=NATIONAL)
    own = "rates: {by_step: {pleje: {slut: 0.4}}}\nstock: {by_step: {pleje: {0-17: 22}}}\n"
    study = over(tmp_path, own, national)
    rates = {(t.from_step, t.to): t.rate[0][0] for t in world(study).parameters.transitions}
    assert rates["pleje", "slut"] == pytest.approx(0.4)
    assert rates["hjemme", "slut"] == pytest.approx(0.6 * 3)
    assert stock(study)["pleje"] == 22
    years = {count.step: count.mean_years_on_step for count in world(study).parameters.stock_counts}
    assert years["pleje"] == pytest.approx(4), "the time on the step is still the borrowed one"
    assert not any("factor" in note for note in told(study, tmp_path))
    assert stock(over(tmp_path, "stock: {by_step: }\n", national)) == {}


def test_a_factor_that_ones_own_file_writes_is_about_all_that_it_names(tmp_path: Path) -> None:
    own = (
        "factors: {her: {stock: [pleje], times: 2}}\nstock: {by_step: {pleje: {unit: children, 0-17: 22}}}\n"
    )
    assert stock(over(tmp_path, own))["pleje"] == 44


def test_another_origin_or_unit_is_another_scenario(tmp_path: Path) -> None:
    """The digest tells apart what the same text means in two places."""
    borrowed = over(tmp_path, "")
    assert over(tmp_path, "prices: {hjemme: {indsats: {dkk: 100000}}}\n").digest != borrowed.digest
    one, other = (over(tmp_path, f"stock: {{by_step: {{pleje: {{{unit}0-17: 8}}}}}}\n") for unit in UNITS)
    assert one.digest != other.digest


UNITS = ("", "unit: per_1000, ")


@pytest.mark.parametrize(
    ("own", "at", "sentence"),
    [
        (
            "stock: {by_step: {pleje: {unit: barn, 0-17: 3}}}\n",
            "barn",
            "stock.by_step.pleje.unit: 'barn' is not allowed; choose children, per_1000",
        ),
        ("borrowed: ja\n", "ja", "borrowed: found 'ja'; it takes true or false"),
    ],
)
def test_what_is_no_unit_or_no_answer_is_refused(tmp_path: Path, own: str, at: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as raised, in_language("en"):
        over(tmp_path, own)
    with in_language("en"):
        (fault,) = (str(fault).replace(f"{tmp_path}/", "") for fault in raised.value.faults)
    assert fault == f"vores.yaml:2:{own.index(at) + 1}: {sentence}"


@settings(max_examples=25, deadline=None)
@given(
    price=st.integers(1, 5_000_000),
    level=st.floats(0.2, 5),
    children=st.integers(0, 400),
    activity=st.floats(0.2, 5),
)
def test_no_level_moves_a_number_of_ones_own(
    tmp_path_factory: pytest.TempPathFactory, price: int, level: float, children: int, activity: float
) -> None:
    national = NATIONAL.replace("activity: 1.2, price: 1.3", f"activity: {activity}, price: {level}")
    own = (
        f"prices: {{hjemme: {{indsats: {{dkk: {price}}}}}}}\n"
        f"stock: {{by_step: {{pleje: {{0-17: {children}}}, hjemme: }}}}\n"
    )
    study = over(tmp_path_factory.mktemp("egne"), own, national)
    assert prices(study)["hjemme"] == price
    assert stock(study).get("pleje", 0) == children
