"""Check that everything in a scenario has a title, and that a check of the file tells what had none."""

from pathlib import Path

import pytest

from language.messages import in_language
from scenarios.format.study import Study
from scenarios.library import catalogue
from scenarios.reading.load import load
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

SOURCED = "grade: assumption, source: x"
RAW = SMALL.replace("udslusning", "hjem_fra_pleje").replace("plejepris", "pris_for_pleje")
RAW = RAW.replace("indsats:", "støtte_i_hjemmet:").replace("leder:", "leder_af_hold:")
RAW = RAW.replace('title: {da: "Tættere hjælp", en: "Closer help"}', 'title: ""').replace(
    "tættere:", "tæt_på:"
)
RAW = RAW.replace("pleje: {hjemme: 0.2,", f"pleje: {{hjemme: {{value: 0.2, {SOURCED}}},")
RAW = RAW.replace("title: Familieafdelingen", 'title: ""').replace("familie", "familie_afdelingen")
RAW = RAW.replace("    pleje: {0-17: 8}", f"    pleje: {{0-17: {{value: 8, {SOURCED}}}}}")
RAW = RAW.replace('hjælp:\n          title: {da: "Hjælp", en: "Help"}', 'hjælp_nu:\n          title: ""')


def titles(study: Study, case: str) -> dict[str, str]:
    return {name: str(each.title) for name, each in study.case(case).assumptions.items()}


def test_a_name_and_a_place_become_words(tmp_path: Path) -> None:
    study = study_of(RAW, tmp_path)
    assert titles(study, "tæt_på") == {
        "hjem_fra_pleje": "Hjem fra pleje",
        "pris_for_pleje": "Pris for pleje",
        "rates.by_step.pleje.hjemme": "Pleje → Hjemme",
        "stock.by_step.pleje.0-17": "Børn ved start: Pleje, 0-17",
        "programmes.hjælp_nu.effects.0.multiplier": "Hjælp nu: Hjemme → Pleje",
    }
    case = study.case("tæt_på")
    assert str(study.scenario.cases["tæt_på"].title) == "Tæt på"
    assert str(case.payers["familie_afdelingen"].title) == "Familie afdelingen"
    assert str(case.programmes["hjælp_nu"].costs["leder_af_hold"].title) == "Leder af hold"
    assert str(case.prices["hjemme"]["støtte_i_hjemmet"].title) == "Hjemme", "the only price of the step"


def test_several_prices_of_a_step_are_told_apart(tmp_path: Path) -> None:
    line = f"{{dkk: 5, per: day, price_year: 2026, payers: {{familie: 1}}, {SOURCED}}}"
    text = with_change("    ophold:\n", f"    kost_og_logi: {line}\n    ophold:\n")
    lines = study_of(text, tmp_path).scenario.prices["pleje"]
    assert [said_in("en", str, each.title) for each in lines.values()] == [
        "Foster care: Kost og logi",
        "Foster care: Ophold",
    ]


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("rates: {by_step: {hjemme: {slut: {by_age: {0-17: NUMBER}}}}}", "Hjemme → Slut, 0-17"),
        ("rates: {by_step: {hjemme: {slut: {shape: NUMBER}}}}", "Hjemme → Slut, form"),
        ("arrivals: {by_step: {hjemme: {0-17: NUMBER}}}", "Tilgang: Hjemme, 0-17"),
        ("prices: {hjemme: {indsats: {dkk: NUMBER}}}", "Pris: Hjemme, Indsats"),
        ("factors: {en_fælles: {stock: [hjemme], times: NUMBER}}", "Faktor: En fælles"),
        ("level: {activity: NUMBER}", "Kommunens niveau: aktivitet"),
        ("municipality: {children_0_22: NUMBER}", "Kommune: 0-22-årige"),
        ("municipality: {age_shares: {0-17: NUMBER, 18-22: 0}}", "Kommune: aldersfordeling, 0-17"),
    ],
)
def test_a_number_with_its_own_source_is_called_by_where_it_stands(
    number: str, title: str, tmp_path: Path
) -> None:
    study_of(SMALL, tmp_path)
    own = number.replace("NUMBER", f"{{value: 1, {SOURCED}}}")
    (tmp_path / "vores.yaml").write_text(f"base: lille.yaml\n{own}\n", encoding="utf-8")
    assert title in titles(load(tmp_path / "vores.yaml"), "").values()


def test_a_check_tells_where_a_title_is_missing_and_what_is_written_instead(tmp_path: Path) -> None:
    study = study_of(RAW, tmp_path)
    with in_language("en"):
        (told,) = map(str, study.to_write)
    assert told == (
        f"{tmp_path}/lille.yaml:86:5: tæt_på has no title and is called “Tæt på” on the pages; write one "
        "with 'title:' (6 without in all)"
    )


@pytest.mark.parametrize("entry", [name for name in catalogue.entries() if name.startswith("examples/")])
def test_everything_shipped_has_a_title_of_its_own(entry: str) -> None:
    study = load(entry)
    assert study.to_write == ()
    for name, assumption in study.assumptions.items():
        assert str(assumption.title) != name
