"""Test that what is asked for wrongly from Python is refused in the sentence of the command."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import trappe
from tests.languages import said_in

LEDGER = "sager.csv"
Asked = Callable[[], object]


def refused(ask: Asked, lang: str) -> str:
    with pytest.raises(trappe.RefusedError) as raised:
        ask()
    return said_in(lang, str, raised.value)


def forecast(**options: Any) -> object:
    return trappe.forecast("kolding", ledgers=[LEDGER], frame="1 mio", **options)


@pytest.mark.parametrize(
    ("ask", "option", "range_"),
    [
        (lambda: trappe.compare("kolding", draws=0), "--draws: 0", "100000"),
        (lambda: trappe.compare("kolding", draws=100_001), "--draws: 100001", "100000"),
        (lambda: trappe.compare("kolding", replications=0), "--replications: 0", "100000"),
        (lambda: trappe.compare("kolding", seed=-1), "--seed: -1", str(2**64 - 1)),
        (lambda: trappe.compare("kolding", workers=trappe.WorkerOptions(workers=0)), "--workers: 0", "1"),
        (lambda: trappe.sensitivity("kolding", replications=1), "--replications: 1", "100000"),
        (lambda: trappe.sensitivity("kolding", confidence=1), "--confidence: 1", "0.99"),
        (lambda: trappe.sensitivity("kolding", confidence=float("nan")), "--confidence: nan", "0.99"),
        (lambda: trappe.sensitivity("kolding", pairs=13), "--pairs: 13", "12"),
        (lambda: trappe.information("kolding", draws=100_001), "--draws: 100001", "100000"),
        (lambda: trappe.information("kolding", children=[25, 0]), "--children: 0", "1"),
        (lambda: forecast(replications=1_001), "--replications: 1001", "1000"),
        (lambda: trappe.follow_up("kolding", ledgers=[LEDGER], months=0), "--months: 0", "1"),
        (lambda: trappe.calibrate([LEDGER], bridge_days=367), "--bridge-days: 367", "366"),
    ],
)
def test_a_number_outside_its_limits(ask: Asked, option: str, range_: str) -> None:
    assert re.fullmatch(rf"{option} går ikke; giv .*\b{range_}", refused(ask, "da"))
    assert re.fullmatch(rf"{option} will not do; give .*\b{range_}( or more)?", refused(ask, "en"))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda: trappe.sensitivity("kolding", method="pawm"),  # type: ignore[arg-type]
            "--method: 'pawm' is not known; there are sobol, morris, local, pawn, delta",
        ),
        (lambda: forecast(rates="guess"), "--rates: 'guess' is not known; there are ledger, scenario"),
        (lambda: trappe.sensitivity("kolding", outcome="joy"), "--outcome: 'joy' is not known; there are"),
        (
            lambda: trappe.compare("kolding", precision=5),
            "--precision: '5' is not a share between 0 and 100%",
        ),
        (lambda: trappe.calibrate(["nowhere.csv"]), "nowhere.csv: there is no such file"),
    ],
)
def test_a_word_that_is_none_of_the_choices(ask: Asked, said: str) -> None:
    assert refused(ask, "en").startswith(said)


def test_a_register_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    def look() -> None:
        with trappe.register(tmp_path / "none.sqlite"):
            pass

    assert refused(look, "da") == f"{tmp_path / 'none.sqlite'}: der er ikke noget register"
    assert not [*tmp_path.iterdir()]
