"""Check all checks of a calibration together, from the file of a ledger on."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from calibration.checks.checks import Checks, check
from calibration.example.ledger import example_ledger
from calibration.rates.calibrate import Calibration, CalibrationRequest, calibrate
from calibration.rates.verdicts import BACKTEST, GRADES, LENGTH_OF_STAY
from language.messages import in_language
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import load

FIRST = date(2015, 1, 1)


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    made = example_ledger(load("kolding"), seed=1, rows=2500, faults=False, start=FIRST)
    path = tmp_path_factory.mktemp("ledger") / "sager.csv"
    made.write_csv(path)
    return calibrate(CalibrationRequest(ledgers=[path], scenario="kolding", first=made.first, last=made.last))


@pytest.fixture(scope="module")
def checks(calibration: Calibration) -> Checks:
    return check(calibration, seed=1, draws=40, replications=2)


def test_every_step_has_every_check(calibration: Calibration, checks: Checks) -> None:
    steps = [step.name for step in calibration.exposure.histories.staircase.steps]
    assert [each.step for each in checks.stays] == steps
    assert [each.step for each in checks.where] == steps
    assert [each.step for each in checks.verdicts] == steps
    assert checks.stock.observed.shape == (120, len(steps) + 1)
    assert checks.stock.runs == 80
    assert checks.backtest is not None
    assert checks.backtest.cut == date(2022, 11, 30)
    assert checks.no_backtest is None


def test_verdicts_rest_on_the_moves_and_the_checks(calibration: Calibration, checks: Checks) -> None:
    ahead = checks.backtest
    assert ahead is not None
    for i, (verdict, stay) in enumerate(zip(checks.verdicts, checks.stays, strict=True)):
        p_values = stay.p_value, float(ahead.bands.p_value[i])
        assert np.array_equal((verdict.stay_p_value, verdict.backtest_p_value), p_values, equal_nan=True)
        assert (LENGTH_OF_STAY in verdict.reasons, BACKTEST in verdict.reasons) == tuple(
            p_value < verdict.limit for p_value in p_values
        )
        fallen = GRADES.index(verdict.grade) - GRADES.index(calibration.verdicts[verdict.step])
        is_fall = min(p_values) < verdict.limit and calibration.verdicts[verdict.step] != "poor"
        assert fallen == is_fall


def test_a_cut_that_was_asked_for_and_leaves_too_little_is_refused(calibration: Calibration) -> None:
    with in_language("en"), pytest.raises(RefusedError, match="backtest at 2015-02-01"):
        check(calibration, seed=1, cut=date(2015, 2, 1))


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["child_id;step;start;end", *rows]) + "\n", encoding="utf-8")
    return path


def test_own_steps_without_a_scenario_and_without_ages(tmp_path: Path) -> None:
    rows = [
        f"B{i};{('mentor', 'kontaktperson')[i % 2]};{2016 + i // 20}-{1 + i % 12:02d}-03;"
        f"{2016 + i // 20 + (i % 12 > 5)}-{1 + (i + 6) % 12:02d}-17"
        for i in range(100)
    ]
    calibration = calibrate(CalibrationRequest(ledgers=[write(tmp_path / "egne.csv", rows)]))
    assert calibration.study is None
    result = check(calibration, seed=1, draws=10, replications=2)
    assert result.backtest is not None
    assert result.stock.observed.max() > 5
    assert [each.step for each in result.verdicts] == [*calibration.verdicts]
    assert np.isfinite([each.backtest_p_value for each in result.verdicts]).all()


def test_a_ledger_of_a_month_has_no_backtest_and_says_why(tmp_path: Path) -> None:
    rows = ["A;mentor;2020-01-01;2020-01-20", "B;mentor;2020-01-05;", "C;mentor;2020-01-09;2020-01-31"]
    result = check(calibrate(CalibrationRequest(ledgers=[write(tmp_path / "m.csv", rows)])), seed=1, draws=3)
    assert result.backtest is None
    assert result.no_backtest is not None
    assert "dage før" in str(result.no_backtest)
    assert [each.grade for each in result.verdicts] == ["poor"]
    assert result.stock.observed.tolist()[0][-1] == 1
