"""Test who signs for whom, who countersigns which seal, and which bookings wait for that."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict

import pytest

from booking.decisions.booking_acts import commit, reverse
from booking.decisions.drafts import Act
from booking.decisions.entering import enter, judged
from booking.decisions.register_acts import accept_rule, change_rule, correct
from booking.decisions.witnessing import countersign, end_key, name_key, record_statement
from booking.proof.key_files import new_signer
from booking.proof.signatures import Signer
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.register import Register, register
from booking.register.seals import seal_of
from booking.witness.judgement import Witnesses
from booking.witness.statement import SealStatement, read_statement, write_statement
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.booked import (
    FAMILIE,
    PROPOSER,
    WHO,
    a_proposal,
    analysed,
    approved,
    found_by,
    proposing,
    rule,
)

HANSEN, JENSEN, OTHER = new_signer(), new_signer(), new_signer()
ME, YOU = ({"who": who, "why": "fordi"} for who in ("A. Hansen", "B. Jensen"))


class Named(TypedDict):
    who: str
    why: str


AUDITOR: Named = {"who": "Revisoren", "why": "fordi"}
THEN, NEXT = datetime(2026, 12, 30, 12, tzinfo=UTC), datetime(2027, 1, 4, 12, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite", create=True) as made:
        yield made


def refused(made: Register, act: Act, signer: Signer | None = None, at: datetime = THEN) -> str:
    before = made.entries()
    with pytest.raises(NegativeAnswerError) as caught:
        enter(made, act, signer, at=at)
    assert made.entries() == before
    return str(caught.value)


def booked(dkk: float = 100) -> Act:
    return commit(FAMILIE, 2028, dkk, case=None, on=date(2026, 12, 1), **WHO)


def filled(made: Register, *more: Act) -> None:
    for act in (proposing(a_proposal()), analysed(), approved(), booked(), *more):
        enter(made, act, at=THEN)


def test_from_when_a_key_is_named_it_alone_signs(opened: Register) -> None:
    filled(opened)
    enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    named = opened.entries()[-1]
    assert named.signer == HANSEN.public_key
    for signer in (None, JENSEN):
        assert "skriver under med nøglen" in refused(opened, reverse(4, 1, **ME), signer)
    assert "skriver under med nøglen" in refused(opened, reverse(4, 1, who="a.hansen", why="x"))
    enter(opened, reverse(4, 1, **ME), HANSEN, at=THEN)
    enter(opened, reverse(4, 1, **YOU), at=THEN)
    assert "skriver ikke under for B. Jensen" in refused(opened, reverse(4, 1, **YOU), HANSEN)
    assert opened.verify() == ()
    Witnesses(Books(opened.entries()))


def test_a_key_is_named_by_whoever_has_it(opened: Register) -> None:
    assert "ikke skrevet under" in refused(opened, name_key(HANSEN, **ME))
    assert "ikke skrevet under" in refused(opened, name_key(HANSEN, **ME), JENSEN)
    enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    assert "er en andens" in refused(opened, name_key(HANSEN, **YOU), HANSEN)
    assert "skriver under med nøglen" in refused(opened, name_key(OTHER, **ME), OTHER)
    enter(opened, name_key(OTHER, **ME), HANSEN, at=THEN)
    assert "skriver under med nøglen" in refused(opened, name_key(HANSEN, **ME), HANSEN)
    assert Witnesses(Books(opened.entries())).signers.key_of("a hansen") == OTHER.public_key


def test_nothing_is_entered_in_a_name_whose_key_was_ended(opened: Register) -> None:
    enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    assert "en anden nøgle" in refused(opened, end_key(JENSEN, **ME), HANSEN)
    assert "en anden nøgle" in refused(opened, end_key(HANSEN, **YOU), HANSEN)
    enter(opened, end_key(HANSEN, **ME), HANSEN, at=THEN)
    for act, signer in ((proposing(a_proposal()), None), (name_key(OTHER, **ME), OTHER)):
        told = refused(opened, act, signer) if act.who == "A. Hansen" else ""
        assert "er lukket" in told or not told
    filled(opened)
    statement = SealStatement.signed(seal_of(opened.entries()), "A. Hansen", HANSEN)
    assert "er lukket" in refused(opened, record_statement(statement, **YOU))


def test_a_rule_may_ask_for_signatures(opened: Register) -> None:
    act = proposing(a_proposal(policy=rule(signed=True)))
    assert "reglen kræver en underskrift" in refused(opened, act)
    enter(opened, name_key(HANSEN, **PROPOSER), HANSEN, at=THEN)
    enter(opened, name_key(JENSEN, **WHO), JENSEN, at=THEN)
    enter(opened, act, HANSEN, at=THEN)
    enter(opened, analysed(), JENSEN, at=THEN)
    assert "skriver under med" in refused(opened, approved())
    enter(opened, approved(), JENSEN, at=THEN)
    enter(opened, booked(), JENSEN, at=THEN)
    assert "reglen kræver en underskrift" in refused(opened, reverse(6, 1, **AUDITOR))


def test_a_rule_that_asks_for_signatures_is_changed_by_signed_entries_alone(opened: Register) -> None:
    signed, lax = rule(signed=True), rule(signed=False)
    enter(opened, found_by(signed), at=THEN)
    assert "reglen kræver en underskrift" in refused(opened, change_rule(lax, **YOU))
    enter(opened, name_key(JENSEN, **YOU), JENSEN, at=THEN)
    enter(opened, change_rule(lax, **YOU), JENSEN, at=THEN)
    assert "reglen kræver en underskrift" in refused(opened, accept_rule(3, **ME))
    enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    enter(opened, accept_rule(3, **ME), HANSEN, at=THEN)
    enter(opened, change_rule(signed, **AUDITOR), at=THEN)  # the rule asks for it no more
    assert judged(opened.entries()).rule == lax


def test_the_same_act_again_with_the_same_key_finds_its_entry(opened: Register) -> None:
    filled(opened)
    first = enter(opened, countersign(**AUDITOR), at=THEN)
    assert enter(opened, countersign(**AUDITOR), at=THEN) == first
    named = enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    assert enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN) == named
    again = enter(opened, countersign(**AUDITOR), at=THEN)
    assert again.number == 7  # of another seal
    taken = enter(opened, reverse(4, 1, **ME), HANSEN, at=THEN)
    assert enter(opened, reverse(4, 1, **ME), HANSEN, at=THEN) == taken
    assert "skriver under med nøglen" in refused(opened, reverse(4, 1, **ME))


def test_a_time_to_come_opens_no_year_before_its_seal(opened: Register) -> None:
    filled(opened)
    enter(opened, reverse(4, 1, **ME), at=datetime(2099, 1, 1, tzinfo=UTC))
    enter(opened, correct(5, **ME), at=NEXT)
    assert "seglet fra 2026" in refused(opened, booked(), at=NEXT)
    enter(opened, countersign(**AUDITOR), at=NEXT)
    assert enter(opened, booked(), at=NEXT).at == NEXT
    assert opened.verify() == ()
    judged(opened.entries())


def test_somebody_else_countersigns(opened: Register) -> None:
    with pytest.raises(RefusedError, match="registeret er tomt"):
        enter(opened, countersign(**AUDITOR), at=THEN)
    filled(opened)
    told = refused(opened, countersign(who="økonomichefen", why="x"))
    assert "en anden medunderskriver" in told
    other = seal_of(opened.entries()[:3])
    enter(opened, countersign(**AUDITOR), at=THEN)
    assert "en anden medunderskriver" in refused(opened, countersign(who="Økonomichefen", why="x"))
    enter(opened, countersign(other, **AUDITOR), at=THEN)
    forged = seal_of([*opened.entries()[:2], opened.entries()[3]])
    assert "er ikke registerets" in refused(opened, countersign(forged, **AUDITOR))
    assert [entry.kind for entry in opened.entries()][-2:] == ["countersignature"] * 2


def test_somebody_without_the_register_countersigns_in_a_file(opened: Register, tmp_path: Path) -> None:
    filled(opened)
    seal = seal_of(opened.entries())
    path = tmp_path / "medunderskrift.json"
    path.write_text(write_statement(SealStatement.signed(seal, "Revisoren", OTHER)), encoding="utf-8")
    enter(opened, record_statement(read_statement(path), **WHO), at=THEN)
    own = SealStatement.signed(seal, "Økonomichefen", OTHER)
    assert "en anden medunderskriver" in refused(opened, record_statement(own, **ME))
    enter(opened, name_key(JENSEN, **AUDITOR), JENSEN, at=THEN)
    assert "ikke skrevet under med nøglen" in refused(
        opened, record_statement(SealStatement.signed(seal, "Revisoren", OTHER), **WHO)
    )
    enter(opened, record_statement(SealStatement.signed(seal, "Revisoren", JENSEN), **WHO), at=THEN)
    assert "er en andens" in refused(opened, record_statement(SealStatement.signed(seal, "C", JENSEN), **WHO))
    for wrong in ("{}", "x", path.read_text(encoding="utf-8").replace("Revisoren", "Andre")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(RefusedError):
            read_statement(path)


def test_a_countersignature_that_nobody_signed_is_not_somebody_elses(opened: Register) -> None:
    filled(opened)
    made = countersign(**AUDITOR)

    def in_another_name(books: Books, at: datetime) -> Draft:
        draft = made(books, at)
        return Draft(**{**vars(draft), "who": "Økonomichefen"})

    assert "er ikke skrevet under" in refused(opened, replace(made, draft=in_another_name))


@pytest.mark.parametrize("before", [countersign(**AUDITOR), None])
def test_bookings_of_a_year_wait_until_the_seal_of_the_year_before_is_countersigned(
    before: Act | None, opened: Register
) -> None:
    filled(opened, *([] if before is None else [before]))
    if before is None:
        told = refused(opened, booked(), at=NEXT)
        assert "indlæggelser i 2027 venter, til seglet fra 2026 er medunderskrevet" in told
        assert "Økonomichefen, som førte post 4 ind" in told
        assert "trappe register countersign" in told
        enter(opened, reverse(4, 1, **ME), at=NEXT)
        enter(opened, countersign(seal_of(opened.entries()[:3]), **AUDITOR), at=NEXT)
        refused(opened, booked(), at=NEXT)
        enter(opened, countersign(**AUDITOR), at=NEXT)
    enter(opened, booked(), at=NEXT)
    Witnesses(Books(opened.entries()))


def test_a_countersignature_of_december_does_not_cover_what_came_after(opened: Register) -> None:
    filled(opened, countersign(**AUDITOR), reverse(4, 1, **ME))
    assert "som førte post 6 ind" in refused(opened, booked(), at=NEXT)


def test_a_rule_may_ask_for_no_countersignature(opened: Register) -> None:
    enter(opened, proposing(a_proposal(policy=rule(countersigned_seal="never"))), at=THEN)
    for act in (analysed(), approved()):
        enter(opened, act, at=THEN)
    enter(opened, booked(), at=NEXT)


Slip = Callable[[Register], None]


def _unsigned(made: Register) -> None:
    made.append(reverse(4, 1, **ME)(Books(made.entries()), THEN), after=len(made.entries()), at=THEN)


def _signed_by_another(made: Register) -> None:
    draft = reverse(4, 1, **ME)(Books(made.entries()), THEN)
    made.append(draft, after=len(made.entries()), at=THEN, signer=JENSEN)


def _booked_too_early(made: Register) -> None:
    made.append(booked()(Books(made.entries()), NEXT), after=len(made.entries()), at=NEXT)


@pytest.mark.parametrize("slip", [_unsigned, _signed_by_another, _booked_too_early])
def test_what_was_slipped_in_past_the_acts_is_found(slip: Slip, opened: Register) -> None:
    filled(opened)
    enter(opened, name_key(HANSEN, **ME), HANSEN, at=THEN)
    slip(opened)
    assert opened.verify() == ()
    with pytest.raises(NegativeAnswerError, match="post 6 kunne ikke være ført ind"):
        Witnesses(Books(opened.entries()))
