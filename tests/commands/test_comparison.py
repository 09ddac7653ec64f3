import json
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster

from calibration.rows import mapping
from calibration.totals import file as totals_file
from cli import main
from scenarios.library import catalogue as library
from tests.languages import said_in
from tests.scenarios.small import with_change
from tests.started import finished, start

FIGURES = {"mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "mc_error"}
RUN = ["--draws", "2", "--replications", "1", "--workers", "1"]


def run(*arguments: str | Path, **environment: str) -> Result:
    """Run a command in this process, in Danish unless the environment says otherwise."""
    variables = {"TRAPPE_LANG": None, "COLUMNS": "100", **environment}
    return CliRunner(env=variables).invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    "command",
    [None, "demo", "list", "check", "schema", "compare", "calibrate", "example-ledger", "forecast"],
)
@pytest.mark.parametrize(("lang", "word"), [("da", "Eksempel"), ("en", "Example")])
def test_every_command_has_help_in_both_languages(command: str | None, lang: str, word: str) -> None:
    result = run(*([command] if command else []), "--help", TRAPPE_LANG=lang)
    assert result.exit_code == 0
    if command is None:
        word = "Investeringscases" if lang == "da" else "Investment cases"
    assert word in result.output
    other = {"da": ("Example", "Investment cases"), "en": ("Eksempel", "Modellen", "Vis medfølgende")}[lang]
    assert not any(text in result.output for text in other)


def test_the_language_may_be_given_before_help() -> None:
    assert "Example: trappe compare" in run("compare", "--lang", "en", "--help").output


def test_the_version_is_told() -> None:
    assert run("--version").output.startswith("trappe 0.")


def test_list_shows_the_whole_library_and_the_cases() -> None:
    for lang in ("da", "en"):
        result = run("list", "--lang", lang)
        assert result.exit_code == 0
        for entry in library.entries():
            assert entry in result.output
        assert "ingenting" in result.output
        for shipped in (*mapping.shipped_titles().items(), *totals_file.shipped_titles().items()):
            assert shipped[0] in result.output
            assert said_in(lang, str, shipped[1]) in result.output


@pytest.mark.parametrize("entry", [entry for entry in library.entries() if entry.startswith("examples/")])
def test_check_finds_the_examples_in_order(entry: str) -> None:
    result = run("check", entry)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{entry}: i orden; ")


def test_check_says_how_much_it_read(small: Path) -> None:
    result = run("check", small)
    assert (result.exit_code, result.stdout) == (
        0,
        f"{small}: i orden; 3 trin, 2 cases, 2 usikre antagelser\n",
    )
    result = run("check", small, "--lang", "en")
    assert result.stdout == f"{small}: in order; 3 steps, 2 cases, 2 uncertain assumptions\n"


def test_check_goes_on_after_a_file_with_faults(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "fejl.yaml"
    bad.write_text(with_change("years: 2", "years: to"), encoding="utf-8")
    result = run("check", bad, tmp_path / "findes_ikke.yaml", small)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{small}: i orden")
    assert f"{bad}:3:1: years: fandt «to»; her skal stå et helt tal" in result.stderr
    assert "findes_ikke.yaml:1:1: filen findes ikke" in result.stderr
    assert result.stderr.count("1 fejl\n") == 2


def test_faults_are_counted_in_both_languages(tmp_path: Path) -> None:
    bad = tmp_path / "fejl.yaml"
    bad.write_text(with_change("years: 2", "years: to").replace("0.8", "-1"), encoding="utf-8")
    assert run("check", bad).stderr.endswith("\n2 fejl\n")
    assert run("check", bad, TRAPPE_LANG="en").stderr.endswith("\n2 faults\n")


def test_schema_prints_json_schema() -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")
    assert result.stdout.isascii()


def test_compare_prints_one_object_and_nothing_else(small: Path) -> None:
    code, out, err = finished(start("compare", small, *RUN, "--json"))
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    assert out.count(b"\n") == 1
    assert b"Traceback" not in err
    assert {*told} == {
        *(
            "scenario",
            "scenario_digest",
            "run_digest",
            "value_digest",
            "seed",
            "draws",
            "replications",
            "months_simulated",
            "cases",
            "price_year",
            "published",
        )
    }
    assert told["months_simulated"] == {"2027": 12, "2028": 12}
    assert (told["scenario"], told["seed"], told["draws"], told["replications"]) == ("lille", 1, 2, 1)
    assert all(len(told[f"{part}_digest"]) == 64 for part in ("scenario", "run", "value"))
    assert [*told["cases"]] == ["tættere", "ingenting"]
    for case in told["cases"].values():
        assert {*case} - {"variance_shares"} == {
            "expected_gain_dkk",
            "expected_gain_mc_error_dkk",
            "net_present_gain_dkk",
            "probability_of_gain",
            "break_even_year",
            "gain_dkk_by_year",
            "gain_dkk_by_payer",
            "full_year_persons",
        }
        assert {*case["net_present_gain_dkk"]} == FIGURES
        assert 0 <= case["probability_of_gain"] <= 1
        assert {*case["break_even_year"]} == {"p10", "p50", "p90"}
        assert {year: {*figures} for year, figures in case["gain_dkk_by_year"].items()} == {
            "2027": FIGURES,
            "2028": FIGURES,
        }
        assert {payer: {*figures} for payer, figures in case["gain_dkk_by_payer"].items()} == {
            "familie": FIGURES,
            "staten": FIGURES,
        }
        assert [*case["full_year_persons"]] == ["hjemme", "pleje", "efter"]
        for by_year in case["full_year_persons"].values():
            assert [*by_year] == ["2027", "2028"]
            assert all({*year} == {"baseline", "case"} for year in by_year.values())


def test_what_a_single_run_cannot_tell_is_null(small: Path) -> None:
    told = json.loads(run("compare", small, "--draws", "1", "--replications", "1", "--json").stdout)
    case = told["cases"]["tættere"]
    assert case["net_present_gain_dkk"]["mc_error"] is None
    assert case["break_even_year"] == {"p10": None, "p50": None, "p90": None}


def test_the_same_seed_prints_the_same_and_another_does_not(small: Path) -> None:
    one, same, other = (run("compare", small, *RUN, "--json", "--seed", seed).stdout for seed in "112")
    assert one == same
    assert one != other


def test_compare_shows_tables(small: Path) -> None:
    for lang, word in (("da", "Tættere hjælp"), ("en", "Closer help")):
        result = run("compare", small, *RUN, "--lang", lang)
        assert result.exit_code == 0
        assert word.split()[0] in result.stdout


def test_out_writes_a_whole_run(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "resultat"
    result = run("compare", small, *RUN, "--out", folder, "--json")
    assert result.exit_code == 0
    assert f"Rapporten ligger i {folder / 'report.html'}" in result.stderr
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told = json.loads(result.stdout)
    assert manifest["value_digest"] == told["value_digest"]
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8")) == told
    for table in manifest["tables"]:
        assert isinstance(pd.read_parquet(folder / f"{table}.parquet"), pd.DataFrame)
    for figure in manifest["figures"]:
        assert (folder / figure).read_bytes().startswith(b"\x89PNG")
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert report.lstrip().lower().startswith("<!doctype html")
    assert "Tættere hjælp" in report
    names = {"manifest.json", "summary.json", "report.html", *manifest["figures"]}
    assert {path.name for path in folder.iterdir()} == names | {f"{t}.parquet" for t in manifest["tables"]}
    assert {path.name for path in tmp_path.iterdir()} == {"lille.yaml", "resultat"}


def test_a_folder_in_use_is_refused_before_anything_is_run(small: Path, tmp_path: Path) -> None:
    result = run("compare", small, "--draws", "100000", "--out", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path}: mappen er ikke tom; vælg en ny med --out\n"
    result = run("compare", small, "--draws", "100000", "--out", tmp_path, "--lang", "en")
    assert result.stderr == f"{tmp_path}: the folder is not empty; choose a new one with --out\n"


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_run(small: Path) -> None:
    result = run("compare", small, "--draws", "100000", "--out", small / "under" / "resultat")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{small}: kan ikke skrives: ")
    result = run("compare", small, "--draws", "100000", "--out", small / "under", "--lang", "en")
    assert result.stderr.startswith(f"{small}: cannot be written: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["compar"],
        ["compare"],
        ["compare", "kolding", "--drawz", "3"],
        ["compare", "kolding", "--draws", "0"],
        ["compare", "kolding", "--draws", "-1"],
        ["compare", "kolding", "--draws", "1.5"],
        ["compare", "kolding", "--draws", "1.000"],
        ["compare", "kolding", "--replications", "0"],
        ["compare", "kolding", "--seed", "-1"],
        ["compare", "kolding", "--seed", str(2**64)],
        ["compare", "kolding", "--workers", "0"],
        ["compare", "kolding", "--precision", "5"],
        ["compare", "kolding", "--precision", ""],
        ["compare", "kolding", "--cluster", "10.0.0.1"],
        ["compare", "kolding", "--cluster", "tcp://10.0.0.1:8786", "--workers", "2"],
        ["compare", "kolding", "--cluster", "tcp://10.0.0.1:8786", "--processes"],
        ["compare", "kolding", "--lang", "sv"],
        ["compare", "koldig"],
        ["compare", "six_steps"],
        ["check"],
        ["check", "."],
        ["check", "\0"],
        ["check", "x" * 300],
        ["check", ""],
    ],
)
def test_bad_input_gives_a_sentence_and_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_cluster_has_workers_of_its_own() -> None:
    request = ["compare", "kolding", "--cluster", "tcp://10.0.0.1:8786", "--workers", "2"]
    assert "udelad --workers og --processes" in run(*request).stderr
    assert "leave out --workers and --processes" in run(*request, "--lang", "en").stderr


def test_processes_print_what_threads_print(small: Path) -> None:
    threads = run("compare", small, *RUN, "--json")
    code, out, err = finished(start("compare", small, *RUN, "--json", "--processes"))
    assert (code, json.loads(out)) == (0, json.loads(threads.stdout)), err


def test_a_cluster_prints_what_threads_print(small: Path) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        request = ["--cluster", cluster.scheduler_address, "--draws", "2", "--replications", "1"]
        found = run("compare", small, "--json", *request)
    assert (found.exit_code, found.stdout) == (0, run("compare", small, *RUN, "--json").stdout), found.stderr


def test_the_precision_that_is_reached_is_told(small: Path) -> None:
    request: list[str | Path] = [
        "compare",
        small,
        "--draws",
        "4",
        "--replications",
        "1",
        "--precision",
        "50%",
    ]
    found = run(*request, "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["draws"] == 6
    assert "6 trækninger, 6 forløb;" in found.stderr
    assert "tættere 40,8 %, ingenting 0,0 %" in found.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert "tættere 40.8%, ingenting 0.0%" in run(*request, "--lang", "en").stderr


def test_a_precision_that_is_not_reached_is_a_finding_and_the_run_is_written(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("precision", "ensemble"):
        monkeypatch.setattr(f"scenarios.running.{module}.MOST_DRAWS", 5)
    request: list[str | Path] = [
        "compare",
        small,
        "--draws",
        "4",
        "--replications",
        "1",
        "--precision",
        "0,1",
    ]
    for lang, sentence in (("da", "er ikke nået med 5 trækninger"), ("en", "is not reached with 5 draws")):
        found = run(*request, "--out", tmp_path / lang, "--lang", lang)
        assert found.exit_code == 1
        assert f"tættere: {'præcisionen' if lang == 'da' else 'the precision'}" in found.stderr
        assert sentence in found.stderr
        assert json.loads((tmp_path / lang / "manifest.json").read_text(encoding="utf-8"))["draws"] == 5


@pytest.mark.parametrize(("lang", "word"), [("da", "Oversætter"), ("en", "Compiling the engine")])
def test_only_a_slow_compilation_is_told_of(
    lang: str, word: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.compiled_engine.engine.prepare", lambda: None)
    assert word not in run("compare", small, *RUN, "--lang", lang).stderr
    monkeypatch.setattr("model.compiled_engine.engine.prepare", lambda: time.sleep(1.7))
    assert word in run("compare", small, *RUN, "--lang", lang).stderr


def test_a_scenario_that_is_not_there_is_told_of_in_both_languages() -> None:
    assert run("compare", "koldig").stderr == (
        "koldig:1:1: filen findes ikke; giv stien til en fil eller et navn fra «trappe list»\n1 fejl\n"
    )
    assert run("compare", "koldig", "--lang", "en").stderr == (
        "koldig:1:1: there is no such file; give the path of a file or a name from 'trappe list'\n1 fault\n"
    )


def test_demo_replaces_an_earlier_run_and_nothing_else(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.compare.DEMO_DRAWS", 1)
    monkeypatch.setattr("commands.compare.DEMO_REPLICATIONS", 1)
    monkeypatch.setattr(library, "path_of", lambda name: small if name == "kolding" else None)
    monkeypatch.chdir(tmp_path)
    assert run("demo").exit_code == 0
    assert run("demo").exit_code == 0
    (tmp_path / "trappe-demo" / "noter.txt").write_text("vigtigt", encoding="utf-8")
    assert run("demo").exit_code == 2
    assert (tmp_path / "trappe-demo" / "noter.txt").exists()
