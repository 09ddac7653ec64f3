"""Check that what is written is for its owner alone, whatever the umask, from the moment it is there."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from booking.register.register import register
from scenarios.results.result_folder import Content, write_files

UMASKS = [0o000, 0o002, 0o022, 0o077, 0o177, 0o777]
FILES: dict[str, Content] = {
    "a.html": "x",
    "b.xlsx": b"x",
    "c.parquet": pd.DataFrame({"x": [1]}),
    "manifest.json": {"x": 1},
}


@pytest.fixture(params=UMASKS, ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return the mode of a folder and of everything in it."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


@pytest.mark.usefixtures("umask")
def test_a_folder_of_results_and_its_files_are_private(tmp_path: Path) -> None:
    write_files(tmp_path / "ud", FILES)
    assert modes(tmp_path / "ud") == {"ud": 0o700} | dict.fromkeys(FILES, 0o600)


def test_a_folder_that_is_there_and_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "ud"
    folder.mkdir()
    folder.chmod(0o777)
    write_files(folder, FILES)
    assert modes(folder)["ud"] == 0o700


def test_nothing_can_be_read_by_others_even_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    opened = os.open

    def watching(path: Any, flags: int, mode: int = 0o777) -> int:
        file = opened(path, flags, mode)
        seen.append(stat.S_IMODE(os.fstat(file).st_mode))
        seen.append(stat.S_IMODE(Path(path).parent.stat().st_mode) & 0o077)
        return file

    monkeypatch.setattr("scenarios.files.private_files.os.open", watching)
    before = os.umask(0)
    try:
        write_files(tmp_path / "ud", FILES)
    finally:
        os.umask(before)
    assert {*seen} == {0o600, 0}


@pytest.mark.usefixtures("umask")
def test_a_register_is_private(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with register(path, create=True) as opened:
        opened.entries()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
