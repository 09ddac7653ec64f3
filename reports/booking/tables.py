"""What may be taken out of the budget, in tables: by year, by payer, and why not more."""

from collections.abc import Iterable, Sequence

from booking.decisions.bookable_lines import Line
from booking.decisions.case_status import CaseAtHand
from reports.booking.sentences import kind_words, obstacle_words, years_words
from reports.booking.sums import (
    NOTHING,
    Sums,
    budget_scale,
    by_payer,
    by_year,
    habit_words,
    obstacles,
    own,
    payer_name,
    spans,
)
from reports.comparison.tables import Grid
from reports.language.catalogue import texts
from reports.language.texts_booking import booking_texts
from reports.language.writing import DASH, Scale, kroner, percent

_KINDS_SHOWN = 2
"""Of the reasons of a year; all of them are in the table of reasons."""


def booking_grids(at_hand: CaseAtHand, lang: str) -> list[Grid]:
    """Return the numbers of every payer in every year, and why not more, for a terminal."""
    found = [numbers_grid(at_hand, lang), reasons_grid(at_hand, lang)]
    return [grid for grid in found if grid is not None]


def year_grid(at_hand: CaseAtHand, lang: str) -> Grid:
    """Return one row per budget year, the municipality's own payers added up, with why not more."""
    t, years, total = booking_texts(lang), by_year(at_hand), own(at_hand)
    columns, scale = _Columns(years.values(), lang), _scale(years.values())
    head = (t["year"], *columns.head, t["risk"], t["not_yet"])
    return Grid(
        caption=t["years_caption"].format(years=years_words(at_hand), unit=scale.unit(lang)),
        head=head,
        rows=tuple(
            (
                str(year),
                *columns.cells(sums, scale),
                habit_words(sums.lines, lang),
                _why(at_hand, sums, lang),
            )
            for year, sums in years.items()
        ),
        total=(t["total"], *columns.cells(total, scale), "", ""),
        notes=(*_notes(at_hand, lang), t["risk_note"], *_about_losses(total, lang)),
        prose=(len(head) - 1,),
    )


def payer_grid(at_hand: CaseAtHand, lang: str) -> Grid | None:
    """Return one row per payer over all years; None where only one has anything to tell of."""
    t, payers = booking_texts(lang), by_payer(at_hand)
    if len(payers) < 2:
        return None
    columns, scale = _Columns(payers.values(), lang), _scale(payers.values())
    head = (t["payer"], *columns.head, t["approved"])
    return Grid(
        caption=t["payers_caption"].format(years=years_words(at_hand), unit=scale.unit(lang)),
        head=head,
        rows=tuple(
            (_payer(at_hand, payer, lang), *columns.cells(sums, scale), _approved(at_hand, payer, lang))
            for payer, sums in payers.items()
        ),
        total=(t["municipality"], *columns.cells(own(at_hand), scale), ""),
    )


def numbers_grid(at_hand: CaseAtHand, lang: str) -> Grid | None:
    """Return one row per payer and year with anything to tell of; None where there is no such row."""
    t = booking_texts(lang)
    each = [Sums(lines=(line,)) for line in at_hand.lines]
    found = [sums for sums in each if not sums.is_empty]
    if not found:
        return None
    columns, scale = _Columns(found, lang), _scale(found)
    return Grid(
        caption=t["numbers_caption"].format(unit=scale.unit(lang)),
        head=(t["year_payer"], *columns.head, t["risk"]),
        rows=tuple(
            (
                _year_payer(at_hand, sums.lines[0], lang),
                *columns.cells(sums, scale),
                habit_words(sums.lines, lang),
            )
            for sums in found
        ),
        total=(t["municipality"], *columns.cells(own(at_hand), scale), ""),
        notes=(*_notes(at_hand, lang), t["risk_note"]),
    )


def reasons_grid(at_hand: CaseAtHand, lang: str) -> Grid | None:
    """Return one row per reason with its kroner and budget years, of the municipality's own payers."""
    t, sums = booking_texts(lang), own(at_hand)
    found = obstacles(sums.lines)
    if not found:
        return None
    scale = budget_scale(each.dkk for each in found)
    return Grid(
        caption=t["reasons_caption"].format(unit=scale.unit(lang)),
        head=(t["reason"], t["amount"], t["years"]),
        rows=tuple(
            (
                obstacle_words(at_hand, each, lang),
                DASH if abs(each.dkk) < NOTHING else scale.number(each.dkk, lang),
                spans(each.years),
            )
            for each in found
        ),
        notes=(t["reasons_note"], *_outsiders(at_hand, lang)),
    )


class _Columns:
    """The columns of amounts; extra cost and what is booked are left out where there is none."""

    def __init__(self, rows: Iterable[Sums], lang: str) -> None:
        t, some = booking_texts(lang), list(rows)
        self._lang = lang
        self._losses = any(-sums.loss_dkk >= NOTHING for sums in some)
        self._booked = any(sums.booked_dkk >= NOTHING for sums in some)
        self.head = (
            *([t["loss"]] if self._losses else []),
            *(t[key] for key in ("gain", "cashable", "sure", "bookable")),
            *([t["booked"]] if self._booked else []),
        )

    def cells(self, sums: Sums, scale: Scale) -> tuple[str, ...]:
        amounts = (
            *([sums.loss_dkk] if self._losses else []),
            *(sums.gain_dkk, sums.cashable_dkk, sums.sure_dkk, sums.bookable_dkk),
            *([sums.booked_dkk] if self._booked else []),
        )
        return tuple(scale.number(dkk, self._lang) for dkk in amounts)


def _scale(rows: Iterable[Sums]) -> Scale:
    return budget_scale(
        dkk for sums in rows for dkk in (sums.loss_dkk, sums.gain_dkk, sums.sure_dkk, sums.booked_dkk)
    )


def _notes(at_hand: CaseAtHand, lang: str) -> tuple[str, ...]:
    t, sums = booking_texts(lang), own(at_hand)
    confidence = percent(at_hand.proposal.body.policy.confidence, lang)
    expected = "expected_note_capacity" if "capacity" in sums.by_kind else "expected_note"
    return (t[expected], t["sure_note"].format(confidence=confidence))


def _about_losses(sums: Sums, lang: str) -> tuple[str, ...]:
    t = booking_texts(lang)
    return (t["loss_note"],) if -sums.loss_dkk >= NOTHING else ()


def _why(at_hand: CaseAtHand, sums: Sums, lang: str) -> str:
    """Return the kinds of reasons that hold most kroner."""
    t = booking_texts(lang)
    if sums.has_nothing_to_book:
        return t["no_gain"]
    held = {
        kind: abs(dkk)
        for kind, dkk in sums.by_kind.items()
        if kind == "overbooked" or (dkk > 0 and kind != "booked")
    }
    first = sorted(held, key=lambda kind: -held[kind])[:_KINDS_SHOWN]
    words = "; ".join(kind_words(at_hand, kind, lang) for kind in first) or DASH
    return words if len(held) <= _KINDS_SHOWN else t["and_more"].format(reasons=words)


def _payer(at_hand: CaseAtHand, payer: str, lang: str) -> str:
    name = payer_name(at_hand, payer, lang)
    municipal = at_hand.proposal.body.payers[payer].municipal
    return name if municipal else texts(lang)["outside"].format(payer=name)


def _approved(at_hand: CaseAtHand, payer: str, lang: str) -> str:
    t = booking_texts(lang)
    if not at_hand.proposal.body.payers[payer].municipal:
        return DASH
    return t["yes" if at_hand.books.approval(at_hand.proposal, payer) else "no"]


def _year_payer(at_hand: CaseAtHand, line: Line, lang: str) -> str:
    return f"{line.promised.year} {_payer(at_hand, line.promised.payer, lang)}"


def _outsiders(at_hand: CaseAtHand, lang: str) -> Sequence[str]:
    payers = at_hand.proposal.body.payers
    gains = {
        payer_name(at_hand, payer, lang): sums.gain_dkk
        for payer, sums in by_payer(at_hand).items()
        if not payers[payer].municipal and sums.gain_dkk >= NOTHING
    }
    return [
        booking_texts(lang)["outsider_note"].format(payer=name, gain=kroner(dkk, lang)).replace("..", ".")
        for name, dkk in gains.items()
    ]
