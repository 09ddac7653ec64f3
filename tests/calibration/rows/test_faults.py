"""Check that each defect of a ledger gives its one sentence in Danish and in English."""

import ast
from pathlib import Path

import pytest

from calibration.rows import faults as ledger_faults
from calibration.rows.faults import LedgerFault
from tests.calibration.ledgers import OTHER, ROW, is_accounted_for, read, sentences, text_of, written
from tests.calibration.rows.fault_cases import DEFECTS, Defect
from tests.languages import said_in

SOURCES = sorted(Path(ledger_faults.__file__).parents[1].rglob("*.py"))
STEPS = ("tidlig", "institution")
ELSEWHERE = {
    *("mapping_chosen", "heading_missing", "no_rule", "column_missing", "duplicate_of_file", "unread_sheet"),
    *("separator_line", "title_line", "heading_again", "totals_row", "footnote"),
    *("hides_errors", "error_cell", "error_left_out", "from_1904"),
    *("number_cut", "cpr_zero", "spellings_joined", "spellings_apart"),
    *("other_spelling", "unknown_exit", "exit_on_open", "exit_is_step", "exit_is_other_step"),
    *("unknown_group", "group_missing", "two_groups", "groups_unused"),
    *("month_first", "order_unknown", "zoned"),
    *("withdrawn", "ended_between", "partly_covered"),
}
"""Findings that take a mapping, another file, a workbook or names; the tests of those make them."""


def test_a_good_ledger_has_no_finding(tmp_path: Path) -> None:
    reading = read(written(tmp_path, text_of(ROW, OTHER)), steps=STEPS)
    assert not reading.findings
    assert len(reading.ledger.rows) == 2


@pytest.mark.parametrize("defect", DEFECTS, ids=[defect.kind for defect in DEFECTS])
def test_a_defect_gives_a_sentence_in_danish_and_one_in_english(defect: Defect, tmp_path: Path) -> None:
    reading = read(written(tmp_path, defect.text), steps=STEPS, key=defect.key)
    assert "\n".join(sentences(reading, "da", tmp_path)) == defect.da
    assert "\n".join(sentences(reading, "en", tmp_path)) == defect.en
    assert {finding.kind for finding in reading.findings} == {defect.kind}
    assert len(reading.ledger.rows) == defect.used
    assert is_accounted_for(reading)


def test_every_kind_of_finding_is_shown_by_a_defect() -> None:
    assert {defect.kind for defect in DEFECTS} | ELSEWHERE == {*ledger_faults._SENTENCES}


def test_every_kind_that_the_code_names_has_a_sentence_and_no_sentence_is_left_over() -> None:
    named, words = set(), set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in calls:
            kinds: list[ast.expr] = [word.value for word in call.keywords if word.arg == "kind"]
            if ast.unparse(call.func).endswith((".tell", ".tell_column")):
                kinds = call.args[:1]
            elif ast.unparse(call.func) != "LedgerFault":
                continue
            named |= {kind.value for kind in kinds if isinstance(kind, ast.Constant)}
        if path != Path(ledger_faults.__file__):
            words |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert named <= {*ledger_faults._SENTENCES} <= words


def test_a_finding_never_shows_a_personal_number() -> None:
    finding = LedgerFault(
        file="f",
        row=2,
        letter="A",
        column="010210-1234",
        kind="unknown_step",
        found="0102101234",
        expected="x 010210 1234",
        done="rejected",
    )
    for text in (str(finding), said_in("en", str, finding), repr(finding)):
        assert "1234" not in text


def test_a_long_value_is_cut() -> None:
    finding = LedgerFault(file="f", row=2, kind="unknown_step", found="x" * 500, done="rejected")
    assert "x" * 57 + "..." in str(finding)
    assert len(str(finding)) < 150
