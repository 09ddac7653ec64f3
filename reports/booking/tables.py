"""Tabulate what may be taken out of the budget: by year, by payer, and the way from the expected gain."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from booking.decisions.bookable_lines import BookableLine
from booking.decisions.bridge import NOTHING
from booking.decisions.case_status import CaseStatus
from language.formatting import DASH, KRONER, Scale, ended, kroner, percent
from language.messages import say
from reports.booking.sentences import (
    idle_words,
    kind_words,
    obstacle_words,
    sure_enough_words,
    years_words,
)
from reports.booking.sums import (
    Sums,
    budget_scale,
    by_payer,
    by_year,
    habit_words,
    obstacles,
    own,
    payer_name,
)
from reports.shared.budget_years import partial_note, spans, year_words
from reports.shared.table import Grid

_SEEN_IN_THOUSANDS = 1_000.0
"""Kroner; an amount below it would be nothing in thousands."""
_KINDS_SHOWN = 2
"""Of the reasons of a year; all of them are in the table of reasons."""


def booking_grids(status: CaseStatus) -> list[Grid]:
    """Return the tables for a terminal: every payer and year, and the way from the expected gain."""
    grids = [numbers_grid(status), bridge_grid(status)]
    return [grid for grid in grids if grid is not None]


def year_grid(status: CaseStatus) -> Grid:
    """Return a row per budget year, the municipality's own payers added up, with the main reasons."""
    years, total = by_year(status), own(status)
    columns, scale = _Columns(years.values()), _scale(years.values())
    head = (say("Budget year"), *columns.head, say("Risk"), say("Not yet, because"))
    return Grid(
        caption=say(
            "Bookable gain {years}, the municipality's own payers, {unit}",
            years=years_words(status),
            unit=scale.unit(),
        ),
        head=head,
        rows=tuple(
            (
                year_words(status.proposal.body.months, year),
                *columns.cells(sums, scale),
                habit_words(sums.lines),
                _why(status, sums),
            )
            for year, sums in years.items()
        ),
        total=(say("Total"), *columns.cells(total, scale), "", ""),
        notes=(
            *_notes(status),
            _risk_note(),
            *_about_losses(total),
        ),
        prose=(len(head) - 1,),
    )


def payer_grid(status: CaseStatus) -> Grid | None:
    """Return a row per payer over all years; None unless at least two have amounts."""
    payers = by_payer(status)
    if len(payers) < 2:
        return None
    columns, scale = _Columns(payers.values()), _scale(payers.values())
    head = (say("Payer"), *columns.head, say("Has approved"))
    return Grid(
        caption=say(
            "Bookable gain {years}, each payer, {unit}", years=years_words(status), unit=scale.unit()
        ),
        head=head,
        rows=tuple(
            (_payer(status, payer), *columns.cells(sums, scale), _approved(status, payer))
            for payer, sums in payers.items()
        ),
        total=(say("The municipality in total"), *columns.cells(own(status), scale), ""),
    )


def numbers_grid(status: CaseStatus) -> Grid | None:
    """Return a row per payer and year with any amount; None where there is none."""
    each = [Sums(lines=(line,)) for line in status.lines]
    rows = [sums for sums in each if not sums.is_empty]
    if not rows:
        return None
    columns, scale = _Columns(rows), _scale(rows)
    return Grid(
        caption=say("Bookable gain, {unit}", unit=scale.unit()),
        head=(say("Budget year and payer"), *columns.head, say("Risk")),
        rows=tuple(
            (
                _year_payer(status, sums.lines[0]),
                *columns.cells(sums, scale),
                habit_words(sums.lines),
            )
            for sums in rows
        ),
        total=(say("The municipality in total"), *columns.cells(own(status), scale), ""),
        notes=(
            *_notes(status),
            _risk_note(),
        ),
    )


def bridge_grid(status: CaseStatus) -> Grid | None:
    """Return the way from the expected gain to what is bookable, a row for each step; None without a gain.

    The digits that are shown add up.
    """
    sums, bridge = own(status), status.bridge
    if sums.has_nothing_to_book:
        return None
    months = status.proposal.body.months
    years, reasons = years_words(status), obstacles(sums.lines)
    losing = spans(months, (year for year, each in by_year(status).items() if -each.loss_dkk >= NOTHING))
    discounted, losses = (
        bridge.undiscounted_dkk - bridge.expected.dkk,
        bridge.gains_dkk - bridge.undiscounted_dkk,
    )
    steps = [
        (say("Expected gain, present value"), bridge.expected.dkk, years),
        (say("A budget counts the kroner of later years in full"), discounted, years),
        (say("Extra costs are not set off against the gains"), losses, losing),
        *((obstacle_words(status, each), -each.dkk, spans(months, each.years)) for each in reasons),
    ]
    felt = [abs(dkk) >= NOTHING for _, dkk, _ in steps]
    levels = [*accumulate(dkk if moves else 0.0 for (_, dkk, _), moves in zip(steps, felt, strict=True))]
    last = max((i for i, moves in enumerate(felt) if moves), default=0)
    levels[last:] = [bridge.bookable_dkk] * (len(levels) - last)  # where øre are left over
    amounts = [abs(dkk) for (_, dkk, _), moves in zip(steps, felt, strict=True) if moves]
    scale = budget_scale(amounts) if min(amounts, default=0.0) >= _SEEN_IN_THOUSANDS else KRONER
    return Grid(
        caption=say(
            "From the expected gain to what may be taken out of the budget, the municipality's own payers, "
            "{unit}",
            unit=scale.unit(),
        ),
        head=(say("Step"), say("Amount"), say("Budget years")),
        rows=tuple(
            (words, amount if moves else DASH, at)
            for (words, _, at), amount, moves in zip(steps, scale.steps(levels), felt, strict=True)
        ),
        total=(say("Bookable now"), scale.number(bridge.bookable_dkk), ""),
        notes=(
            say(
                "The rows add up to what is bookable now. Amounts that wait for several things stand with "
                "the first of them; a dash is something that is lacking too, or nothing."
            ),
            *idle_words(status),
            *_outsiders(status),
        ),
    )


class _Columns:
    """Columns of amounts; without extra cost and bookings where there are none."""

    def __init__(self, rows: Iterable[Sums]) -> None:
        some = list(rows)
        self._losses = any(-sums.loss_dkk >= NOTHING for sums in some)
        self._booked = any(sums.booked_dkk >= NOTHING for sums in some)
        self.head = (
            *([say("Extra cost, mean")] if self._losses else []),
            *(say("Gain, mean"), say("Of that money in a budget")),
            *(say("Sure enough"), say("Bookable now")),
            *([say("Booked already")] if self._booked else []),
        )

    def cells(self, sums: Sums, scale: Scale) -> tuple[str, ...]:
        amounts = (
            *([sums.loss_dkk] if self._losses else []),
            *(sums.gain_dkk, sums.cashable_dkk, sums.sure_dkk, sums.bookable_dkk),
            *([sums.booked_dkk] if self._booked else []),
        )
        return tuple(scale.number(dkk) for dkk in amounts)


def _scale(rows: Iterable[Sums]) -> Scale:
    return budget_scale(
        dkk for sums in rows for dkk in (sums.loss_dkk, sums.gain_dkk, sums.sure_dkk, sums.booked_dkk)
    )


def _notes(status: CaseStatus) -> tuple[str, ...]:
    confidence = percent(status.proposal.body.policy.confidence)
    return (
        say("Mean: of the runs, undiscounted."),
        sure_enough_words(confidence),
        *partial_note(status.proposal.body.months),
    )


def _risk_note() -> str:
    return say(
        "Risk: so often the gain is less than its mean, if that is booked by habit; with several payers, "
        "that of the one to whom it happens most often."
    )


def _about_losses(sums: Sums) -> tuple[str, ...]:
    return (
        (say("Extra costs are not taken off the gains; money for them is to be found by itself."),)
        if -sums.loss_dkk >= NOTHING
        else ()
    )


def _why(status: CaseStatus, sums: Sums) -> str:
    """Return the kinds of reasons with the largest amounts."""
    if sums.has_nothing_to_book:
        return say("no gain on average")
    held = {
        kind: abs(dkk)
        for kind, dkk in sums.by_kind.items()
        if kind == "overbooked" or (dkk > 0 and kind != "booked")
    }
    first = sorted(held, key=lambda kind: -held[kind])[:_KINDS_SHOWN]
    words = "; ".join(kind_words(status, kind) for kind in first) or DASH
    return words if len(held) <= _KINDS_SHOWN else say("{reasons} etc.", reasons=words)


def _payer(status: CaseStatus, payer: str) -> str:
    name = payer_name(status, payer)
    municipal = status.proposal.body.payers[payer].municipal
    return name if municipal else say("{payer} (not the municipality's money)", payer=name)


def _approved(status: CaseStatus, payer: str) -> str:
    if not status.proposal.body.payers[payer].municipal:
        return DASH
    return say("yes") if status.books.approval(status.proposal, payer) else say("no")


def _year_payer(status: CaseStatus, line: BookableLine) -> str:
    year = year_words(status.proposal.body.months, line.promised.year)
    return f"{year} {_payer(status, line.promised.payer)}"


def _outsiders(status: CaseStatus) -> Sequence[str]:
    payers = status.proposal.body.payers
    gains = {
        payer_name(status, payer): sums.gain_dkk
        for payer, sums in by_payer(status).items()
        if not payers[payer].municipal and sums.gain_dkk >= NOTHING
    }
    return [
        ended(
            say(
                "{payer} gains {gain} on average, which is not the municipality's.",
                payer=name,
                gain=kroner(dkk),
            )
        )
        for name, dkk in gains.items()
    ]
