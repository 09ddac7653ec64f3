import json
from pathlib import Path

import numpy as np
import pytest

from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import CaseRuns
from scenarios.running.chunk import Cell
from scenarios.running.chunk_store import ChunkStore, write_whole
from scenarios.running.limits import MOST_REPLICATIONS
from scenarios.running.plan import Plan
from scenarios.running.simulate import array_name, run, run_chunk
from tests.scenarios.small import SMALL, study_of

CELLS: tuple[Cell, ...] = ((0, 1), (1, 0), (1, 1))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(SMALL, tmp_path_factory.mktemp("study"))


@pytest.fixture
def store(study: Study, tmp_path: Path) -> ChunkStore:
    store = ChunkStore(tmp_path)
    store.write(run_chunk(study, 1, CELLS))
    return store


def runs_of_cells(study: Study) -> dict[str, CaseRuns]:
    """Return by case what the cells come to, without any file."""
    worlds = {
        case: [build(study.case(case), draw(study, seed=1, number=number)) for number, _ in CELLS]
        for case in (BASELINE, *study.cases)
    }
    chances = [number * MOST_REPLICATIONS + replication for number, replication in CELLS]
    return {
        case: CaseRuns.joined(
            [
                run(world, seed=1, replications=[chance])
                for world, chance in zip(of_case, chances, strict=True)
            ]
        )
        for case, of_case in worlds.items()
    }


def test_what_is_read_is_what_was_run_to_the_last_bit(study: Study, store: ChunkStore) -> None:
    runs = runs_of_cells(study)
    for read in store.chunks():
        assert read.cells.tolist() == [list(cell) for cell in CELLS]
        assert [*read.words] == [*runs] == [BASELINE, "tættere", "ingenting"]
        for number, (case, of_case) in enumerate(runs.items()):
            assert read.words[case] == {name: getattr(of_case, name) for name in CaseRuns.labels()}
            for name in CaseRuns.arrays():
                assert read.array(array_name(number, name)).tobytes() == getattr(of_case, name).tobytes(), (
                    case,
                    name,
                )


@pytest.mark.usefixtures("store")
def test_a_chunk_is_one_file_named_by_its_first_and_last_cell(tmp_path: Path) -> None:
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("0.1-1.1.")
    assert path.suffix == ".npz"
    assert np.load(path, allow_pickle=False)["cells"].shape == (3, 2)


def test_a_plan_has_the_cells_that_are_its_own(study: Study, store: ChunkStore) -> None:
    def has(draws: int, replications: int) -> list[list[bool]]:
        kept: list[list[bool]] = store.has(
            Plan(study=study, seed=1, draws=draws, replications=replications)
        ).tolist()
        return kept

    assert has(2, 2) == [[False, True], [True, True]]
    assert has(3, 1) == [[False], [True], [False]]
    assert has(1, 3) == [[False, True, False]]


@pytest.mark.parametrize("place", [0, 40, 2000, -100, -1])
def test_a_file_with_one_other_bit_is_dropped(place: int, store: ChunkStore, tmp_path: Path) -> None:
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    store.drop_damaged()
    assert (store.damaged, store.is_empty()) == (1, True)


@pytest.mark.parametrize("length", [0, 1, 5000])
def test_a_file_that_was_cut_short_is_dropped(length: int, store: ChunkStore, tmp_path: Path) -> None:
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:length])
    store.drop_damaged()
    assert (store.damaged, store.is_empty()) == (1, True)


def test_a_whole_file_is_not_dropped(store: ChunkStore) -> None:
    store.drop_damaged()
    assert (store.damaged, store.is_empty()) == (0, False)


def test_a_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a.json", json.dumps(1).encode())
    assert [*tmp_path.iterdir()] == []
