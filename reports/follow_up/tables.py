"""A case that is under way in tables, for the municipality's own eyes: small counts are not hidden."""

from collections.abc import Sequence
from dataclasses import replace

from booking.amounts.promised import Promised
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.indicators import COST, MOVED_DOWN
from booking.follow_up.steering import Expected, Steered
from reports.booking.promised_sums import total
from reports.booking.sums import NOTHING, budget_scale
from reports.comparison.tables import Grid
from reports.follow_up.formatting import (
    TENTHS,
    is_usable,
    month_words,
    own,
    payer_is_own,
    rank,
    row_title,
    scale_for,
    with_range,
)
from reports.follow_up.learnt_grids import moved_grid
from reports.follow_up.sentences import told_words, years_words
from reports.language.catalogue import texts
from reports.language.texts_booking import booking_texts
from reports.language.texts_follow_up import follow_up_texts
from reports.language.writing import DASH, Scale, kroner, percent
from reports.shared.cases import payer_title


def follow_up_grids(found: FollowUp, lang: str) -> list[Grid]:
    """Return verdicts, amounts, the three dimensions and the assumptions that moved, for a terminal."""
    every = [
        indicators_grid(found, lang),
        steps_grid(found, lang, only_told=True),
        years_grid(found, lang),
        payers_grid(found, lang),
        *steering_grids(found, lang),
        moved_grid(found, lang),
    ]
    return [grid for grid in every if grid is not None]


def indicators_grid(found: FollowUp, lang: str) -> Grid:
    """Return what was seen of the whole staircase, what was expected, and the verdicts."""
    grid = _indicators(found, indicator_rows(found), "indicators_caption", lang)
    return replace(grid, notes=(follow_up_texts(lang)["indicators_note"],))


def indicator_rows(found: FollowUp) -> list[int]:
    """Return the numbers of the indicators of the whole staircase, those that are drawn first."""
    names = found.known.watch.indicators
    rows = [i for i, name in enumerate(names) if ":" not in name]
    return sorted(rows, key=lambda i: rank(names[i]))


def steps_grid(found: FollowUp, lang: str, *, only_told: bool = False) -> Grid | None:
    """Return the same of each step; None where only what can be told is asked for and nothing can."""
    steps = [i for i, each in enumerate(found.verdicts) if ":" in each.indicator]
    rows = [i for i in steps if not only_told or found.verdicts[i].told != "cannot_tell"]
    if not rows:
        return None
    grid, left = _indicators(found, rows, "steps_caption", lang), len(steps) - len(rows)
    notes = (follow_up_texts(lang)["steps_left_out"].format(count=left),) if left else ()
    return replace(grid, notes=notes)


def years_grid(found: FollowUp, lang: str) -> Grid:
    """Return one row per budget year, the municipality's own payers added up, before and after."""
    t, common = follow_up_texts(lang), booking_texts(lang)
    before, after = (own(found, some) for some in (found.promised_before, found.promised_after))
    scale = _scale(before, after)
    years = dict.fromkeys(each.year for each in before)
    return Grid(
        caption=t["years_caption"].format(unit=scale.unit(lang)),
        head=(common["year"], *_amount_heads(lang)),
        rows=tuple(
            (
                str(year),
                *_amounts(found, _of(before, year=year), _of(after, year=year), scale, lang),
            )
            for year in years
        ),
        total=(common["total"], *_amounts(found, before, after, scale, lang)),
        notes=(*_amount_notes(found, lang), *_losses(found, before, after, lang), t["gates_note"]),
    )


def payers_grid(found: FollowUp, lang: str) -> Grid | None:
    """Return one row per payer over all years; None where only one has anything to tell of."""
    t, common, study = follow_up_texts(lang), booking_texts(lang), found.known.subject.study
    before, after = found.promised_before, found.promised_after
    every = dict.fromkeys(each.payer for each in before)
    payers = [payer for payer in every if _is_felt([*_of(before, payer=payer), *_of(after, payer=payer)])]
    if len(payers) < 2:
        return None
    scale = _scale(before, after)

    def row(payer: str) -> tuple[str, ...]:
        title = payer_title(study, payer, lang)
        amounts = _amounts(found, _of(before, payer=payer), _of(after, payer=payer), scale, lang)
        if payer_is_own(found, payer):
            return title, *amounts
        return texts(lang)["outside"].format(payer=title), *amounts[:2], DASH, DASH

    return Grid(
        caption=t["payers_caption"].format(years=years_words(found), unit=scale.unit(lang)),
        head=(common["payer"], *_amount_heads(lang)),
        rows=tuple(row(payer) for payer in payers),
        total=(common["municipality"], *_amounts(found, own(found, before), own(found, after), scale, lang)),
    )


def steering_grids(found: FollowUp, lang: str) -> tuple[Grid, Grid, Grid]:
    """Return resources, activity and results, each seen, without the case and with it."""
    resources, activity, results = (
        _dimension(found, name, lang) for name in ("resources", "activity", "results")
    )
    return resources, activity, results


def _indicators(found: FollowUp, rows: Sequence[int], caption: str, lang: str) -> Grid:
    t, month = follow_up_texts(lang), found.months_observed - 1
    names, counts = found.known.watch.indicators, found.known.watch.are_counts

    def cells(i: int) -> tuple[str, ...]:
        seen = float(found.seen[month, i])
        worlds = [
            Expected(
                mean=float(bands.mean[month, i]),
                low=float(bands.pointwise_low[month, i]),
                high=float(bands.pointwise_high[month, i]),
            )
            for bands in (found.baseline, found.case)
        ]
        scale = scale_for(names[i], (seen, *(world.high for world in worlds)))
        middle = TENTHS if counts[i] else scale
        return (
            row_title(found, names[i], scale, lang),
            scale.number(seen, lang),
            *(_expected(world, middle, scale, lang) for world in worlds),
            told_words(found, found.verdicts[i], lang),
        )

    return Grid(
        caption=t[caption].format(month=month_words(found, month + 1, lang)),
        head=(t["indicator"], t["seen"], t["baseline"], t["case"], t["verdict"]),
        rows=tuple(cells(i) for i in rows),
        prose=(4,),
    )


def _dimension(found: FollowUp, dimension: str, lang: str) -> Grid:
    t = follow_up_texts(lang)
    rows = [_steered(found, each, lang) for each in found.steered if each.dimension == dimension]
    notes: tuple[str, ...] = ()
    if dimension == "resources":
        scale = scale_for(COST, [found.programmes_dkk])
        title = t["programmes"].format(unit=scale.unit(lang))
        rows.append((title, DASH, DASH, scale.number(found.programmes_dkk, lang)))
        notes = (t["programmes_note"],)
    return Grid(
        caption=t[f"dimension_{dimension}"].format(month=month_words(found, found.months_observed, lang)),
        head=(t["figure"], t["seen"], t["baseline"], t["case"]),
        rows=tuple(rows),
        notes=notes,
    )


def _steered(found: FollowUp, each: Steered, lang: str) -> tuple[str, ...]:
    scale = scale_for(each.figure, (each.observed, each.baseline.high, each.case.high))
    middle = TENTHS if each.figure == MOVED_DOWN else scale
    return (
        row_title(found, each.figure, scale, lang),
        scale.number(each.observed, lang),
        *(_expected(world, middle, scale, lang) for world in (each.baseline, each.case)),
    )


def _expected(world: Expected, middle: Scale, scale: Scale, lang: str) -> str:
    if world.low == world.high == world.mean:
        return scale.number(world.mean, lang)
    ends = (scale.number(end, lang) for end in (world.low, world.high))
    return with_range(middle.number(world.mean, lang), *ends)


def _of(some: Sequence[Promised], *, year: int | None = None, payer: str | None = None) -> list[Promised]:
    return [each for each in some if year in {None, each.year} and payer in {None, each.payer}]


def _is_felt(some: Sequence[Promised]) -> bool:
    """Return whether a payer gains or loses anything."""
    return any(abs(each.expected_dkk) >= NOTHING or each.sure.dkk >= NOTHING for each in some)


def _scale(*stages: Sequence[Promised]) -> Scale:
    return budget_scale(dkk for some in stages for each in some for dkk in (each.expected_dkk, each.sure.dkk))


def _amount_heads(lang: str) -> tuple[str, ...]:
    return tuple(
        follow_up_texts(lang)[key] for key in ("gain_before", "gain_after", "sure_before", "sure_after")
    )


def _amounts(
    found: FollowUp, before: Sequence[Promised], after: Sequence[Promised], scale: Scale, lang: str
) -> tuple[str, ...]:
    """Return gain and what is sure enough, each before and after; dashes for what may not be used."""
    was, now = total(before), total(after)
    may = is_usable(found)
    return (
        scale.number(was.gain_dkk, lang),
        scale.number(now.gain_dkk, lang) if may else DASH,
        scale.number(was.sure_dkk, lang),
        scale.number(now.sure_dkk, lang) if may else DASH,
    )


def _amount_notes(found: FollowUp, lang: str) -> tuple[str, ...]:
    common, confidence = booking_texts(lang), percent(found.asked.policy.confidence, lang)
    notes = (common["expected_note"], common["sure_note"].format(confidence=confidence))
    return notes if is_usable(found) else (follow_up_texts(lang)["dash_note"], *notes)


def _losses(
    found: FollowUp, before: Sequence[Promised], after: Sequence[Promised], lang: str
) -> tuple[str, ...]:
    t = follow_up_texts(lang)
    was, now = (-total(some).loss_dkk for some in (before, after))
    may = is_usable(found)
    if max(was, now if may else 0.0) < NOTHING:
        return ()
    key = "losses_note" if may else "losses_note_before"
    return (t[key].format(before=kroner(was, lang), after=kroner(now, lang)),)
