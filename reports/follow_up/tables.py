"""Tabulate a follow-up: indicators, amounts before and after the ledger, and steering figures.

For the municipality's own eyes: small counts are not hidden.
"""

from collections.abc import Sequence
from dataclasses import replace

from booking.amounts.promised import Promised
from booking.decisions.bridge import NOTHING
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.indicators import COST
from booking.follow_up.steering import ExpectedSteering, SteeringFigure
from language.formatting import DASH, Scale, kroner, percent
from language.messages import mark, say
from model.world.months import Months
from reports.booking.sentences import sure_enough_words
from reports.booking.sums import budget_scale, total
from reports.follow_up.belief_tables import moved_grid
from reports.follow_up.formatting import (
    TENTHS,
    is_usable,
    month_words,
    own,
    payer_is_own,
    promised_told,
    rank,
    row_title,
    scale_for,
    with_range,
)
from reports.follow_up.sentences import dated_verdict, years_words
from reports.shared.budget_years import partial_note, year_words
from reports.shared.cases import payer_title
from reports.shared.table import Grid
from sensitivity.points.early_figures import MOVED_DOWN

_DIMENSION = {
    "resources": mark("Resources from the start until {month}"),
    "activity": mark("Activity from the start until {month}"),
    "results": mark("Results from the start until {month}"),
}


def follow_up_grids(follow_up: FollowUp) -> list[Grid]:
    """Return the tables for a terminal: verdicts, amounts, steering, and the beliefs that moved."""
    every = [
        indicators_grid(follow_up),
        steps_grid(follow_up, only_decided=True),
        years_grid(follow_up),
        payers_grid(follow_up),
        *steering_grids(follow_up),
        moved_grid(follow_up),
    ]
    return [grid for grid in every if grid is not None]


def indicators_grid(follow_up: FollowUp) -> Grid:
    """Return indicators of the whole staircase: seen, expected, verdict."""
    grid = _indicators(
        follow_up, indicator_rows(follow_up), mark("The indicators from the start until {month}")
    )
    return replace(
        grid,
        notes=(
            say(
                "Without and with the case: mean of the runs, and 5\N{EN DASH}95% of them in just "
                "this month. The verdict goes by the wider bands that hold for the whole "
                "follow-up at once. As promised: the indicator has never been outside the band of "
                "the case and has left the band without it on the side that the case promises."
            ),
        ),
    )


def indicator_rows(follow_up: FollowUp) -> list[int]:
    """Return the indices of indicators of the whole staircase, the drawn ones first."""
    names = follow_up.known.watch.indicators
    rows = [i for i, name in enumerate(names) if ":" not in name]
    return sorted(rows, key=lambda i: rank(names[i]))


def steps_grid(follow_up: FollowUp, *, only_decided: bool = False) -> Grid | None:
    """Return indicators of each step; None where `only_decided` leaves no verdict to show."""
    steps = [i for i, each in enumerate(follow_up.verdicts) if ":" in each.indicator]
    rows = [i for i in steps if not only_decided or follow_up.verdicts[i].told != "cannot_tell"]
    if not rows:
        return None
    grid, left = (
        _indicators(follow_up, rows, mark("Stays on each step from the start until {month}")),
        len(steps) - len(rows),
    )
    notes = (say("{count} more indicators of steps cannot be told yet.", count=left),) if left else ()
    return replace(grid, notes=notes)


def years_grid(follow_up: FollowUp) -> Grid:
    """Return amounts by budget year, the municipality's own payers added up, before and after."""
    before, after = (own(follow_up, some) for some in promised_told(follow_up))
    scale = _scale(before, after)
    years = dict.fromkeys(each.year for each in before)
    scenario = follow_up.known.subject.study.scenario
    months = Months.of(scenario.start, scenario.years)
    return Grid(
        caption=say(
            "Gain before and after the ledger, the municipality's own payers, {unit}", unit=scale.unit()
        ),
        head=(say("Budget year"), *_amount_heads()),
        rows=tuple(
            (
                year_words(months, year),
                *_amounts(follow_up, _of(before, year=year), _of(after, year=year), scale),
            )
            for year in years
        ),
        total=(say("Total"), *_amounts(follow_up, before, after, scale)),
        notes=(
            *_amount_notes(follow_up),
            *partial_note(months),
            *_losses(follow_up, before, after),
            say(
                "To be sure is not all that the rule asks for: sensitivity analysis, approvals "
                "and milestones stand in the register. Budget years that are over are here too "
                "but can no longer be changed."
            ),
        ),
    )


def payers_grid(follow_up: FollowUp) -> Grid | None:
    """Return amounts by payer over all years; None unless at least two have any."""
    study = follow_up.known.subject.study
    before, after = promised_told(follow_up)
    every = dict.fromkeys(each.payer for each in before)
    payers = [payer for payer in every if _is_felt([*_of(before, payer=payer), *_of(after, payer=payer)])]
    if len(payers) < 2:
        return None
    scale = _scale(before, after)

    def row(payer: str) -> tuple[str, ...]:
        title = payer_title(study, payer)
        amounts = _amounts(follow_up, _of(before, payer=payer), _of(after, payer=payer), scale)
        if payer_is_own(follow_up, payer):
            return title, *amounts
        return say("{payer} (not the municipality's money)", payer=title), *amounts[:2], DASH, DASH

    return Grid(
        caption=say(
            "Gain before and after the ledger in {years}, each payer, {unit}",
            years=years_words(follow_up),
            unit=scale.unit(),
        ),
        head=(say("Payer"), *_amount_heads()),
        rows=tuple(row(payer) for payer in payers),
        total=(
            say("The municipality in total"),
            *_amounts(follow_up, own(follow_up, before), own(follow_up, after), scale),
        ),
    )


def steering_grids(follow_up: FollowUp) -> tuple[Grid, Grid, Grid]:
    """Return resources, activity and results: seen, and expected without and with the case."""
    resources, activity, results = (
        _dimension(follow_up, name) for name in ("resources", "activity", "results")
    )
    return resources, activity, results


def _indicators(follow_up: FollowUp, rows: Sequence[int], caption: str) -> Grid:
    month = follow_up.months_observed - 1
    names, counts = follow_up.known.watch.indicators, follow_up.known.watch.are_counts

    def cells(i: int) -> tuple[str, ...]:
        seen = float(follow_up.seen[month, i])
        worlds = [
            ExpectedSteering(
                mean=float(bands.mean[month, i]),
                low=float(bands.pointwise_low[month, i]),
                high=float(bands.pointwise_high[month, i]),
            )
            for bands in (follow_up.baseline, follow_up.case)
        ]
        scale = scale_for(names[i], (seen, *(world.high for world in worlds)))
        middle = TENTHS if counts[i] else scale
        return (
            row_title(follow_up, names[i], scale),
            scale.number(seen),
            *(_expected(world, middle, scale) for world in worlds),
            dated_verdict(follow_up, follow_up.verdicts[i]),
        )

    return Grid(
        caption=say(caption, month=month_words(follow_up, month + 1)),
        head=(say("Indicator"), say("Seen"), say("Without the case"), say("With the case"), say("Verdict")),
        rows=tuple(cells(i) for i in rows),
        prose=(4,),
    )


def _dimension(follow_up: FollowUp, dimension: str) -> Grid:
    rows = [_steered(follow_up, each) for each in follow_up.steered if each.dimension == dimension]
    notes: tuple[str, ...] = ()
    if dimension == "resources":
        scale = scale_for(COST, [follow_up.programmes_dkk])
        title = say("What the case itself costs, {unit}", unit=scale.unit())
        rows.append((title, DASH, DASH, scale.number(follow_up.programmes_dkk)))
        notes = (
            say("What the case itself has cost so far stands in no ledger; the number is what was expected."),
        )
    return Grid(
        caption=say(_DIMENSION[dimension], month=month_words(follow_up, follow_up.months_observed)),
        head=(say("Figure"), say("Seen"), say("Without the case"), say("With the case")),
        rows=tuple(rows),
        notes=notes,
    )


def _steered(follow_up: FollowUp, each: SteeringFigure) -> tuple[str, ...]:
    scale = scale_for(each.figure, (each.observed, each.baseline.high, each.case.high))
    middle = TENTHS if each.figure == MOVED_DOWN else scale
    return (
        row_title(follow_up, each.figure, scale),
        scale.number(each.observed),
        *(_expected(world, middle, scale) for world in (each.baseline, each.case)),
    )


def _expected(world: ExpectedSteering, middle: Scale, scale: Scale) -> str:
    if world.low == world.high == world.mean:
        return scale.number(world.mean)
    ends = (scale.number(end) for end in (world.low, world.high))
    return with_range(middle.number(world.mean), *ends)


def _of(some: Sequence[Promised], *, year: int | None = None, payer: str | None = None) -> list[Promised]:
    return [each for each in some if year in {None, each.year} and payer in {None, each.payer}]


def _is_felt(some: Sequence[Promised]) -> bool:
    """Return whether a payer gains or loses anything."""
    return any(abs(each.mean_dkk) >= NOTHING or each.sure.dkk >= NOTHING for each in some)


def _scale(*stages: Sequence[Promised]) -> Scale:
    return budget_scale(dkk for some in stages for each in some for dkk in (each.mean_dkk, each.sure.dkk))


def _amount_heads() -> tuple[str, ...]:
    return say("Mean before"), say("Mean now"), say("Sure enough before"), say("Sure enough now")


def _amounts(
    follow_up: FollowUp, before: Sequence[Promised], after: Sequence[Promised], scale: Scale
) -> tuple[str, ...]:
    """Return gain and sure amount, each before and after; dashes where they may not be used."""
    was, now = total(before), total(after)
    may = is_usable(follow_up)
    return (
        scale.number(was.gain_dkk),
        scale.number(now.gain_dkk) if may else DASH,
        scale.number(was.sure_dkk),
        scale.number(now.sure_dkk) if may else DASH,
    )


def _amount_notes(follow_up: FollowUp) -> tuple[str, ...]:
    confidence = percent(follow_up.request.policy.confidence)
    notes = (
        say("Mean: of the runs, undiscounted."),
        sure_enough_words(confidence),
    )
    return (
        notes
        if is_usable(follow_up)
        else (say("A dash: the amounts after the ledger cannot be used."), *notes)
    )


def _losses(follow_up: FollowUp, before: Sequence[Promised], after: Sequence[Promised]) -> tuple[str, ...]:
    was, now = (-total(some).loss_dkk for some in (before, after))
    may = is_usable(follow_up)
    if max(was, now if may else 0.0) < NOTHING:
        return ()
    key = (
        mark("There are extra costs on average too: {before} before and {after} now; they are not taken off.")
        if may
        else mark("There are extra costs on average too: {before} before the ledger; they are not taken off.")
    )
    return (say(key, before=kroner(was), after=kroner(now)),)
