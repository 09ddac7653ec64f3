"""Hold a register of an earlier edition to what it said then: it reads, verifies, and keeps its own rule."""

from pathlib import Path
from typing import Any

import pytest

from booking.decisions.bookable_lines import bookable_lines
from booking.decisions.booking_acts import commit
from booking.decisions.case_status import proposed
from booking.decisions.entering import enter, judged
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.register import register
from tests.booking.booked import FAMILIE, RUN, SCENARIO, STATEN, TODAY, WHO, a_promise, a_proposal

NOT_THEN = ("least_draws", "largest_error", "two_people")


def earlier_proposal() -> dict[str, Any]:
    """Return the body of a proposal as it was entered while the expected gain was that at average prices."""
    promises = (a_promise(2028, mean=1000, at_average=1500), a_promise(2029, STATEN, mean=400))
    body = a_proposal(*promises, draws=20).model_dump(mode="json")
    del body["expected"]
    for name in NOT_THEN:
        del body["policy"][name]
    for promise in body["promised"]:
        del promise["sure_error_dkk"]
        promise["in_blocks_dkk"] = promise.pop("mean_dkk")
        promise["expected_dkk"] = promise.pop("at_average_dkk")
    return body


def drafts() -> list[Draft]:
    """Return what one person alone entered then: a booking, all of it reversed, and another."""
    digests = {"scenario_digest": SCENARIO, "run_digest": RUN}
    booking = {"proposal": 1, "basis": 1, "sensitivity": 2, "on": "2026-11-22"}
    booking |= {"year": 2028, "payer": FAMILIE}
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("proposal", earlier_proposal()),
        ("sensitivity", {"case": "tættere", "method": "sobol", "value_digest": "d" * 64}),
        ("approval", {"proposal": 1, "payer": FAMILIE}),
        ("booking", booking | {"dkk": 500.0}),
        ("reversal", {"booking": 4}),
        ("booking", booking | {"dkk": 450.0}),
    ]
    return [Draft(kind=kind, body=body, **WHO, **digests) for kind, body in bodies]


def test_it_verifies_reads_and_takes_further_entries(tmp_path: Path) -> None:
    with register(tmp_path / "register.sqlite", create=True) as opened:
        for number, draft in enumerate(drafts()):
            opened.append(draft, after=number)
        assert opened.verify() == ()
        books = Books(opened.entries())
        judged(opened.entries())
        (booking,) = books.standing
        assert (booking.number, books.stands(booking)) == (6, 450)
        enter(opened, commit(FAMILIE, 2028, 150, case=None, **WHO, on=TODAY))
        books = Books(opened.entries())
        assert books.booked("tættere", year=2028, payer=FAMILIE) == 600


def test_its_amounts_have_the_names_of_now_and_its_rule_asks_no_more_than_it_did(tmp_path: Path) -> None:
    with register(tmp_path / "register.sqlite", create=True) as opened:
        for number, draft in enumerate(drafts()[:3]):
            opened.append(draft, after=number)
        books = Books(opened.entries())
    proposal = books.proposal()
    family = next(each for each in proposal.body.promised if each.payer == FAMILIE)
    assert (family.mean_dkk, family.at_average_dkk, family.sure_error_dkk) == (1000, 1500, None)
    line, *_ = bookable_lines(books, proposal, TODAY)
    assert line.bookable_dkk == 600  # twenty draws, one person, and no error known: nobody asked then
    gain = proposed(books, None, TODAY).expected_gain
    assert gain.dkk == pytest.approx(1000)  # of the municipality's own payers, the first budget year in full
    assert (gain.mc_error_dkk, gain.price_year) == (None, None)
