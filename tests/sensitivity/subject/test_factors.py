"""Test that points of the unit cube become values, and that what is drawn together stays together."""

from pathlib import Path

import numpy as np
import pytest
from scipy import special, stats

from scenarios.building.draws import draw
from scenarios.reading.load import load
from sensitivity.subject.factors import factors
from tests.scenarios.small import SMALL, study_of
from tests.sensitivity.labs import NORMAL, UNIT, factors_of

CORRELATION = np.array([[1.0, 0.8, -0.3], [0.8, 1.0, 0.0], [-0.3, 0.0, 1.0]])


def test_they_are_those_of_the_case_and_its_baseline() -> None:
    study = load("kolding")
    found = factors(study, "opfølgning")
    assert {"nedad_ved_opfølgning", "op_ved_opfølgning", "form"} < {*found.names}
    assert "pris_alternativ" not in found.names, "another case's"
    assert [found.names[i] for i in found.alone] == ["nedad_ved_opfølgning", "op_ved_opfølgning"]
    assert len(found.joints[0].members) == 5
    assert found.fixed["rådgiver_løn"] == 600_000
    assert {*found.names} | {*found.fixed} == {*study.assumptions}


def test_a_share_is_the_quantile_of_the_assumption(tmp_path: Path) -> None:
    found = factors(study_of(SMALL, tmp_path), "tættere")
    shares = np.array([[0.05, 0.5], [0.95, 0.0]])
    values = found.quantiles(shares)
    assert values[:, found.names.index("udslusning")] == pytest.approx([0.05, 0.2])
    assert np.isfinite(values).all(), "the ends of the cube have values"
    assert found.values(special.ndtri(np.array([[0.05, 0.5]])))[0] == pytest.approx(values[0])


def test_points_are_drawn_together_as_the_draws_of_a_comparison_are() -> None:
    study = load("kolding")
    found = factors(study, "opfølgning")
    ours = found.scores(np.random.default_rng(1).uniform(size=(4000, len(found.names))))
    drawn = [draw(study, seed=1, number=number) for number in range(400)]
    theirs = np.array([[each[name] for name in found.names] for each in drawn])
    members = list(found.joints[0].members)
    assert np.corrcoef(ours[:, members].T) == pytest.approx(found.joints[0].correlation, abs=0.06)
    rank = stats.spearmanr(theirs[:, members]).statistic
    assert 2 * np.sin(np.pi / 6 * rank) == pytest.approx(found.joints[0].correlation, abs=0.2)


def test_one_is_set_and_those_drawn_together_follow() -> None:
    found = factors_of(NORMAL, NORMAL, NORMAL, UNIT, correlation=CORRELATION)
    scores = found.scores(np.random.default_rng(1).uniform(size=(20_000, 4)))
    moved = found.moved(scores, {0: 2.0})
    assert (moved[:, 0] == 2.0).all()
    assert moved[:, 1].mean() == pytest.approx(1.6, abs=0.02)
    assert moved[:, 1].std() == pytest.approx(0.6, abs=0.02)
    assert moved[:, 2].mean() == pytest.approx(-0.6, abs=0.03)
    assert (moved[:, 3] == scores[:, 3]).all()


def test_two_of_those_drawn_together_are_set_at_once() -> None:
    found = factors_of(NORMAL, NORMAL, NORMAL, correlation=CORRELATION)
    scores = found.scores(np.random.default_rng(1).uniform(size=(20_000, 3)))
    moved = found.moved(scores, {0: 1.0, 1: -1.0})
    assert (moved[:, :2] == [1.0, -1.0]).all()
    known = np.linalg.solve(CORRELATION[:2, :2], CORRELATION[:2, 2])
    assert moved[:, 2].mean() == pytest.approx(known @ [1.0, -1.0], abs=0.02)
    assert moved[:, 2].var() == pytest.approx(1 - CORRELATION[2, :2] @ known, abs=0.02)


def test_one_is_drawn_anew_as_the_others_let_expect_it() -> None:
    found = factors_of(NORMAL, NORMAL, NORMAL, correlation=CORRELATION)
    random = np.random.default_rng(1)
    scores = found.scores(random.uniform(size=(40_000, 3)))
    redrawn = found.redrawn(scores, 0, random.normal(size=40_000))
    assert (redrawn[:, 1:] == scores[:, 1:]).all()
    assert np.corrcoef(redrawn.T) == pytest.approx(CORRELATION, abs=0.02)
    weights = np.linalg.solve(CORRELATION[1:, 1:], CORRELATION[0, 1:])
    kept = scores[:, 1:] @ weights
    assert np.corrcoef(scores[:, 0] - kept, redrawn[:, 0] - kept)[0, 1] == pytest.approx(0, abs=0.02)
