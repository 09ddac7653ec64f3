"""Test what a register of its own does: one municipality, one rule, one gain for the same children."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from booking.amounts.policy import Policy
from booking.decisions.bookable_lines import bookable_line
from booking.decisions.booking_acts import commit
from booking.decisions.case_acts import approve, propose, record_sensitivity
from booking.decisions.case_status import proposed
from booking.decisions.drafts import Act
from booking.decisions.entering import enter, judged
from booking.decisions.register_acts import accept_rule, change_rule, correct
from booking.decisions.witnessing import countersign
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.entry_kinds import Booking, RecomputedForm, SensitivityEntry
from booking.register.register import Register, register
from reports.booking.rule import rule_words
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.booked import (
    FAMILIE,
    PROPOSER,
    RUN,
    SCENARIO,
    SKOLE,
    WHO,
    a_promise,
    a_proposal,
    analysed,
    approved,
    books_of,
    found_by,
    rule,
)
from tests.booking.decisions.test_bookable_lines import followed
from tests.languages import said_in

MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)
LIVES, OTHERS = "1" * 64, "2" * 64
LATER = date(2027, 6, 30)


def proposing(*promises: Any, scenario: str = SCENARIO, policy: Policy | None = None, **changes: Any) -> Act:
    body = a_proposal(*promises, policy=policy, **({"lives_digest": LIVES} | changes))
    return propose(body, **PROPOSER, scenario_digest=scenario, run_digest=RUN)


def booking(dkk: float = 600, *, payer: str = FAMILIE, case: str = "tættere", on: date | None = None) -> Act:
    return commit(payer, 2028, dkk, case=case, **WHO, on=on or MORNING.date())


def ready(case: str = "tættere", scenario: str = SCENARIO, **changes: Any) -> tuple[Act, ...]:
    return (
        proposing(case=case, scenario=scenario, **changes),
        analysed(case, scenario),
        approved(case=case),
        approved(SKOLE, case=case),
    )


class Clerk:
    """Enters acts in a register on the disk, each an hour after the one before."""

    def __init__(self, made: Register) -> None:
        self.register, self.now = made, MORNING

    def enter(self, *acts: Act, hours: float = 1.0) -> None:
        for act in acts:
            enter(self.register, act, at=self.now)
            self.now += timedelta(hours=hours)

    def refusal(self, act: Act, lang: str = "da") -> str:
        with pytest.raises(RefusedError) as error:
            enter(self.register, act, at=self.now)
        return said_in(lang, str, error.value)

    def forge(self, kind: str, who: str = "En anden", **body: Any) -> str:
        """Append an entry past every gate, and return what judging says of it."""
        count = len(self.register.entries())
        self.register.append(
            Draft(kind=kind, who=who, why="x", scenario_digest=SCENARIO, body=body), after=count, at=self.now
        )
        assert self.register.verify() == ()  # the chain is whole
        with pytest.raises(NegativeAnswerError) as error:
            judged(self.register.entries())
        return str(error.value)


@pytest.fixture
def clerk(tmp_path: Path) -> Any:
    with register(tmp_path / "register.sqlite", create=True) as made:
        clerk = Clerk(made)
        clerk.enter(found_by())
        yield clerk


# One municipality and one rule -----------------------------------------------------------------------------


def test_without_a_municipality_and_a_rule_nothing_is_proposed() -> None:
    with pytest.raises(RefusedError, match="registeret har endnu ingen kommune og ingen regel"):
        books_of(proposing())


@pytest.mark.parametrize("name", ["Lilleby ", "LILLEBY", "Lille\u00adby", " lilleby\t"])
def test_a_municipality_is_the_same_however_it_is_typed(name: str) -> None:
    assert books_of(found_by(municipality="Lilleby"), proposing(municipality=name)).cases == ("tættere",)
    assert books_of(found_by(municipality=name), proposing(municipality="Lilleby")).cases == ("tættere",)


@pytest.mark.parametrize("name", ["Storeby", "Li1leby", "Lilleb\u0443"])
def test_another_municipality_has_another_register(clerk: Clerk, name: str) -> None:
    sentence = f"casen er fra «{name}», og registeret er «Lilleby»s"
    assert clerk.refusal(proposing(municipality=name)) == sentence


def test_a_register_is_begun_once(clerk: Clerk) -> None:
    again = replace(found_by(municipality="Storeby"), why="igen")
    assert clerk.refusal(again) == "registeret er allerede Lillebys (post 1, Økonomichefen)"
    assert "post 2 kunne ikke være ført ind" in clerk.forge(
        "founding", municipality="Storeby", policy=rule().model_dump(mode="json")
    )


def test_whoever_proposes_does_not_pick_the_rule(clerk: Clerk) -> None:
    lax = rule(confidence=0.5)
    assert clerk.refusal(proposing(policy=lax)) == "forslaget er ikke efter registerets regel"
    clerk.enter(change_rule(lax, **PROPOSER))
    assert clerk.refusal(proposing(policy=lax)) == "forslaget er ikke efter registerets regel"
    own = accept_rule(2, who="BØRNE chefen", why="x")
    assert clerk.refusal(own).startswith("BØRNE chefen har selv fremsat reglen (post 2)")
    clerk.enter(proposing(), accept_rule(2, **WHO))
    (first, *_) = bookable_line(
        books := Books(clerk.register.entries()), books.proposal(), a_promise(), MORNING.date()
    ).hindrances
    assert str(first.text) == "reglen er ændret, siden casen blev foreslået; foreslå den igen"
    clerk.enter(proposing(policy=lax))


TOO_FEW = "den siger ikke, at en stikprøve af forløbene blev regnet om"


@pytest.mark.parametrize("recomputed", [None, (0, 400), (43, 400), (9, 10)])
def test_what_was_not_run_again_is_neither_entered_nor_believed(
    clerk: Clerk, recomputed: tuple[int, int] | None
) -> None:
    counts = None if recomputed is None else RecomputedForm(cells=recomputed[0], of=recomputed[1])
    assert TOO_FEW in clerk.refusal(proposing(recomputed=counts))
    body = a_proposal(lives_digest=LIVES, recomputed=counts).model_dump(mode="json")
    assert TOO_FEW in clerk.forge("proposal", PROPOSER["who"], **body)


def test_an_analysis_that_was_not_run_again_is_neither_entered_nor_believed(clerk: Clerk) -> None:
    body = SensitivityEntry(case="tættere", method="sobol", value_digest="d" * 64)
    act = record_sensitivity(body, **WHO, scenario_digest=SCENARIO, run_digest=RUN)
    assert TOO_FEW in clerk.refusal(act)
    assert TOO_FEW in clerk.forge("sensitivity", WHO["who"], **body.model_dump(mode="json"))


def test_few_runs_are_all_run_again(clerk: Clerk) -> None:
    clerk.enter(proposing(recomputed=RecomputedForm(cells=10, of=10)))


def test_a_rule_that_asks_for_nobody_else_is_changed_by_one() -> None:
    alone, strict = rule(two_people=False), rule(confidence=0.95)
    books = books_of(found_by(alone), change_rule(strict, **PROPOSER))
    assert books.rule == strict


def test_a_rule_accepted_by_whoever_put_it_forward_that_was_slipped_in_is_found(clerk: Clerk) -> None:
    clerk.enter(change_rule(rule(confidence=0.5), **PROPOSER))
    assert clerk.forge("rule_accepted", "børnechefen", rule=2).startswith("post 3 kunne ikke være ført ind")


def test_the_letter_says_who_entered_the_rule_and_who_accepted_it(clerk: Clerk) -> None:
    clerk.enter(proposing())
    books = Books(clerk.register.entries())
    one = " ".join(rule_words(proposed(books, None, MORNING.date())))
    assert "Den står i registeret som post 1, indført af Økonomichefen." in one
    lax = rule(confidence=0.5)
    clerk.enter(change_rule(lax, **PROPOSER), accept_rule(3, **WHO), proposing(policy=lax))
    both = " ".join(rule_words(proposed(Books(clerk.register.entries()), None, MORNING.date())))
    assert "Den står i registeret som post 3, indført af Børnechefen og godkendt af Økonomichefen." in both


# One gain for the same children ----------------------------------------------------------------------------


def test_a_gain_that_is_booked_by_one_payer_is_not_booked_by_another(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600))
    moved = [a_promise(2028, FAMILIE, mean=0, sure=0), a_promise(2028, SKOLE, mean=1000, sure=650)]
    again = ready(scenario="7" * 64)
    clerk.enter(
        proposing(*moved, scenario="7" * 64),
        *(replace(act, why="nyt") for act in again[1:]),
    )
    told = clerk.refusal(booking(600, payer=SKOLE))
    assert "højst 50 kr." in told
    assert "den samme gevinst er lagt ind hos en anden betaler" in told
    clerk.enter(booking(50, payer=SKOLE))
    line = bookable_line(books := Books(clerk.register.entries()), books.proposal(), moved[1], MORNING.date())
    kroner = {reason.kind: reason.dkk for reason in line.reasons}
    assert kroner == {"confidence": 350, "booked": 50, "booked_elsewhere": 600}
    assert sum(kroner.values()) + line.bookable_dkk == 1000


def test_a_measure_is_not_booked_again_under_another_name(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600), *ready("en anden", overlap={LIVES: 0.0}))
    assert "når de samme børn" in clerk.refusal(booking(600, case="en anden"))


def test_an_empty_case_that_bears_the_name_of_a_booked_one_stands_for_nothing(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600))
    empty = [a_promise(2028, payer, mean=0, sure=0) for payer in (FAMILIE, SKOLE)]
    decoy = proposing(*empty, scenario="7" * 64, lives_digest=OTHERS)
    measure = ready("en anden", "7" * 64, lives_digest="3" * 64, overlap={OTHERS: 0.0})
    clerk.enter(decoy, *measure)
    assert "når de samme børn" in clerk.refusal(booking(600, case="en anden"))


def test_a_case_of_other_children_is_booked_beside_it(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600), *ready("en anden", lives_digest=OTHERS, overlap={LIVES: 0.0}))
    clerk.enter(booking(600, case="en anden"))
    assert len(Books(clerk.register.entries()).standing) == 2


def test_a_booked_case_that_is_proposed_again_with_its_gain_is_known_by_its_new_lives(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600))
    clerk.enter(proposing(scenario="7" * 64, lives_digest="4" * 64))
    clerk.enter(*ready("en anden", "7" * 64, lives_digest=OTHERS, overlap={"4" * 64: 0.0}))
    clerk.enter(booking(600, case="en anden"))


def test_names_of_cases_are_labels(clerk: Clerk) -> None:
    clerk.enter(*ready(), booking(600))
    clerk.enter(proposing(case=" TÆTTERE", scenario="7" * 64))
    books = Books(clerk.register.entries())
    assert books.cases == (" TÆTTERE",)
    assert books.booked("tættere", year=2028, payer=FAMILIE) == 600


# Every kind of entry is judged -----------------------------------------------------------------------------


def test_an_approval_by_somebody_else_than_the_rule_names_is_found(tmp_path: Path) -> None:
    named = rule(approvers={FAMILIE: "Familiechefen"})
    with register(tmp_path / "register.sqlite", create=True) as made:
        clerk = Clerk(made)
        clerk.enter(found_by(named), proposing(policy=named))
        told = clerk.forge("approval", proposal=2, payer=FAMILIE)
    assert told == (
        "post 3 kunne ikke være ført ind: familie: reglen lader Familiechefen godkende, ikke En anden"
    )


def test_a_follow_up_that_calls_more_sure_than_any_run_gave_is_found(clerk: Clerk) -> None:
    most = replace(a_promise(), most_dkk=2000.0)
    clerk.now = datetime(2027, 7, 1, tzinfo=UTC)
    clerk.enter(proposing(most))
    clerk.enter(followed(LATER, a_promise(sure=2000)))
    assert "mere end nogen kørsel i forslaget (post 2) gav, nemlig 2.000 kr." in clerk.refusal(
        followed(LATER, a_promise(mean=1e11, sure=1e11))
    )
    body = {**clerk.register.entries()[-1].body, "promised": []}
    assert "af andre budgetter" in clerk.forge("follow_up", **body)


def test_a_follow_up_of_days_to_come_is_refused(clerk: Clerk) -> None:
    clerk.enter(proposing())
    assert clerk.refusal(followed(LATER)) == "--to 2027-06-30: dagen er ikke kommet endnu"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2021, 12, 31), "--on 2021-12-31: post 5 er fra 2026-11-22"),
        (date(2026, 11, 23), "--on 2026-11-23: dagen er ikke kommet endnu"),
    ],
)
def test_a_decision_is_of_the_days_it_can_be_of(clerk: Clerk, on: date, sentence: str) -> None:
    clerk.enter(*ready())
    assert clerk.refusal(booking(on=on)).startswith(sentence)
    body = Booking(proposal=2, basis=2, sensitivity=3, on=on, year=2028, payer=FAMILIE, dkk=600)
    assert sentence in clerk.forge("booking", WHO["who"], **body.model_dump(mode="json"))


# What turned out wrong -------------------------------------------------------------------------------------


def test_a_follow_up_that_was_wrong_holds_no_other_case_off(clerk: Clerk) -> None:
    clerk.now = datetime(2027, 7, 1, tzinfo=UTC)
    clerk.enter(countersign(who="Revisoren", why="Seglet fra 2026"))
    clerk.enter(*ready(), *ready("en anden", lives_digest=OTHERS, overlap={LIVES: 0.0}))
    clerk.enter(followed(LATER, case="en anden"))
    mine = booking(on=date(2027, 7, 1))
    assert "ældre end den nyeste sagsliste" in clerk.refusal(mine)
    number = len(clerk.register.entries())
    clerk.enter(correct(number, **WHO), mine)
    again = replace(correct(number, **WHO), why="igen")
    assert clerk.refusal(again).startswith(f"post {number} er rettet allerede")
    assert "kan ikke rettes" in clerk.refusal(correct(2, **WHO))
    assert "der er ingen post 99" in clerk.refusal(correct(99, **WHO))
    books = judged(clerk.register.entries())
    assert books.follow_up(books.proposal("en anden")) is None


def test_an_entry_that_bears_a_time_to_come_dates_no_other(clerk: Clerk) -> None:
    right = clerk.now
    clerk.now = datetime(2099, 1, 1, tzinfo=UTC)
    clerk.enter(proposing())
    clerk.now = right + timedelta(hours=1)
    told = clerk.refusal(analysed())
    assert told == (
        "post 2 bærer tidspunktet 2099-01-01T00:00:00Z, og klokken er 2026-11-22T10:00:00Z: stil denne "
        "maskines ur, eller skriv, at posten er forkert, med trappe register correct 2"
    )
    assert "post 2 bærer et tidspunkt, der ikke er kommet; ret den først" in clerk.refusal(correct(1, **WHO))
    clerk.enter(correct(2, **WHO), analysed(), approved(), approved(SKOLE), booking())
    assert clerk.register.verify() == ()
    assert [entry.at.year for entry in clerk.register.entries()] == [2026, 2099, *[2026] * 5]
    assert judged(clerk.register.entries()).standing


def test_a_time_that_goes_back_without_a_correction_is_found(clerk: Clerk) -> None:
    clerk.enter(proposing())
    clerk.now = datetime(2020, 1, 1, tzinfo=UTC)
    clerk.register.append(Draft(kind="correction", **WHO, body={"entry": 1}), after=2, at=clerk.now)
    assert [each.what for each in clerk.register.verify()] == []  # both of the entries before are to come
    clerk.register.append(
        Draft(kind="correction", **WHO, body={"entry": 2}), after=3, at=datetime(2019, 1, 1, tzinfo=UTC)
    )
    assert [each.what for each in clerk.register.verify()] == ["link"]


# The same command again ------------------------------------------------------------------------------------


def test_the_same_act_again_finds_the_entry_it_made(clerk: Clerk) -> None:
    acts = (*ready(), booking(200), booking(100))
    clerk.enter(*acts)
    entries = clerk.register.entries()
    for act in acts:
        clerk.enter(act, hours=0)
    assert clerk.register.entries() == entries
    clerk.enter(replace(booking(200), why="en gang til"))
    clerk.now += timedelta(days=1)
    clerk.enter(booking(100, on=clerk.now.date()))
    assert Books(clerk.register.entries()).booked("tættere", year=2028, payer=FAMILIE) == 600


def test_an_act_of_another_day_or_person_or_reason_is_another(clerk: Clerk) -> None:
    clerk.enter(*ready())
    assert "har godkendt forslaget allerede" in clerk.refusal(
        approve(FAMILIE, case=None, who="Kommunaldirektøren", why=WHO["why"])
    )
