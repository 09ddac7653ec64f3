import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from language.messages import in_language
from scenarios.results import result_folder
from scenarios.results.provenance import Stamp
from scenarios.results.result_folder import FolderInUseError
from scenarios.results.unfinished import UNFINISHED

STAMP = Stamp(
    scenario="lille",
    scenario_digest="a",
    run_digest="b",
    value_digest="c",
    seed=1,
    draws=2,
    replications=3,
    versions={"trappe": "0"},
)
FILES = {"manifest.json", "summary.json", "report.html", "steps.parquet", "billede.png"}


def write(folder: Path, **changes: Any) -> None:
    run: dict[str, Any] = {
        "stamp": STAMP,
        "summary": {"ø": 1.5},
        "tables": {"steps": pd.DataFrame({"x": [1.0]})},
        "figures": {"billede.png": b"png"},
        "report": "<p>ø</p>",
    }
    result_folder.write(folder, **(run | changes))


def inside(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_run_is_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    write(tmp_path / "a" / "kørsel")
    assert inside(tmp_path / "a") == {"kørsel"}
    folder = tmp_path / "a" / "kørsel"
    assert inside(folder) == FILES
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["value_digest"], manifest["tables"], manifest["figures"]) == (
        "c",
        ["steps"],
        ["billede.png"],
    )
    assert (folder / "report.html").read_text(encoding="utf-8") == "<p>ø</p>"
    assert pd.read_parquet(folder / "steps.parquet")["x"].tolist() == [1.0]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    write(tmp_path / "tom")
    assert inside(tmp_path / "tom") == FILES


def parts_until(error: BaseException) -> Iterator[pd.DataFrame]:
    """Yield a part of a table, and raise the error when the next is asked for."""
    yield pd.DataFrame({"x": [1.0]})
    raise error


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
def test_a_run_that_cannot_be_written_leaves_nothing(error: BaseException, tmp_path: Path) -> None:
    with pytest.raises(type(error)):
        write(tmp_path / "kørsel", tables={"steps": parts_until(error)})
    assert inside(tmp_path) == set()


def test_a_replacement_that_cannot_be_written_leaves_the_earlier_run(tmp_path: Path) -> None:
    folder = tmp_path / "kørsel"
    write(folder)
    with pytest.raises(OSError, match="No space"):
        write(folder, tables={"steps": parts_until(FULL)}, replace=True)
    assert inside(tmp_path) == {"kørsel"}
    assert inside(folder) == FILES


def test_a_table_in_parts_is_the_table(tmp_path: Path) -> None:
    parts = [pd.DataFrame({"x": [1.0, 2.0], "y": ["a", "b"]}), pd.DataFrame({"x": [3.0], "y": ["c"]})]
    write(tmp_path, tables={"whole": pd.concat(parts, ignore_index=True), "parts": iter(parts)})
    whole, read = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("whole", "parts"))
    pd.testing.assert_frame_equal(whole, read)
    assert read["y"].tolist() == ["a", "b", "c"]


def test_a_replacement_removes_the_files_that_the_new_run_lacks(tmp_path: Path) -> None:
    write(tmp_path, figures={"gammel.png": b""})
    write(tmp_path, replace=True)
    assert inside(tmp_path) == FILES


def _until_killed(folder: Path, survived: int) -> None:
    """Write a run and be killed at the rename after those."""
    rename = Path.replace
    left = iter(range(survived))

    def replace(path: Path, target: Path) -> Path:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(path, target)

    Path.replace = replace  # type: ignore[assignment,method-assign]
    write(folder)


@pytest.mark.parametrize("survived", [0, 2, len(FILES) - 1, len(FILES)])
def test_a_run_that_is_killed_at_any_rename_can_be_written_again_or_is_whole(
    survived: int, tmp_path: Path
) -> None:
    folder = tmp_path / "kørsel"
    (folder / UNFINISHED).mkdir(parents=True)
    (folder / UNFINISHED / "0.0-0.1.0123456789abcdef.npz").write_bytes(b"kept")
    process = get_context("spawn").Process(target=_until_killed, args=(folder, survived))
    process.start()
    process.join()
    if survived < len(FILES):
        assert process.exitcode == -signal.SIGKILL
        assert "manifest.json" not in inside(folder)
        assert (folder / UNFINISHED / "0.0-0.1.0123456789abcdef.npz").exists()
        write(folder)
    assert inside(folder) == FILES


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "kørsel"
    write(folder)
    with in_language("en"), pytest.raises(FolderInUseError, match="kørsel"):
        write(folder, report="ny")
    assert (folder / "report.html").read_text(encoding="utf-8") == "<p>ø</p>"


def test_an_earlier_run_is_replaced_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "kørsel"
    write(folder, figures={"gammel.png": b""})
    write(folder, stamp=replace(STAMP, value_digest="ny"), replace=True)
    assert inside(folder) == FILES
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["value_digest"] == "ny"
    assert inside(tmp_path) == {"kørsel"}


@pytest.mark.parametrize(
    "manifest",
    ["{}", "[]", "ikke json", '"x"', "null", '{"figures": [], "tables": []}', '{"value_digest": 1}'],
)  # fmt: skip
def test_a_folder_with_another_manifest_is_no_run(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(FolderInUseError):
        write(tmp_path, replace=True)
    assert inside(tmp_path) == {"manifest.json"}


def test_a_run_that_somebody_put_notes_in_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "kørsel"
    write(folder)
    (folder / "noter.txt").write_text("vigtigt", encoding="utf-8")
    with pytest.raises(FolderInUseError):
        write(folder, replace=True)
    assert (folder / "noter.txt").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    with pytest.raises(FolderInUseError):
        result_folder.check_free(tmp_path / "fil", replace=True)
    with pytest.raises(NotADirectoryError):
        result_folder.check_free(tmp_path / "fil" / "under" / "kørsel")


def test_a_folder_that_may_not_be_written_in_is_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PermissionError):
        result_folder.check_free(tmp_path / "under" / "kørsel")


def test_a_figure_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write(tmp_path / "kørsel", summary={"x": float("nan")})
    assert inside(tmp_path) == set()
