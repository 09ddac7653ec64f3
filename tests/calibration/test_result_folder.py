"""Check the files of a calibration or a fit to totals: all or none, and no NaN."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from calibration import result_folder
from calibration.checks.length_of_stay import stay_curves
from calibration.checks.outputs import ALL_STEPS, BANDS, COLUMNS, checks_document, checks_table
from calibration.result_folder import (
    FIGURES,
    FINDINGS,
    PAGE,
    SCENARIO,
    TABLE,
    document,
    write,
    write_findings,
    write_totals,
)
from calibration.totals.fit import TotalsFit, fit
from scenarios.building.draws import draw
from scenarios.reading.load import load
from scenarios.results.result_folder import FolderInUseError
from tests.calibration.ledgers import OTHER, ROW, read, text_of, written
from tests.calibration.totals_small import LONE, LONE_TOTALS, totals_of
from tests.languages import said_in
from tests.reports.checked import EXAMPLES, few_rows, one_step, two_steps


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_checked_calibration_leaves_the_page_and_the_table_too(tmp_path: Path) -> None:
    made = one_step()
    write(tmp_path / "ud", made.calibration, checks=made.checks, page="<p>ø</p>")
    # The steps are the ledger's own, and no scenario can build on them.
    assert names(tmp_path / "ud") == {FIGURES, FINDINGS, PAGE, TABLE}
    assert (tmp_path / "ud" / PAGE).read_text(encoding="utf-8") == "<p>ø</p>"
    figures = json.loads((tmp_path / "ud" / FIGURES).read_text(encoding="utf-8"))
    assert figures == document(made.calibration, made.checks)
    assert pd.read_parquet(tmp_path / "ud" / TABLE).equals(checks_table(made.checks))


def test_findings_that_no_sheet_holds_go_over_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read(written(tmp_path, text_of(*[ROW.replace("01-02-2024", "?")] * 4, OTHER)))
    monkeypatch.setattr(result_folder, "MOST_ROWS", 3)
    number = len(reading.findings)
    assert number > 2
    write_findings(tmp_path / "ud", reading)
    book = openpyxl.load_workbook(tmp_path / "ud" / FINDINGS)
    parts = [sheet.max_row - 1 for sheet in book.worksheets if sheet.title.startswith("findings")]
    assert book.sheetnames[:2] == ["findings", "findings 2"]
    assert parts[:-1] == [2] * (len(parts) - 1)
    assert sum(parts) == number


@pytest.mark.parametrize("error", [OSError("disken er fuld"), KeyboardInterrupt()])
def test_when_something_goes_wrong_nothing_is_left(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = one_step()
    replaced: list[Path] = []
    move = Path.replace

    def moved(path: Path, target: Path) -> Path:
        replaced.append(path)
        if len(replaced) == 3:
            raise error
        return move(path, target)

    monkeypatch.setattr(Path, "replace", moved)
    with pytest.raises(type(error)):
        write(tmp_path / "ud", made.calibration, checks=made.checks, page="x")
    assert not (tmp_path / "ud").exists()


def test_what_an_unfinished_run_keeps_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".unfinished").mkdir()
    (tmp_path / ".unfinished" / "run.json").write_text("{}", encoding="utf-8")
    made = few_rows()
    write(tmp_path, made.calibration, checks=made.checks, page="x")
    assert names(tmp_path) == {FIGURES, FINDINGS, PAGE, TABLE, ".unfinished"}
    assert names(tmp_path / ".unfinished") == {"run.json"}


@pytest.mark.parametrize("example", ["few_rows", "one_step", "missed"])
def test_figures_are_plain_and_the_same_in_document_and_table(example: str) -> None:
    made = EXAMPLES[example]()
    figures = json.loads(json.dumps(said_in("en", checks_document, made.checks), allow_nan=False))
    table = checks_table(made.checks)
    assert (*table.columns,) == COLUMNS
    assert table["value"].notna().all()
    assert not table.duplicated([*COLUMNS[:-1]]).any()
    value = table.set_index([*COLUMNS[:-1]])["value"]
    for check, months in (
        ("stock", figures["stock"]["months"]),
        ("backtest", (figures["backtest"] or {"months": []})["months"]),
    ):
        assert len(months) * len(BANDS) == (table["check"] == check).sum()
        for row in months[:: max(1, len(months) // 20)]:
            step = ALL_STEPS if row["step"] is None else row["step"]
            assert [value[check, step, "", row["day"], what] for what in BANDS] == [
                row[what] for what in BANDS
            ]
    for where in figures["where"]:
        for year in where["years"]:
            for place in year["at"]:
                at = ("where_later", where["step"], place["name"], f"{year['years']:g}")
                assert value[(*at, "observed")] == place["observed"]
                assert value[(*at, "fitted")] == place["fitted"]
    for stay in made.checks.stays:
        curves, drawn = (
            stay_curves(stay),
            table[(table["check"] == "length_of_stay") & (table["step"] == stay.step)],
        )
        expected = [] if curves is None else curves.observed.tolist()
        assert drawn[drawn["what"] == "observed"]["value"].tolist() == expected


def test_the_document_says_why_there_is_no_backtest() -> None:
    figures = said_in("en", checks_document, few_rows().checks)
    assert figures["backtest"] is None
    assert figures["no_backtest"].startswith("backtest at 2020-01-21: there are 20 days before")
    assert said_in("en", checks_document, two_steps().checks)["no_backtest"] is None
    assert [
        each["step"] for each in said_in("en", checks_document, two_steps().checks)["backtest"]["steps"]
    ] == [
        "nede",
        "oppe",
        None,
    ]


def test_verdicts_are_those_after_the_checks() -> None:
    made = two_steps()
    assert document(made.calibration, None) == made.calibration.document()
    assert document(made.calibration, made.checks)["verdicts"] == made.checks.grades


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> TotalsFit:
    totals = totals_of(tmp_path_factory.mktemp("to"), LONE_TOTALS, LONE)
    return fit(totals, draws=60, days_per_cell=366.0)


def test_what_was_fitted_to_totals_can_be_built_on(fitted: TotalsFit, tmp_path: Path) -> None:
    write_totals(tmp_path / "ud", fitted)
    assert names(tmp_path / "ud") == {SCENARIO, FIGURES}
    figures: dict[str, Any] = json.loads((tmp_path / "ud" / FIGURES).read_text(encoding="utf-8"))
    assert {*figures} == {
        *("totals", "parameters", "misfit_probability", "contradicts", "effective_share", "verdict")
    }
    assert [row["name"] for row in figures["totals"]] == ["der", "nye", "ude"]
    for row in figures["totals"]:
        assert {*row} == {"name", "published", "error", "fitted", "fitted_sd", "z"}
        assert row["z"] == pytest.approx((row["fitted"] - row["published"]) / row["error"])
    for row in figures["parameters"]:
        assert {*row} == {"name", "prior_p05", "prior_p95", "mean", "sd", "p05", "p95"}
        assert row["p05"] < row["mean"] < row["p95"]
    assert figures["verdict"] == fitted.verdict()
    (tmp_path / "lille.yaml").write_text(LONE, encoding="utf-8")
    (tmp_path / "ny.yaml").write_text("base: [lille.yaml, ud/calibrated.yaml]\ntitle: Ny\n", encoding="utf-8")
    assert draw(load(tmp_path / "ny.yaml"), seed=1, number=0)
    with pytest.raises(FolderInUseError):
        write_totals(tmp_path / "ud", fitted)
