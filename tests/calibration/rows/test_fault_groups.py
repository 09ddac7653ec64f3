"""Check that faults of one cause are told in one sentence."""

from calibration.rows.faults import Done, LedgerFault, grouped
from tests.languages import said_in


def test_faults_of_one_cause_are_one_sentence_and_those_that_cost_rows_come_first() -> None:
    def fault(row: int, kind: str, found: str, done: Done = "rejected", expected: str = "") -> LedgerFault:
        return LedgerFault(
            file="f", row=row, letter="B", column="c", kind=kind, found=found, done=done, expected=expected
        )

    groups = grouped(
        [
            fault(2, "zero_price", "0", "kept"),
            fault(9, "unknown_step", "x"),
            *(fault(row, "no_rule", "§ 32") for row in range(3, 277)),
            fault(5, "end_before_start", "2", expected="3"),
            fault(4, "end_before_start", "1", expected="2"),
        ]
    )
    assert [len(group.faults) for group in groups] == [274, 2, 1, 1]
    assert [str(group) for group in groups][:2] == [
        (
            "f, kolonne «c» (B): ingen regel i oversættelsen giver et trin for § 32; "
            "rækken er ikke taget med: "
            "274 rækker (3, 4, 5, 6, 7, ...)"
        ),
        (
            "f, række 4, kolonne «c» (B): slutdatoen 1 ligger før startdatoen 2; rækken er ikke taget med: "
            "2 sådanne rækker (4, 5)"
        ),
    ]
    assert said_in("en", str, groups[0]).endswith("274 rows (3, 4, 5, 6, 7, ...)")


def test_a_file_as_a_whole_has_each_of_its_faults_told() -> None:
    sheets = [LedgerFault(file="f", kind="unread_sheet", found=name, done="kept") for name in ("A", "B")]
    assert [str(group) for group in grouped(sheets)] == [str(fault) for fault in sheets]
