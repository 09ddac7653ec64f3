"""Check that the shipped national figures are the fit's, and meet the published totals."""

import numpy as np
import pytest

from calibration.totals.expected_totals import make_world
from calibration.totals.file import Totals, load
from scenarios.building.draws import draw
from scenarios.format.assumptions import Assumption
from scenarios.format.study import Study
from scenarios.reading import load as reading
from tests.scenarios.moments import moments


@pytest.fixture(scope="module")
def published() -> Totals:
    return load("danmark_2023")


@pytest.fixture(scope="module")
def kolding() -> Study:
    return reading.load("kolding")


def mean(assumption: Assumption) -> float:
    if assumption.distribution is None:
        return assumption.quantile(0.5)
    return moments(assumption.distribution.law)[0]


def test_the_national_world_meets_every_total_within_two_standard_errors(published: Totals) -> None:
    values = {name: mean(assumption) for name, assumption in published.study.assumptions.items()}
    world = make_world(published, values)
    error = np.sqrt(np.diag(world.chance({})) + [total.spread() ** 2 for total in world.totals])
    expected_totals = world.expected({})
    off = (expected_totals - [total.value for total in world.totals]) / error
    assert (np.abs(off) < 2).all()
    by_name = dict(zip(published.form.totals, expected_totals, strict=True))
    assert by_name["anbragte_2023"] == pytest.approx(13_900, rel=0.01)
    assert by_name["iværksatte_2023"] == pytest.approx(3_400, rel=0.05)
    assert by_name["ikke_længere_anbragt"] == pytest.approx(0.16, abs=0.008)


def test_every_factor_of_the_national_figures_is_fitted(published: Totals, kolding: Study) -> None:
    scenario = kolding.scenario
    shapes = {spec.shape.name for row in scenario.rates.by_step.values() for spec in row.values()} - {""}
    assert shapes | {factor.times.name for factor in scenario.factors.values()} == {
        *published.form.parameters
    }
    for name in published.form.parameters:
        assert scenario.assumptions[name].grade == "published"
        assert scenario.assumptions[name].source.da.startswith("Tilpasset nøgletal: ")


def test_their_uncertainty_is_in_every_draw_and_together(kolding: Study) -> None:
    (joint,) = kolding.scenario.joint
    assert {"afslutning", "form", "anden_art", "mindre_indgribende_art"} < {*joint.names}
    drawn = np.array([[draw(kolding, seed=1, number=n)[name] for name in joint.names] for n in range(400)])
    assert (np.log(drawn).std(axis=0) > 0.1).all()
    correlation = np.corrcoef(np.log(drawn).T)
    assert np.abs(correlation - np.array(joint.correlation)).max() < 4 / len(drawn) ** 0.5
