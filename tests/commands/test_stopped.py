"""Runs that are stopped in the middle, in every way there is, and go on."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.scenarios.small import SMALL
from tests.started import COMMAND, PATIENCE, alive, chunks, finished, start, wait_until

MANY = ["--draws", "3000", "--replications", "2"]
FEW = ["--draws", "12", "--replications", "2"]


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the value digest of the few runs, done in one go."""
    folder = tmp_path_factory.mktemp("hel")
    (folder / "lille.yaml").write_text(SMALL, encoding="utf-8")
    code, out, _ = finished(start("compare", folder / "lille.yaml", *FEW, "--json"))
    assert code == 0
    return str(json.loads(out)["value_digest"])


def interrupt(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to every process of the terminal


def value_digest(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["value_digest"])


@pytest.mark.parametrize(
    ("worker_options", "lang", "sentence"),
    [
        (["--workers", "1"], "da", " af 6000 forløb er gemt i {out}, og samme kommando går videre derfra"),
        (
            ["--workers", "2"],
            "en",
            " of 6000 runs are kept in {out}, and the same command goes on from there",
        ),
        (["--workers", "2", "--processes"], "da", " af 6000 forløb er gemt i {out}, og samme"),
    ],
)
def test_an_interrupt_keeps_what_is_done_and_says_so(
    worker_options: list[str], lang: str, sentence: str, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ud"
    process = start("compare", small, *MANY, *worker_options, "--out", out, "--lang", lang)
    wait_until(lambda: len(chunks(out)) >= 2)
    interrupt(process)
    code, printed, err = finished(process)
    assert (code, printed) == (130, b"")
    assert sentence.format(out=out) in err.decode()
    assert b"Traceback" not in err
    wait_until(lambda: not alive(process.pid))
    assert [path.name for path in out.iterdir()] == [".unfinished"]


def test_an_interrupt_without_a_folder_leaves_nothing_and_says_so(small: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "til tmp"
    temporary.mkdir()
    process = start("compare", small, *MANY, TMPDIR=str(temporary))
    wait_until(lambda: any(temporary.glob("trappe-*/*.npz")))
    interrupt(process)
    code, printed, err = finished(process)
    assert (code, printed) == (130, b"")
    assert "forløb var regnet, og intet er gemt; med --out MAPPE gemmes de undervejs" in err.decode()
    assert {path.name for path in tmp_path.iterdir()} == {"lille.yaml", "til tmp"}
    assert [*temporary.iterdir()] == []


@pytest.mark.parametrize("worker_options", [["--workers", "1"], ["--workers", "2", "--processes"]])
def test_an_interrupt_at_once_says_so_and_leaves_nothing(
    worker_options: list[str], small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ud"
    process = start("compare", small, *MANY, *worker_options, "--out", out)
    wait_until((out / ".unfinished" / "run.json").exists)
    interrupt(process)
    code, printed, err = finished(process)
    assert (code, printed) == (130, b""), err.decode()
    assert "Afbrudt; " in err.decode()
    assert b"Traceback" not in err
    wait_until(lambda: not alive(process.pid))


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)])
def test_the_same_command_goes_on_and_ends_with_the_same_numbers(
    how: signal.Signals, small: Path, tmp_path: Path, digest: str
) -> None:
    out = tmp_path / "ud"
    process = start("compare", small, *FEW, "--workers", "1", "--out", out)
    wait_until(lambda: len(chunks(out)) >= 2)
    os.killpg(process.pid, how)
    finished(process)
    assert len(chunks(out)) >= 2
    assert not (out / "manifest.json").exists()
    code, _, err = finished(start("compare", small, *FEW, "--workers", "2", "--processes", "--out", out))
    assert code == 0, err
    assert {"manifest.json", "summary.json", "report.html"} < {path.name for path in out.iterdir()}
    assert not (out / ".unfinished").exists()
    assert value_digest(out) == digest


def test_a_folder_with_another_run_and_one_with_a_run_at_work_are_refused(
    small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ud"
    process = start("compare", small, *MANY, "--workers", "1", "--out", out)
    wait_until(lambda: len(chunks(out)) >= 1)
    code, printed, err = finished(start("compare", small, *MANY, "--out", out))
    assert (code, printed) == (2, b"")
    assert f"{out}: en anden kørsel skriver i mappen" in err.decode()
    os.killpg(process.pid, signal.SIGKILL)
    finished(process)
    kept = chunks(out)
    code, printed, err = finished(start("compare", small, *MANY, "--seed", "2", "--out", out))
    assert (code, printed) == (2, b"")
    assert "en anden, uafsluttet kørsel (frø 1 og ikke 2)" in err.decode()
    assert chunks(out) == kept


def test_a_damaged_chunk_is_told_of_and_run_again(small: Path, tmp_path: Path, digest: str) -> None:
    out = tmp_path / "ud"
    process = start("compare", small, *FEW, "--workers", "1", "--out", out)
    wait_until(lambda: len(chunks(out)) >= 2)
    os.killpg(process.pid, signal.SIGKILL)
    finished(process)
    chunks(out)[0].write_bytes(b"PK damaged")
    code, _, err = finished(start("compare", small, *FEW, "--out", out))
    assert code == 0
    assert "1 beskadigede filer er kasseret; deres forløb bliver regnet igen" in err.decode()
    assert value_digest(out) == digest


def test_a_disk_that_is_full_is_told_of_and_leaves_nothing_half_done(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    limited = ["sh", "-c", 'ulimit -f 8 && exec "$0" "$@"', *COMMAND]
    process = subprocess.Popen(  # noqa: S603  our own interpreter
        [*limited, "compare", str(small), *FEW, "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    code, printed, err = finished(process)
    assert (code, printed) == (2, b"")
    assert "kan ikke skrives: " in err.decode()
    assert b"Traceback" not in err
    assert not out.exists()


def test_whoever_holds_ctrl_c_down_gets_no_traceback(small: Path, tmp_path: Path) -> None:
    process = start("compare", small, *MANY, "--workers", "2", "--out", tmp_path / "ud")
    wait_until(lambda: len(chunks(tmp_path / "ud")) >= 1)
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        interrupt(process)
        time.sleep(0.05)
    code, printed, err = finished(process)
    assert (code, printed) == (130, b"")
    assert b"Traceback" not in err
    shutil.rmtree(tmp_path / "ud")
