"""`trappe calibrate --totals`, as a new user meets it."""

import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from calibration.totals.fit import fit
from cli import main
from language.formatting import DASH
from scenarios.reading.load import load
from tests.calibration.totals_small import LONE, LONE_TOTALS

CONTRADICTING = LONE_TOTALS.replace("at: 2028-01-01, value: 100}", "at: 2028-01-01, value: 4000}")
"""Forty times as many children as any world of those arrivals has."""


def run(*arguments: str | Path, lang: str | None = None) -> Result:
    environment = {"TRAPPE_LANG": lang, "COLUMNS": "100"}
    return CliRunner(env=environment).invoke(main, ["calibrate", *map(str, arguments)])


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a fit be a coarse one of few draws."""
    monkeypatch.setattr("api.calibrate.fit", partial(fit, draws=80, days_per_cell=366.0))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lille.yaml").write_text(LONE, encoding="utf-8")
    (tmp_path / "tal.yaml").write_text(LONE_TOTALS, encoding="utf-8")
    (tmp_path / "modsiger.yaml").write_text(CONTRADICTING, encoding="utf-8")
    (tmp_path / "tom.yaml").write_text("", encoding="utf-8")
    (tmp_path / "sager.csv").write_text("child_id;step;start\nA;oppe;2020-01-01\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("quick")
def test_totals_that_can_be_met_give_tables_and_a_file_to_build_on(folder: Path) -> None:
    shown = run("--totals", "tal.yaml", "--out", "ud")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.startswith("Nøgletallene kan opfyldes på én gang inden for deres usikkerhed.")
    told = json.loads((folder / "ud" / "calibration.json").read_text(encoding="utf-8"))
    assert shown.stdout.startswith(told["verdict"])
    for row in told["totals"]:
        fitted = row["fitted"] if row["published"] > 1 else 100 * row["fitted"]
        decimals = 0 if row["published"] > 1 else 2
        assert f"{fitted:.{decimals}f}".replace(".", ",") in shown.stdout
    for row in told["parameters"]:
        assert f"{row['p05']:.2f}{DASH}{row['p95']:.2f}".replace(".", ",") in shown.stdout
    assert "byg på den med «base: [..., calibrated.yaml]»" in shown.stderr
    (folder / "ny.yaml").write_text("base: [lille.yaml, ud/calibrated.yaml]\ntitle: Ny\n", encoding="utf-8")
    assert load(folder / "ny.yaml").scenario.rates.by_step
    assert run("--totals", "tal.yaml", "--out", "ud").exit_code == 2


@pytest.mark.usefixtures("quick")
def test_totals_that_contradict_each_other_are_a_finding_and_all_is_told(folder: Path) -> None:
    found = run("--totals", "modsiger.yaml", "--json", "--out", "ud", lang="en")
    assert found.exit_code == 1
    told = json.loads(found.stdout)
    assert {*told} == {
        *("totals", "parameters", "misfit_probability", "contradicts", "effective_share", "verdict")
    }
    assert told["contradicts"] is True
    assert told["misfit_probability"] < 0.01
    assert told["verdict"].startswith("The totals contradict each other in this model: 'Der' ")
    assert max(abs(row["z"]) for row in told["totals"]) > 2
    assert json.loads((folder / "ud" / "calibration.json").read_text(encoding="utf-8")) == told
    assert "NaN" not in found.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "giv en sagsliste, eller offentliggjorte nøgletal med --totals"),
        (["--totals", "tal.yaml", "sager.csv"], "giv enten den eller sagslisten"),
        (["--totals", "tal.yaml", "--check"], "--check: hører til en sagsliste"),
        (["--totals", "tal.yaml", "--bridge-days", "14"], "--bridge-days: hører til en sagsliste"),
        (
            ["--totals", "tal.yaml", "--from", "2020-01-01", "--mapping", "x"],
            "--from, --mapping: hører til en sagsliste og kan ikke bruges med --totals",
        ),
        (["--totals", "danmark_2203"], "giv stien til en fil eller en af danmark_2023"),
        (["--totals", "tom.yaml"], "tom.yaml:1:1: filen er tom"),
        (["--totals", "sager.csv"], "sager.csv"),
        (["--totals", "lille.yaml"], "ukendt nøgle"),
        (["--totals", ""], "filen med nøgletal findes ikke"),
        (["--total", "tal.yaml"], "--total"),
        (["--totals", "tal.yaml", "--out", "sager.csv/ud"], "sager.csv"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_in_a_sentence(
    arguments: list[str], sentence: str, folder: Path
) -> None:
    before = {path.name for path in folder.iterdir()}
    found = run(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert sentence in found.stderr
    assert "Traceback" not in found.stderr
    assert {path.name for path in folder.iterdir()} == before


def test_the_sentences_are_english_too(folder: Path) -> None:
    assert folder.exists()
    assert "give a case ledger, or published totals" in run(lang="en").stderr
    found = run("--totals", "tal.yaml", "--age-bands", "none", "--pseudonymise", "x", lang="en")
    assert "--pseudonymise, --age-bands: belongs to a ledger" in found.stderr


def test_an_interrupt_of_the_fit_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.calibrate.fit", stopped)
    found = run("--totals", "tal.yaml", "--out", "ud")
    assert (found.exit_code, found.stdout) == (130, "")
    assert found.stderr.strip() == "Afbrudt; intet er skrevet"
    assert not (folder / "ud").exists()
