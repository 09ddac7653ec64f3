"""Say where a case stands in the register, and how a run differs from the one by which it stands there."""

from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from booking.register.books import Record
from booking.register.entry_kinds import ProposalEntry
from booking.register.seals import seal_of
from language.formatting import KRONER, ended, number
from language.messages import say
from reports.booking.formatting import entered_day
from reports.booking.sums import payer_name
from reports.shared.budget_years import year_words
from reports.shared.expected_gain import expected_gain_words


def register_words(status: CaseStatus) -> str:
    """Return where the case stands in the register, with the seal of its newest entry."""
    proposal = status.proposal
    if status.other_run is not None:
        return other_run_words(status, status.other_run)
    if not status.is_proposed:
        return say(
            "The case has not been proposed in the register; the numbers are what they would be "
            "if it were proposed now."
        )
    return say(
        "The case stands in the register as entry {number}, proposed {day} by {who}. The newest "
        "entry has the seal {seal}.",
        number=proposal.number,
        day=entered_day(proposal.entry),
        who=proposal.entry.who,
        seal=seal_of(each.entry for each in status.books.records),
    )


def other_run_words(status: CaseStatus, other: Record[ProposalEntry]) -> str:
    """Return that a case stands in the register by another run: what is booked, and how this run differs."""
    sentences = [
        say(
            "The case stands in the register by another run (entry {number}, proposed {day} by "
            "{who}): {how}.",
            number=other.number,
            day=entered_day(other.entry),
            who=other.entry.who,
            how="; ".join(_differences(status.proposal, other)),
        ),
        say("There: {expected}", expected=expected_gain_words(other.body.expected_gain())),
        _booked(status),
        say("The numbers here are those of this run, as if it were proposed now."),
    ]
    return ended(" ".join(sentences))


def _differences(this: Record[ProposalEntry], other: Record[ProposalEntry]) -> list[str]:
    """Return how a run differs from the one that was proposed."""
    found = []
    if this.entry.scenario_digest != other.entry.scenario_digest:
        found.append(say("the scenario has been changed since"))
    sizes = [(each.body.draws, each.body.replications) for each in (this, other)]
    if sizes[0] != sizes[1]:
        words = [
            say(
                "{draws} draws of {replications} replications",
                draws=number(draws),
                replications=number(replications),
            )
            for draws, replications in sizes
        ]
        found.append(say("{this} here and {other} there", this=words[0], other=words[1]))
    return found or [say("the scenario is the same, and the seed or the edition of trappe is another")]


def _booked(status: CaseStatus) -> str:
    """Return each payer and year of which something stands booked, in whole kroner."""
    booked = {
        (line.promised.payer, line.promised.year): line.booked_dkk
        for line in status.lines
        if line.booked_dkk >= NOTHING
    }
    if not booked:
        return say("Nothing is booked of it.")
    months = status.proposal.body.months
    items = [
        say(
            "{payer} {year}: {amount}",
            payer=payer_name(status, payer),
            year=year_words(months, year),
            amount=KRONER.amount(dkk),
        )
        for (payer, year), dkk in booked.items()
    ]
    return say(
        "{booked} stands booked of it: {items}.",
        booked=KRONER.amount(sum(booked.values())),
        items="; ".join(items),
    )
