"""Book an amount out of a budget, or take a booking back; a refusal gives every reason."""

import math
from collections.abc import Sequence
from datetime import date, datetime

from booking.decisions.bookable_lines import bookable_line
from booking.decisions.case_acts import check_payer
from booking.decisions.drafts import Act, draft_on
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.entry_kinds import Booking, Reversal
from language.formatting import number as formatted
from language.messages import Fact, Message
from scenarios.clock import day_in_denmark
from scenarios.files.refusals import NegativeAnswerError, RefusedError


def commit(payer: str, year: int, dkk: float, *, case: str | None, who: str, why: str, on: date) -> Act:
    """Book an amount out of a payer's budget for a year, as decided on a day.

    Refused, with every reason, when it is more than may be booked then.
    """

    def act(books: Books, at: datetime) -> Draft:
        _whole(dkk)
        proposal = books.proposal(case)
        check_payer(proposal.body, payer, "--payer")
        _check_day(books, on, at)
        basis, _, amounts = books.basis(proposal)
        promised = next((each.promised for each in amounts if (each.year, each.payer) == (year, payer)), None)
        if promised is None:
            known = [each.year for each in amounts]
            years = f"{min(known)}-{max(known)}"
            raise RefusedError(
                Message(
                    "--year: {year} is not one of the case's budget years; they are {years}",
                    year=year,
                    years=years,
                )
            )
        line = bookable_line(books, proposal, promised, on)
        if dkk > line.bookable_dkk:
            raise _refused(line.bookable_dkk, dkk, payer, year, [each.text for each in line.reasons])
        sensitivity = books.sensitivity(proposal)
        if sensitivity is None:
            raise AssertionError("a hindrance was overlooked")
        body = Booking(
            proposal=proposal.number,
            basis=basis,
            sensitivity=sensitivity.number,
            on=on,
            year=year,
            payer=payer,
            dkk=dkk,
        )
        return draft_on(proposal, body, who=who, why=why)

    said = {"payer": payer, "year": year, "dkk": dkk}
    return Act(kind=Booking, who=who, why=why, said=said, draft=act)


def reverse(number: int, dkk: float | None = None, /, *, who: str, why: str) -> Act:
    """Reverse a booking, or a part of it; without an amount, all of it that stands."""

    def act(books: Books, _at: datetime) -> Draft:
        booking = books.number(number, Booking)
        if booking is None:
            listed = ", ".join(str(each.number) for each in books.standing)
            raise RefusedError(
                Message(
                    "entry {number} is not a booking; those that stand are {standing}",
                    number=number,
                    standing=listed or Message("none"),
                )
            )
        stands = books.stands(booking)
        if not stands > 0:
            raise NegativeAnswerError(Message("entry {number} has been reversed already", number=number))
        amount = stands if dkk is None else _whole(dkk)
        if amount > stands:
            raise NegativeAnswerError(
                Message(
                    "entry {number}: DKK {asked} cannot be reversed; DKK {stands} of it stands",
                    number=number,
                    asked=Fact(formatted, math.floor(amount)),
                    stands=Fact(formatted, math.floor(stands)),
                )
            )
        return draft_on(books.proposal_of(booking), Reversal(booking=number, dkk=amount), who=who, why=why)

    return Act(kind=Reversal, who=who, why=why, said={"booking": number}, draft=act)


def _check_day(books: Books, on: date, at: datetime) -> None:
    """Raise RefusedError for a decision to come, or from before the newest entry (of this edition)."""
    if on > day_in_denmark(at):
        raise RefusedError(Message("--on {on}: that day has not come yet", on=on))
    if books.founding is None:
        return
    newest = day_in_denmark(books.records[-1].entry.at)
    if on < newest:
        raise RefusedError(
            Message(
                "--on {on}: entry {number} is from {newest}, and a decision is not from before it",
                on=on,
                number=len(books.records),
                newest=newest,
            )
        )


def _whole(dkk: float) -> float:
    if dkk < 1 or dkk != int(dkk):
        raise RefusedError(Message("--dkk: {dkk:g} is not a number of whole kroner from 1 up", dkk=dkk))
    return dkk


def _refused(
    bookable: float, dkk: float, payer: str, year: int, why: Sequence[Message]
) -> NegativeAnswerError:
    return NegativeAnswerError(
        Message(
            "{payer} {year}: DKK {asked} cannot be booked; at most DKK {most}{reasons}",
            payer=payer,
            year=year,
            asked=Fact(formatted, math.floor(dkk)),
            most=Fact(formatted, math.floor(bookable)),
            reasons=Fact(_listed, tuple(why)),
        )
    )


def _listed(reasons: Sequence[Message]) -> str:
    return "".join(f"; {reason}" for reason in reasons)
