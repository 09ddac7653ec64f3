"""Write the letter to the committee on a case: promises, bookings, events, and what is lacking.

Caveat. It says of children only whether a figure lies where the case lets expect: no count stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from booking.amounts.promised import Promised
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
from language.formatting import capital, day_words, ended, kroner, number, percent
from language.messages import say
from reports.booking.formatting import clock_words, entered_day, indicator_words, verdict_words
from reports.booking.register import concerns, entry_words, exact_kroner, payer_title
from reports.booking.sentences import answer, closed_gates, overbooked_words, rule_words, years_words
from reports.booking.sums import Sum, budget_scale, case_name, listed, own, total
from reports.booking.tables import year_grid
from reports.shared.budget_years import year_words
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


def letter_html(books: Books, case: str, *, on: date) -> str:
    """Return the letter on a case as one HTML document, as the register stands, for a day.

    Raises RefusedError when the case has not been proposed. The same entries and day give the same text,
    byte for byte.
    """
    status = proposed(books, case, on)
    seal, overbooked = books.records[-1].entry.seal, overbooked_words(status)
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
    )


def _promised(status: CaseStatus) -> tuple[str, ...]:
    proposal, entry = status.proposal, status.proposal.entry
    promised = total(_own(proposal, proposal.body.promised))
    sentences = [
        say(
            "The case was proposed {day} by {who} (entry {number} of the register): {why}.",
            day=entered_day(entry),
            who=entry.who,
            why=entry.why.rstrip("."),
            number=proposal.number,
        ),
        say(
            "The proposal promised an expected gain of {gain} over {years}; {sure} of it was sure "
            "enough by the rule (at least {confidence} of the runs).",
            years=years_words(status),
            gain=kroner(promised.gain_dkk),
            sure=kroner(promised.sure_dkk),
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
    head = [say("Expected gain"), say("Sure enough")]
    if status.books.follow_up(proposal) is not None:
        stages.append(_own(proposal, status.books.basis(proposal)[2]))
        head += [say("Expected now"), say("Sure enough now")]
    by_year = [_by_year(stage) for stage in stages]
    scale = budget_scale(dkk for stage in by_year for each in stage.values() for dkk in _both(each))
    return Grid(
        caption=say(
            "Expected gain, and what of it is sure enough, the municipality's own payers, {unit}",
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
                "Undiscounted. Each amount is sure by itself; that all are reached at once is "
                "less sure. Extra costs are not taken off."
            ),
        ),
    )


def _booked(books: Books, case: str) -> Grid | None:
    """Return every booking of the case, reversed ones too; None where there is none."""
    bookings = [record for record in books.of(Booking) if concerns(books, record) == case]
    if not bookings:
        return None
    back = {record.body.booking: record for record in books.of(Reversal)}
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
                _stands(back.get(record.number)),
            )
            for record in bookings
        ),
        prose=(1, 2, 3, 4, 5),
    )


def _stands(reversal: Record[Reversal] | None) -> str:
    if reversal is None:
        return say("yes")
    return say(
        "no, reversed {day} by {who} (entry {number}): {why}",
        number=reversal.number,
        day=entered_day(reversal.entry),
        who=reversal.entry.who,
        why=reversal.entry.why.rstrip("."),
    )


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
        if isinstance(record.body, _EVENTS) and concerns(books, record) == case
    )


def _of_case(books: Books, case: str) -> list[Record[FollowUpEntry]]:
    return [record for record in books.of(FollowUpEntry) if concerns(books, record) == case]


def _followed(books: Books, record: Record[FollowUpEntry]) -> FollowUpInLetter:
    body, entry = record.body, record.entry
    proposal = books.proposal_of(record)
    ours = [each for each in books.of(FollowUpEntry) if each.body.proposal == proposal.number]
    earlier = [each.body.promised for each in ours if each.number < record.number]
    before = earlier[-1] if earlier else proposal.body.promised
    was, now = (total(_own(proposal, amounts)) for amounts in (before, body.promised))
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
            "The expected gain was {gain_before} and is now {gain_now}. What is sure enough was "
            "{sure_before} and is now {sure_now}.",
            gain_before=kroner(was.gain_dkk),
            gain_now=kroner(now.gain_dkk),
            sure_before=kroner(was.sure_dkk),
            sure_now=kroner(now.sure_dkk),
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


def _own(proposal: Record[ProposalEntry], amounts: Iterable[PromisedForm]) -> list[Promised]:
    """Return what the municipality's own payers are promised."""
    return [each.promised for each in amounts if proposal.body.payers[each.payer].municipal]


def _by_year(some: Sequence[Promised]) -> dict[int, Sum]:
    years = dict.fromkeys(each.year for each in some)
    return {year: total(each for each in some if each.year == year) for year in years}


def _both(some: Sum) -> tuple[float, float]:
    return some.gain_dkk, some.sure_dkk
