"""Test that no folder that was written by hand, or edited with every digest, is taken for what a run gave."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.world.arrays import Bools
from scenarios.results.comparison import Comparison
from scenarios.running.recheck import SAMPLE, sample
from tests.commands.forged import cheaper, edited, edited_cells, forged_analysis, forged_run, richer
from tests.commands.office import ME, Office, done, run
from tests.started import chunks, finished, start, wait_until


def refused(result: Any) -> str:
    assert result.exit_code == 2, (result.stdout, result.stderr)
    assert result.stdout == ""
    told: str = result.stderr
    return told


def proposed(office: Office, folder: Path) -> Any:
    case = ("--case", "tættere", "--register", office.register)
    return run("book", "propose", office.scenario, "--run", folder, *case, *ME)


# Runs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "share"), [("tættere", 1.0), ("tættere", 0.1), ("ingenting", 1.0), ("", 1.0)]
)
def test_a_run_with_doctored_tables_is_refused_though_every_digest_fits(
    case: str, share: float, office: Office, tmp_path: Path
) -> None:
    folder = forged_run(office.scenario, office.run, tmp_path / "forfalsket", cheaper(case, share))
    told = refused(proposed(office, folder))
    assert f"{folder}: tallene i mappen er ikke dem, de samme forløb giver" in told
    assert "(trækning eller punkt " in told
    assert f": {case or '-'}, cost_dkk)" in told
    assert "slet mappen, og kør igen" in told
    assert len(json.loads(done("register", "show", "--register", office.register, "--json"))) == 1


def _other_days(comparison: Comparison) -> None:
    comparison.runs["ingenting"].person_days[...] += 1.0


def _other_assumption(comparison: Comparison) -> None:
    comparison.assumptions["udslusning"][7] *= 1.5


@pytest.mark.parametrize(
    ("change", "where"), [(_other_days, "ingenting, person_days"), (_other_assumption, "udslusning")]
)
def test_figures_that_no_krone_hangs_on_are_held_too(
    change: Callable[[Comparison], None], where: str, office: Office, tmp_path: Path
) -> None:
    folder = forged_run(office.scenario, office.run, tmp_path / "forfalsket", change)
    assert where in refused(proposed(office, folder))


@pytest.mark.parametrize("how", ["edited", "gone", "no object"])
def test_a_doctored_summary_is_refused(how: str, office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "rettet"
    shutil.copytree(office.run, folder)
    path = folder / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    summary["cases"]["tættere"]["expected_gain_dkk"] *= 10
    if how == "gone":
        path.unlink()
    else:
        path.write_text(json.dumps(summary if how == "edited" else []), encoding="utf-8")
    assert "(summary.json)" in refused(proposed(office, folder))


# Analyses ---------------------------------------------------------------------------------------------------


def test_a_folder_of_ten_lines_is_no_analysis(office: Office, tmp_path: Path) -> None:
    office.propose()
    honest = json.loads((office.analysis / "manifest.json").read_text(encoding="utf-8"))
    folder = tmp_path / "forfalsket"
    folder.mkdir()
    told = {"case": "tættere", "method": "sobol", "scenario_digest": honest["scenario_digest"]}
    for name in ("manifest.json", "sensitivity.json"):
        (folder / name).write_text(
            json.dumps({**told, "scenario": "by", "run_digest": "x"}), encoding="utf-8"
        )
    forged = edited(folder, tmp_path / "med digest", lambda _told, _manifest: None)
    assert "her er ingen hel analyse" in refused(office.record(forged))
    request = {"request": honest["request"]}
    asking = edited(forged, tmp_path / "med spørgsmål", lambda _, manifest: manifest.update(request))
    assert "cells.npz" in refused(office.record(asking))


def _rosy(told: dict[str, Any], _manifest: dict[str, Any]) -> None:
    told["tornado"]["middle"] *= 10


def _firmer(told: dict[str, Any], manifest: dict[str, Any]) -> None:
    told["method"] = "sobol"
    manifest["request"]["method"] = "sobol"


def _never_too_good(_told: dict[str, Any], manifest: dict[str, Any]) -> None:
    for grade in manifest["request"]["optimism"]["grades"].values():
        grade["reduction"] = 0.0


def _endless(_told: dict[str, Any], manifest: dict[str, Any]) -> None:
    manifest["request"]["samples"] = 10**9


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_rosy, "(sensitivity.json: tornado, value_digest)"),
        (_firmer, "--samples: 4 går ikke til sobol"),
        (_never_too_good, "(sensitivity.json: views, value_digest)"),
        (_endless, "--samples: 1000000000 går ikke"),
    ],
)
def test_an_analysis_with_edited_figures_is_refused_though_every_digest_fits(
    change: Callable[[dict[str, Any], dict[str, Any]], None], sentence: str, office: Office, tmp_path: Path
) -> None:
    office.propose()
    assert sentence in refused(office.record(edited(office.analysis, tmp_path / "rettet", change)))


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_edited_cells_are_refused(share: float, office: Office, tmp_path: Path) -> None:
    office.propose()
    refused(office.record(edited_cells(office.analysis, tmp_path / "rettet", richer(share))))


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_an_analysis_carried_out_on_edited_cells_is_refused(
    share: float, office: Office, tmp_path: Path
) -> None:
    office.propose()
    folder = forged_analysis(office.scenario, office.analysis, tmp_path / "forfalsket", richer(share))
    told = refused(office.record(folder))
    assert f"{folder}: tallene i mappen er ikke" in told
    assert "gain_dkk" in told


def _without_the_last(arrays: dict[str, Any]) -> None:
    for name in arrays:
        arrays[name] = arrays[name][:-1]


def _without_any(arrays: dict[str, Any]) -> None:
    arrays.clear()


def _in_one_row(arrays: dict[str, Any]) -> None:
    arrays["cells"] = arrays["cells"].ravel()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(_without_the_last, "1 af dem mangler"), (_without_any, "cells.npz"), (_in_one_row, "cells.npz")],
)
def test_cells_that_are_lacking_are_refused(
    change: Callable[[dict[str, Any]], None], sentence: str, office: Office, tmp_path: Path
) -> None:
    office.propose()
    told = refused(office.record(edited_cells(office.analysis, tmp_path / "rettet", change)))
    assert sentence in told


def test_an_analysis_that_is_forged_stops_a_proposal_before_anything_is_entered(
    office: Office, tmp_path: Path
) -> None:
    folder = edited_cells(office.analysis, tmp_path / "rettet", richer(1.0))
    found = office.propose("--sensitivity", folder)
    assert found.exit_code == 2
    assert len(json.loads(done("register", "show", "--register", office.register, "--json"))) == 1


def test_an_analysis_of_another_scenario_is_refused(office: Office, tmp_path: Path) -> None:
    office.propose()
    other = tmp_path / "by.yaml"
    other.write_text(office.scenario.read_text(encoding="utf-8") + "# \n", encoding="utf-8")
    same = run(
        "book", "sensitivity", other, "--analysis", office.analysis, "--register", office.register, *ME
    )
    assert same.exit_code == 0, "a remark is no other scenario"
    text = office.scenario.read_text(encoding="utf-8").replace("hjemme: {0-17: 60}", "hjemme: {0-17: 61}")
    other.write_text(text, encoding="utf-8")
    found = run(
        "book", "sensitivity", other, "--analysis", office.analysis, "--register", office.register, *ME
    )
    assert "af et andet scenarie" in refused(found)


# Controls ---------------------------------------------------------------------------------------------------


def test_what_was_run_again_is_told_and_stands_in_the_entries(office: Office) -> None:
    told = office.propose("--sensitivity", office.analysis).stdout.replace("\N{NO-BREAK SPACE}", " ")
    entries = json.loads(done("register", "show", "--register", office.register, "--json"))
    run_again, analysed_again = (entry["body"]["recomputed"] for entry in entries[1:])
    assert f"{office.run}: {run_again['cells']} af de 300 forløb er regnet om og gav det samme" in told
    assert "opdaget med 99 % sandsynlighed" in told
    assert f"{office.analysis}: " in told
    assert 2 * SAMPLE - 30 < run_again["cells"] <= 2 * SAMPLE, "one sample afresh, and one by the entry"
    assert run_again["of"] == 300
    assert SAMPLE < analysed_again["cells"] < analysed_again["of"]
    assert office.propose("--json").stdout.startswith("[")


def test_a_sample_hangs_on_who_why_and_what_stands_before_and_another_on_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[str] = []

    def noted(cells: Bools, drawn_by: tuple[str, ...]) -> Bools:
        seeds.extend(drawn_by)
        return sample(cells, drawn_by)

    monkeypatch.setattr("scenarios.running.recheck_run.sample", noted)
    for why in ("x", "x", "y"):
        assert office.propose("--why", why).exit_code == 0
    assert len({*seeds}) == len(seeds) == 6


@pytest.mark.parametrize(
    "options",
    [
        ("--workers", "1"),
        pytest.param(("--workers", "2", "--processes"), marks=pytest.mark.long),
    ],
)
def test_honest_folders_are_taken_whoever_ran_them(
    options: tuple[str, ...], office: Office, tmp_path: Path
) -> None:
    case = ("--case", "tættere")
    done("compare", office.scenario, "--draws", "30", *options, "--out", tmp_path / "kørsel")
    few = ("--samples", "16", "--replications", "2", "--confidence", "0.6", "--pairs", "2", "--second")
    done("sensitivity", office.scenario, *case, *few, *options, "--out", tmp_path / "analyse")
    renamed = tmp_path / "omdøbt.yaml"
    shutil.copy(office.scenario, renamed)
    done(
        "book", "propose", renamed, "--run", tmp_path / "kørsel", *case, "--sensitivity",
        tmp_path / "analyse", "--register", office.register, *ME,
    )  # fmt: skip


@pytest.mark.parametrize("method", ["morris", "pawn"])
def test_honest_analyses_of_other_methods_are_taken(method: str, office: Office, tmp_path: Path) -> None:
    office.propose()
    samples = "4" if method == "morris" else "100"
    few = ("--samples", samples, "--replications", "2", "--no-break-even", "--outcome", "children_placed")
    out = tmp_path / "analyse"
    done("sensitivity", office.scenario, "--case", "tættere", "--method", method, *few, "--out", out)
    assert office.record(out).exit_code == 0


def test_an_analysis_of_the_draws_of_a_run_needs_the_run(office: Office, tmp_path: Path) -> None:
    office.propose()
    out = tmp_path / "analyse"
    done(
        "sensitivity", office.scenario, "--case", "tættere", "--method", "pawn", "--run", office.run,
        "--out", out,
    )  # fmt: skip
    assert "sig med --run hvilken" in refused(office.record(out))
    assert office.record(out, "--run", office.run).exit_code == 0
    assert office.propose("--sensitivity", out).exit_code == 0
    other = tmp_path / "en anden"
    done("compare", office.scenario, "--draws", "120", "--replications", "2", "--out", other)
    assert "(sensitivity.json: " in refused(office.record(out, "--run", other))
    forged = forged_run(office.scenario, office.run, tmp_path / "forfalsket", cheaper("tættere", 1.0))
    assert f"{forged}: tallene i mappen er ikke" in refused(office.record(out, "--run", forged))


def test_an_analysis_that_was_interrupted_is_taken(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "analyse"
    many = ("--case", "tættere", "--samples", "256", "--replications", "4", "--no-break-even")
    process = start("sensitivity", office.scenario, *many, "--workers", "1", "--out", out)
    wait_until(lambda: len(chunks(out)) >= 2)
    os.killpg(process.pid, signal.SIGKILL)
    finished(process)
    code, _, err = finished(start("sensitivity", office.scenario, *many, "--out", out))
    assert code == 0, err
    assert "gemte forløb er regnet om og gav det samme" in err.decode()
    office.propose()
    assert office.record(out).exit_code == 0
