"""`trappe forecast` as a new user meets it."""

import json
import re
import signal
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cli import main
from tests.started import finished, start

STEPS = ("tidlig", "forebyggende", "hjemmebaseret", "netværk", "familiepleje", "institution", "efterværn")


def run(*arguments: str | Path) -> Result:
    variables = {"TRAPPE_LANG": None, "COLUMNS": "120"}
    return CliRunner(env=variables).invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sager") / "sager.csv"
    assert run("example-ledger", path, "--rows", "1500", "--seed", "3").exit_code == 0
    return path


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ramme") / "ramme.csv"
    rows = "".join(f"{step};20;{1000000 * (1 + i)}\n" for i, step in enumerate(STEPS))
    path.write_text("Trin;Helårspersoner;Beløb\n" + rows, encoding="utf-8")
    return path


FEW = ("--to", "2025-08-31", "--draws", "4", "--replications", "2")


def test_it_prints_one_object_and_nothing_else(cases: Path) -> None:
    found = run("forecast", "kolding", "--ledger", cases, "--frame", "30 mio", *FEW, "--json")
    assert found.exit_code == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["year"] == 2025
    assert told["last_known_day"] == "2025-08-31"
    assert told["frame_dkk"] == 30e6
    assert [month["month"] for month in told["months"]] == [f"2025-{month:02d}" for month in range(1, 13)]
    assert [step["step"] for step in told["steps"]] == [*STEPS]
    assert {*told["account_dkk"]} == {"mean", "p05", "p25", "p50", "p75", "p95"}
    assert told["held_against"] == "last_year"
    assert {"section", "children", "days", "full_year_persons"} <= {*told["sections"][0]}
    assert told["placement_days"]["mean"] > 0
    assert 0 <= told["probability_of_overrun"] <= 1
    assert re.search(r"\d+ af \d+ rækker er afvist; deres udgifter er ikke med", found.stderr)


def test_what_the_ledger_lacks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sager.csv"
    path.write_text(
        "child_id;step;start;end;birth_date;price;price_unit\n"
        "a;institution;2024-12-01;;2012-01-01;3000;day\n"
        "b;institution;2025-02-01;;2012-01-01;;day\n"
        "c;efterværn;2025-03-01;;2002-01-01;900;day\n",
        encoding="utf-8",
    )
    found = run("forecast", "kolding", "--ledger", path, "--frame", "3 mio", "--draws", "2", "--lang", "en")
    assert found.exit_code == 0, found.stderr
    assert (
        "1 services have no price; they are taken at their step's average, in all DKK 87,000" in found.stderr
    )
    assert "1 services go on though the child is too old for the staircase; taken as over" in found.stderr
    assert (
        "the ledger has no price for Early help in the general system, Preventive support, Help at home, Kin "
        "or network care, Foster care or own room;" in found.stderr
    )
    assert "the scenario's is used, in prices of" in found.stderr
    assert "volume and price cannot be told apart" in found.stdout.replace("\n", " ")


def test_the_tables_say_what_the_object_says(cases: Path, frame: Path) -> None:
    arguments = ("forecast", "kolding", "--ledger", cases, "--frame", frame, *FEW)
    told = json.loads(run(*arguments, "--json").stdout)
    shown = run(*arguments, "--lang", "en").stdout
    assert told["held_against"] == "frame"
    assert f"{told['account_dkk']['mean'] / 1e6:.1f}" in shown
    assert f"the frame of DKK {told['frame_dkk'] / 1e6:.1f} million" in shown.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    for step in told["steps"]:
        assert f"{step['full_year_persons']['mean']:.1f}" in shown


def test_the_day_that_is_known_is_told_when_nobody_says_it(cases: Path) -> None:
    found = run("forecast", "kolding", "--ledger", cases, "--frame", "30 mio", "--draws", "1")
    assert found.exit_code == 0
    assert "dagen for det nyeste udtræk; --extract-day eller --to sætter den" in found.stderr


def test_a_folder_gets_the_page_the_figures_and_the_runs(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    found = run("forecast", "kolding", "--ledger", cases, "--frame", "30 mio", *FEW, "--out", out, "--json")
    assert found.exit_code == 0, found.stderr
    assert sorted(path.name for path in out.iterdir()) == ["forecast.html", "forecast.json", "runs.parquet"]
    told = json.loads((out / "forecast.json").read_text(encoding="utf-8"))
    assert told == json.loads(found.stdout)
    runs = pd.read_parquet(out / "runs.parquet")
    assert [*runs.columns] == ["draw", "replication", "month", "step", "dkk", "child_days"]
    assert len(runs) == 4 * 2 * 12 * 7
    assert runs["dkk"].sum() / 8 == pytest.approx(told["account_dkk"]["mean"])
    again = run("forecast", "kolding", "--ledger", cases, "--frame", "30 mio", *FEW, "--out", out)
    assert again.exit_code == 2
    assert "mappen er ikke tom" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("koldingg", "--frame", "30 mio"), "koldingg"),
        (("kolding", "--frame", "tredive"), "--frame: «tredive» er hverken et beløb eller en fil"),
        (("kolding", "--frame", "30 mio", "--to", "1950-01-01"), "sagslisten begynder"),
        (("kolding", "--frame", "30 mio", "--rates", "kommunens"), "kommunens"),
        (("kolding", "--frame", "30 mio", "--too", "2025-01-01"), "--too"),
        (("kolding",), "--frame"),
        (("kolding", "--frame", "30 mio", "--mapping", "dubu_9"), "dubu_9"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(cases: Path, arguments: tuple[str, ...], said: str) -> None:
    found = run("forecast", *arguments, "--ledger", cases)
    assert found.exit_code == 2
    assert said in found.stderr
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    ("content", "said"), [("", "filen er tom"), ("child_id;step\n1;institution\n", "start")]
)
def test_a_ledger_that_is_none_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "tom.csv"
    path.write_text(content, encoding="utf-8")
    found = run("forecast", "kolding", "--ledger", path, "--frame", "30 mio")
    assert found.exit_code == 2
    assert said in found.stderr


def test_an_interrupt_leaves_nothing(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    process = start(
        "forecast", "kolding", "--ledger", cases, "--frame", "30 mio", "--draws", "100000", "--out", out
    )
    assert process.stderr is not None
    while "kendt" not in process.stderr.readline().decode():  # it has read the ledger
        assert process.poll() is None
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    code, _, err = finished(process)
    assert code == 130
    assert "Afbrudt; intet er skrevet" in err.decode()
    assert not out.exists()
