"""Build statuses of cases by hand, for tests of what is said about booking."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from booking.amounts.bookable import bookable, mean, odds
from booking.amounts.policy import Cashable, Milestone, Policy, shipped
from booking.amounts.promised import Promised
from booking.decisions.bookable_lines import bookable_lines
from booking.decisions.booking_acts import commit, reverse
from booking.decisions.case_acts import reach, record_follow_up
from booking.decisions.case_status import CaseStatus, proposed
from booking.decisions.drafts import Act
from booking.register.books import Books
from booking.register.entry_kinds import FollowUpEntry, PayerForm, PromisedForm, ProposalEntry
from reports.comparison.page import report_html
from scenarios.files.forms import Text
from tests.booking.booked import (
    FAMILIE,
    SKOLE,
    STATEN,
    TODAY,
    WHO,
    a_promise,
    a_proposal,
    analysed,
    approved,
    books_of,
    proposing,
    rule,
)
from tests.languages import said_in
from tests.reports.example import Example, example

YEARS = tuple(range(2027, 2037))
CASE = "tættere"
LONG = "Familieafdelingen og dens rådgivere, visitation og myndighed i hele Lilleby Kommune"


def at_hand_of(*acts: Act, on: date = TODAY, case: str | None = CASE) -> CaseStatus:
    """Return a case after some acts."""
    return proposed(books_of(*acts), case, on)


def unproposed(*promises: Promised, **changes: Any) -> CaseStatus:
    """Return a case that does not stand in any register."""
    made = at_hand_of(proposing(a_proposal(*promises, **changes)), case=None)
    record = replace(made.proposal, entry=replace(made.proposal.entry, number=0))
    books = Books([])
    return CaseStatus(books=books, proposal=record, on=TODAY, lines=bookable_lines(books, record, TODAY))


def rising(
    payer: str = FAMILIE, *, most: float = 4e6, first: float = -1.5e6, sure: float = 0.5
) -> list[Promised]:
    """Return a gain that rises from a loss over the ten years, half of it sure enough."""
    step = (most - first) / (len(YEARS) - 1)
    expected = [first + step * i for i in range(len(YEARS))]
    return [
        a_promise(year, payer, mean=dkk, sure=max(0.0, sure * dkk))
        for year, dkk in zip(YEARS, expected, strict=True)
    ]


def gains(**changes: Any) -> list[Promised]:
    """Return what the family department, the schools and the state gain."""
    return [
        *rising(**changes),
        *rising(SKOLE, most=0.8e6, first=-0.2e6, sure=0.25),
        *rising(STATEN, most=0.3e6, first=0.0, sure=0.3),
    ]


def idle_units() -> list[Promised]:
    """Return gains of which most is tied up in whole houses and some is no money in a budget."""
    promises = []
    for each in rising():
        dkk = max(each.mean_dkk, 0.0)
        promises.append(
            a_promise(each.year, mean=dkk, at_average=2 * dkk, cashable=0.6 * dkk, sure=0.2 * dkk)
            if dkk
            else each
        )
    return promises


MILESTONES = {
    "ansat": Milestone(
        title=Text(da="Alle rådgivere er ansat", en="All advisers are hired"), by=date(2027, 6, 30)
    ),
    "fuld": Milestone(
        title=Text(da="Alle pladser er i brug", en="All places are in use"), by=date(2029, 3, 1)
    ),
    "halv": Milestone(
        title=Text(
            da="Halvt så mange sager pr. rådgiver i alle distrikter", en="Half as many cases per adviser"
        ),
        by=date(2031, 12, 31),
    ),
}


def strict() -> Policy:
    """Return a rule with everything in it."""
    return rule(
        milestones=MILESTONES,
        first_year=2,
        minimum_grade="before_after",
        approvers={FAMILIE: "Økonomichefen"},
        cashable=[
            Cashable(
                payers=[SKOLE],
                share=0.5,
                from_year=3,
                why=Text(
                    da="En lærer spares først med en klasse.", en="A teacher is saved only with a class."
                ),
            ),
            Cashable(
                items=["lærere"], share=0.6, why=Text(da="Normeringen ligger fast", en="Staffing is fixed")
            ),
        ],
    )


def open_for_all() -> tuple[Act, ...]:
    """Return a case whose every gate is open for the family department and the schools."""
    return (proposing(a_proposal(*gains())), analysed(), approved(), approved(SKOLE))


def some_booked() -> tuple[Act, ...]:
    """Return the same with three bookings, one of them taken back."""
    return (*open_for_all(), booking(2030, 1e5), booking(2031, 4e5), booking(2032, 5e5), reverse(6, **WHO))


def half_way() -> tuple[Act, ...]:
    """Return a case with milestones of which the first is reached, and one payer's approval."""
    body = a_proposal(*gains(), policy=strict(), grade="before_after")
    return (proposing(body), analysed(), approved(), reach("ansat", case=None, **WHO))


def worse() -> tuple[Act, ...]:
    """Return some bookings, and a follow-up after which less of the gain is sure enough."""
    return (*some_booked(), followed(*gains(most=2e6, sure=0.2)))


def followed(*promises: Promised, last: date = date(2028, 6, 30), case: str = CASE) -> Act:
    """Return a follow-up with a verdict of every kind."""
    found = {(each.year, each.payer): PromisedForm.of(each) for each in promises}
    return record_follow_up(
        lambda proposal: FollowUpEntry(
            proposal=proposal.number,
            ledger_digest="9" * 64,
            last=last,
            verdicts={
                "moved_down": "under",
                "moved_up": "as_promised",
                "placement_days": "over",
                "average_price": "cannot_tell",
                "starts:institution": "cannot_tell",
                "ends:familiepleje": "as_promised",
                "number": "over",
                "length": "cannot_tell",
                "cost": "over",
            },
            effective_draws=137.4,
            usable=True,
            promised=[found.get((each.year, each.payer), each) for each in proposal.body.promised],
        ),
        case=case,
        **WHO,
        scenario_digest="a" * 64,
        run_digest="8" * 64,
    )


def booking(year: int, dkk: float, payer: str = FAMILIE) -> Act:
    """Return that an amount is taken out of a budget."""
    return commit(payer, year, dkk, case=CASE, **WHO, on=TODAY)


@cache
def every_kind() -> dict[str, CaseStatus]:
    """Return a case of each kind that looks another way."""
    losses = [a_promise(year, mean=-1e6, sure=0) for year in YEARS]
    nothing = [a_promise(year, mean=0, sure=0) for year in YEARS]
    upside = [a_promise(year, mean=1e6, cashable=1e6, sure=1.2e6) for year in YEARS]
    named = {FAMILIE: PayerForm(title=Text(da=LONG), municipal=True)}
    long = a_proposal(*rising(), policy=strict())
    long = long.model_copy(update={"payers": {**long.payers, **named}})
    return {
        "unproposed": unproposed(*gains()),
        "open": at_hand_of(*open_for_all()),
        "booked": at_hand_of(*some_booked()),
        "half_way": at_hand_of(*half_way()),
        "overdue": at_hand_of(*half_way(), on=date(2029, 4, 1)),
        "worse": at_hand_of(*worse(), on=date(2028, 7, 1)),
        "idle": at_hand_of(proposing(a_proposal(*idle_units(), policy=strict(), grade="assumption"))),
        "losses": at_hand_of(proposing(a_proposal(*losses))),
        "nothing": at_hand_of(proposing(a_proposal(*nothing))),
        "upside": at_hand_of(proposing(a_proposal(*upside)), analysed(), approved()),
        "small": at_hand_of(proposing(a_proposal(a_promise(2027), a_promise(2028)))),
        "long": at_hand_of(proposing(long)),
    }


def bookings_of(made: Example) -> dict[str, CaseStatus]:
    """Return what may be booked of the cases of the example, as if no house and no rule kept any of it."""
    return {case: unproposed(*_promises(made, case), **_fields(made, case)) for case in made.comparison.cases}


@cache
def report_page(lang: str) -> str:
    """Return the report of the example, as all tests look at it."""
    return page_of(example(), lang)


def page_of(made: Example, lang: str = "da", *, bookings: Mapping[str, CaseStatus] | None = None) -> str:
    """Return the report of the example."""
    statuses = bookings_of(made) | dict(bookings or {})
    return said_in(lang, report_html, made.study, made.comparison, made.stamp, bookings=statuses)


def _promises(made: Example, case: str) -> list[Promised]:
    gain, confidence = made.comparison.gain(case), shipped().confidence
    promises = []
    for i, year in enumerate(gain.years):
        for j, payer in enumerate(made.comparison.payers):
            dkk = gain.dkk[..., i, j]
            average = mean(dkk)
            promises.append(
                Promised(
                    year=year,
                    payer=payer,
                    mean_dkk=average,
                    at_average_dkk=average,
                    cashable_dkk=average,
                    most_dkk=None,
                    sure=odds(dkk, bookable(dkk, confidence)),
                    sure_error_dkk=0.0,
                    habit=odds(dkk, average),
                )
            )
    return promises


def _fields(made: Example, case: str) -> dict[str, Any]:
    payers = made.study.scenario.payers
    fields: dict[str, Any] = {
        "case": case,
        "title": made.study.scenario.cases[case].title,
        "payers": {
            name: PayerForm(title=payers[name].title, municipal=payers[name].municipal)
            for name in made.comparison.payers
        },
        "blocks": [],
    }
    assert fields.keys() <= ProposalEntry.model_fields.keys()
    return fields
