import os
import shutil
from pathlib import Path

import pytest

from scenarios.files.yaml_tree import LARGEST_FILE
from scenarios.format.assumptions import Assumption, Quantity
from scenarios.reading.checks import world_checks
from scenarios.reading.load import load
from scenarios.reading.notes import warnings
from tests.scenarios.small import (
    BEFORE_CASES,
    CASES,
    SMALL,
    faults_of,
    place,
    sentences,
    study_of,
    with_change,
    write,
)


def test_every_fault_of_a_file_is_reported_at_once_in_order_of_place(tmp_path: Path) -> None:
    text = SMALL
    for old, new in (
        ("years: 2", "years: 0.5"),
        ("role: foster", "role: fostr"),
        ("hjemme: 0.2", "hjemme: -1"),
        ("slut: 0.8", 'slut: "0,8"'),
        ("unit: children", "unit: childs"),
        ("dkk: 100000", "dkk: 100.000"),
        ("  efter: {}\n", "  after: {}\n"),
        ("p05: 0.05", "p05: 0.5"),
        ('{da: "Tættere hjælp"', '{dk: "Tættere hjælp"'),
        ("multiplier: 1}", "multiplier: ukendt}"),
    ):
        text = with_change(old, new, text)
    faults = faults_of(text, tmp_path)
    spots = [tuple(int(part) for part in sentence.split(":")[1:3]) for sentence in faults]
    assert len(faults) >= 10
    assert spots == sorted(spots)
    for needle in ("years: 0.5", "role: fostr", "hjemme: -1", "unit: childs", "after: {}", 'dk: "T'):
        assert any(f"lille.yaml:{place(needle, text)}:" in sentence for sentence in faults), needle


def test_a_faulty_part_does_not_hide_that_two_sound_ones_do_not_go_together(tmp_path: Path) -> None:
    # An age that is no border, beside a misspelt key, a number in thousands and a text for a year.
    text = with_change("ages: [18, 23]", "ages: [18, 22.5]")
    for old, new in (
        ("years: 2", "yaers: 2"),
        ("dkk: 100000", "dkk: 100.000"),
        ("role: foster", "role: fostr"),
    ):
        text = with_change(old, new, text)
    faults = faults_of(text, tmp_path)
    assert len(faults) == 5
    border = "staircase.steps.efter.ages: 22.5 år er ikke en grænse mellem aldersbånd; grænserne er 0, 18, 23"
    assert f"lille.yaml:{place('ages: [18, 22.5]', text)}: {border}" in faults


def test_what_is_missing_because_a_part_is_faulty_is_not_reported_too(tmp_path: Path) -> None:
    text = with_change("start: 2027-01-01\nyears", "start: 2027-02-30\nyears")
    faults = faults_of(text, tmp_path)
    assert len(faults) == 1


def test_a_fault_of_the_baseline_is_said_once_however_many_cases_there_are(tmp_path: Path) -> None:
    text = with_change("hjemme: 0.2", "hjemme: udslusnig")
    assert len(faults_of(text, tmp_path)) == 1


def test_a_fault_in_a_case_stands_at_its_line_in_that_case(tmp_path: Path) -> None:
    text = with_change("to: [pleje], multiplier: 1}", "to: [plejen], multiplier: 1}")
    there = "«plejen» findes ikke; der er hjemme, pleje, efter, slut; mente du «pleje»?"
    assert faults_of(text, tmp_path) == [
        f"lille.yaml:{place('plejen', text)}: programmes.intet.effects.0.to.0: {there}"
    ]


def test_a_case_lacks_what_it_takes_away(tmp_path: Path) -> None:
    text = with_change(
        "    changes:\n      programmes:\n        intet:",
        "    changes:\n      rates: {grade: }\n      programmes:\n        intet:",
    )
    assert faults_of(text, tmp_path) == [
        f"lille.yaml:{place('rates: {grade', text)}: nøglen «rates.grade» mangler"
    ]


def test_what_others_found_is_checked_with_the_case_and_not_with_the_baseline(tmp_path: Path) -> None:
    repeated = "repeated: {value: 500, grade: randomised, source: x}"
    given = f"assumptions:\n  ny: {{value: 0.1, grade: assumption, source: x, {repeated}}}\n"
    changes = "    changes:\n      rates: {by_step: {hjemme: {slut: ny}}}\n      programmes:\n        intet:"
    text = with_change("    changes:\n      programmes:\n        intet:", changes)
    text = with_change("assumptions:\n", given, text)
    there = "rates.by_step.hjemme.slut: fandt 500; tilladt er tal 0 - 366"
    assert faults_of(text, tmp_path) == [f"lille.yaml:{place('slut: ny', text)}: {there}"]
    # What the baseline rests on too is not taken there as others found it.
    text = with_change("hjemme: 0.2", "hjemme: ny", text)
    assert faults_of(text, tmp_path) == []


def test_a_trial_with_thousands_is_asked_about_where_money_is_meant(tmp_path: Path) -> None:
    repeated = "repeated: {value: 12.345, grade: randomised, source: x}"
    text = with_change("plejepris: {value: 400000,", f"plejepris: {{{repeated}, value: 400000,")
    key = "assumptions.plejepris.repeated.value"
    said = f"{key}: '12.345' may mean thousands or three decimals; write 12345 or 12.3450"
    assert faults_of(text, tmp_path, "en") == [f"lille.yaml:{place('value: 12.345', text)}: {said}"]


def test_faults_stand_in_the_file_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "dele").mkdir()
    base = tmp_path / "dele" / "trappe.yaml"
    base.write_text(with_change("hjemme: 0.2", "hjemme: -0.2", BEFORE_CASES), encoding="utf-8")
    own = write(tmp_path, lille="base: dele/trappe.yaml\nyears: 0\n")
    at = place("hjemme: -0.2", base.read_text(encoding="utf-8"))
    assert sentences(own, "en") == [
        f"{base}:{at}: rates.by_step.pleje.hjemme: found -0.2; allowed are numbers >= 0",
        f"{own}:2:1: years: found 0; allowed are numbers >= 1",
    ]


def test_faults_in_the_library_stand_in_the_entry(tmp_path: Path) -> None:
    bases = "base: [staircases/kolding, national/six_steps, municipalities/kolding]\n"
    own = write(
        tmp_path, lille=bases + "years: 1\ntitle: x\nstart: 2027-01-01\npayers: {familieafdeling: }\n"
    )
    files = {sentence.split(":")[0] for sentence in sentences(own)}
    assert files == {"national/six_steps.yaml"}


def test_a_missing_file_a_folder_and_a_path_that_is_none(tmp_path: Path) -> None:
    missing = tmp_path / "findes_ikke.yaml"
    assert sentences(missing) == [
        f"{missing}:1:1: filen findes ikke; giv stien til en fil eller et navn fra «trappe list»"
    ]
    assert sentences(missing, "en") == [
        f"{missing}:1:1: there is no such file; give the path of a file or a name from 'trappe list'"
    ]
    assert sentences(tmp_path) == [f"{tmp_path}:1:1: det er en mappe; giv en YAML-fil"]
    assert sentences(tmp_path, "en") == [f"{tmp_path}:1:1: this is a folder; give a YAML file"]
    assert "filen kan ikke læses: " in sentences("a\0b")[0]
    assert "the file cannot be read: " in sentences("x" * 300, "en")[0]


def test_a_folder_with_the_name_of_an_example_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kolding").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load("kolding").name == "kolding"


def test_a_file_above_five_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE + 100_000))
    assert sentences(path) == [f"{path}:1:1: filen fylder 5.1 MB; et scenarie fylder højst 5 MB"]
    assert sentences(path, "en") == [f"{path}:1:1: the file is 5.1 MB; a scenario is 5 MB at most"]


def test_parts_that_make_no_world_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: object) -> None:
        raise ValueError("step pleje: something else")

    monkeypatch.setattr(world_checks, "build", build)
    assert faults_of(SMALL, tmp_path) == [
        "lille.yaml:1:1: delene passer ikke sammen: step pleje: something else"
    ]
    assert faults_of(SMALL, tmp_path, "en") == [
        "lille.yaml:1:1: the parts do not fit: step pleje: something else"
    ]


def test_the_digest_is_of_the_meaning_and_not_of_the_files(tmp_path: Path) -> None:
    whole = study_of(SMALL, tmp_path).digest
    head, tail = BEFORE_CASES.split("assumptions:\n")
    order = write(tmp_path, delt="base: bund.yaml\nassumptions:\n" + tail + "cases:\n" + CASES, bund=head)
    assert load(order).digest == whole
    assert study_of(with_change("slut: 0.8", "slut: 0.81"), tmp_path).digest != whole
    assert study_of(with_change("multiplier: 1}", "multiplier: 0.9}"), tmp_path).digest != whole


def test_a_number_with_its_own_source_becomes_an_assumption_named_by_its_place(tmp_path: Path) -> None:
    text = with_change("slut: 0.8", "slut: {value: 0.8, grade: published, source: Kilde, title: Slut}")
    text = with_change(
        "dkk: 300000",
        "dkk: {distribution: {kind: uniform, low: 1, high: 2}, grade: assumption, source: x}",
        text,
    )
    study = study_of(text, tmp_path)
    assert study.scenario.rates.by_step["efter"]["slut"].rate == Quantity(name="rates.by_step.efter.slut")
    assert study.assumptions["rates.by_step.efter.slut"].value == 0.8
    cost = study.cases["tættere"].programmes["hjælp"].costs["leder"].dkk
    assert cost == Quantity(name="programmes.hjælp.costs.leder.dkk")
    assert study.assumptions[cost.name].support == (1.0, 2.0)


def test_what_is_wrong_in_an_inline_number_is_named_where_it_was_written(tmp_path: Path) -> None:
    text = with_change("slut: 0.8", "slut: {value: 0.8, grade: gæt}")
    at = place("{value: 0.8", text)
    line, column = at.split(":")
    grades = "registered, published, randomised, controlled, before_after, assumption"
    of_grade = f"rates.by_step.efter.slut.grade: «gæt» er ikke tilladt; vælg {grades}"
    assert faults_of(text, tmp_path) == [
        f"lille.yaml:{at}: nøglen «rates.by_step.efter.slut.source» mangler",
        f"lille.yaml:{line}:{int(column) + 13}: {of_grade}",
    ]


def inline(value: float) -> str:
    return f"{{value: {value}, grade: assumption, source: x}}"


def test_a_case_may_say_another_number_than_the_baseline_and_changes_no_other(tmp_path: Path) -> None:
    base = with_change("slut: 0.8", f"slut: {inline(0.8)}")
    text = base
    for case, value in (("tættere", 0.7), ("ingenting", 0.9)):
        old = f"  {case}:\n"
        title = text[text.index(old) :].split("\n")[1]
        text = with_change(
            f"{old}{title}\n    changes:\n",
            f"{old}{title}\n    changes:\n      rates: {{by_step: {{efter: {{slut: {inline(value)}}}}}}}\n",
            text,
        )
    study = study_of(text, tmp_path)

    def rate(scenario: str) -> float | None:
        quantity = study.case(scenario).rates.by_step["efter"]["slut"].rate
        return study.assumptions[quantity.name].value

    assert (rate(""), rate("tættere"), rate("ingenting")) == (0.8, 0.7, 0.9)
    assert (
        study.case("tættere").rates.by_step["efter"]["slut"].rate.name
        == "cases.tættere.rates.by_step.efter.slut"
    )


def test_two_cases_may_not_mean_different_things_by_one_assumption(tmp_path: Path) -> None:
    text = SMALL
    for i, programme in enumerate(("hjælp", "intet")):
        own = f"      assumptions: {{effekt: {inline(0.5 + i)}}}\n"
        before, after = "    changes:\n", f"      programmes:\n        {programme}:"
        text = with_change(before + after, before + own + after, text)
    (sentence,) = faults_of(text, tmp_path)
    assert sentence.endswith("antagelsen «effekt» er en anden i tættere; giv den et navn for sig")
    assert faults_of(text.replace("value: 1.5", "value: 0.5"), tmp_path) == []


def test_an_assumption_may_not_hide_a_number_that_carries_its_own_source(tmp_path: Path) -> None:
    text = with_change("slut: 0.8", f"slut: {inline(0.8)}")
    text = with_change("assumptions:\n", f"assumptions:\n  rates.by_step.efter.slut: {inline(0.1)}\n", text)
    (sentence,) = faults_of(text, tmp_path)
    assert sentence.endswith("navnet «rates.by_step.efter.slut» er optaget; vælg et andet")


def test_a_case_may_not_be_called_what_the_tables_call_the_baseline(tmp_path: Path) -> None:
    (sentence,) = faults_of(with_change("  ingenting:\n", "  baseline:\n"), tmp_path)
    assert sentence.endswith("cases.baseline: navnet «baseline» er optaget; vælg et andet")
    assert len(faults_of(with_change("  ingenting:\n", '  "":\n'), tmp_path)) == 1


def test_a_case_is_the_baseline_with_its_changes(tmp_path: Path) -> None:
    text = with_change(
        "    changes:\n      programmes:\n        intet:",
        "    changes:\n      rates: {by_step: {pleje: {hjemme: 0.9, slut: }}}\n      programmes:\n "
        "       intet:",
    )
    study = study_of(text, tmp_path)
    row, before = (study.case(case).rates.by_step["pleje"] for case in ("ingenting", ""))
    assert [*row] == ["hjemme"]
    assert row["hjemme"].rate.value == 0.9
    assert [*before] == ["hjemme", "slut"]
    assert study.case("ingenting").stock == study.scenario.stock
    assert [*study.cases] == ["tættere", "ingenting"]


@pytest.mark.parametrize(
    "cases",
    [
        "cases: [a]",
        "cases: x",
        "cases: {a: }",
        "cases: {a: [1]}",
        "cases: {a: {title: x, changes: [1]}}",
        "cases: {a: {title: x, changes: }}",
        "cases: {1: {title: x}}",
        "cases: {a: {}}",
    ],
)
def test_cases_of_the_wrong_shape_are_faults(cases: str, tmp_path: Path) -> None:
    assert len(faults_of(BEFORE_CASES + cases, tmp_path)) == 1


def test_an_unreadable_file_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, lille=SMALL)
    if os.geteuid() == 0:  # root reads everything; a file in the place of a folder it does not
        assert len(sentences(path / "under.yaml")) == 1
    else:
        path.chmod(0)
        assert "filen kan ikke læses" in sentences(path)[0]


def test_a_study_does_not_depend_on_where_it_lies(tmp_path: Path) -> None:
    first = study_of(SMALL, tmp_path)
    (tmp_path / "æøå mappe").mkdir()
    copy = shutil.copy(tmp_path / "lille.yaml", tmp_path / "æøå mappe" / "lille.yaml")
    assert load(copy) == first


MADE = {"da": "Plejepris", "en": "Plejepris"}
"""The title of an assumption that says none."""


def test_assumptions_are_read_as_they_stand(tmp_path: Path) -> None:
    made = study_of(SMALL, tmp_path).assumptions["plejepris"]
    assert made == Assumption.model_validate(
        {"value": 400000.0, "grade": "assumption", "source": "Antagelse", "title": MADE}
    )


def test_amounts_are_reported_in_the_prices_of_the_start_year_unless_another_is_named(tmp_path: Path) -> None:
    own = "price_year: 2026\nprice_index"
    assert study_of(SMALL, tmp_path).scenario.price_year == 2026
    text = with_change(own, "price_index")
    assert study_of(text, tmp_path).scenario.price_year == 2027
    later = text.replace("start: 2027-01-01", "start: 2031-07-01")
    assert study_of(later, tmp_path).scenario.price_year == 2031


def test_a_faulty_start_is_one_fault_and_not_one_of_the_price_year_too(tmp_path: Path) -> None:
    text = with_change("price_year: 2026\nprice_index", "price_index")
    (fault,) = faults_of(with_change("start: 2027-01-01\nyears", "start: 2027-13-01\nyears", text), tmp_path)
    assert "2027-13-01" in fault


def test_a_stock_that_does_not_fit_arrivals_and_rates_is_told_with_the_steps_that_drift(
    tmp_path: Path,
) -> None:
    (note,) = (note for note in warnings(study_of(SMALL, tmp_path)) if "helårspersoner" in note)
    assert "Hjemme \N{MINUS SIGN}10" in note
    assert "Pleje +43" in note


def test_a_step_that_drifts_although_arrivals_are_worked_out_is_told_so(tmp_path: Path) -> None:
    text = """\
base: [staircases/kolding, national/six_steps, municipalities/kolding]
title: Egen
start: 2027-01-01
years: 10
stock:
  unit: children
  by_step:
    institution: {0-5: 0, 6-12: 3, 13-17: 22}
"""
    (note,) = (note for note in warnings(study_of(text, tmp_path)) if "helårspersoner" in note)
    assert note.startswith("tilgangen er regnet ud, og alligevel")
    assert "Institution +" in note
    assert "udelade tilgang" not in note
