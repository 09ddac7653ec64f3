"""A document that never ends, or is far too large, is a damaged one."""

from pathlib import Path

import pytest

from scenarios.files import documents
from scenarios.files.documents import read_json


def test_a_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"æ": [1, 2.5]}', encoding="utf-8")
    assert read_json(path) == {"æ": [1, 2.5]}


def test_what_is_no_file_on_a_disk_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to("/dev/zero")
    with pytest.raises(ValueError, match="Expecting value"):
        read_json(tmp_path / "a.json")


def test_what_is_far_too_large_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_LARGEST", 10)
    (tmp_path / "a.json").write_text("[1, 2, 3, 4]", encoding="utf-8")
    with pytest.raises(ValueError, match="too large"):
        read_json(tmp_path / "a.json")
