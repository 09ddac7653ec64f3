"""Check what commands print on a terminal that cannot show every letter, and to a reader that leaves."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.scenarios.small import with_change
from tests.started import COMMAND, ROOT, finished, start

RUN = ["--draws", "2", "--replications", "1", "--workers", "1"]


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp850:strict"},
        {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "20"},
    ],
)
def test_a_terminal_that_cannot_show_every_letter_is_no_fault(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "æøå.yaml").write_text(with_change("years: 2", "yærs: 2"), encoding="utf-8")
    for arguments, expected in ((["--help"], 0), (["check", tmp_path / "æøå.yaml"], 2)):
        code, out, err = finished(start(*arguments, **environment))
        assert (code, b"Traceback" in err) == (expected, False), (arguments, err)
        assert out or b":3:1: " in err


@pytest.mark.parametrize("arguments", [["list"], ["compare", "LILLE", *RUN]])
def test_tables_are_shown_in_ascii_where_there_is_nothing_else(arguments: list[str], small: Path) -> None:
    process = start(
        *(str(small) if argument == "LILLE" else argument for argument in arguments), PYTHONIOENCODING="ascii"
    )
    code, out, err = finished(process)
    assert (code, b"Traceback" in err) == (0, False), err
    assert out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_json_can_be_read_whatever_the_terminal_shows(encoding: str, small: Path) -> None:
    code, out, _ = finished(start("compare", small, *RUN, "--json", PYTHONIOENCODING=encoding))
    assert code == 0
    assert "tættere" in json.loads(out)["cases"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["list"], ["schema"], ["check", "kolding"], ["list", "-h"]]
)
def test_a_full_disk_behind_the_answer_is_a_sentence(arguments: list[str]) -> None:
    for language, sentence in (("da", "disken er fuld"), ("en", "the disk is full")):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(  # noqa: S603  our own command
                [*COMMAND, *arguments],
                stdout=full,
                stderr=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": str(ROOT), "TRAPPE_LANG": language},
                check=False,
            )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert sentence in done.stderr.decode()


@pytest.mark.parametrize("arguments", [["schema"], ["list"], ["compare", "LILLE", *RUN]])
def test_a_reader_that_stops_reading_gets_no_traceback(arguments: list[str], small: Path) -> None:
    process = start(*(str(small) if argument == "LILLE" else argument for argument in arguments))
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in err
    assert b"Exception" not in err
