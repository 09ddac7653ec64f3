"""The door for Python: what its page and its notebook show works as it stands there."""

import re
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

import trappe
from cli import main
from language.messages import DANISH, set_language
from tests.started import ROOT

PAGE, TWIN = ROOT / "docs" / "python.md", ROOT / "docs" / "python.en.md"
TOUR = ROOT / "docs" / "notebooks" / "tour.ipynb"


def examples(page: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, with a ledger."""
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["example-ledger", "sager.csv", "--rows", "2500"])
    assert made.exit_code == 0, made.stderr
    return tmp_path


def test_the_examples_of_the_page_run_as_they_stand(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    try:
        for example in examples(PAGE):
            exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102  what is shown is what is run
    finally:
        set_language(DANISH)
    shown = capsys.readouterr().out
    assert "koldng:1:1: filen findes ikke" in shown
    assert "--case: «findes_ikke» er ikke en case i kolding" in shown
    assert "0 poster; i orden" in shown
    assert "['alternativ', 'opfølgning', 'tidlig_hjælp', 'ingenting']" in shown
    assert (there / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (there / "run" / "manifest.json").is_file()


def test_both_languages_of_the_page_show_the_same_examples() -> None:
    assert len(examples(PAGE)) > 5
    assert examples(PAGE) == examples(TWIN)


def test_the_notebook_runs_from_top_to_bottom() -> None:
    notebook = nbformat.read(TOUR, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    NotebookClient(notebook, timeout=280, resources={"metadata": {"path": str(ROOT)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert any("image/png" in output.get("data", {}) for cell in code for output in cell.outputs)


@pytest.mark.parametrize("name", trappe.__all__)
def test_every_name_of_the_door_says_what_it_is(name: str) -> None:
    made = getattr(trappe, name)
    assert len((made.__doc__ or "").split()) > 3


COMPUTED: dict[str, Callable[..., object]] = {
    name: getattr(trappe, name)
    for name in ("compare", "calibrate", "forecast", "sensitivity", "information", "follow_up", "fit_totals")
}


@pytest.mark.parametrize("name", COMPUTED)
def test_every_computation_tells_how_far_it_is(name: str) -> None:
    assert "progress" in signature(COMPUTED[name]).parameters
