"""Test every act on a register: what is entered, and every refusal with its sentence."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from booking.decisions.booking_acts import commit, reverse
from booking.decisions.case_acts import approve, reach
from booking.decisions.drafts import Act
from booking.decisions.entering import enter, judged
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.entry_kinds import Booking, Reversal
from booking.register.register import register
from booking.register.tampering import ChangedError, TamperedError
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.booked import (
    FAMILIE,
    RUN,
    SCENARIO,
    SKOLE,
    TODAY,
    WHO,
    a_promise,
    a_proposal,
    a_register,
    analysed,
    approved,
    books_of,
    proposing,
    rule,
)
from tests.booking.decisions.test_bookable_lines import followed
from tests.languages import said_in


def booking(dkk: float, *, payer: str = FAMILIE, year: int = 2028) -> Act:
    return commit(payer, year, dkk, case=None, **WHO, on=TODAY)


def refusal(*acts: Act, lang: str = "da") -> str:
    """Return why the last of some acts is refused as something that was asked for rightly: exit code 1."""
    with pytest.raises(NegativeAnswerError) as error:
        books_of(*acts)
    return said_in(lang, str, error.value)


def mistake(*acts: Act, lang: str = "da") -> str:
    """Return what is wrong with the last of some acts: exit code 2."""
    with pytest.raises(RefusedError) as error:
        books_of(*acts)
    assert not isinstance(error.value, NegativeAnswerError)
    return said_in(lang, str, error.value)


READY = (proposing(a_proposal()), analysed(), approved())


def test_a_booking_says_what_it_rests_on(tmp_path: Path) -> None:
    with a_register(tmp_path, *READY) as made:
        entry = enter(made, booking(600))
        books = Books(made.entries())
        rule_digest = books.proposal().entry.policy_digest
    assert (entry.number, entry.kind, entry.who, entry.why) == (4, "booking", WHO["who"], WHO["why"])
    assert (entry.scenario_digest, entry.run_digest, entry.policy_digest) == (SCENARIO, RUN, rule_digest)
    (record,) = books.of(Booking)
    assert record.body == Booking(
        proposal=1, basis=1, sensitivity=2, on=TODAY, year=2028, payer=FAMILIE, dkk=600.0
    )


def test_after_a_follow_up_a_booking_rests_on_it() -> None:
    books = books_of(*READY, followed(date(2027, 6, 30)), booking(100))
    (record,) = books.of(Booking)
    assert record.body.basis == 4


def test_without_an_analysis_of_exactly_this_scenario_nothing_is_booked() -> None:
    none = refusal(READY[0], READY[2], booking(1))
    other = refusal(READY[0], analysed(scenario_digest="0" * 64), READY[2], booking(1))
    assert none == other
    assert none == (
        "familie 2028: 1 kr. kan ikke lægges ind; højst 0 kr.; under 80 % sikkerhed; "
        "afventer følsomhedsanalyse"
    )


def test_more_than_may_be_booked_is_refused_with_what_may() -> None:
    assert refusal(*READY, booking(601)) == (
        "familie 2028: 601 kr. kan ikke lægges ind; højst 600 kr.; under 80 % sikkerhed"
    )
    assert refusal(*READY, booking(400), booking(201), lang="en") == (
        "familie 2028: DKK 201 cannot be booked; at most DKK 200; below 80% confidence; booked already"
    )


def test_a_payer_who_has_not_approved_is_not_booked() -> None:
    sentence = refusal(proposing(a_proposal()), analysed(), approved(SKOLE), booking(1))
    assert sentence.endswith("betaleren har ikke godkendt")


def test_a_run_older_than_the_newest_ledger_is_refused() -> None:
    other = proposing(a_proposal(case="en anden"), "7" * 64)
    newer = followed(date(2027, 6, 30), case="en anden", scenario="7" * 64)
    act = commit(FAMILIE, 2028, 1.0, case="tættere", **WHO, on=TODAY)
    assert "er ældre end den nyeste sagsliste" in refusal(*READY, other, newer, act)


def test_a_register_that_was_changed_takes_nothing_more(tmp_path: Path) -> None:
    with a_register(tmp_path, *READY) as made, closing(sqlite3.connect(made.where)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE trappe_entry SET who = 'Borgmesteren' WHERE number = 3")
        other.commit()
        with pytest.raises(TamperedError):
            enter(made, booking(1))


def forged(**changes: Any) -> Draft:
    """Return a booking that nobody asked the rule for."""
    body = {
        "proposal": 1, "basis": 1, "sensitivity": 2, "on": "2026-11-22", "year": 2028, "payer": FAMILIE,
        "dkk": 600.0,
    }  # fmt: skip
    return Draft(kind="booking", **WHO, body=body | changes)


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (forged(dkk=601.0), "post 4 kunne ikke være ført ind: familie 2028: 601 kr. kan ikke lægges ind"),
        (forged(payer=SKOLE, dkk=1.0), "post 4 kunne ikke være ført ind: skole 2028"),
        (forged(basis=3), "post 4 bygger på post 3, som ikke er af den slags"),
        (forged(proposal=9), "post 4 bygger på post 9, som ikke er af den slags"),
        (forged(extra=1), "post 4 («booking») kan ikke læses"),
        (Draft(kind="gave", **WHO, body={}), "post 4 («gave») kan ikke læses"),
    ],
)
def test_an_entry_that_was_slipped_in_past_the_gates_is_found(
    tmp_path: Path, draft: Draft, sentence: str
) -> None:
    with a_register(tmp_path, *READY) as made:
        made.append(draft, after=3)
        assert made.verify() == ()  # the chain is whole
        with pytest.raises(NegativeAnswerError) as error:
            enter(made, booking(1))
        assert str(error.value).startswith(sentence)
        assert len(made.entries()) == 4


def test_who_is_slower_is_told_what_was_entered_meanwhile(tmp_path: Path) -> None:
    with a_register(tmp_path, *READY) as mine, register(mine.where, create=False) as theirs:

        def meanwhile(books: Books, at: datetime) -> Draft:
            enter(theirs, booking(600))  # somebody else's act comes between
            return booking(600)(books, at)

        with pytest.raises(ChangedError) as error:
            enter(mine, replace(booking(600), draft=meanwhile))
        assert "Økonomichefen" in str(error.value)
        assert len(mine.entries()) == 4


def test_an_approver_whom_the_rule_names_approves_and_nobody_else() -> None:
    named = proposing(a_proposal(policy=rule(approvers={FAMILIE: "Familiechefen"})))
    assert refusal(named, approved()) == "familie: reglen lader Familiechefen godkende, ikke Økonomichefen"
    books_of(named, approve(FAMILIE, case=None, who="familiechefen ", why="Møde"))


@pytest.mark.parametrize("who", ["Børnechefen", "  børnechefen ", "BØRNE-CHEFEN.", "Børne chefen"])
def test_whoever_proposed_is_no_second_person_however_the_name_is_typed(who: str) -> None:
    alone = approve(FAMILIE, case=None, who=who, why="Møde")
    assert refusal(READY[0], READY[1], alone) == (
        f"familie: {who.strip()} har selv foreslået casen (post 1); reglen kræver to personer, så en anden "
        "skal godkende"
    )
    one = proposing(a_proposal(policy=rule(two_people=False)))
    assert books_of(one, analysed(), alone, booking(600)).standing


def test_an_approval_by_the_proposer_that_was_slipped_in_counts_for_nothing(tmp_path: Path) -> None:
    with a_register(tmp_path, *READY[:2]) as made:
        body = {"proposal": 1, "payer": FAMILIE}
        made.append(Draft(kind="approval", who="børnechefen", why="Møde", body=body), after=2)
        with pytest.raises(NegativeAnswerError, match="børnechefen har selv foreslået casen"):
            enter(made, booking(1))


def test_of_a_run_that_is_too_small_nothing_is_booked_and_every_reason_is_told() -> None:
    tiny = proposing(a_proposal(a_promise(sure_error=None), draws=1, replications=1))
    assert refusal(tiny, analysed(), approved(), booking(1)) == (
        "familie 2028: 1 kr. kan ikke lægges ind; højst 0 kr.; under 80 % sikkerhed; for få trækninger: "
        "1, og reglen kræver 100; kør igen med 100 eller flere; regneusikkerheden er ikke inden for "
        "de 10 % af beløbet, reglen tillader; kør igen med 100 trækninger eller flere"
    )


def test_that_a_run_is_too_small_is_told_where_it_found_nothing_to_book_too() -> None:
    tiny = proposing(a_proposal(a_promise(mean=-500, sure=0), draws=1, replications=1))
    assert "for få trækninger: 1" in refusal(tiny, analysed(), approved(), booking(1))


def test_an_error_that_is_too_large_says_how_many_draws_would_do() -> None:
    rough = proposing(a_proposal(a_promise(sure=600, sure_error=90)))  # 15 %: 100 x 1.2 x 1.5^2 = 270
    assert "kør igen med 500 trækninger eller flere" in refusal(rough, analysed(), approved(), booking(1))
    fine = proposing(a_proposal(a_promise(sure=600, sure_error=60)))
    assert books_of(fine, analysed(), approved(), booking(600)).standing


def test_nobody_approves_twice() -> None:
    assert refusal(*READY, approved()) == "familie har godkendt forslaget allerede (post 3, Økonomichefen)"


def test_a_milestone_is_reached_once() -> None:
    by = {"ansat": {"title": {"da": "Alle er ansat"}, "by": date(2027, 6, 30)}}
    acts = (proposing(a_proposal(policy=rule(milestones=by))), reach("ansat", case=None, **WHO))
    assert refusal(*acts, acts[1]) == "milepælen «ansat» er nået allerede (post 2)"
    assert mistake(acts[0], reach("ansæt", case=None, **WHO)) == (
        "«ansæt» er ikke en milepæl i casens regel; der er ansat"
    )


def test_a_booking_is_reversed_once_and_nothing_else_is() -> None:
    acts = (*READY, booking(600), reverse(4, **WHO))
    assert books_of(*acts).standing == ()
    assert refusal(*acts, reverse(4, **WHO)) == "post 4 er tilbageført allerede"
    assert mistake(*READY, booking(600), reverse(1, **WHO)) == (
        "post 1 er ikke en indlæggelse; dem, der står, er 4"
    )


def test_a_part_of_a_booking_is_reversed_and_no_more_than_stands() -> None:
    acts = (*READY, booking(600), reverse(4, 150.0, **WHO))
    books = books_of(*acts)
    assert books.booked("tættere", year=2028, payer=FAMILIE) == 450
    assert refusal(*acts, reverse(4, 451.0, **WHO)) == (
        "post 4: 451 kr. kan ikke tilbageføres; 450 kr. af den står"
    )
    assert "højst 150 kr." in refusal(*acts, booking(151))
    assert books_of(*acts, booking(150)).booked("tættere", year=2028, payer=FAMILIE) == 600
    rest = books_of(*acts, reverse(4, **WHO))
    assert rest.records[-1].body == Reversal(booking=4, dkk=450.0)
    assert rest.standing == ()
    assert refusal(*acts, reverse(4, **WHO), reverse(4, 1.0, **WHO)) == "post 4 er tilbageført allerede"
    assert mistake(*acts, reverse(4, 0.5, **WHO)).startswith("--dkk: 0.5 er ikke et antal hele kroner")


def test_a_reversal_of_more_than_stands_that_was_slipped_in_is_found(tmp_path: Path) -> None:
    with a_register(tmp_path, *READY, booking(600)) as made:
        made.append(Draft(kind="reversal", **WHO, body={"booking": 4, "dkk": 700.0}), after=4)
        with pytest.raises(NegativeAnswerError, match=r"post 5 kunne ikke være ført ind: post 4: 700 kr\."):
            judged(made.entries())


def test_a_follow_up_is_of_the_scenario_that_was_proposed() -> None:
    act = followed(date(2027, 6, 30), scenario="0" * 64)
    assert refusal(*READY, act) == "opfølgningen er af et andet scenarie end forslaget (post 1)"


@pytest.mark.parametrize(
    ("act", "da", "en"),
    [
        (
            booking(1, payer="famile"),
            "--payer: «famile» er ikke en betaler i casen; der er familie, skole, staten",
            "--payer: 'famile' is not a payer of the case; there are familie, skole, staten",
        ),
        (
            booking(1, year=2040),
            "--year: 2040 er ikke et af casens budgetår; de er 2028-2028",
            "--year: 2040 is not one of the case's budget years; they are 2028-2028",
        ),
        (
            approve("x", case=None, **WHO),
            "BETALER: «x» er ikke en betaler i casen; der er familie, skole, staten",
            "BETALER: 'x' is not a payer of the case; there are familie, skole, staten",
        ),
        (
            approved(case="ingen"),
            "--case: «ingen» er ikke foreslået; der er tættere",
            "--case: 'ingen' has not been proposed; there are tættere",
        ),
    ],
)
def test_a_slip_is_told_with_what_there_is(act: Act, da: str, en: str) -> None:
    assert mistake(*READY, act) == da
    assert mistake(*READY, act, lang="en") == en


def test_an_empty_register_says_where_to_begin() -> None:
    assert mistake(booking(1)) == "registeret har intet forslag; begynd med trappe book propose"


def test_with_several_cases_one_must_be_named() -> None:
    other = proposing(a_proposal(case="en anden"))
    assert (
        mistake(*READY, other, booking(1)) == "registeret har flere cases; vælg med --case: tættere, en anden"
    )


@pytest.mark.parametrize(("who", "why", "option"), [(" ", "fordi", "--who"), ("jeg", "", "--why")])
def test_nobody_and_no_reason_are_not_entered(who: str, why: str, option: str) -> None:
    assert mistake(*READY, approve(SKOLE, case=None, who=who, why=why)).startswith(option)


def test_an_amount_may_be_booked_in_parts_and_no_more() -> None:
    books = books_of(*READY, booking(200), booking(400))
    assert books.booked("tættere", year=2028, payer=FAMILIE) == 600
    assert "højst 0 kr." in refusal(*READY, booking(200), booking(400), booking(1))


@pytest.mark.parametrize("dkk", [0.0, -5.0, 0.5, 100.25])
def test_whole_kroner_are_booked(dkk: float) -> None:
    assert mistake(*READY, booking(dkk)) == f"--dkk: {dkk:g} er ikke et antal hele kroner fra 1 og op"


def test_what_is_sure_for_one_year_is_not_booked_in_another() -> None:
    both = (proposing(a_proposal(a_promise(2028), a_promise(2029, sure=50))), *READY[1:])
    assert "højst 50 kr." in refusal(*both, booking(100, year=2029))
