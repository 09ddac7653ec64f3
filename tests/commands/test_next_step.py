"""Test that each gate that is shut names the command that opens it, ready to be copied."""

import shlex
from datetime import UTC, datetime
from typing import Any

import pytest

from booking.decisions.drafts import Act
from cli import main
from commands.shared.next_step import next_step
from commands.shared.options import REGISTER
from language.messages import in_language
from scenarios import clock
from tests.booking.booked import AT, FAMILIE, a_promise, a_proposal, analysed, approved, proposing, rule
from tests.booking.decisions.test_bookable_lines import MILESTONES
from tests.reports.booked import CASE, at_hand_of, booking, followed

READY = (analysed(), approved())
ANALYSE = f"trappe sensitivity kolding --case {CASE} --out sensitivity-{CASE}"
RECORD = "trappe book sensitivity kolding"
PROPOSE = "trappe book propose kolding --run"
WHO = f"--case {CASE} --who NAME --why WHY"


def command(*acts: Act, where: str = REGISTER, scenario: str | None = "kolding") -> str:
    """Return the next command after some acts, in English; empty where there is none."""
    with in_language("en"):
        step = next_step(at_hand_of(*acts), scenario=scenario, where=where)
    return "" if step is None else step.command


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def proposed(**changes: Any) -> Act:
    return proposing(a_proposal(a_promise(2028), **changes))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (
            (proposed(),),
            f"{ANALYSE} && {RECORD} --analysis sensitivity-{CASE} --who NAME --why WHY",
        ),
        (
            (proposed(), analysed()),
            f"trappe book approve {FAMILIE} {WHO}",
        ),
        (
            (proposed(policy=rule(approvers={FAMILIE: "B. Jensen"})), analysed()),
            f'trappe book approve {FAMILIE} --case {CASE} --who "B. Jensen" --why WHY',
        ),
        (
            (proposed(draws=20), *READY),
            f"trappe compare kolding --draws 100 --out run-100 && {PROPOSE} run-100 {WHO}",
        ),
        (
            (proposing(a_proposal(a_promise(2028, sure=600, sure_error=120))), *READY),
            f"trappe compare kolding --draws 500 --out run-500 && {PROPOSE} run-500 {WHO}",
        ),
        (
            (proposing(a_proposal(a_promise(2029), policy=rule(milestones=MILESTONES))), *READY),
            f"trappe book milestone ansat {WHO}",
        ),
        ((proposed(), *READY, booking(2028, 600)), ""),
        (
            (proposed(), *READY, booking(2028, 500), followed(a_promise(2028, sure=100))),
            "trappe book reverse 4 --dkk 400 --who NAME --why WHY",
        ),
        ((proposed(policy=rule(minimum_grade="randomised"), grade="assumption"), *READY), ""),
    ],
)
def test_the_next_command_opens_the_first_gate_that_is_shut(acts: tuple[Act, ...], expected: str) -> None:
    assert command(*acts) == expected
    for each in expected.split(" && ") if expected else ():
        words = shlex.split(each)
        assert words[0] == "trappe"
        assert words[1] in main.commands


def test_what_is_sure_enough_is_booked_to_the_krone() -> None:
    acts = (proposing(a_proposal(a_promise(2028, sure=1234.9))), *READY)
    assert f"trappe book commit --payer {FAMILIE} --year 2028 --dkk 1234" in command(*acts)


def test_bookings_of_a_new_year_wait_for_the_seal_of_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 4, 9, tzinfo=UTC))
    acts = (proposing(a_proposal(a_promise(2028, sure=1234.9))), *READY)
    assert command(*acts) == "trappe register countersign --who NAME --why WHY"
    never = rule(countersigned_seal="never")
    acts = (proposing(a_proposal(a_promise(2028, sure=1234.9), policy=never)), *READY)
    assert command(*acts).startswith("trappe book commit")


def test_a_register_elsewhere_and_a_scenario_of_ones_own_are_named_in_quotes() -> None:
    said = command(proposed(), where="vores bøger/register.sqlite", scenario="vores by.yaml")
    assert '--register "vores bøger/register.sqlite"' in said
    assert said.startswith('trappe sensitivity "vores by.yaml" ')
    assert shlex.split(said)[2] == "vores by.yaml"
    assert "trappe sensitivity lille.yaml --case" in command(proposed(), scenario=None)
    hard = command(proposed(), scenario='by"$x.yaml')
    assert shlex.split(hard)[2] == 'by"$x.yaml'
