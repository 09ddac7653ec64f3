"""A letter to the committee on a case: what was promised, what was booked, what happened, what is lacking.

Caveat. It says of children only whether a figure lies where the case lets expect: no count stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from booking.amounts.promised import Promised
from booking.decisions.case_status import CaseAtHand, proposed
from booking.register.books import Books, Record
from booking.register.entry_kinds import (
    Approval,
    Booking,
    FollowUp,
    MilestoneMet,
    PromisedForm,
    Proposal,
    Reversal,
    Sensitivity,
)
from reports.booking.entered import clock_words, entered_day
from reports.booking.entry_words import indicator_words, verdict_words
from reports.booking.promised_sums import Sum, total
from reports.booking.register import concerns, entry_words, exact_kroner, payer_title
from reports.booking.sentences import answer, closed_gates, overbooked_words, rule_words, years_words
from reports.booking.sums import budget_scale, case_name, listed, own
from reports.booking.tables import year_grid
from reports.comparison.tables import Grid
from reports.language.sentences import capital, ended
from reports.language.texts_booking import booking_texts
from reports.language.writing import day_words, kroner, number, percent
from reports.shared.html import rendered

_TOLD = ("under", "over", "as_promised", "cannot_tell")
_EVENTS = (Sensitivity, Approval, MilestoneMet, Reversal)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A follow-up as the letter tells it."""

    heading: str
    sentences: tuple[str, ...]
    verdicts: Grid


def letter_html(books: Books, case: str, *, on: date, lang: str = "da") -> str:
    """Return the letter on a case as one HTML document, as the register stands, for a day.

    Raises RefusedError when the case has not been proposed. The same entries and day give the same text,
    byte for byte.
    """
    t, found = booking_texts(lang), proposed(books, case, on)
    seal, overbooked = books.records[-1].entry.seal, overbooked_words(found, lang)
    return rendered(
        "letter.html",
        t=t,
        lang=lang,
        title=t["letter_title"].format(case=case_name(found, lang)),
        kicker=t["letter_kicker"].format(
            municipality=found.proposal.body.municipality, day=day_words(on, lang)
        ),
        answer=answer(found, lang),
        overbooked=overbooked,
        promised=_promised(found, lang),
        years=_years(found, lang),
        booked=_booked(books, case, lang),
        happened=_happened(books, case, lang),
        followed=[_followed(books, each, lang) for each in _of_case(books, case)],
        now=None if own(found).has_nothing_to_book else year_grid(found, lang),
        lacking=(*closed_gates(found, lang), *([t["lacking_reversal"]] if overbooked else [])),
        rule=rule_words(found, lang),
        check=t["letter_check"].format(number=books.records[-1].number, seal=seal),
        command=f"trappe register verify --seal {seal}",
    )


def _promised(found: CaseAtHand, lang: str) -> tuple[str, ...]:
    t, proposal, entry = booking_texts(lang), found.proposal, found.proposal.entry
    promised = total(_own(proposal, proposal.body.promised))
    sentences = [
        t["letter_proposed"].format(
            day=entered_day(entry, lang), who=entry.who, why=entry.why.rstrip("."), number=proposal.number
        ),
        t["letter_promised"].format(
            years=years_words(found),
            gain=kroner(promised.gain_dkk, lang),
            sure=kroner(promised.sure_dkk, lang),
            confidence=percent(proposal.body.policy.confidence, lang),
        ),
    ]
    case = proposal.body.case
    earlier = [each for each in found.books.of(Proposal) if each.body.case == case][:-1]
    if earlier:
        told = [
            t["earlier"].format(number=each.number, day=entered_day(each.entry, lang)) for each in earlier
        ]
        sentences.append(t["letter_earlier"].format(entries=listed(told, lang)))
    return tuple(map(ended, sentences))


def _years(found: CaseAtHand, lang: str) -> Grid:
    """Return year by year what was promised, and what the newest follow-up makes of it."""
    t, proposal = booking_texts(lang), found.proposal
    stages = [_own(proposal, proposal.body.promised)]
    head = [t["gain"], t["sure"]]
    if found.books.follow_up(proposal) is not None:
        stages.append(_own(proposal, found.books.basis(proposal)[2]))
        head += [t["gain_now"], t["sure_now"]]
    by_year = [_by_year(stage) for stage in stages]
    scale = budget_scale(dkk for stage in by_year for each in stage.values() for dkk in _both(each))
    return Grid(
        caption=t["letter_years"].format(unit=scale.unit(lang)),
        head=(t["year"], *head),
        rows=tuple(
            (str(year), *(scale.number(dkk, lang) for stage in by_year for dkk in _both(stage[year])))
            for year in by_year[0]
        ),
        total=(t["total"], *(scale.number(dkk, lang) for stage in stages for dkk in _both(total(stage)))),
        notes=(t["letter_years_note"],),
    )


def _booked(books: Books, case: str, lang: str) -> Grid | None:
    """Return every booking of the case, also those that were taken back; None where there is none."""
    t = booking_texts(lang)
    found = [record for record in books.of(Booking) if concerns(books, record) == case]
    if not found:
        return None
    back = {record.body.booking: record for record in books.of(Reversal)}
    return Grid(
        caption=t["letter_bookings"],
        head=(t["number"], t["when"], t["what"], t["who"], t["why"], t["stands"]),
        rows=tuple(
            (
                str(record.number),
                clock_words(record.entry, lang),
                t["letter_booking"].format(
                    amount=exact_kroner(record.body.dkk, lang),
                    payer=payer_title(books, record, lang),
                    year=record.body.year,
                ),
                record.entry.who,
                record.entry.why,
                _stands(back.get(record.number), lang),
            )
            for record in found
        ),
        prose=(1, 2, 3, 4, 5),
    )


def _stands(reversal: Record[Reversal] | None, lang: str) -> str:
    t = booking_texts(lang)
    if reversal is None:
        return t["yes"]
    return t["taken_back"].format(
        number=reversal.number,
        day=entered_day(reversal.entry, lang),
        who=reversal.entry.who,
        why=reversal.entry.why.rstrip("."),
    )


def _happened(books: Books, case: str, lang: str) -> tuple[str, ...]:
    """Return what has been put in place and taken back, the oldest first."""
    t = booking_texts(lang)
    return tuple(
        t["letter_event"].format(
            day=entered_day(record.entry, lang),
            what=entry_words(books, record, lang),
            who=record.entry.who,
            why=record.entry.why.rstrip("."),
        )
        for record in books.records
        if isinstance(record.body, _EVENTS) and concerns(books, record) == case
    )


def _of_case(books: Books, case: str) -> list[Record[FollowUp]]:
    return [record for record in books.of(FollowUp) if concerns(books, record) == case]


def _followed(books: Books, record: Record[FollowUp], lang: str) -> Followed:
    t, body, entry = booking_texts(lang), record.body, record.entry
    proposal = books.proposal_of(record)
    ours = [each for each in books.of(FollowUp) if each.body.proposal == proposal.number]
    earlier = [each.body.promised for each in ours if each.number < record.number]
    before = earlier[-1] if earlier else proposal.body.promised
    was, now = (total(_own(proposal, amounts)) for amounts in (before, body.promised))
    sentences = (
        t["followed_by"].format(
            number=record.number, day=entered_day(entry, lang), who=entry.who, why=entry.why.rstrip(".")
        ),
        t["followed_draws"].format(draws=number(body.effective_draws, lang)),
        t["followed_amounts"].format(
            gain_before=kroner(was.gain_dkk, lang),
            gain_now=kroner(now.gain_dkk, lang),
            sure_before=kroner(was.sure_dkk, lang),
            sure_now=kroner(now.sure_dkk, lang),
        ),
    )
    return Followed(
        heading=capital(entry_words(books, record, lang)),
        sentences=tuple(map(ended, sentences)),
        verdicts=_verdicts(body, lang),
    )


def _verdicts(body: FollowUp, lang: str) -> Grid:
    """Return the early figures by what may be said of them."""
    t = booking_texts(lang)
    told = dict.fromkeys((*_TOLD, *body.verdicts.values()))
    return Grid(
        caption=t["verdicts_caption"],
        head=(t["verdict"], t["indicators"]),
        rows=tuple(
            (
                capital(verdict_words(each, lang)),
                "; ".join(
                    indicator_words(name, lang) for name, said in body.verdicts.items() if said == each
                ),
            )
            for each in told
            if each in body.verdicts.values()
        ),
        prose=(1,),
    )


def _own(proposal: Record[Proposal], amounts: Iterable[PromisedForm]) -> list[Promised]:
    """Return what the municipality's own payers are promised."""
    return [each.promised for each in amounts if proposal.body.payers[each.payer].municipal]


def _by_year(some: Sequence[Promised]) -> dict[int, Sum]:
    years = dict.fromkeys(each.year for each in some)
    return {year: total(each for each in some if each.year == year) for year in years}


def _both(some: Sum) -> tuple[float, float]:
    return some.gain_dkk, some.sure_dkk
