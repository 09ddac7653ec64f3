"""Check the grades with numbers on both sides of each limit."""

import math

import pytest

from calibration.rates.verdicts import BACKTEST, FEW_MOVES, LENGTH_OF_STAY, LEVEL, checked_verdicts, grade_of


@pytest.mark.parametrize(
    ("moves", "grade"), [(0, "poor"), (9, "poor"), (10, "thin"), (49, "thin"), (50, "good"), (999, "good")]
)
def test_the_number_of_moves_gives_the_grade(moves: int, grade: str) -> None:
    assert grade_of(moves) == grade


def test_a_check_that_speaks_against_the_fit_takes_one_grade_and_two_take_no_more() -> None:
    moves = {"a": 60, "b": 60, "c": 20, "d": 5, "e": 60}
    stays = {"a": 0.9, "b": 0.001, "c": 0.001, "d": math.nan, "e": 0.001}
    backtest = {"a": 0.9, "b": 0.9, "c": 0.9, "d": 0.001, "e": 0.001}
    verdicts = checked_verdicts(moves, stays=stays, backtest=backtest)
    assert [(each.grade, each.reasons) for each in verdicts] == [
        ("good", ()),
        ("thin", (LENGTH_OF_STAY,)),
        ("poor", (FEW_MOVES, LENGTH_OF_STAY)),
        ("poor", (FEW_MOVES, BACKTEST)),
        ("thin", (LENGTH_OF_STAY, BACKTEST)),
    ]
    assert {each.limit for each in verdicts} == {LEVEL / 9}  # ten, less the one that is not known


def test_a_p_value_counts_against_the_fit_below_the_level_over_the_number_of_tests() -> None:
    for p_value, grade in ((LEVEL / 2 - 1e-9, "thin"), (LEVEL / 2, "good")):
        verdicts = checked_verdicts({"a": 60, "b": 60}, stays={"a": p_value, "b": 0.5}, backtest={})
        assert [each.grade for each in verdicts] == [grade, "good"]
        assert math.isnan(verdicts[0].backtest_p_value)


def test_without_any_test_the_moves_decide() -> None:
    (verdicts,) = checked_verdicts({"a": 12}, stays={"a": math.nan}, backtest={})
    assert (verdicts.grade, verdicts.limit, verdicts.reasons) == ("thin", LEVEL, (FEW_MOVES,))


def test_a_low_grade_with_many_moves_is_a_misfit_and_no_want_of_data() -> None:
    stays = {"a": 0.0001, "b": 0.0001, "c": 0.9, "d": 0.9}
    verdicts = checked_verdicts({"a": 60, "b": 20, "c": 60, "d": 20}, stays=stays, backtest={})
    assert [each.is_misfit for each in verdicts] == [True, False, False, False]
