"""Compose the section of a page on what may be taken out of the budget."""

from dataclasses import dataclass

from booking.decisions.case_status import CaseStatus
from language.messages import mark, say
from reports.booking.milestone_chart import gates, milestone_chart, open_years
from reports.booking.rule import rule_words
from reports.booking.sentences import answer, closed_gates, years_words
from reports.booking.standing import register_words
from reports.booking.sums import own
from reports.booking.tables import bridge_grid, payer_grid, year_grid
from reports.booking.waterfall_chart import drops, waterfall_chart
from reports.shared.budget_years import spans, star_note
from reports.shared.figure_style import Picture, picture
from reports.shared.table import Grid


@dataclass(frozen=True, kw_only=True)
class BookingSection:
    """Sentences, tables and figures; only sentences where there is no gain to book."""

    answer: tuple[str, ...]
    by_year: Grid | None = None
    by_payer: Grid | None = None
    waterfall: Picture | None = None
    bridge: Grid | None = None
    milestones: Picture | None = None
    lacking: tuple[str, ...] = ()
    """What must be in place, where there are no milestones to draw."""
    rule: tuple[str, ...]
    register: str


def booking_section(status: CaseStatus) -> BookingSection:
    """Return the section of a case, as of the day of its status."""
    sentences, rule = answer(status), rule_words(status)
    register = register_words(status)
    if own(status).has_nothing_to_book:
        return BookingSection(answer=sentences, rule=rule, register=register)
    has_milestones = bool(status.proposal.body.policy.milestones)
    return BookingSection(
        answer=sentences,
        by_year=year_grid(status),
        by_payer=payer_grid(status),
        waterfall=_waterfall(status),
        bridge=bridge_grid(status),
        milestones=_milestones(status) if has_milestones else None,
        lacking=() if has_milestones else closed_gates(status),
        rule=rule,
        register=register,
    )


def _waterfall(status: CaseStatus) -> Picture:
    sentence = "; ".join(each.words.rstrip(".") for each in drops(status))
    return picture(
        lambda width: waterfall_chart(status, width=width),
        alt=say(
            "Horizontal bars from the expected gain to what may be taken out of the budget. "
            "{sentence}. The numbers are in the tables.",
            sentence=sentence,
        ),
        caption=say(
            "All budget years and the municipality's own payers added up. Each bar begins where the one "
            "above ended."
        ),
    )


def _milestones(status: CaseStatus) -> Picture:
    opened = open_years(status)
    years_sentence = say(
        mark("Budget years of which something may be booked or is booked: {years}.")
        if opened
        else mark("There is no budget year yet of which anything may be booked."),
        years=spans(status.proposal.body.months, opened),
    )
    return picture(
        lambda width: milestone_chart(status, width=width),
        alt=say(
            "Timeline of the budget years {years}. {sentence}. {years_sentence}",
            years=years_words(status),
            sentence="; ".join(gate.words for gate in gates(status)),
            years_sentence=years_sentence,
        ),
        caption=say(
            "Each bar shows the budget years for which something must be in place. A milestone "
            "must be reached before the budget years that begin after its due date are reduced."
        )
        + "".join(f" {note}" for note in star_note(status.proposal.body.months)),
    )
