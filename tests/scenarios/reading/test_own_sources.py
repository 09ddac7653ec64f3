"""Check that an own number laid over a lent one never has the lender's source."""

from pathlib import Path

import pytest

from reports.shared.basis import assumption_words, source_words
from scenarios.format.study import Study
from scenarios.reading.load import load
from tests.languages import said_in
from tests.scenarios.small import SMALL, with_change

LENDER = "borrowed: true\n" + with_change(
    "rates:\n",
    "factors: {ud: {from: [hjemme], to: [slut], times: 2}}\nrates:\n",
    SMALL.replace("source: Antagelse}", "source: Landets tal, rationale: Talt op}").replace(
        "source: Antagelse\n", "source: Landets tal\n"
    ),
)
NONE = "Eget tal; kilde ikke angivet"
MIXED = "Landets tal; egne tal: kilde ikke angivet"
LENT = "Landets tal"


def over(folder: Path, text: str) -> Study:
    (folder / "landet.yaml").write_text(LENDER, encoding="utf-8")
    (folder / "vores.yaml").write_text("base: landet.yaml\n" + text, encoding="utf-8")
    return load(folder / "vores.yaml")


def basis(study: Study) -> dict[str, tuple[str, str, str]]:
    """Return source, rationale and grade as a report shows them, by title."""
    uncertain, fixed = said_in("da", assumption_words, study, ())
    rows = [*uncertain, *fixed, *said_in("da", source_words, study, ())]
    return {row.title: (row.source, row.rationale, row.grade) for row in rows}


@pytest.mark.parametrize(
    ("own", "title", "source"),
    [
        ("prices: {hjemme: {indsats: {dkk: 1000}}}\n", "Pris: Hjemme", NONE),
        ("prices: {hjemme: {indsats: {dkk: 1000, source: Os}}}\n", "Pris: Hjemme", "Os"),
        ("prices: {hjemme: {indsats: {payers: {familie: 0.9, staten: 0.1}}}}\n", "Pris: Hjemme", LENT),
        (
            "prices: {hjemme: {indsats: {dkk: {value: 1000, grade: registered, source: Regnskabet}}}}\n",
            "Pris: Hjemme",
            "Regnskabet",
        ),
        ("assumptions: {plejepris: {value: 5000}}\n", "Plejepris", NONE),
        ("assumptions: {plejepris: {value: 5000}}\n", "Pris: Pleje", NONE),
        ("assumptions: {udslusning: {distribution: {p95: 0.3}}}\n", "Udslusning", NONE),
        ("rates: {by_step: {hjemme: {pleje: 0.4}}}\n", "Rater for bevægelser mellem trin", MIXED),
        (
            "rates: {by_step: {hjemme: {slut: {by_age: {0-17: 0.4}}}}}\n",
            "Rater for bevægelser mellem trin",
            MIXED,
        ),
        ("factors: {ud: {times: 3}}\n", "Rater for bevægelser mellem trin", MIXED),
        ("stock: {by_step: {pleje: {0-17: 9}}}\n", "Børn på trappen fra start", MIXED),
        ("arrivals: {by_step: {hjemme: {0-17: 12}}}\n", "Tilgang", NONE),
        ("arrivals: {trend_per_year: 0.02}\n", "Tilgang", MIXED),
        ("arrivals: {by_step: , keep_stock_level: true, trend_per_year: 0.02}\n", "Tilgang", MIXED),
        ("municipality: {population_index: {2028: 0.98}}\n", "Kommunens nøgletal", MIXED),
        ("municipality: {name: Lilleby}\n", "Kommunens nøgletal", LENT),
    ],
)
def test_a_number_of_ones_own_has_its_own_source_or_none(
    tmp_path: Path, own: str, title: str, source: str
) -> None:
    assert basis(over(tmp_path, own))[title][0] == source


def test_a_number_without_a_source_has_no_rationale_nor_grade_of_another(tmp_path: Path) -> None:
    lent = basis(over(tmp_path, ""))["Pris: Hjemme"]
    assert lent == ("Landets tal", "Talt op", "Skøn, ikke målt")
    own = "prices: {hjemme: {indsats: {dkk: 1000, grade: registered}}}\n"
    assert basis(over(tmp_path, own))["Pris: Hjemme"] == (NONE, "", "Egne registreringer")


def test_whoever_checks_the_file_is_told_where_a_source_is_to_be_written(tmp_path: Path) -> None:
    study = over(tmp_path, "arrivals: {trend_per_year: 0.02}\n")
    assert study.notes == ()
    assert str(study.to_write[0]).replace(f"{tmp_path}/", "") == (
        "vores.yaml:2:28: der står ingen kilde ved tallet, og det siger rapporterne; "
        "skriv »source« ved siden af det"
    )


def test_a_price_of_a_case_is_not_the_lenders_either(tmp_path: Path) -> None:
    study = over(
        tmp_path, "cases: {dyr: {title: Dyr, changes: {prices: {hjemme: {indsats: {dkk: 150000}}}}}}\n"
    )
    assert str(study.scenario.prices["hjemme"]["indsats"].source) == LENT
    assert str(study.case("dyr").prices["hjemme"]["indsats"].source) == NONE


def test_ones_own_file_may_be_called_as_one_of_the_library(tmp_path: Path) -> None:
    own = "base: kolding\nprices: {institution: {ophold: {dkk: 3000, per: day, price_year: 2026}}}\n"
    (tmp_path / "kolding.yaml").write_text(own, encoding="utf-8")
    assert basis(load(tmp_path / "kolding.yaml"))["Pris: Institution"][0] == NONE
    assert NONE not in {source for source, *_ in basis(load("kolding")).values()}


def test_numbers_of_two_files_of_ones_own_keep_the_source_below(tmp_path: Path) -> None:
    (tmp_path / "mere.yaml").write_text("base: vores.yaml\nprices: {hjemme: {indsats: {dkk: 7}}}\n")
    over(tmp_path, "prices: {hjemme: {indsats: {dkk: 1000, source: Os}}}\n")
    assert str(load(tmp_path / "mere.yaml").scenario.prices["hjemme"]["indsats"].source) == "Os"
