"""Check by hand that a report shows the numbers that were used, and whose they are."""

from pathlib import Path

import pytest

from language.formatting import DASH
from reports.shared.basis import source_words
from reports.shared.used_numbers import children_used_grid, stay_words
from scenarios.format.study import Study
from scenarios.reading.load import load
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change

LEVEL = "level: {activity: 1.2, price: 1.3}\n"
FACTOR = "factors: {her: {stock: [pleje], times: 2}}\n"
NATIONAL = "borrowed: true\n" + with_change("rates:\n", LEVEL + FACTOR + "rates:\n")


def over(folder: Path, text: str) -> Study:
    (folder / "landet.yaml").write_text(NATIONAL, encoding="utf-8")
    (folder / "vores.yaml").write_text("base: landet.yaml\n" + text, encoding="utf-8")
    return load(folder / "vores.yaml")


def plain(text: str) -> str:
    return text.replace("\N{MULTIPLICATION SIGN}", "x")


def prices(study: Study) -> dict[str, str]:
    return {row.title: plain(row.value) for row in said_in("da", source_words, study, ()) if row.value}


def test_a_borrowed_price_is_shown_as_it_is_used_with_what_it_was(tmp_path: Path) -> None:
    assert prices(over(tmp_path, "")) == {
        "Pris: Hjemme": "130.000 kr. pr. år i 2026-priser: 100.000 i 2026-priser x 1,300 (niveau)",
        "Pris: Pleje": "572.000 kr. pr. år i 2026-priser: 400.000 i 2025-priser x 1,100 (prisindeks) x 1,300 "
        "(niveau)",
    }


def test_a_price_of_ones_own_is_shown_as_it_stands(tmp_path: Path) -> None:
    line = "{dkk: 1000, per: day, price_year: 2026, grade: registered, source: Os}"
    own = f"prices: {{hjemme: {{indsats: {line}}}}}\n"
    assert prices(over(tmp_path, own))["Pris: Hjemme"] == "1.000 kr. pr. dag i 2026-priser"


def test_an_uncertain_price_is_called_by_its_title_with_what_multiplies_it(tmp_path: Path) -> None:
    wide = "{kind: uniform, low: 3, high: 5}"
    uncertain = f"assumptions: {{plejepris: {{value: , title: Døgnpris, distribution: {wide}}}}}\n"
    assert prices(over(tmp_path, uncertain))["Pris: Pleje"] == (
        "se «Døgnpris» x 1,100 (prisindeks) kr. pr. år i 2026-priser"
    ), "the value is one's own, so no level is on it"


def test_a_price_that_differs_between_children_says_by_how_much(tmp_path: Path) -> None:
    own = "prices: {hjemme: {indsats: {spread: [0.6, 0.8, 0.9, 1.7]}}}\n"
    shown = prices(over(tmp_path, own))["Pris: Hjemme"]
    assert shown.endswith("x 1,300 (niveau); spredning mellem børn: 42\N{NO-BREAK SPACE}%")


def test_children_are_shown_as_they_are_used_with_whose_they_are(tmp_path: Path) -> None:
    own = "arrivals: {by_step: {pleje: {unit: children, 0-17: 7}}}\n"
    grid = said_in("da", children_used_grid, over(tmp_path, own).scenario)
    assert grid is not None
    assert tuple(tuple(map(plain, row)) for row in grid.rows) == (
        ("Hjemme", "18", "lånt pr. 1.000 x 1,200 (niveau)", "12", "lånt tal x 1,200 (niveau)"),
        ("Pleje", "14", "lånt pr. 1.000 x 1,200 (niveau) x 2,000 (faktor)", "7", "eget tal"),
        ("Efterværn", "0", DASH, "0", DASH),
    )


def test_key_figures_of_another_town_are_not_shown_as_those_of_this_one(tmp_path: Path) -> None:
    def titles(text: str) -> dict[str, str]:
        return {row.title: row.grade for row in said_in("da", source_words, over(tmp_path, text), ())}

    assert "Kommunens nøgletal" in titles("")
    borrowed = titles("municipality: {name: Nabolev, children_0_22: 900}\n")
    assert "Kommunens nøgletal" not in borrowed
    assert borrowed["Nøgletal lånt fra Lilleby"] == "Skøn, ikke målt"
    own = "municipality: {name: Nabolev, grade: registered, source: Egen optælling}\n"
    assert titles(own)["Kommunens nøgletal"] == "Egne registreringer"


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ("4", "4 måneder; derefter Pleje 70\N{NO-BREAK SPACE}%, Slut 30\N{NO-BREAK SPACE}%"),
        ("{kind: uniform, low: 6, high: 9}", "7,5 måneder i gennemsnit, 9 af 10 mellem 6,2 og 8,8; derefter"),
        ("{share_within: {months: 6, share: 0.918}}", "2,4 måneder i gennemsnit, 9 af 10 mellem 0,1 og 7,2;"),
        ("4\n    by_age: {0-17: 3}", "4 måneder; andre efter alder eller målgruppe; derefter"),
    ],
)
def test_planned_stays_are_told_with_where_they_lead(months: str, words: str, tmp_path: Path) -> None:
    stays = f"stays:\n  hjemme:\n    months: {months}\n    then: {{pleje: 0.7, slut: 0.3}}\nrates:\n"
    text = with_change("    hjemme: {pleje: 0.3, slut: {rate: 0.5, by_age: {0-17: 0.6}}}\n", "", SMALL)
    scenario = study_of(with_change("rates:\n", stays, text), tmp_path).scenario
    assert stay_words(scenario, scenario.stays["hjemme"]).startswith(words)
