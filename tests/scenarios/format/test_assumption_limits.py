from pathlib import Path

from scenarios.format.assumption_use import assumption_limits
from tests.scenarios.small import study_of, with_change

FACTORS = "factors: {ind: {arrivals: [hjemme], times: faktor}}\npayers:\n  familie"


def test_an_assumption_may_come_to_what_the_numbers_that_name_it_may(tmp_path: Path) -> None:
    text = with_change("payers:\n  familie", FACTORS)
    text = with_change("hjemme: 0.2", "hjemme: {rate: 0.2, shape: form, by_age: {0-17: delt}}", text)
    text = with_change("{familie: 0.75, staten: 0.25}", "{familie: delt, staten: rest}", text)
    given = "".join(
        f"  {name}: {{value: {value}, grade: assumption, source: x}}\n"
        for name, value in (("faktor", 1), ("form", 1), ("delt", 0.75), ("rest", 0.25), ("ledig", 1))
    )
    limits = assumption_limits(
        study_of(with_change("assumptions:\n", f"assumptions:\n{given}", text), tmp_path).scenario
    )
    assert limits["faktor"] == limits["udslusning"] == (0.0, float("inf"))
    assert limits["form"] == (0.1, 10.0)
    assert limits["delt"] == limits["rest"] == (0.0, 1.0)
    assert "ledig" not in limits


def test_where_several_numbers_name_it_all_of_their_limits_hold(tmp_path: Path) -> None:
    text = with_change("  unit: children\n", "  unit: children\n  trend_per_year: x\n")
    text = with_change("hjemme: 0.2", "hjemme: x", text)
    given = "assumptions:\n  x: {value: 0.1, grade: assumption, source: x}\n"
    scenario = study_of(with_change("assumptions:\n", given, text), tmp_path).scenario
    assert assumption_limits(scenario)["x"] == (0.0, 0.5)
