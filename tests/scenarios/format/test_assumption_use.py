"""Check that assumptions that no number names are dropped, and that the others stay drawn together."""

from pathlib import Path

from scenarios.reading.load import load
from tests.scenarios.small import SMALL, study_of, with_change

THREE = """\
assumptions:
  fra_hjemme: {distribution: {kind: uniform, low: 0.1, high: 0.5}, grade: assumption, source: Antagelse}
  fra_efter: {distribution: {kind: uniform, low: 0.6, high: 0.9}, grade: assumption, source: Antagelse}
"""
TOGETHER = """\
joint:
  - names: [udslusning, fra_hjemme, fra_efter]
    correlation: [[1, 0.5, 0.2], [0.5, 1, 0.1], [0.2, 0.1, 1]]
"""


def based_on(folder: Path, over: str) -> Path:
    text = with_change("assumptions:\n", THREE, text=SMALL)
    text = with_change("hjemme: {pleje: 0.3,", "hjemme: {pleje: fra_hjemme,", text=text)
    text = with_change("efter: {slut: 0.8}", "efter: {slut: fra_efter}", text=text)
    study_of(text + TOGETHER, folder)
    (folder / "over.yaml").write_text(f"base: lille.yaml\n{over}", encoding="utf-8")
    return folder / "over.yaml"


def test_what_a_file_replaces_takes_its_assumption_with_it(tmp_path: Path) -> None:
    study = load(based_on(tmp_path, "rates: {by_step: {hjemme: {pleje: 0.4}}}\n"))
    assert "fra_hjemme" not in study.assumptions
    (spec,) = study.scenario.joint
    assert spec.names == ["udslusning", "fra_efter"]
    assert spec.correlation == [[1.0, 0.2], [0.2, 1.0]]


def test_one_assumption_alone_is_drawn_together_with_nothing(tmp_path: Path) -> None:
    study = load(based_on(tmp_path, "rates: {by_step: {hjemme: {pleje: 0.4}, efter: {slut: 0.8}}}\n"))
    assert study.scenario.joint == []
    assert "udslusning" in study.assumptions


def test_what_only_a_case_uses_is_kept_in_the_baseline_too(tmp_path: Path) -> None:
    changes = "{rates: {by_step: {hjemme: {pleje: fra_hjemme}}}}"
    over = (
        f"rates: {{by_step: {{hjemme: {{pleje: 0.4}}}}}}\ncases: {{en: {{title: En, changes: {changes}}}}}\n"
    )
    study = load(based_on(tmp_path, over))
    assert "fra_hjemme" in study.scenario.assumptions
    assert study.scenario.joint[0].names == ["udslusning", "fra_hjemme", "fra_efter"]
