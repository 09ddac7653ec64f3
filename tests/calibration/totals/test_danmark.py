"""Fit Denmark 2023: stock, inflow and leavers are met at once, and a constant rate meets them worse.

What a fresh fit gives is what the library ships.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from calibration.totals.expected_totals import make_world
from calibration.totals.file import Totals, load
from calibration.totals.fit import TotalsFit, fit
from calibration.totals.outputs import scenario_file
from scenarios.building.draws import corners, draw
from scenarios.library import catalogue as library
from scenarios.reading import load as reading

COARSE = 122.0
"""Days; half the cells of a fit in earnest, in less than half the time."""
CONSTANT = {"p05": 0.999, "p95": 1.001}
WORLD = Path(__file__).parents[3] / "calibration" / "totals" / "scenarios" / "danmark_2023.yaml"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def published() -> Totals:
    return load("danmark_2023")


@pytest.fixture(scope="module")
def fitted(published: Totals) -> TotalsFit:
    return fit(published, draws=150, days_per_cell=COARSE)


def read_yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def by_name(fitted: TotalsFit) -> dict[str, float]:
    return dict(zip(fitted.names, fitted.mean, strict=True))


def test_all_totals_are_met_at_once_within_their_uncertainty(fitted: TotalsFit) -> None:
    assert not fitted.contradicts
    assert "på én gang" in fitted.verdict()
    assert max(abs(row.z) for row in fitted.rows) < 2
    assert fitted.is_good
    rows = {row.name: row for row in fitted.rows}
    assert rows["anbragte_2023"].fitted == pytest.approx(13_900, rel=0.01)
    assert rows["iværksatte_2023"].fitted == pytest.approx(3_400, rel=0.05)
    assert rows["ikke_længere_anbragt"].fitted == pytest.approx(0.16, abs=0.008)


def test_the_chance_of_leaving_falls_with_time(fitted: TotalsFit) -> None:
    shapes = fitted.draws[:, fitted.names.index("form")]
    assert np.quantile(shapes, 0.95) < 0.75
    assert by_name(fitted)["form"] < 0.35


def test_a_constant_rate_meets_them_worse(published: Totals, fitted: TotalsFit) -> None:
    """The control: fewer come and more are gone within a year than is published."""
    parameters = {**published.form.parameters}
    prior = parameters["form"].prior.model_copy(update=CONSTANT)
    parameters["form"] = parameters["form"].model_copy(update={"prior": prior})
    held = replace(published, form=published.form.model_copy(update={"parameters": parameters}))
    constant = fit(held, draws=20, days_per_cell=COARSE)
    z = {row.name: row.z for row in constant.rows}
    assert z["iværksatte_2023"] < -0.8
    assert z["ikke_længere_anbragt"] > 1
    assert constant.misfit > fitted.misfit + 1


def test_the_world_is_the_country(published: Totals) -> None:
    scenario = published.study.scenario
    assert corners(published.study)[0]["municipality.children_0_22"] == 1_511_000
    placed = [name for name, step in scenario.staircase.steps.items() if step.placed]
    assert placed == ["netværk", "familiepleje", "institution", "efterværn"]
    assert all(total.steps == placed for total in published.form.totals.values() if total.kind != "mix")


def test_laid_over_the_country_the_file_gives_the_totals_back(fitted: TotalsFit, tmp_path: Path) -> None:
    (tmp_path / "land.yaml").write_text(WORLD.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "fit.yaml").write_text(scenario_file(fitted), encoding="utf-8")
    (tmp_path / "ny.yaml").write_text("base: [land.yaml, fit.yaml]\n", encoding="utf-8")
    study = reading.load(tmp_path / "ny.yaml")
    laid = replace(fitted.totals, study=study)
    runs = np.array(
        [make_world(laid, draw(study, seed=1, number=number)).expected({}) for number in range(40)]
    )
    rows = fitted.rows
    error = np.array([row.error for row in rows])
    fits = np.array([row.fitted for row in rows])
    rounded = np.array([30.0 if row.is_count else 0.0 for row in rows])  # the stock is in whole children
    assert (np.abs(runs.mean(axis=0) - fits) < 0.6 * error + rounded).all()
    assert (runs.std(axis=0) < 2.0 * error + rounded).all()


def test_a_fresh_fit_gives_what_is_shipped(published: Totals) -> None:
    """To the last letter, on every processor: only the lines at the top are written by hand."""
    path = library.path_of("national/danmark_2023")
    assert path is not None
    shipped = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "".join(line for line in shipped if not line.startswith("#")) == scenario_file(fit(published))
