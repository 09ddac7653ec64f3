import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scenarios.format.study import Study
from scenarios.running.chunk import Cell, Chunk, ChunkResult
from scenarios.running.dispatch import ChunkCutter
from scenarios.running.simulate import run_chunk
from tests.scenarios.small import SMALL, study_of


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(SMALL, tmp_path)


def part(chunk: Chunk, seconds: float) -> ChunkResult:
    return ChunkResult(cells=chunk, content=b"", name="", seconds=seconds, versions={})


def cut(cells: int, *, workers: int, seconds_per_cell: float) -> list[Chunk]:
    """Return all chunks when each is run before the next is cut."""
    numbers: Iterable[Cell] = ((number, 0) for number in range(cells))
    cutting, chunks = ChunkCutter(numbers, cells), []
    while cutting.left:
        chunks.append(cutting.next(workers))
        cutting.learn(part(chunks[-1], len(chunks[-1]) * seconds_per_cell))
    return chunks


@pytest.mark.parametrize(("cells", "workers"), [(1, 1), (7, 3), (1000, 8), (5, 64)])
@pytest.mark.parametrize("seconds", [1e-9, 0.01, 1.0, 100.0])
def test_every_cell_is_in_one_chunk_in_order(cells: int, workers: int, seconds: float) -> None:
    chunks = cut(cells, workers=workers, seconds_per_cell=seconds)
    assert [cell for chunk in chunks for cell in chunk] == [(number, 0) for number in range(cells)]


def test_most_chunks_take_a_second_or_more_and_none_takes_long() -> None:
    lengths = [0.02 * len(chunk) for chunk in cut(20_000, workers=8, seconds_per_cell=0.02)]
    assert max(lengths) <= 2
    assert sum(length for length in lengths if length >= 1) > 0.9 * sum(lengths)


def test_slow_cells_come_one_by_one() -> None:
    assert {len(chunk) for chunk in cut(50, workers=2, seconds_per_cell=3.0)} == {1}


def test_a_handful_of_runs_is_spread_over_all_workers() -> None:
    assert max(len(chunk) for chunk in cut(16, workers=8, seconds_per_cell=0.001)) <= 2


def test_one_quick_cell_makes_no_endless_chunk() -> None:
    cutting = ChunkCutter(((number, 0) for number in range(10_000)), 10_000)
    cutting.learn(part(cutting.next(1), 1e-9))
    assert len(cutting.next(1)) <= 4


def test_a_chunk_gives_what_its_cells_give_one_by_one(study: Study) -> None:
    cells = ((0, 1), (1, 0), (1, 1), (1, 2), (2, 0))
    together = arrays(run_chunk(study, 1, cells))
    alone = [arrays(run_chunk(study, 1, (cell,))) for cell in cells]
    assert together["cells"].tolist() == [list(cell) for cell in cells]
    for name in {*together} - {"words"}:
        one_by_one = np.concatenate([one[name] for one in alone])
        assert np.array_equal(together[name], one_by_one, equal_nan=name != "cells"), name
    assert all(np.array_equal(together["words"], one["words"]) for one in alone)


def arrays(part: ChunkResult) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(part.content), allow_pickle=False) as file:
        return dict(file)
