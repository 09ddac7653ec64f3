"""Check that steps, ways out and groups are those of the staircase, or are told with row and column."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.names import ANY_NAMES, Names, across_rows, match, name_key
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import load
from tests.calibration.ledgers import TODAY, is_accounted_for, sentences, text_of, written
from tests.calibration.made_rows import ledger, stay

HEADINGS = "child_id;step;start;end;exit_to;group"
NAMES = Names(steps=("lav", "høj"), exits=("afsluttet", "fyldt_18"), groups=("almen", "handicap"))
ONE_GROUP = Names(steps=NAMES.steps, exits=NAMES.exits, groups=("alle",))


def reading_of(folder: Path, *rows: str, names: Names = NAMES, headings: str = HEADINGS) -> Reading:
    reading = read_ledgers([written(folder, text_of(*rows, headings=headings))], names=names, today=TODAY)
    assert is_accounted_for(reading)
    return reading


def exits(reading: Reading) -> list[str]:
    return reading.ledger.rows["exit_to"].tolist()


GOOD = "b0;lav;2024-01-15;2024-02-01;afsluttet;almen"


@pytest.mark.parametrize(
    ("row", "da", "en"),
    [
        (
            "b1;lav;2024-01-15;;afsluttet;almen",
            (
                "kolonne «exit_to» (E): der står udgangen «afsluttet», men ingen "
                "slutdato; enten mangler slutdatoen, "
                "eller udgangen er forkert"
            ),
            (
                "column 'exit_to' (E): the way out 'afsluttet' stands there, but no end; "
                "either the end is missing or "
                "the way out is wrong"
            ),
        ),
        (
            "b1;lav;2024-01-15;31-12-9999;fyldt_18;almen",
            "kolonne «exit_to» (E): der står udgangen «fyldt_18», men ingen slutdato",
            "column 'exit_to' (E): the way out 'fyldt_18' stands there, but no end",
        ),
        (
            "b1;lav;2024-01-15;2024-02-01;afslutet;almen",
            (
                "kolonne «exit_to» (E): udgangen «afslutet» findes ikke; angiv den med "
                "--exit, når du kalibrerer, eller "
                "oversæt den (--mapping); mente du «afsluttet»?"
            ),
            (
                "column 'exit_to' (E): there is no way out 'afslutet'; declare it with "
                "--exit to calibrate, or "
                "translate it in a mapping; did you mean 'afsluttet'?"
            ),
        ),
        (
            "b1;lav;2024-01-15;2024-02-01;hjem;almen",
            (
                "kolonne «exit_to» (E): udgangen «hjem» findes ikke; angiv den med "
                "--exit, når du kalibrerer, eller "
                "oversæt den (--mapping)"
            ),
            "column 'exit_to' (E): there is no way out 'hjem'; declare it with --exit",
        ),
        (
            "b1;lav;2024-01-15;2024-02-01;høj;almen",
            "kolonne «exit_to» (E): udgangen er trinnet «høj», men barnet har ingen række, der følger efter",
            "column 'exit_to' (E): the way out is the step 'høj', but no row of the child follows there",
        ),
        (
            "b1;lav;2024-01-15;2024-02-01;afsluttet;handikap",
            "kolonne «group» (F): trappen har ingen gruppe «handikap»; mente du «handicap»?",
            "column 'group' (F): the staircase has no group 'handikap'; did you mean 'handicap'?",
        ),
        (
            "b1;lav;2024-01-15;2024-02-01;afsluttet;",
            "kolonne «group» (F): ingen række siger, hvilken gruppe barnet er i (almen, handicap)",
            "column 'group' (F): no row says which group the child is in (almen, handicap)",
        ),
    ],
)
def test_a_name_that_cannot_be_costs_its_row_and_is_told(row: str, da: str, en: str, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, GOOD, row)
    assert reading.ledger.rows["child_id"].tolist() == ["b0"]
    assert sentences(reading, "da", tmp_path)[-1].startswith(f"ledger.csv, række 3, {da}")
    assert sentences(reading, "da", tmp_path)[-1].endswith("; rækken er ikke taget med")
    assert sentences(reading, "en", tmp_path)[-1].startswith(f"ledger.csv, row 3, {en}")


def test_names_that_differ_in_case_and_marks_are_matched_and_told(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        "b1; LAV ;2024-01-15;2024-02-01;Fyldt 18;HANDICAP",
        "b2;lav;2024-01-15;2024-02-01;afsluttet ;almen",
    )
    assert reading.ledger.rows[["step", "exit_to", "group"]].to_numpy().tolist() == [
        ["lav", "fyldt_18", "handicap"],
        ["lav", "afsluttet", "almen"],
    ]
    assert sentences(reading, "da", tmp_path) == [
        "ledger.csv, række 2, kolonne «step» (B): «LAV» er læst som «lav»",
        "ledger.csv, række 2, kolonne «exit_to» (E): «Fyldt 18» er læst som «fyldt_18»",
        "ledger.csv, række 2, kolonne «group» (F): «HANDICAP» er læst som «handicap»",
    ]


def test_a_name_that_fits_two_is_matched_with_neither() -> None:
    assert match(["A-1", "a1", "a_1", "b"], ["a1", "a_1", "b"]) == {"a1": "a1", "a_1": "a_1", "b": "b"}


@given(st.lists(st.text(alphabet="aAøØ -_1", min_size=1, max_size=4), max_size=6))
def test_what_is_matched_is_known_and_spelled_alike(known: list[str]) -> None:
    for text, name in match([text.swapcase() for text in known], known).items():
        assert name in known
        assert name == text or name_key(name) == name_key(text)


def test_a_step_as_the_way_out_is_where_the_rows_of_the_child_say(tmp_path: Path) -> None:
    rows = [
        *("b1;lav;2024-01-15;2024-02-01;høj;almen", "b1;høj;2024-02-05;;;"),
        *("b2;lav;2024-01-15;2024-02-01;lav;almen", "b2;høj;2024-02-01;2024-03-01;afsluttet;"),
    ]
    reading = reading_of(tmp_path, *rows)
    assert exits(reading) == ["", "", "", "afsluttet"]
    assert reading.ledger.rows["group"].tolist() == ["almen"] * 4
    assert sentences(reading, "da", tmp_path) == [
        (
            "ledger.csv, række 4, kolonne «exit_to» (E): udgangen er trinnet «lav», men "
            "barnets næste række er på "
            "«høj», og den gælder"
        )
    ]


def test_a_child_with_two_groups_has_that_of_its_first_service(tmp_path: Path) -> None:
    rows = ["b1;høj;2024-03-15;;;almen", "b1;lav;2024-01-15;2024-02-01;afsluttet;handicap"]
    reading = reading_of(tmp_path, *rows)
    assert reading.ledger.rows["group"].tolist() == ["handicap"] * 2
    assert sentences(reading, "en", tmp_path) == [
        (
            "ledger.csv, row 2, column 'group' (F): the child has several groups; almen "
            "is changed to handicap, "
            "which its first service has"
        )
    ]


def test_a_ledger_that_says_nothing_of_groups_is_refused_where_there_are_several(tmp_path: Path) -> None:
    row, headings = "b1;lav;2024-01-15", "child_id;step;start"
    with pytest.raises(RefusedError, match="grupperne almen, handicap, og ingen række"):
        reading_of(tmp_path, row, headings=headings)
    assert reading_of(tmp_path, row, headings=headings, names=ONE_GROUP).ledger.rows["group"].tolist() == [""]


def test_where_there_is_one_group_those_of_the_ledger_are_told_and_not_used(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "b1;lav;2024-01-15;;;Handicap", "b2;lav;2024-01-15;;;", names=ONE_GROUP)
    assert reading.ledger.rows["group"].tolist() == ["alle", "alle"]
    assert sentences(reading, "da", tmp_path) == [
        "ledger.csv, kolonne «group» (F): trappen har kun gruppen «alle»; Handicap bruges ikke"
    ]


def test_names_of_the_ledgers_own_have_one_spelling_in_all_files(tmp_path: Path) -> None:
    rows = [
        f"b{at};{step};2024-01-15;2024-02-01;{out};"
        for at, (step, out) in enumerate(
            [("Døgn", "Hjem"), ("døgn", "hjem"), ("DØGN", "hjem"), ("døgn", "fyldt 18")]
        )
    ]
    first = written(tmp_path, text_of(*rows[:2], headings=HEADINGS), "a.csv")
    second = written(tmp_path, text_of(*rows[2:], headings=HEADINGS), "b.csv")
    reading = read_ledgers([first, second], names=ANY_NAMES, today=TODAY)
    assert {*reading.ledger.rows["step"]} == {"døgn"}
    assert exits(reading) == ["hjem", "hjem", "hjem", "fyldt 18"]
    assert [(finding.row, finding.letter, finding.kind) for finding in reading.findings] == [
        (2, "B", "other_spelling"),
        (2, "E", "other_spelling"),
        (2, "B", "other_spelling"),
    ]


@given(st.permutations(["Døgn", "Døgn", "døgn ", "DØGN", "Fam  ilie", "Fam\tilie"]))
def test_a_name_of_the_ledgers_own_is_the_most_frequent_spelling_with_single_spaces(steps: list[str]) -> None:
    rows, rejected, told = across_rows(ledger(*(stay("A", step, 0, 9) for step in steps)).rows, ANY_NAMES, {})
    assert sorted(rows["step"]) == ["Døgn"] * 4 + ["Fam ilie"] * 2
    assert not rejected.any()
    assert {(fault.found, fault.expected) for fault in told} == {("døgn", "Døgn"), ("DØGN", "Døgn")}


def test_a_way_out_that_is_declared_is_one(tmp_path: Path) -> None:
    names = Names(steps=NAMES.steps, exits=(*(NAMES.exits or ()), "hjem"), groups=("alle",))
    reading = reading_of(tmp_path, "b1;lav;2024-01-15;2024-02-01;Hjem;", names=names)
    assert exits(reading) == ["hjem"]


@pytest.mark.parametrize("name", ["institution", "Afsluttet"])
def test_what_the_staircase_has_is_not_declared_again(name: str) -> None:
    with pytest.raises(RefusedError, match=f"--exit {name}: trappen har allerede"):
        Names.of(load("kolding").scenario, ways_out=[name])
