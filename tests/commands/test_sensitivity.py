"""`trappe sensitivity` and `trappe information` as a new user meets them."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cli import main
from tests.scenarios.small import SMALL, with_change
from tests.started import chunks, finished, start, wait_until

FEW = ("--samples", "16", "--replications", "2", "--no-break-even")
KNOWN = ("--draws", "40", "--replications", "2", "--children", "5", "--children", "20")


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let views and break-even take few draws: how many is no matter here."""
    monkeypatch.setattr("sensitivity.views.three_views.DRAWS", 8)
    monkeypatch.setattr("sensitivity.methods.break_even.DRAWS", 8)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "lille.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    variables = {"TRAPPE_LANG": None, "COLUMNS": "120"}
    return CliRunner(env=variables).invoke(main, [str(argument) for argument in arguments])


def told(*arguments: str | Path) -> dict[str, Any]:
    found = run(*arguments, "--json")
    assert found.exit_code == 0, found.stderr
    document: dict[str, Any] = json.loads(found.stdout)
    return document


def test_sensitivity_prints_one_object_and_nothing_else(town: Path) -> None:
    found = told("sensitivity", town, "--samples", "16", "--replications", "2", "--confidence", "0.5")
    assert found["method"] == "sobol"
    assert found["outcome"] == "net_present_gain"
    keys = {"assumption", "first", "first_low", "first_high", "total", "total_low", "total_high"}
    assert all(keys <= {*each} for each in found["indices"])
    assert {*found["chance"]} == {"share", "low", "high"}
    assert all({"assumption", "value", "reachable"} <= {*each} for each in found["break_even"])
    assert len(found["break_even"]) == len(found["indices"]) == 2
    assert len(found["run_digest"]) == len(found["value_digest"]) == 64


def test_information_prints_one_object_and_nothing_else(town: Path) -> None:
    found = told("information", town, *KNOWN)
    assert found["evpi_dkk"] >= max(each["evppi_dkk"] for each in found["evppi"]) >= 0
    assert {each["assumption"] for each in found["evppi"]} >= {"udslusning"}
    assert {(each["children"], each["months"]) for each in found["evsi"]} == {
        (children, months) for children in (5, 20) for months in (3, 6, 12, 18, 24)
    }
    assert all({"evsi_dkk", "net_dkk"} <= {*each} for each in found["evsi"])
    assert all(
        {"indicator", "month", "explained_variance", "auc", "gain_dkk"} <= {*each}
        for each in found["indicators"]
    )
    assert {each["indicator"] for each in found["indicators"]} >= {
        "moved_down",
        "placement_days",
        "starts:pleje",
    }


@pytest.mark.parametrize("command", [("sensitivity", *FEW), ("information", *KNOWN)])
def test_the_same_seed_gives_the_same_on_one_and_two_workers(command: tuple[str, ...], town: Path) -> None:
    name, *options = command
    one, two = (told(name, town, *options, "--workers", number) for number in ("1", "2"))
    assert one == two
    assert told(name, town, *options, "--seed", "2")["value_digest"] != one["value_digest"]


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("command", [("sensitivity", *FEW), ("information", *KNOWN)])
def test_three_sentences_and_then_tables(command: tuple[str, ...], lang: str, town: Path) -> None:
    name, *options = command
    found = run(name, town, *options, "--lang", lang)
    assert found.exit_code == 0, found.stderr
    first = found.stdout.splitlines()[:3]
    assert all(line.endswith(".") and len(line) > 40 for line in first)
    assert "tættere; --case" in found.stderr, "which case it is, and how to choose"
    assert "nan" not in found.stdout
    assert "None " not in found.stdout.replace("None of", "")


def test_a_folder_gets_the_report_the_object_and_the_tables(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "følsomhed"
    printed = told("sensitivity", town, *FEW, "--out", out)
    assert json.loads((out / "sensitivity.json").read_text(encoding="utf-8")) == printed
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["value_digest"] == printed["value_digest"]
    assert {path.name for path in out.iterdir()} == {
        *("manifest.json", "report.html", "sensitivity.json", "cells.npz"),
        *(f"{table}.parquet" for table in manifest["tables"]),
    }
    rows = pd.read_parquet(out / "indices.parquet")
    assert {*rows["assumption"]} == {each["assumption"] for each in printed["indices"]}
    again = run("sensitivity", town, *FEW, "--out", out)
    assert again.exit_code == 2
    assert "mappen er ikke tom" in again.stderr

    viden = tmp_path / "viden"
    known = told("information", town, *KNOWN, "--out", viden)
    assert json.loads((viden / "information.json").read_text(encoding="utf-8")) == known
    assert len(pd.read_parquet(viden / "indicators.parquet")) == len(known["indicators"])
    assert "<h1" in (viden / "report.html").read_text(encoding="utf-8")


def test_draws_of_an_earlier_run_are_used_and_nothing_is_run(town: Path, tmp_path: Path) -> None:
    compared = tmp_path / "kørsel"
    done = run("compare", town, "--draws", "100", "--replications", "2", "--out", compared)
    assert done.exit_code == 0, done.stderr
    found = told("sensitivity", town, "--method", "pawn", "--run", compared)
    fresh = told("sensitivity", town, "--method", "pawn", "--samples", "100", "--replications", "2", *FEW[4:])
    assert {each["assumption"]: each["pawn"] for each in found["indices"]} == {
        each["assumption"]: pytest.approx(each["pawn"]) for each in fresh["indices"]
    }
    assert found["tornado"] is None
    page = run("sensitivity", town, "--method", "delta", "--run", compared, "--out", tmp_path / "ud")
    assert page.exit_code == 0, page.stderr
    few = tmp_path / "få"
    assert run("compare", town, "--draws", "1", "--replications", "2", "--out", few).exit_code == 0
    refused = run("sensitivity", town, "--method", "pawn", "--run", few)
    assert refused.exit_code == 2
    assert refused.stderr.strip().endswith("1 trækninger er for få til pawn; giv mindst 100")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("sensitivity", "kolding", "--case", "alternatif"),
            "--case: «alternatif» er ikke en case i",
        ),
        (("sensitivity", "kolding", "--case", "ingenting", *FEW), "er 0 i alle punkter; der er intet"),
        (("sensitivity", "kolding", "--samples", "1"), "--samples: 1 går ikke til sobol; giv fra 16 til"),
        (("sensitivity", "kolding", "--outcome", "gevinst"), "--outcome: «gevinst» kendes ikke; der er net_"),
        (("sensitivity", "kolding", "--method", "pawn", "--run", "intet"), "intet: her er ingen hel kørsel"),
        (("sensitivity", "findes_ikke"), "findes_ikke"),
        (("information", "kolding", "--draws", "1"), "--draws: 1 er for få"),
        (("information", "kolding", "--case", "ingenting", *KNOWN), "der er intet at vide mere om"),
        (("sensitivity", "kolding", "--optimism", "mangler.yaml"), "mangler.yaml"),
    ],
)
def test_what_a_user_gets_wrong_is_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    found = run(*arguments)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert sentence in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", ["sensitivity", "information"])
def test_faults_of_the_scenario_are_told_with_their_place(command: str, tmp_path: Path) -> None:
    path = tmp_path / "forkert.yaml"
    path.write_text(with_change("p05: 0.05, p95: 0.2", "p05: 0.2, p95: 0.05", SMALL), encoding="utf-8")
    found = run(command, path)
    assert found.exit_code == 2
    assert f"{path}:" in found.stderr
    assert "den nedre grænse skal være under den øvre" in found.stderr
    path.write_text("", encoding="utf-8")
    empty = run(command, path)
    assert empty.exit_code == 2
    assert str(path) in empty.stderr


def test_an_interrupt_keeps_what_is_done_and_the_same_command_goes_on(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    many = ("--samples", "512", "--replications", "8", "--no-break-even")
    process = start("sensitivity", town, *many, "--out", out)
    wait_until(lambda: len(chunks(out)) >= 2)
    os.killpg(process.pid, signal.SIGINT)
    code, printed, err = finished(process)
    assert (code, printed) == (130, b"")
    assert "forløb er gemt i" in err.decode()
    assert "samme kommando går videre derfra" in err.decode()
    assert b"Traceback" not in err
    other = run("sensitivity", town, *FEW, "--out", out)
    assert other.exit_code == 2
    assert "en anden beregning eller andre valg" in other.stderr
