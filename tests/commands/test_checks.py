"""`trappe calibrate --check`, as a new user meets it."""

import json
import re
import signal
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cli import main
from language.formatting import number
from tests.calibration.totals_small import LONE
from tests.languages import said_in
from tests.reports.checked import ledger_text
from tests.reports.outline import Outline
from tests.started import finished, start, wait_until

TWO_BANDS = re.sub(
    r"0-22: (\d+)",
    r"0-11: \1, 12-22: \1",
    LONE.replace("[0, 23]", "[0, 12, 23]").replace("{0-22: 1}", "{0-11: 0.5, 12-22: 0.5}"),
)
BEFORE = {
    *("rows", "rejected_rows", "duplicate_rows", "replaced_rows", "withdrawn_rows", "rows_left_out"),
    *("extract_day", "planned_ends", "children", "sojourns", "from", "to"),
    *("rules", "child_years", "transitions", "weibull", "prices", "follow_ups", "verdicts"),
}
"""What the JSON of an unchecked calibration has."""


def run(*arguments: str | Path) -> Result:
    environment = {"TRAPPE_LANG": None, "COLUMNS": "100"}
    return CliRunner(env=environment).invoke(main, ["calibrate", *map(str, arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checks")
    (folder / "lille.yaml").write_text(TWO_BANDS, encoding="utf-8")
    (folder / "sager.csv").write_text(ledger_text(("nede", "oppe"), children=60, born=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def both(folder: Path) -> tuple[Result, Result]:
    """Return what is told as JSON and, of the same, in tables and on a page."""
    request: list[str | Path] = [folder / "sager.csv", "--scenario", folder / "lille.yaml", "--check"]
    request += ["--seed", "3"]
    return run(*request, "--json"), run(*request, "--out", folder / "ud", "--lang", "en")


def test_the_checks_are_in_the_json_and_all_else_is_as_it_was(
    folder: Path, both: tuple[Result, Result]
) -> None:
    checked = both[0]
    assert checked.exit_code == 0, checked.stderr
    told = json.loads(checked.stdout)
    plain = json.loads(run(folder / "sager.csv", "--scenario", folder / "lille.yaml", "--json").stdout)
    assert {*plain} == BEFORE
    assert {*told} == {*BEFORE, "checks"}
    assert {key: told[key] for key in BEFORE - {"verdicts"}} == {
        key: plain[key] for key in BEFORE - {"verdicts"}
    }
    checks = told["checks"]
    assert {*checks} == {"seed", "verdicts", "stays", "where", "stock", "backtest", "no_backtest"}
    assert checks["seed"] == 3
    assert told["verdicts"] == {row["step"]: row["grade"] for row in checks["verdicts"]}
    assert checks["backtest"]["cut"] == "2020-11-30"
    assert checks["backtest"]["runs"] == 800


def test_terminal_page_files_and_json_tell_the_same_numbers(
    folder: Path, both: tuple[Result, Result]
) -> None:
    told, shown = json.loads(both[0].stdout)["checks"], both[1]
    assert shown.exit_code == 0, shown.stderr
    out = folder / "ud"
    assert {path.name for path in out.iterdir()} == {
        *("calibrated.yaml", "calibration.json", "findings.xlsx", "checks.html", "checks.parquet")
    }
    assert json.loads((out / "calibration.json").read_text(encoding="utf-8"))["checks"] == told
    assert f"The checks are in {out / 'checks.html'}" in shown.stderr
    page = Outline((out / "checks.html").read_text(encoding="utf-8")).text
    table = pd.read_parquet(out / "checks.parquet")
    for stay, step in zip(told["stays"], told["backtest"]["steps"], strict=False):
        for text in (page, shown.stdout):
            assert said_in("en", number, stay["p_value"], 3) in text
            assert said_in("en", number, step["p_value"], 3) in text
            assert f"{said_in('en', number, stay['moves'] - stay['moves'] % 5)} moves off were seen" in text
    (last,) = (m for m in told["backtest"]["months"][-1:])
    rows = table[(table["check"] == "backtest") & (table["step"] == "*") & (table["when"] == last["day"])]
    assert dict(zip(rows["what"], rows["value"], strict=True)) == {
        key: value for key, value in last.items() if key not in {"day", "step"}
    }


def test_verdicts_stand_once_and_with_their_reasons(both: tuple[Result, Result]) -> None:
    assert both[1].stdout.count("Basis") == 1
    assert "The basis after the checks" in both[1].stdout
    assert "moves off were seen" in both[1].stdout


def test_a_window_too_short_for_a_backtest_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text("child_id,step,start,end\nA,nede,2020-01-01,2020-03-01\n", encoding="utf-8")
    shown = run(path, "--check", "--out", tmp_path / "ud")
    assert shown.exit_code == 0, shown.stderr
    assert "Der er intet tilbageblik (tilbageblik ved" in shown.stdout
    assert "calibrated.yaml er ikke skrevet: --out: der er intet scenarie at bygge på" in shown.stderr
    assert "calibrated.yaml" not in {path.name for path in (tmp_path / "ud").iterdir()}
    told = run(path, "--check", "--json")
    assert json.loads(told.stdout)["checks"]["backtest"] is None
    assert "Der er intet tilbageblik" in told.stderr
    assert run(path, "--out", tmp_path / "ny").exit_code == 2  # as before: unchecked it needs a scenario


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--check", "--cut", "2016-06-01"], "tilbageblik ved 2016-06-01: der er"),
        (["--check", "--cut", "2030-01-01"], "og 0 efter; der skal være mindst 365 og 90"),
        (["--check", "--cut", "snart"], "snart"),
        (["--cut", "2020-01-01"], "--cut hører til kontrollerne; giv også --check"),
        (["--chek"], "--chek"),
        (["--check", "--seed", "-1"], "-1"),
        (["--check", "--scenario", "koldig"], "filen findes ikke"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_in_a_sentence(
    arguments: list[str], sentence: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found = run("sager.csv", "--scenario", "lille.yaml", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert sentence in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("content", ["", "child_id;step;start\n", "hej"])
def test_a_file_without_rows_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "tom.csv").write_text(content, encoding="utf-8")
    found = run(tmp_path / "tom.csv", "--check", "--out", tmp_path / "ud")
    assert found.exit_code == 2
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "ud").exists()


def test_a_folder_that_is_in_use_is_refused_before_anything_is_worked_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("api.calibrate.read", never)
    found = run(folder / "sager.csv", "--check", "--out", folder)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "mappen er ikke tom" in found.stderr


def test_an_interrupt_of_the_checks_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "sager.csv").write_text(ledger_text(("nede", "oppe"), children=8_000), encoding="utf-8")
    process = start("calibrate", tmp_path / "sager.csv", "--check", "--out", tmp_path / "ud")
    wait_until(lambda: b"llvmlite" in Path(f"/proc/{process.pid}/maps").read_bytes())
    time.sleep(1.5)  # the engine is ready, and there are minutes of checks to go
    process.send_signal(signal.SIGINT)
    code, out, err = finished(process)
    assert (code, out) == (130, b""), err.decode()
    assert b"Afbrudt" in err
    assert b"Traceback" not in err
    assert not (tmp_path / "ud").exists()
