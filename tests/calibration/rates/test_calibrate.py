"""Check a whole calibration: windows and staircases that were not given."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from calibration.example.ledger import example_ledger
from calibration.rates.calibrate import CalibrationRequest, calibrate, complete_from
from scenarios.files.faults import ScenarioError
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import load
from tests.calibration import made_rows as small
from tests.languages import said_in


def written(path: Path, rows: list[str]) -> Path:
    path.write_text("child_id;step;start;end\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def many(number: int, ends: date, path: Path) -> Path:
    """Write stays that begin a day apart from 2010 on; one ends, and the rest ten days later."""
    begins = [date(2010, 1, 1) + timedelta(days=i) for i in range(number)]
    rows = [
        f"B{i};institution;{begin};{ends + timedelta(days=10 * bool(i))}" for i, begin in enumerate(begins)
    ]
    return written(path, rows)


def test_years_in_which_nobody_can_be_seen_to_leave_are_no_part_of_the_window(tmp_path: Path) -> None:
    ledger = many(30, date(2020, 3, 1), tmp_path / "sager.csv")
    window = calibrate(CalibrationRequest(ledgers=[ledger])).exposure.histories.window
    assert (window.first, window.last) == (date(2020, 3, 1), date(2020, 3, 11))
    request = calibrate(
        CalibrationRequest(ledgers=[ledger], first=date(2015, 1, 1))
    ).exposure.histories.window
    assert request.first == date(2015, 1, 1)


def test_a_few_who_stayed_long_are_chance(tmp_path: Path) -> None:
    ledger = many(10, date(2020, 3, 1), tmp_path / "sager.csv")
    assert calibrate(CalibrationRequest(ledgers=[ledger])).exposure.histories.window.first == date(2010, 1, 1)


def test_the_window_of_an_extract_is_its_own_years(tmp_path: Path) -> None:
    made = example_ledger(load("kolding"), seed=2, rows=3_000, start=date(2016, 1, 1), faults=False)
    made.write_csv(tmp_path / "sager.csv")
    window = calibrate(CalibrationRequest(ledgers=[tmp_path / "sager.csv"])).exposure.histories.window
    assert made.truth["start"].min().date() < date(2014, 1, 1)  # some had been there for long
    assert date(2016, 1, 1) <= window.first <= date(2016, 2, 1)
    assert window.last <= made.last


def test_without_an_end_the_window_begins_with_the_first_start(tmp_path: Path) -> None:
    ledger = written(tmp_path / "sager.csv", ["A;institution;2020-01-01;", "B;institution;2020-05-01;"])
    window = calibrate(CalibrationRequest(ledgers=[ledger])).exposure.histories.window
    assert (window.first, window.last) == (date(2020, 1, 1), date(2020, 5, 1))


def test_misspelt_steps_are_faults_and_other_steps_are_a_staircase(tmp_path: Path) -> None:
    mostly = ["A;institution;2020-01-01;2020-06-01"] * 3 + ["B;institusion;2020-01-01;2020-06-01"]
    rows = [row.replace("A;", f"A{i};") for i, row in enumerate(mostly)]
    calibration = calibrate(CalibrationRequest(ledgers=[written(tmp_path / "sager.csv", rows)]))
    assert calibration.study is not None
    assert calibration.reading.rejected == 1
    own = calibrate(
        CalibrationRequest(
            ledgers=[written(tmp_path / "egne.csv", [f"A{i};trin {i};2020-01-01;2021-01-01" for i in (1, 2)])]
        )
    )
    assert own.study is None
    assert [step.name for step in own.exposure.histories.staircase.steps] == ["trin 1", "trin 2"]


def test_no_usable_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        calibrate(CalibrationRequest(ledgers=[written(tmp_path / "sager.csv", ["A;institution;engang;"])]))
    assert "no rows that can be used" in said_in("en", str, refused.value)


def test_without_birth_dates_there_is_one_age_band(tmp_path: Path) -> None:
    rows = ["A;institution;2020-01-01;2020-06-01", "B;familiepleje;2020-02-01;2021-01-01"]
    calibration = calibrate(CalibrationRequest(ledgers=[written(tmp_path / "sager.csv", rows)]))
    assert calibration.exposure.band_names == ["alle"]
    assert calibration.exposure.events().sum() == 2


def test_a_reference_draws_what_little_is_known_towards_it(tmp_path: Path) -> None:
    ledger = written(
        tmp_path / "sager.csv",
        ["A;institution;2020-01-01;2020-06-01", "B;familiepleje;2020-01-01;2021-06-01"],
    )
    plain, near = (
        calibrate(CalibrationRequest(ledgers=[ledger], reference=reference))
        for reference in (None, "kolding")
    )
    move = ("institution", "afsluttet")
    mean, drawn = (each.moves[move].rows[0].posterior_mean for each in (plain, near))
    assert near.moves[move].rows[0].rate_per_year > 1.0
    assert 0.12 < drawn < mean  # the shipped rate is 0.12
    with pytest.raises(ScenarioError):
        calibrate(CalibrationRequest(ledgers=[ledger], reference="koldig"))


def test_one_end_that_is_far_too_early_does_not_begin_the_window() -> None:
    rows = [small.stay(f"b{i}", "lav", i, 1000 + i) for i in range(400)]
    assert (
        complete_from(small.ledger(*rows).rows) == small.day(1001).date()
    )  # the second of four hundred ends
    wrong = small.stay("forkert", "lav", 0, 30)
    assert complete_from(small.ledger(*rows, wrong).rows) == small.day(1001).date()
    assert (
        complete_from(small.ledger(*rows[:10]).rows) == small.day(0).date()
    )  # ten that lasted may be chance
