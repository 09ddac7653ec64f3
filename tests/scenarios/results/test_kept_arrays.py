import errno
import gc
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.results.kept_arrays import KeptArrays

SHAPES = st.dictionaries(
    st.text(max_size=3), st.lists(st.integers(0, 5), min_size=1, max_size=4).map(tuple), max_size=6
)


@given(SHAPES)
def test_what_is_written_is_read_and_nothing_beside_it(shapes: dict[str, tuple[int, ...]]) -> None:
    kept = KeptArrays(shapes)
    assert {name: array.shape for name, array in kept.items()} == shapes
    assert not any(array.any() for array in kept.values())
    for number, name in enumerate(shapes):
        kept[name][...] = number
    for number, name in enumerate(shapes):
        assert np.array_equal(kept[name], np.full(shapes[name], float(number)))


def test_an_array_outlives_what_kept_it() -> None:
    held = KeptArrays({"a": (3,)})["a"]
    held[:] = 2.0
    gc.collect()
    assert held.tolist() == [2.0, 2.0, 2.0]


def test_no_file_is_seen_and_none_is_left(tmp_path: Path) -> None:
    kept = KeptArrays({"a": (1000,)}, folder=tmp_path)
    kept["a"][:] = 1.0
    assert [*tmp_path.iterdir()] == []


def test_a_full_disk_is_met_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int, _first: int, _size: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OSError, match="No space left"):
        KeptArrays({"a": (1000,)})
