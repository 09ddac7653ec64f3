"""Write the letter to the committee on a case: promises, bookings, events, and what is lacking.

Caveat. It says of children only whether a figure lies where the case lets expect: no count stands in it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from booking.amounts.promised import Promised, told
from booking.decisions.case_status import CaseStatus, proposed
from booking.register.books import Books, Record
from booking.register.entry_kinds import (
    Approval,
    Booking,
    FollowUpEntry,
    MilestoneMet,
    PromisedForm,
    ProposalEntry,
    Reversal,
    SensitivityEntry,
)
from booking.register.names import label
from booking.register.seals import Seal, seal_of
from booking.witness.statement import SealStatement
from language.formatting import capital, day_words, ended, kroner, number, percent
from language.messages import say
from reports.booking.formatting import clock_words, entered_day, indicator_words, verdict_words
from reports.booking.proof import letter_proof
from reports.booking.register import concerns, entry_words, exact_kroner, payer_title
from reports.booking.rule import rule_words
from reports.booking.sentences import answer, closed_gates, overbooked_words, years_words
from reports.booking.sums import Sum, budget_scale, case_name, listed, own, total
from reports.booking.tables import bridge_grid, year_grid
from reports.shared.budget_years import year_words
from reports.shared.expected_gain import expected_gain_amount, expected_gain_words
from reports.shared.html import rendered
from reports.shared.table import Grid

_TOLD = ("under", "over", "as_promised", "cannot_tell")
_EVENTS = (SensitivityEntry, Approval, MilestoneMet, Reversal)


@dataclass(frozen=True, kw_only=True)
class FollowUpInLetter:
    """One follow-up: heading, sentences and verdicts."""

    heading: str
    sentences: tuple[str, ...]
    verdicts: Grid


def letter_html(
    books: Books, case: str, *, on: date, sign: Callable[[Seal], SealStatement] | None = None
) -> str:
    """Return the letter on a case as one HTML document, as the register stands, for a day.

    `sign` states the seal of the register in somebody's name. Raises RefusedError when the case has not been
    proposed. The same entries, day and key give the same text, byte for byte.
    """
    status = proposed(books, case, on)
    seal, overbooked = seal_of(each.entry for each in books.records), overbooked_words(status)
    proof = letter_proof(books, case, statements=() if sign is None else (sign(seal),))
    return rendered(
        "letter.html",
        title=say("Follow-up of {case}", case=case_name(status)),
        kicker=say(
            "Letter to the committee · {municipality} · {day}",
            municipality=status.proposal.body.municipality,
            day=day_words(on),
        ),
        answer=answer(status),
        overbooked=overbooked,
        promised=_promised(status),
        years=_years(status),
        booked=_booked(books, case),
        happened=_happened(books, case),
        followed=[_followed(books, each) for each in _of_case(books, case)],
        now=None if own(status).has_nothing_to_book else year_grid(status),
        bridge=bridge_grid(status),
        lacking=(
            *closed_gates(status),
            *([say("Reversal of what is booked too much")] if overbooked else []),
        ),
        rule=rule_words(status),
        check=say(
            "The letter rests on the register up to entry {number}, whose seal is {seal}. With "
            "this command whoever has access to the register can see whether anything has been "
            "changed since:",
            number=books.records[-1].number,
            seal=seal,
        ),
        command=f"trappe register verify --seal {seal}",
        proof=proof,
    )


def _promised(status: CaseStatus) -> tuple[str, ...]:
    proposal, entry = status.proposal, status.proposal.entry
    sure = total(_own(proposal, proposal.body.promised)).sure_dkk
    sentences = [
        say(
            "The case was proposed {day} by {who} (entry {number} of the register): {why}.",
            day=entered_day(entry),
            who=entry.who,
            why=entry.why.rstrip("."),
            number=proposal.number,
        ),
        say("In the proposal: {expected}", expected=expected_gain_words(proposal.body.expected_gain())),
        say(
            "Over {years} {sure} was sure enough by the rule (at least {confidence} of the runs), in the "
            "kroner of the budget years.",
            years=years_words(status),
            sure=kroner(sure),
            confidence=percent(proposal.body.policy.confidence),
        ),
    ]
    case = proposal.body.case
    earlier = [each for each in status.books.of(ProposalEntry) if each.body.case == case][:-1]
    if earlier:
        entries = [
            say("entry {number}, {day}", number=each.number, day=entered_day(each.entry)) for each in earlier
        ]
        sentences.append(say("The case has been proposed before: {entries}.", entries=listed(entries)))
    return tuple(map(ended, sentences))


def _years(status: CaseStatus) -> Grid:
    """Return by budget year what was promised, and what the newest follow-up expects."""
    proposal = status.proposal
    stages = [_own(proposal, proposal.body.promised)]
    head = [say("Gain, mean"), say("Sure enough")]
    if status.books.follow_up(proposal) is not None:
        books = status.books
        stages.append(_own(proposal, books.basis(proposal)[2], books.draws(proposal)))
        head += [say("Gain now, mean"), say("Sure enough now")]
    by_year = [_by_year(stage) for stage in stages]
    scale = budget_scale(dkk for stage in by_year for each in stage.values() for dkk in _both(each))
    return Grid(
        caption=say(
            "The gain of each budget year, and what of it is sure enough, the municipality's own payers, "
            "{unit}",
            unit=scale.unit(),
        ),
        head=(say("Budget year"), *head),
        rows=tuple(
            (
                year_words(proposal.body.months, year),
                *(scale.number(dkk) for stage in by_year for dkk in _both(stage[year])),
            )
            for year in by_year[0]
        ),
        total=(say("Total"), *(scale.number(dkk) for stage in stages for dkk in _both(total(stage)))),
        notes=(
            say(
                "Mean: of the runs, undiscounted. Each amount is sure by itself; that all are reached at "
                "once is less sure. Extra costs are not taken off."
            ),
        ),
    )


def _booked(books: Books, case: str) -> Grid | None:
    """Return every booking of the case, reversed ones too; None where there is none."""
    bookings = [record for record in books.of(Booking) if concerns(books, record) == label(case)]
    if not bookings:
        return None
    return Grid(
        caption=say("Taken out of the budget"),
        head=(say("Entry"), say("When"), say("What"), say("Who"), say("Why"), say("Stands")),
        rows=tuple(
            (
                str(record.number),
                clock_words(record.entry),
                say(
                    "{payer} {year}: {amount}",
                    amount=exact_kroner(record.body.dkk),
                    payer=payer_title(books, record),
                    year=year_words(books.proposal_of(record).body.months, record.body.year),
                ),
                record.entry.who,
                record.entry.why,
                _stands(books, record),
            )
            for record in bookings
        ),
        prose=(1, 2, 3, 4, 5),
    )


def _stands(books: Books, booking: Record[Booking]) -> str:
    """Return whether a booking stands, what is left of it, and every reversal of it."""
    reversals, left = books.reversals_of(booking), books.stands(booking)
    if not reversals:
        return say("yes")
    backs = [
        say(
            "{amount} reversed {day} by {who} (entry {number}): {why}",
            amount=exact_kroner(booking.body.dkk if each.body.dkk is None else each.body.dkk),
            number=each.number,
            day=entered_day(each.entry),
            who=each.entry.who,
            why=each.entry.why.rstrip("."),
        )
        for each in reversals
    ]
    stands = say("{amount} of it", amount=exact_kroner(left)) if left > 0 else say("no")
    return "; ".join([stands, *backs])


def _happened(books: Books, case: str) -> tuple[str, ...]:
    """Return analyses, approvals, milestones and reversals, the oldest first."""
    return tuple(
        say(
            "{day}: {what} ({who}: {why}).",
            day=entered_day(record.entry),
            what=entry_words(books, record),
            who=record.entry.who,
            why=record.entry.why.rstrip("."),
        )
        for record in books.records
        if isinstance(record.body, _EVENTS) and concerns(books, record) == label(case)
    )


def _of_case(books: Books, case: str) -> list[Record[FollowUpEntry]]:
    return [record for record in books.of(FollowUpEntry) if concerns(books, record) == label(case)]


def _followed(books: Books, record: Record[FollowUpEntry]) -> FollowUpInLetter:
    body, entry = record.body, record.entry
    proposal = books.proposal_of(record)
    ours = [each for each in books.of(FollowUpEntry) if each.body.proposal == proposal.number]
    earlier = [each.body for each in ours if each.number < record.number]
    stages = [
        _own(proposal, earlier[-1].promised, earlier[-1].effective_draws)
        if earlier
        else _own(proposal, proposal.body.promised),
        _own(proposal, body.promised, body.effective_draws),
    ]
    was, now = (total(stage).sure_dkk for stage in stages)
    before_gain = books.expected_after(ours[len(earlier) - 1]) if earlier else proposal.body.expected_gain()
    sentences = (
        say(
            "The follow-up was entered {day} by {who} (entry {number}): {why}.",
            number=record.number,
            day=entered_day(entry),
            who=entry.who,
            why=entry.why.rstrip("."),
        ),
        say(
            "After the follow-up the numbers rest on what is worth {draws} sets of assumptions.",
            draws=number(body.effective_draws),
        ),
        say(
            "The expected gain was {before} before the follow-up. Now: {now}",
            before=expected_gain_amount(before_gain),
            now=expected_gain_words(books.expected_after(record)),
        ),
        say(
            "What is sure enough was {before} and is now {now}.",
            before=kroner(was),
            now=kroner(now),
        ),
    )
    return FollowUpInLetter(
        heading=capital(entry_words(books, record)),
        sentences=tuple(map(ended, sentences)),
        verdicts=_verdicts(body),
    )


def _verdicts(body: FollowUpEntry) -> Grid:
    """Return the early figures grouped by verdict."""
    verdicts = dict.fromkeys((*_TOLD, *body.verdicts.values()))
    return Grid(
        caption=say("The indicators against what the case lets expect"),
        head=(say("Verdict"), say("Indicators")),
        rows=tuple(
            (
                capital(verdict_words(each)),
                "; ".join(indicator_words(name) for name, said in body.verdicts.items() if said == each),
            )
            for each in verdicts
            if each in body.verdicts.values()
        ),
        prose=(1,),
    )


def _own(
    proposal: Record[ProposalEntry], amounts: Iterable[PromisedForm], draws: float | None = None
) -> list[Promised]:
    """Return what the municipality's own payers are promised by so many draws, by default the proposal's."""
    body = proposal.body
    count = body.draws if draws is None else draws
    return [
        told(each.promised, body.policy, draws=count) for each in amounts if body.payers[each.payer].municipal
    ]


def _by_year(some: Sequence[Promised]) -> dict[int, Sum]:
    years = dict.fromkeys(each.year for each in some)
    return {year: total(each for each in some if each.year == year) for year in years}


def _both(some: Sum) -> tuple[float, float]:
    return some.gain_dkk, some.sure_dkk
