"""New files get their names when they are whole, and never over another's."""

import errno
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios.files.private_files import whole_files


def write(*paths: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Write new files; something happens when they are written, before they get their names."""
    with whole_files(*paths) as parts:
        for part in parts:
            part.write_text("whole", encoding="utf-8")
        meanwhile()


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "full")


def test_whole_files_are_their_owners_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path / "a", tmp_path / "b")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "a": "whole",
        "b": "whole",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_where_writing_fails_nothing_is_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"):
        write(tmp_path / "a", tmp_path / "b", meanwhile=full_disk)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("taken", ["a", "b"])
def test_what_is_there_is_not_written_over(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).write_text("earlier", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write(tmp_path / "a", tmp_path / "b")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {taken: "earlier"}


def test_a_name_that_is_taken_meanwhile_is_left_to_the_other(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        write(
            tmp_path / "a",
            tmp_path / "b",
            meanwhile=lambda: (tmp_path / "b").write_text("first", encoding="utf-8"),
        )
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"b": "first"}


def test_a_link_to_nothing_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        write(tmp_path / "a")
    assert not (tmp_path / "nowhere").exists()


def test_where_files_have_one_name_only_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    with pytest.raises(FileExistsError):
        write(tmp_path / "b", meanwhile=lambda: (tmp_path / "b").write_text("first", encoding="utf-8"))
    assert (tmp_path / "b").read_text(encoding="utf-8") == "first"


def test_what_a_killed_process_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_text("much more than is written now", encoding="utf-8")
    write(tmp_path / "a")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a", "whole")]
