"""Check that a stated trend of the arrivals is told with its source and drawn beside a level baseline."""

from pathlib import Path

import pytest

from reports.comparison.children import children_by_step, columns_and_level
from reports.comparison.staircase_chart import staircase_chart
from reports.comparison.trend import trend_words
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.running.ensemble import compare
from tests.languages import said_in
from tests.reports.drawn import texts_of
from tests.scenarios.small import BEFORE_CASES, study_of, with_change

LEVEL = with_change(
    "{0-17: 10}", "{0-17: 60}", with_change("years: 2\n", "years: 4\n", BEFORE_CASES.replace("0.2}", "0.11}"))
)
ESTIMATE = (
    "{distribution: {kind: uniform, low: 0.1, high: 0.3}, grade: registered, source: Vores opgørelse, "
    "rationale: Flere underretninger}"
)
INDEX = "  population_index: {2028: 0.98, 2029: 0.955}\n"


def with_trend(trend: str) -> str:
    return with_change("  unit: children\n", f"  unit: children\n  trend_per_year: {trend}\n", LEVEL)


def run(text: str, folder: Path, *, replications: int = 1) -> tuple[Study, Comparison]:
    study = study_of(text, folder)
    return study, compare(study, seed=1, draws=1, replications=replications, workers=1)


def words(text: str, folder: Path) -> list[str]:
    study, comparison = run(text, folder)
    told = said_in("da", trend_words, study.scenario, comparison)
    return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in told]


def test_it_is_said_that_nobody_has_stated_a_trend(tmp_path: Path) -> None:
    assert words(LEVEL, tmp_path) == ["Tilgangen holdes jævn: ingen har angivet en udvikling."]


def test_a_trend_is_told_with_its_size_and_its_source(tmp_path: Path) -> None:
    told, in_all = words(with_trend(ESTIMATE), tmp_path)
    assert told == (
        "Angivet udvikling i tilgangen: +20,0 % (90 % mellem +11,0 % og +29,0 %) om året. "
        "Kilde: Vores opgørelse. Flere underretninger."
    )
    assert in_all.startswith("I alt ændrer tilgangen sig +72,8 % fra 2027 til 2030. ")


def test_a_population_that_changes_is_a_trend_and_told_as_one(tmp_path: Path) -> None:
    text = with_change("  population: 4000\n", "  population: 4000\n" + INDEX, LEVEL)
    told, in_all = words(text, tmp_path)
    assert told == (
        "Tilgangen følger antallet af 0-22-årige (2028: \N{MINUS SIGN}2,0 %; 2029: \N{MINUS SIGN}4,5 %, "
        "i forhold til starten). Kilde: Antagelse."
    )
    assert in_all.startswith("I alt ændrer tilgangen sig \N{MINUS SIGN}4,5 % fra 2027 til 2030. ")


def test_the_baseline_without_the_trend_is_drawn_beside_it(tmp_path: Path) -> None:
    study, comparison = run(with_trend("0.2"), tmp_path)
    drawn = texts_of(said_in("da", staircase_chart, study, comparison, ()))
    assert any("(2030 med jævn tilgang)" in str(text) for text in drawn)
    study, comparison = run(LEVEL, tmp_path)
    assert not any("jævn" in str(text) for text in texts_of(staircase_chart(study, comparison, ())))


def test_the_level_is_that_of_runs_without_the_trend(tmp_path: Path) -> None:
    study, comparison = run(with_trend("0.2"), tmp_path, replications=60)
    rising = children_by_step(study, comparison, columns_and_level(study, comparison, ()))
    study, comparison = run(LEVEL, tmp_path, replications=60)
    level = children_by_step(study, comparison, columns_and_level(study, comparison, ()))
    for with_it, without in zip(rising[:2], level[:2], strict=True):
        first, last, by_itself = with_it.children
        assert (first, by_itself) == pytest.approx(without.children, rel=0.03)
        assert last is not None
        assert by_itself is not None
        assert last > 1.1 * by_itself


def test_a_trend_of_some_steps_is_told_of_them(tmp_path: Path) -> None:
    by_step = "  unit: children\n  trend_by_step: {hjemme: -0.2}\n"
    told = words(with_change("  unit: children\n", by_step, LEVEL), tmp_path)
    assert told[0].startswith(
        "Angivet udvikling i tilgangen til Hjemme: \N{MINUS SIGN}20,0 % om året. Kilde: "
    )
    assert "ændrer tilgangen sig \N{MINUS SIGN}48,8 % til 0,0 % fra 2027 til 2030" in told[-1]
