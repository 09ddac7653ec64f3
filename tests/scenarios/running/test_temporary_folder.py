"""Check that what a killed process left in the temporary folder is gone at the next run, and nothing else."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scenarios.running.temporary_folder import temporary_folder

HOLD = """
import sys, time
from scenarios.running.temporary_folder import temporary_folder
with temporary_folder() as folder:
    (folder / "chunk.npz").write_bytes(b"1")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> None:
    long_ago = time.time() - 3600
    os.utime(folder / "lock", (long_ago, long_ago))


def test_the_folder_is_gone_afterwards(temporary: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == temporary
    assert not [*temporary.iterdir()]


def test_a_folder_of_a_killed_process_is_gone_after_the_next_run_and_not_before(temporary: Path) -> None:
    process = subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", HOLD],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
        text=True,
    )
    try:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        aged(folder)
        with temporary_folder():
            assert (folder / "chunk.npz").exists()
    finally:
        process.kill()
        process.communicate()
    with temporary_folder():
        assert not folder.exists()


def test_nothing_else_is_removed(temporary: Path) -> None:
    for name in ("trappe-runs-young", "trappe-runs-without", "other-runs-old", "elsewhere"):
        (temporary / name).mkdir()
        (temporary / name / ("file" if name.endswith("without") else "lock")).touch()
    aged(temporary / "other-runs-old")
    aged(temporary / "elsewhere")
    (temporary / "trappe-runs-link").symlink_to(temporary / "elsewhere")
    before = {*temporary.rglob("*")}
    with temporary_folder():
        pass
    assert {*temporary.rglob("*")} == before
