"""Hold published figures against the model: each measure as the tables of the run give it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.published import PublishedFigure, published_figures
from scenarios.results.tables import Tables
from scenarios.running.ensemble import compare
from tests.scenarios.small import faults_of, study_of, with_change

PUBLISHED = """
published:
  source: {da: "Kilden, side 3", en: "The source, page 3"}
  figures:
    hurtigt: {title: Inden 6 måneder, value: 0.5, measure: {kind: share_within, step: hjemme, months: 6}}
    ud: {title: x, low: 0.2, high: 1, case: baseline, measure: {kind: share_moved, step: hjemme, to: [slut]}}
    nye: {title: Nye, value: 7, years: [2028, 2028], measure: {kind: starts_a_year, steps: [pleje, efter]}}
    børn: {title: Børn, value: 1000, because: Alt for mange, measure: {kind: persons, steps: [hjemme, pleje]}}
    tilmeldt: {title: Tilmeldt, value: 3, measure: {kind: enrolled, programmes: [hjælp]}}
    pris: {title: Pris, value: 1, measure: {kind: cost, items: [pleje, hjælp], payers: [staten]}}
    sparet: {title: Sparet, value: 0, measure: {kind: saved}}
    sparet_pleje: {title: Sparet, value: 0, years: [2027, 2027], measure: {kind: saved, items: [pleje]}}
  cannot_say: [{da: "Hvorfor", en: "Why"}]
"""


@pytest.fixture(scope="module")
def text() -> str:
    title = '          title: {da: "Hjælp", en: "Help"}\n'
    enrolling = with_change(title, f"{title}          enrolment: {{steps: [hjemme], take_up: 0.5}}\n")
    effect = "            - from: [hjemme]\n"
    return with_change(effect, f"{effect}              for: everyone\n", enrolling) + PUBLISHED


@pytest.fixture(scope="module")
def study(text: str, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(text, tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def comparison(study: Study) -> Comparison:
    return compare(study, seed=1, draws=4, replications=3, workers=1)


@pytest.fixture(scope="module")
def figures(study: Study, comparison: Comparison) -> dict[str, PublishedFigure]:
    return {figure.name: figure for figure in published_figures(study, comparison)}


def runs(table: pd.DataFrame, column: str, **where: object) -> pd.Series:
    """Return sums of a column over the rows that have these values; by draw and replication."""
    for key, value in where.items():
        table = table[table[key].isin(value if isinstance(value, list) else [value])]
    return table.groupby(["draw", "replication"])[column].sum()


def test_each_measure_is_what_the_tables_give(
    study: Study, comparison: Comparison, figures: dict[str, PublishedFigure]
) -> None:
    tables, case = Tables(comparison), next(iter(study.cases))
    steps, moves, costs = tables["steps"], tables["moves"], tables["costs"]
    lengths, gains = tables["stay_lengths"], tables["gains"]
    of_2028 = [f"2028-{month:02}" for month in range(1, 13)]
    expected = {
        "hurtigt": runs(lengths, "ended_within", case=case) / runs(steps, "ends", case=case, step="hjemme"),
        "ud": runs(moves, "moves", case="baseline", step="hjemme", destination="slut")
        / runs(moves, "moves", case="baseline", step="hjemme"),
        "nye": runs(steps, "starts", case=case, step=["pleje", "efter"], month=of_2028),
        "børn": runs(steps, "person_days", case=case, step=["hjemme", "pleje"]) / (365 + 366),
        "tilmeldt": runs(tables["enrolments"], "enrolments", case=case),
        "pris": runs(costs, "cost_dkk", case=case, item=["pleje", "hjælp"], payer="staten"),
        "sparet": runs(gains, "gain_dkk", case=case, payer="familie"),
        "sparet_pleje": runs(costs, "cost_dkk", case="baseline", item="pleje", payer="familie", year=2027)
        - runs(costs, "cost_dkk", case=case, item="pleje", payer="familie", year=2027),
    }
    assert {*figures} == {*expected}
    for name, values in expected.items():
        low, median, high = np.percentile(values, [5, 50, 95])
        found = figures[name]
        rel = 0.01 if name == "børn" else 1e-9  # a leap year between them
        assert (found.low, found.model, found.high) == pytest.approx(
            (low, median, high), rel=rel, abs=1e-6
        ), name
        first, last = found.published
        assert found.agrees == (0.995 * first <= found.high and found.low <= 1.005 * last)
    assert not figures["børn"].agrees


def test_what_is_told_of_a_figure(figures: dict[str, PublishedFigure]) -> None:
    assert figures["hurtigt"].document().keys() >= {"figure", "published", "model", "low", "high", "agrees"}
    assert figures["ud"].document()["published"] == [0.2, 1]
    assert figures["nye"].document()["published"] == 7
    assert str(figures["børn"].because) == "Alt for mange"
    assert str(figures["børn"].source) == "Kilden, side 3"


def test_a_share_of_nothing_is_no_number(text: str, tmp_path: Path) -> None:
    nobody = text.replace("step: hjemme, months: 6", "step: efter, months: 6").replace("years: 2", "years: 1")
    nobody = nobody.replace("[2028, 2028]", "[2027, 2027]").replace("pleje: {0-17: 8}", "pleje: {0-17: 0}")
    study = study_of(nobody.replace("hjemme: {0-17: 20}", "hjemme: {0-17: 0}"), tmp_path)
    found = published_figures(study, compare(study, seed=1, draws=1, replications=1, workers=1))
    assert found[0].document()["model"] is None
    assert not found[0].agrees


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            ("value: 0.5,", "value: 0.5, low: 0.1,"),
            ("skriv enten «value» eller både «low» og «high»", "give either"),
        ),
        (("value: 0.5,", ""), ("skriv enten «value» eller både «low» og «high»", "give either")),
        (
            ("low: 0.2, high: 1", "low: 1, high: 0.2"),
            ("den nedre grænse", "the lower limit must lie below"),
        ),
        (
            ("[2028, 2028]", "[2028, 2029]"),
            ("årene 2028-2029 er ikke alle med", "the years 2028-2029 are not all"),
        ),
        (("case: baseline", "case: basis"), ("«basis» findes ikke", "there is no 'basis'")),
        (("step: hjemme, months", "step: ude, months"), ("«ude» findes ikke", "there is no 'ude'")),
        (("to: [slut]", "to: [slut, væk]"), ("«væk» findes ikke", "there is no 'væk'")),
        (("steps: [pleje, efter]", "steps: [plejen]"), ("«plejen» findes ikke", "there is no 'plejen'")),
        (("payers: [staten]", "payers: [stat]"), ("«stat» findes ikke", "there is no 'stat'")),
        (("items: [pleje]", "items: [plejer]"), ("«plejer» findes ikke", "there is no 'plejer'")),
        (("kind: saved}", "kind: spent}"), ("«spent» er ikke", "'spent' is not")),
    ],
)
def test_a_fault_has_its_place(
    text: str, tmp_path: Path, change: tuple[str, str], sentences: tuple[str, str]
) -> None:
    old, new = change
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    faulty = text.replace(old, new, 1)
    (fault,) = faults_of(faulty, tmp_path)
    assert sentences[0] in fault
    assert f":{line}:" in fault
    (fault,) = faults_of(faulty, tmp_path, "en")
    assert sentences[1] in fault
