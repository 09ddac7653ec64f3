import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import stamp
from scenarios.results.summary import summary
from scenarios.results.tables import Tables
from scenarios.running.ensemble import compare
from tests.scenarios.small import SMALL, study_of, with_change

KEYS = {
    "steps": ["month", "step"],
    "costs": ["year", "item", "payer"],
    "moves": ["year", "step", "destination"],
    "enrolments": ["year", "programme"],
    "gains": ["year", "payer"],
    "key_figures": ["year", "number", "key_figure", "step", "measure"],
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(SMALL, tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def comparison(study: Study) -> Comparison:
    return compare(study, seed=1, draws=3, replications=2, workers=1)


@pytest.fixture(scope="module")
def made(comparison: Comparison) -> Tables:
    return Tables(comparison)


def test_a_table_is_read_back_from_parquet_as_it_was(made: Tables) -> None:
    for name, table in made.items():
        file = io.BytesIO()
        table.to_parquet(file, index=False)
        pd.testing.assert_frame_equal(pd.read_parquet(file), table, obj=name)


@pytest.mark.parametrize("name", KEYS)
def test_every_row_has_a_key_of_its_own(name: str, made: Tables) -> None:
    keys = ["case", "draw", "replication", *KEYS[name]]
    assert [*made[name].columns][: len(keys)] == keys
    assert not made[name].duplicated(keys).any()
    assert not made[name][keys].isna().any().any()


def test_rows_of_nothing_are_kept(made: Tables) -> None:
    assert len(made["steps"]) == 3 * 3 * 2 * 24 * 3
    assert len(made["costs"]) == (4 + 5 + 5) * 3 * 2 * 2 * 2
    assert len(made["gains"]) == 2 * 3 * 2 * 2 * 2
    assert {*made["steps"]["case"]} == {"baseline", "tættere", "ingenting"}
    assert {*made["gains"]["case"]} == {"tættere", "ingenting"}


def test_the_gains_are_those_of_the_summary(made: Tables, study: Study, comparison: Comparison) -> None:
    summarised = summary(comparison, stamp(study, comparison))["cases"]["tættere"]
    gains = made["gains"].query("case == 'tættere'")
    runs = gains.groupby(["payer", "draw", "replication"])["gain_dkk"].sum()
    for payer in ("familie", "staten"):
        assert summarised["gain_dkk_by_payer"][payer]["mean"] == pytest.approx(runs[payer].mean())
    by_year = gains.query("payer == 'familie'").groupby("year")["gain_dkk"].mean()
    assert {
        year: summarised["gain_dkk_by_year"][str(year)]["mean"] for year in by_year.index
    } == pytest.approx(by_year.to_dict())


def test_a_gain_is_the_difference_of_the_costs(made: Tables) -> None:
    paid = made["costs"].groupby(["case", "draw", "replication", "year", "payer"])["cost_dkk"].sum()
    by_hand = paid["baseline"] - paid["tættere"]
    gains = made["gains"].query("case == 'tættere'").set_index(by_hand.index.names)["gain_dkk"]
    assert gains.to_numpy() == pytest.approx(by_hand.loc[gains.index].to_numpy())


def test_parts_are_the_table(made: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {**made}
    monkeypatch.setattr("scenarios.results.tables._MOST_ROWS", 100)
    for name, parts in made.by_parts().items():
        each = [*parts]
        assert len(each) > (name in {"steps", "moves", "costs"})
        assert all(len(part) <= max(100, 24 * 3) for part in each) or name == "key_figures"
        pd.testing.assert_frame_equal(pd.concat(each, ignore_index=True), whole[name], obj=name)


def test_person_days_are_those_of_the_runs(made: Tables, comparison: Comparison) -> None:
    wide = made["steps"].query("case == 'baseline'").set_index(["draw", "replication", "month", "step"])
    person_days = wide["person_days"].to_numpy().reshape(3, 2, 24, 3)
    assert np.array_equal(person_days, comparison.runs[BASELINE].person_days)
    assert wide.index.unique("month").tolist()[::23] == ["2027-01", "2028-12"]


def test_months_of_a_start_in_the_middle_of_a_year(tmp_path: Path) -> None:
    text = with_change("start: 2027-01-01\nyears: 2", "start: 2026-11-01\nyears: 1")
    text = text.replace("          start: 2027-01-01", "          start: 2026-11-01")
    by_name = Tables(compare(study_of(text, tmp_path), seed=1, draws=1, replications=1, workers=1))
    months = by_name["steps"]["month"].unique().tolist()
    assert (months[:3], months[-1], len(months)) == (["2026-11", "2026-12", "2027-01"], "2027-10", 12)


def test_a_study_without_cases_has_an_empty_table_of_gains(tmp_path: Path) -> None:
    alone = study_of(SMALL.split("cases:\n")[0], tmp_path)
    comparison = compare(alone, seed=1, draws=1, replications=1, workers=1)
    assert Tables(comparison)["gains"].empty
    assert summary(comparison, stamp(alone, comparison))["cases"] == {}


def test_the_assumptions_are_those_that_differ_between_draws(made: Tables) -> None:
    table = made["assumptions"]
    assert {*table["assumption"]} == {"udslusning", "programmes.hjælp.effects.0.multiplier"}
    assert not table.duplicated(["assumption", "draw"]).any()
    assert len(table) == 6
