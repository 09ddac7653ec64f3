"""Check that a run that is read back is the run to the last bit, or is refused."""

import json
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.results import result_folder
from scenarios.results.comparison import CaseRuns, Comparison
from scenarios.results.provenance import Stamp, stamp
from scenarios.results.read_back import read
from scenarios.results.tables import BLOCKS, Tables
from scenarios.running.ensemble import compare
from tests.languages import said_in
from tests.scenarios.results.damaged_tables import DAMAGES
from tests.scenarios.small import SMALL, TOGETHER, study_of, with_change, with_changes

FIXED = with_change("distribution: {kind: lognormal, p05: 0.05, p95: 0.2}", "value: 0.1", SMALL)
ENROLS = with_change(
    "            - {from: [hjemme], to: [pleje], multiplier: 1}\n",
    "            - {from: [hjemme], to: [pleje], for: everyone, multiplier: 1}\n"
    "          enrolment: {steps: [hjemme], take_up: 0.5, months: 3}\n",
    SMALL,
)
OWN_STEP = with_changes(
    SMALL,
    ingenting="staircase: {steps: {midt: {title: x, role: home, after: hjemme, at_age_limit: {slut: 1}}}}\n"
    "      rates: {by_step: {hjemme: {midt: 0.5}, midt: {slut: 1}}}\n"
    "      prices: {midt: {}}",
)
WAITS = with_change(
    "      placed: true\n      ages: [0, 18]\n",
    "      placed: true\n      ages: [0, 18]\n      places: {number: 6}\n",
    SMALL,
)


def left(folder: Path, study: Study, comparison: Comparison) -> Path:
    """Leave a run in a folder, without what is read by people."""
    mark = stamp(study, comparison)
    made = Tables(comparison)
    result_folder.write(folder, stamp=mark, summary={}, tables=made, figures={}, report="")
    return folder


def assert_same(one: Comparison, other: Comparison) -> None:
    """Assert that two comparisons are the same to the last bit and type."""
    for field in fields(Comparison):
        if field.name not in {"runs", "assumptions"}:
            assert getattr(one, field.name) == getattr(other, field.name)
    assert [*one.runs] == [*other.runs]
    for case, runs in one.runs.items():
        for name in CaseRuns.labels():
            assert repr(getattr(runs, name)) == repr(getattr(other.runs[case], name)), (case, name)
        for name in CaseRuns.arrays():
            assert_same_bits(getattr(runs, name), getattr(other.runs[case], name))
    assert [*one.assumptions] == [*other.assumptions]
    for name, values in one.assumptions.items():
        assert_same_bits(values, other.assumptions[name])


def assert_same_bits(one: np.ndarray, other: np.ndarray) -> None:
    assert (one.shape, one.dtype) == (other.shape, other.dtype)
    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    "text",
    [SMALL, TOGETHER, SMALL.split("cases:\n")[0], FIXED.split("cases:\n")[0], ENROLS, OWN_STEP, WAITS],
    ids=["cases", "together", "no case", "nothing uncertain", "enrols", "own step", "waits"],
)
@pytest.mark.parametrize("counts", [(3, 2), (1, 1)])
def test_a_run_is_read_back_as_it_was(text: str, counts: tuple[int, int], tmp_path: Path) -> None:
    study = study_of(text, tmp_path)
    comparison = compare(study, seed=5, draws=counts[0], replications=counts[1], workers=1)
    again, mark = read(left(tmp_path / "kørsel", study, comparison), study)
    assert_same(again, comparison)
    assert mark == stamp(study, comparison)


def test_what_the_small_runs_are_for_is_in_them(tmp_path: Path) -> None:
    runs = {
        text: compare(study_of(text, tmp_path), seed=5, draws=3, replications=2, workers=1).runs["ingenting"]
        for text in (ENROLS, OWN_STEP, WAITS)
    }
    assert runs[ENROLS].enrolments.any()
    assert runs[OWN_STEP].steps == ("hjemme", "midt", "pleje", "efter")
    assert runs[WAITS].waiting_days.any()
    assert np.isnan(runs[WAITS].key_figures).any()


def test_a_run_of_kolding_is_read_back_as_it_was(kolding: Study, run: Path, comparison: Comparison) -> None:
    again, mark = read(run, kolding)
    assert_same(again, comparison)
    assert mark == stamp(kolding, comparison)


def test_the_stamp_has_the_versions_that_made_the_run(kolding: Study, run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["versions"] |= {"numpy": "1.0", "trappe": manifest["versions"]["trappe"].split("+")[0] + "+0"}
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    _, mark = read(run, kolding)
    assert mark.versions == manifest["versions"]
    assert (mark.run_digest, mark.value_digest) == (manifest["run_digest"], manifest["value_digest"])


def test_a_scenario_of_another_name_is_the_same_scenario(kolding: Study, run: Path) -> None:
    _, mark = read(run, replace(kolding, name="vores"))
    assert mark.scenario == "vores"


# What is refused --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kolding() -> Study:
    """Return the example with a published figure, so that lengths of stays are counted."""
    measure = {"kind": "share_within", "step": "familiepleje", "months": 6}
    figures = {"kort": {"title": "x", "value": 0.5, "measure": measure}}
    return load({"base": "examples/kolding", "published": {"source": "x", "figures": figures}})


@pytest.fixture(scope="module")
def comparison(kolding: Study) -> Comparison:
    return compare(kolding, seed=1, draws=3, replications=2)


@pytest.fixture(scope="module")
def kept(kolding: Study, comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return left(tmp_path_factory.mktemp("kørsel") / "a", kolding, comparison)


@pytest.fixture
def run(kept: Path, tmp_path: Path) -> Path:
    """Return a run of kolding that may be edited."""
    shutil.copytree(kept, tmp_path / "b")
    return tmp_path / "b"


def refused(folder: Path, study: Study, lang: str = "da") -> str:
    with pytest.raises(RefusedError) as raised:
        read(folder, study)
    sentence = said_in(lang, str, raised.value)
    assert sentence.startswith(f"{folder}: ")
    return sentence.removeprefix(f"{folder}: ")


def not_those(where: str) -> str:
    return (
        f"tallene i mappen er ikke dem, kørslen gav ({where}); de er rettet eller beskadiget, eller en anden "
        "udgave af trappe har lavet dem; regn kørslen igen"
    )


VALUES = [
    ("steps", "person_days"),
    ("steps", "starts"),
    ("steps", "ends"),
    ("steps", "step_cost_dkk"),
    ("steps", "waiting_days_on_a_step"),
    ("steps", "waiting_days_outside"),
    ("costs", "cost_dkk"),
    ("stay_lengths", "ended_within"),
    ("moves", "moves"),
    ("enrolments", "enrolments"),
    ("key_figures", "value"),
    ("assumptions", "value"),
]


def test_every_figure_of_every_table_is_tried(comparison: Comparison) -> None:
    changed = {
        (name, column)
        for name, blocks in BLOCKS.items()
        for block in blocks(comparison)
        for column in block.columns
    }
    assert {*VALUES, ("gains", "gain_dkk")} == changed


@pytest.mark.parametrize(("table", "column"), VALUES)
@pytest.mark.parametrize("row", [0, 100, -1])
def test_a_figure_that_is_edited_is_noticed(
    table: str, column: str, row: int, run: Path, kolding: Study
) -> None:
    edit(run, table, column, row, lambda value: np.nextafter(value, np.inf))
    assert refused(run, kolding) == not_those("manifest.json, *.parquet")


@pytest.mark.parametrize("key", ["draws", "replications", "seed"])
@pytest.mark.parametrize("value", [10**30, 10**9, -1, 0.5, True, None, [], {}, "1"])
def test_a_manifest_with_an_odd_count_is_refused(key: str, value: Any, run: Path, kolding: Study) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    (run / "manifest.json").write_text(json.dumps(manifest | {key: value}), encoding="utf-8")
    assert refused(run, kolding)
    assert refused(run, kolding, "en")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[]", "5", "{", '{"seed": ' + "9" * 5000 + "}"]
)
def test_an_odd_manifest_is_refused(text: str, run: Path, kolding: Study) -> None:
    (run / "manifest.json").write_text(text, encoding="utf-8")
    assert "her er ingen hel kørsel" in refused(run, kolding)
    assert "there is no whole run" in refused(run, kolding, "en")


def test_a_gain_that_is_edited_is_noticed(run: Path, kolding: Study) -> None:
    edit(run, "gains", "gain_dkk", 3, lambda value: value + 1)
    assert refused(run, kolding) == not_those("gains.parquet")
    assert refused(run, kolding, "en") == (
        "the figures in the folder are not those that the run gave (gains.parquet); they have been edited or "
        "damaged, or another edition of trappe made them; run it again"
    )


def edit(folder: Path, table: str, column: str, row: int, how: Callable[[float], object]) -> None:
    """Change one value of a table."""
    path = folder / f"{table}.parquet"
    frame: Any = pd.read_parquet(path)
    at = row % len(frame)
    value = frame.loc[at, column]
    frame.loc[at, column] = how(0.0 if pd.isna(value) else value)
    frame.to_parquet(path, index=False)


KEYS = [
    (name, column)
    for name, columns in {
        "steps": ("case", "draw", "replication", "month", "step"),
        "costs": ("case", "draw", "replication", "year", "item", "payer"),
        "moves": ("year", "step", "destination"),
        "enrolments": ("year", "programme"),
        "gains": ("case", "draw", "year", "payer"),
        "key_figures": ("case", "draw", "year", "number", "key_figure", "step", "measure"),
        "assumptions": ("assumption", "draw"),
    }.items()
    for column in columns
]


@pytest.mark.parametrize(("table", "column"), KEYS)
def test_a_row_that_says_something_else_is_noticed(
    table: str, column: str, run: Path, kolding: Study
) -> None:
    path = run / f"{table}.parquet"
    other = pd.read_parquet(path)
    known = other[column].unique()
    other.loc[5, column] = next(value for value in known if value != other.loc[5, column])
    other.to_parquet(path, index=False)
    assert refused(run, kolding) == not_those(f"{table}.parquet")
    # One name for another all the way down, which would change nothing but the name.
    whole = pd.read_parquet(path)
    whole[column] = whole[column].replace(known[0], 7 if isinstance(known[0], np.integer) else "x")
    whole.to_parquet(path, index=False)
    assert refused(run, kolding) == not_those(f"{table}.parquet")


@pytest.mark.parametrize("table", [*BLOCKS])
@pytest.mark.parametrize(
    "damage",
    DAMAGES,
)
def test_a_table_that_is_damaged_is_noticed(
    damage: Callable[[Path], None], table: str, run: Path, kolding: Study
) -> None:
    damage(run / f"{table}.parquet")
    assert refused(run, kolding) in {
        not_those(f"{table}.parquet"),
        not_those("manifest.json, *.parquet"),
    }


def test_a_table_that_somebody_wrote_anew_as_it_was_is_no_edit(
    run: Path, kolding: Study, comparison: Comparison
) -> None:
    for name in BLOCKS:
        path = run / f"{name}.parquet"
        pq.write_table(pq.read_table(path), path, row_group_size=97, compression="gzip")
    assert_same(read(run, kolding)[0], comparison)


MANIFEST = {
    "seed": 2,
    "draws": 2,
    "replications": 3,
    "run_digest": "x",
    "value_digest": "x",
    "versions": {"trappe": "9.9"},
}


@pytest.mark.parametrize("key", MANIFEST)
def test_a_manifest_that_is_edited_is_noticed(key: str, run: Path, kolding: Study) -> None:
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {key: MANIFEST[key]}), encoding="utf-8")
    where = "manifest.json, *.parquet" if key == "value_digest" else "manifest.json"
    assert refused(run, kolding) == not_those(where)


@pytest.mark.parametrize("value", [True, "1", 1.0, 1.5, -1, None, [1], 2**70])
def test_a_seed_that_is_none_is_no_traceback(value: object, run: Path, kolding: Study) -> None:
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"seed": value}), encoding="utf-8")
    assert refused(run, kolding) == not_those("manifest.json")


def test_a_run_of_another_scenario_is_refused(run: Path, kolding: Study, tmp_path: Path) -> None:
    said = "kørslen er af et andet scenarie, eller det er rettet siden; regn den igen"
    assert refused(run, study_of(SMALL, tmp_path)) == said
    assert refused(run, replace(kolding, digest="x")) == said
    assert refused(run, replace(kolding, digest="x"), "en") == (
        "the run is of another scenario, or it has been edited since; run it again"
    )


@pytest.mark.parametrize("manifest", ["{}", "[]", "ikke json", '"x"', "null", '{"value_digest": 1}'])
def test_a_folder_with_another_manifest_is_no_run(manifest: str, run: Path, kolding: Study) -> None:
    (run / "manifest.json").write_text(manifest, encoding="utf-8")
    assert refused(run, kolding).startswith("her er ingen hel kørsel fra trappe compare --out (")


@pytest.mark.parametrize("versions", [None, [], "x", {}, {"trappe": 1}])
def test_versions_that_are_none_are_no_run(versions: object, run: Path, kolding: Study) -> None:
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"versions": versions}), encoding="utf-8")
    assert refused(run, kolding, "en").startswith("there is no whole run of trappe compare --out here (")


def test_a_folder_without_a_manifest_is_said_in_one_language(run: Path, kolding: Study) -> None:
    (run / "manifest.json").unlink()
    assert refused(run, kolding) == (
        "her er ingen hel kørsel fra trappe compare --out (manifest.json: filen eller mappen findes ikke)"
    )
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    assert refused(run, kolding, "en") == (
        "there is no whole run of trappe compare --out here (a file in it is damaged, or another edition of "
        "trappe made it)"
    )


@pytest.mark.parametrize("missing", ["manifest.json", *(f"{name}.parquet" for name in BLOCKS)])
def test_a_run_that_lacks_a_file_is_not_whole(missing: str, run: Path, kolding: Study) -> None:
    (run / missing).unlink()
    sentence = refused(run, kolding)
    assert sentence.startswith("her er ingen hel kørsel fra trappe compare --out (")
    assert missing in sentence


def test_a_folder_that_is_not_there_is_no_run(tmp_path: Path, kolding: Study) -> None:
    assert refused(tmp_path / "intet", kolding).startswith("her er ingen hel kørsel")


def test_the_manifest_has_what_it_had(run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert [*manifest] == [*(field.name for field in fields(Stamp)), "tables", "figures"]
