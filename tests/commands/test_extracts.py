"""The commands for several extracts of one system, and for ends that have not happened."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cli import main

HEADINGS = "child_id;step;start;end;birth_date;price;price_unit\n"


@pytest.fixture
def extracts(tmp_path: Path) -> tuple[Path, Path]:
    """Return two extracts: of twenty children in care, of whom the second has those who have left."""
    old, new = tmp_path / "2024.csv", tmp_path / "2025.csv"
    rows = [f"B{i};familiepleje;2022-{1 + i % 12:02d}-01;{{}};2012-04-01;{{}};day" for i in range(20)]
    old.write_text(HEADINGS + "\n".join(row.format("", 1500) for row in rows), encoding="utf-8")
    kept = [row.format(f"2025-0{1 + i % 9}-15", 1800) for i, row in enumerate(rows) if i != 7]
    more = "B99;familiepleje;2025-11-01;;2012-04-01;1800;day"
    new.write_text(HEADINGS + "\n".join([*kept, more]), encoding="utf-8")
    return old, new


def run(*arguments: str | Path) -> Result:
    variables = {"TRAPPE_LANG": None, "COLUMNS": "100"}
    return CliRunner(env=variables).invoke(main, [str(argument) for argument in arguments])


def test_calibrate_takes_the_newest_whatever_the_order_and_tells_it(
    extracts: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = extracts
    for number, files in enumerate((extracts, extracts[::-1])):
        out = tmp_path / f"ud{number}"
        found = run("calibrate", *files, "--from", "2022-01-01", "--json", "--out", out, "--lang", "en")
        assert found.exit_code == 0, found.stderr
        told = json.loads(found.stdout)
        assert sum(move["events"] for move in told["transitions"]) == 19
        assert (told["replaced_rows"], told["withdrawn_rows"], told["to"]) == (19, 0, "2025-11-01")
        assert f"{old}: the newer {new} has most of the services of the file that it could" in found.stderr
        assert "19 rows are restated in a newer extract, which holds: end 19, price 19" in found.stderr
        assert f"{old}, row 2: {new}, row 2, says end - → 2025-01-15, price 1500 → 1800" in found.stderr
        listed = pd.read_excel(out / "findings.xlsx", sheet_name="replaced", engine="calamine")
        assert [*listed.columns] == ["file", "row", "newer_file", "newer_row", "column", "before", "after"]
        assert len(listed) == 38


def test_check_lists_everything_that_was_restated(extracts: tuple[Path, Path]) -> None:
    found = run("check", *extracts, "--lang", "en")
    assert found.stderr.count("price 1500 → 1800") == 19


def asked(command: str, *files: Path) -> list[str | Path]:
    if command in {"calibrate", "check"}:
        return [command, *files]
    pairs = [part for file in files for part in ("--ledger", file)]
    frame = ["--frame", "100 mio"] if command == "forecast" else []
    return [command, "kolding", *pairs, *frame, "--draws", "100"]


@pytest.mark.parametrize("command", ["calibrate", "check", "forecast", "follow-up"])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--extract-day", "other.csv=2025-01-01"], "there is no such file among"),
        (["--extract-day", "2149-01-01"], "nothing was extracted after today"),
        (["--extract-day", "2025-13-01"], "2025-13-01"),
        (["--extract-day", "2024.csv=yesterday"], "yesterday"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence(
    command: str, wrong: list[str], said: str, extracts: tuple[Path, Path]
) -> None:
    found = run(*asked(command, *extracts), *wrong, "--lang", "en")
    assert found.exit_code == 2
    assert said in found.stderr


@pytest.mark.parametrize("command", ["calibrate", "forecast", "follow-up"])
def test_a_window_does_not_go_beyond_the_day_that_was_stated(
    command: str, extracts: tuple[Path, Path]
) -> None:
    found = run(
        *asked(command, extracts[1]), "--extract-day", "2025-12-01", "--to", "2025-12-02", "--lang", "en"
    )
    assert found.exit_code == 2
    assert "--to 2025-12-02: the newest extract is of 2025-12-01" in found.stderr


def test_ends_after_the_stated_day_are_plans(extracts: tuple[Path, Path]) -> None:
    found = run(
        "calibrate",
        extracts[1],
        "--extract-day",
        "2025-05-31",
        "--from",
        "2022-01-01",
        "--json",
        "--lang",
        "en",
    )
    told = json.loads(found.stdout)
    assert (told["to"], told["planned_ends"]) == ("2025-05-31", 7)
    assert sum(move["events"] for move in told["transitions"]) == 12
    assert "7 ends lie after 2025-05-31, when the newest extract was made; they are plans" in found.stderr


def test_a_forecast_says_how_granted_ends_are_believed(extracts: tuple[Path, Path]) -> None:
    asked_for = [*asked("forecast", extracts[1]), "--extract-day", "2025-05-31", "--json"]
    documents = [json.loads(run(*asked_for, "--ends-believed", share).stdout) for share in ("0", "1")]
    none, all_ = (each["granted_ends"] for each in documents)
    assert (none["granted"], none["believed"]["mean"]) == (7, 0.0)
    assert (all_["source"], all_["believed"]["mean"]) == ("option", 1.0)
    assert documents[0]["account_dkk"]["mean"] > documents[1]["account_dkk"]["mean"]
    assert run(*asked_for, "--ends-believed", "1.2").exit_code == 2
