"""What a page tells of a case about what may be taken out of the budget."""

from dataclasses import dataclass

from booking.decisions.case_status import CaseAtHand
from reports.booking.milestone_chart import gates, milestone_chart, open_years
from reports.booking.sentences import answer, closed_gates, register_words, rule_words, years_words
from reports.booking.sums import NOTHING, own, spans
from reports.booking.tables import payer_grid, reasons_grid, year_grid
from reports.booking.waterfall_chart import drops, waterfall_chart
from reports.comparison.tables import Grid
from reports.language.texts_booking import booking_texts
from reports.shared.pictures import Picture, picture


@dataclass(frozen=True, kw_only=True)
class BookingSection:
    """Where there is no gain to take out of a budget there are sentences and no more."""

    answer: tuple[str, ...]
    by_year: Grid | None = None
    by_payer: Grid | None = None
    waterfall: Picture | None = None
    reasons: Grid | None = None
    milestones: Picture | None = None
    lacking: tuple[str, ...] = ()
    """What must be in place, where there are no milestones to draw."""
    rule: tuple[str, ...]
    register: str


def booking_section(at_hand: CaseAtHand, lang: str) -> BookingSection:
    """Return everything of a case on the day at hand."""
    sentences, rule = answer(at_hand, lang), rule_words(at_hand, lang)
    register = register_words(at_hand, lang)
    if own(at_hand).has_nothing_to_book:
        return BookingSection(answer=sentences, rule=rule, register=register)
    has_milestones = bool(at_hand.proposal.body.policy.milestones)
    return BookingSection(
        answer=sentences,
        by_year=year_grid(at_hand, lang),
        by_payer=payer_grid(at_hand, lang),
        waterfall=_waterfall(at_hand, lang),
        reasons=reasons_grid(at_hand, lang),
        milestones=_milestones(at_hand, lang) if has_milestones else None,
        lacking=() if has_milestones else closed_gates(at_hand, lang),
        rule=rule,
        register=register,
    )


def _waterfall(at_hand: CaseAtHand, lang: str) -> Picture:
    t = booking_texts(lang)
    losses = -own(at_hand).loss_dkk >= NOTHING
    sentence = "; ".join(each.words.rstrip(".") for each in drops(at_hand, lang))
    return picture(
        lambda width: waterfall_chart(at_hand, lang, width=width),
        alt=t["waterfall_alt"].format(sentence=sentence),
        caption=" ".join([t["waterfall_caption"], *([t["waterfall_losses"]] if losses else [])]),
    )


def _milestones(at_hand: CaseAtHand, lang: str) -> Picture:
    t, opened = booking_texts(lang), open_years(at_hand)
    years_sentence = t["milestones_alt_open" if opened else "milestones_alt_none"].format(years=spans(opened))
    return picture(
        lambda width: milestone_chart(at_hand, lang, width=width),
        alt=t["milestones_alt"].format(
            years=years_words(at_hand),
            sentence="; ".join(gate.words for gate in gates(at_hand, lang)),
            years_sentence=years_sentence,
        ),
        caption=t["milestones_caption"],
    )
