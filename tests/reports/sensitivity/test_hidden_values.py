"""Check that an assumption with few children behind it has no value on a page, one with some one digit."""

from types import SimpleNamespace
from typing import Any

from reports.sensitivity.formatting import bare_values, range_with_unit, values_with_unit
from scenarios.format.assumptions import Assumption
from tests.languages import said_in


def about(*, few: bool, sd: float = 0.1) -> Any:
    """Return an analysis of one assumption, a rate that a ledger gave."""
    assumption = Assumption.model_validate(
        {
            "title": "Institution → hjem",
            "unit": {"da": "pr. barneår", "en": "per child-year"},
            "grade": "registered",
            "source": "Egen sagsliste",
            "distribution": {"kind": "gamma", "mean": 0.2345, "sd": sd},
            "few_children": few,
        }
    )
    return SimpleNamespace(subject=SimpleNamespace(factors=SimpleNamespace(assumptions=(assumption,))))


def test_few_children_have_no_values() -> None:
    hidden = about(few=True)
    assert bare_values(hidden, 0, (0.1234, 0.4321)) == ("skjult", "skjult")
    assert range_with_unit(hidden, 0, 0.1234, 0.4321) == "skjulte værdier (få børn)"
    assert said_in("en", values_with_unit, hidden, 0, (0.1234,)) == ("hidden",)


def test_some_children_have_one_digit_and_many_have_all() -> None:
    assert bare_values(about(few=False), 0, (0.1234, 0.4321)) == ("0,1", "0,4")
    assert bare_values(about(few=False, sd=0.03), 0, (0.1234, 0.4321)) == ("0,123", "0,432")
