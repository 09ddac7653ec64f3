import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.results.result_folder import FolderInUseError
from scenarios.running.chunk_store import ChunkStore, resumable_store
from scenarios.running.plan import Plan
from scenarios.running.simulate import run_chunk
from tests.languages import said_in
from tests.scenarios.small import SMALL, study_of, with_change


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    study = study_of(SMALL, tmp_path_factory.mktemp("study"))
    return Plan(study=study, seed=1, draws=3, replications=2)


@pytest.fixture
def begun(plan: Plan, tmp_path: Path) -> Path:
    """Return the folder of a run that was stopped after two of its cells."""
    with stopped(tmp_path / "ud", plan) as store:
        store.write(run_chunk(plan.study, plan.seed, ((0, 0), (0, 1))))
    return tmp_path / "ud"


@contextmanager
def stopped(folder: Path, plan: Plan) -> Iterator[ChunkStore]:
    """Give the store of a run that is interrupted in the end."""
    with suppress(KeyboardInterrupt), resumable_store(folder, plan) as store:
        yield store
        raise KeyboardInterrupt


def inside(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refusal(folder: Path, plan: Plan) -> str:
    with pytest.raises(RefusedError) as refused, resumable_store(folder, plan):
        pass
    assert str(refused.value) != said_in("en", str, refused.value)
    return said_in("en", str, refused.value)


def test_what_was_done_is_there_the_next_time(begun: Path, plan: Plan) -> None:
    with resumable_store(begun, plan) as store:
        assert store.has(plan).tolist() == [[True, True], [False, False], [False, False]]


def test_the_folder_says_what_is_being_run(begun: Path, plan: Plan) -> None:
    about = json.loads((begun / ".unfinished" / "run.json").read_text(encoding="utf-8"))
    assert about["scenario_digest"] == plan.study.digest
    assert (about["seed"], about["draws"], about["replications"]) == (1, 3, 2)
    assert about["cases"] == ["tættere", "ingenting"]
    assert {"trappe", "python", "numpy", "numba"} <= {*about["versions"]}


def test_other_counts_use_the_cells_that_they_need(begun: Path, plan: Plan) -> None:
    more, fewer = replace(plan, draws=4, replications=3), replace(plan, draws=1, replications=1)
    with stopped(begun, more) as store:
        assert store.has(more).sum() == 2
    with stopped(begun, fewer) as store:
        assert store.has(fewer).tolist() == [[True]]


def test_another_seed_is_refused_and_nothing_is_lost(begun: Path, plan: Plan) -> None:
    kept = inside(begun / ".unfinished")
    assert "seed 1 and not 2" in refusal(begun, replace(plan, seed=2))
    assert inside(begun / ".unfinished") == kept


def test_another_scenario_is_refused(begun: Path, plan: Plan, tmp_path: Path) -> None:
    other = study_of(with_change("years: 2", "years: 3"), tmp_path)
    assert "scenario is another or has been edited" in refusal(begun, replace(plan, study=other))


def test_the_same_scenario_under_another_name_is_the_same(begun: Path, plan: Plan) -> None:
    renamed: Study = replace(plan.study, name="omdøbt")
    with stopped(begun, replace(plan, study=renamed)) as store:
        assert store.has(plan).sum() == 2


def test_another_version_is_refused(begun: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.results.provenance.VERSION", "99.0")
    assert re.search(
        r"\(other versions, then / now: trappe 0\.1\.0\+\w{8} / 99\.0\+\w{8}\)", refusal(begun, plan)
    )


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"scenario_digest": 1, "seed": 1, "versions": 3}'])
def test_a_run_that_no_longer_says_what_it_is_is_refused(content: str, begun: Path, plan: Plan) -> None:
    (begun / ".unfinished" / "run.json").write_text(content, encoding="utf-8")
    assert "run.json cannot be read" in refusal(begun, plan)


def test_another_run_is_discarded_where_it_may_be_replaced(begun: Path, plan: Plan) -> None:
    other = replace(plan, seed=2)
    with resumable_store(begun, other, replace=True) as store:
        assert store.is_empty()


def test_a_damaged_chunk_is_dropped_and_its_cells_are_missing(begun: Path, plan: Plan) -> None:
    (chunk,) = (begun / ".unfinished").glob("*.npz")
    chunk.write_bytes(chunk.read_bytes()[:-7])
    with resumable_store(begun, plan) as store:
        assert store.damaged == 1
        assert not store.has(plan).any()


def test_what_a_killed_process_was_writing_is_removed(begun: Path, plan: Plan) -> None:
    (begun / ".unfinished" / "trappe-x.part").write_bytes(b"half")
    (begun / ".unfinished" / "whole").mkdir()
    (begun / ".unfinished" / "whole" / "report.html").write_text("half", encoding="utf-8")
    with stopped(begun, plan):
        assert {name for name in inside(begun / ".unfinished") if not name.endswith(".npz")} == {
            "run.json",
            "lock",
        }


def test_only_one_at_a_time(begun: Path, plan: Plan) -> None:
    with stopped(begun, plan):
        assert "another run is writing in the folder" in refusal(begun, plan)
    with stopped(begun, plan):
        pass


def test_nothing_kept_leaves_nothing(plan: Plan, tmp_path: Path) -> None:
    with stopped(tmp_path / "ud", plan):
        assert inside(tmp_path / "ud") == {".unfinished"}
    assert inside(tmp_path) == set()


def test_an_empty_folder_that_was_there_stays(plan: Plan, tmp_path: Path) -> None:
    with stopped(tmp_path, plan):
        pass
    assert inside(tmp_path) == set()


def test_a_folder_with_something_else_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("vigtigt", encoding="utf-8")
    with pytest.raises(FolderInUseError), resumable_store(tmp_path, plan):
        pass
    assert inside(tmp_path) == {"noter.txt"}


def test_notes_put_beside_a_run_that_goes_on_are_left_alone(begun: Path, plan: Plan) -> None:
    (begun / "noter.txt").write_text("vigtigt", encoding="utf-8")
    with stopped(begun, plan) as store:
        assert store.has(plan).sum() == 2
    assert inside(begun) == {"noter.txt", ".unfinished"}
