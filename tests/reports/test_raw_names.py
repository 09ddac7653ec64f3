"""Test that no name of a scenario file reaches a reader, on a page or in the terminal, where titles lack."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from api.compare import compare
from api.sensitivity import sensitivity
from reports.comparison.tables import comparison_tables
from scenarios.reading.load import load
from scenarios.running.worker_options import WorkerOptions
from tests.scenarios.reading.test_titles import RAW
from tests.scenarios.small import study_of

RAW_NAME = re.compile(r"\b[^\W\d_]+(?:_[^\W_]+)+\b|\bprogrammes\.\w+")


def visible(page: str) -> str:
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)


def test_no_name_of_the_file_reaches_the_report_or_the_terminal(tmp_path: Path) -> None:
    study = study_of(RAW, tmp_path)
    result = compare(study, draws=2, replications=1, workers=WorkerOptions(workers=1), tell=lambda _: None)
    shown = StringIO()
    console = Console(file=shown, width=100)
    for table in comparison_tables(study, result.found):
        console.print(table)
    for text in (visible(result.page()), shown.getvalue(), " ".join(result.answer())):
        assert "Tæt på" in text
        assert RAW_NAME.findall(text) == []


def test_no_name_of_the_file_reaches_a_sensitivity_analysis(tmp_path: Path) -> None:
    study_of(RAW, tmp_path)
    study = load(tmp_path / "lille.yaml")
    result = sensitivity(
        study,
        case="tæt_på",
        method="local",
        samples=2,
        replications=2,
        workers=WorkerOptions(workers=1),
        tell=lambda _: None,
    )
    for text in (visible(result.page()), " ".join(result.answer())):
        assert RAW_NAME.findall(text) == []
