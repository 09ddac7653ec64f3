"""Count stays, waits and enrolments as lives go on: the numbers that `model.results.tally` makes of records.

Days are added up in whole ticks and kroner in whole grains, so that a sum does not depend on the order of
the lives; equal days in a case and its baseline cancel to the last bit.
"""

import math

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.compiled_engine.kernel.days import (
    TICKS,
    add_between,
    add_days,
    enrolment_lane,
    period,
    together_lane,
    wait_lane,
)
from model.compiled_engine.kernel.households.sibling_stays import count_overlaps, note_sibling_stay
from model.compiled_engine.kernel.layout import ROOM
from model.compiled_engine.kernel.random_numbers import uniform
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.kernel.tables import (
    Run,
    children,
    costly,
    costly_stays,
    dearest_dkk,
    edge_ticks,
    edges,
    ended_within,
    ends,
    enrolled_days,
    enrolments,
    first_formerly,
    formerly,
    household_days,
    institution,
    institution_stays,
    lengths,
    limits_dkk,
    money,
    month_of,
    moves,
    paid,
    per_day_dkk,
    person_days,
    present,
    purses,
    reimbursed_dkk,
    selections,
    selections_from,
    selections_groups,
    spreads,
    spreads_dkk,
    spreads_factors,
    spreads_groups,
    start_dkk,
    starts,
    stay_days,
    stay_limits,
    ticks,
    waiting_days,
    whole,
    window_days,
    windows_periods,
    windows_steps,
    year_ends,
    year_of,
)
from model.results.reimbursement import MORE_ABOVE_EACH, SPREAD_MONTHS
from model.world.arrays import Floats
from model.world.randomness import Purpose
from model.world.staircase import DAYS_PER_YEAR

_GRAINS = 2.0**20
"""In a krone."""
_PRICE = int(Purpose.PRICE)


@inlined
def _selection_lane(run: Run, selection: int) -> int:
    """Return the lane of the days of some children, the last of all."""
    return whole(run).shape[1] - len(selections(run)) + selection


@inlined
def count_stay(run: Run, slot: int, end: float, destination: int) -> None:
    """Count a child's stay on its step, which ends now; `destination` is NONE at the horizon."""
    child = children(run)[slot]
    step, start = child.step, max(child.start, 0.0)
    first, last = period(run, start), period(run, end)
    if first < len(edges(run)) - 1:
        add_between(run, step, start, first, min(end, run.counted_days), last)
    from_month, to_month = month_of(run)[first], month_of(run)[last]
    months, years = len(year_of(run)) - 1, len(year_ends(run))
    from_year, to_year = year_of(run)[from_month], year_of(run)[to_month]
    if child.start > 0.0 and from_month < months:
        starts(run)[from_month, step] += 1
    if destination != NONE and to_month < months:
        ends(run)[to_month, step] += 1
        moves(run)[to_month, step, destination] += 1
        for limit in range(len(stay_limits(run))):
            if stay_limits(run)[limit].step == step and end - child.start <= stay_limits(run)[limit].days:
                ended_within(run)[to_month, limit] += 1
    for year in range(from_year, to_year):
        present(run)[year, step] += 1
        if child.formerly:
            formerly(run)[year, step] += 1
    if institution(run)[step]:
        _note_institution_stay(run, child.start, end, destination != NONE)
        if destination != NONE and not child.formerly:
            child.formerly = True
            first_formerly(run)[to_year] += 1
    if child.formerly and destination >= len(institution(run)):
        for year in range(to_year, years):
            formerly(run)[year, destination] += 1
    if run.together_days and child.purse != NONE and purses(run)[child.purse].shared:
        note_sibling_stay(run, slot, end)
    for i in range(selections_from(run)[step], selections_from(run)[step + 1]):
        if selections_groups(run)[i, child.group]:
            _select(run, i, child.birth_day, start, end)
    if costly(run)[step]:
        _note_costly_stay(run, slot, end)


@compiled
def _select(run: Run, i: int, birth_day: float, start: float, end: float) -> None:
    """Add the days of a stay at the ages of a selection to its lane."""
    first = birth_day + selections(run)[i].from_age * DAYS_PER_YEAR
    last = birth_day + selections(run)[i].to_age * DAYS_PER_YEAR
    add_days(run, _selection_lane(run, i), max(start, first), min(end, last))


@compiled
def _note_institution_stay(run: Run, start: float, end: float, ended: bool) -> None:
    i = run.institutional
    if i == len(institution_stays(run)):
        run.short_of = ROOM
        return
    row = institution_stays(run)[i]
    row.start = start
    row.end = end
    row.ended = ended
    run.institutional = i + 1


@compiled
def _note_costly_stay(run: Run, slot: int, end: float) -> None:
    i, child = run.costly_used, children(run)[slot]
    if i == len(costly_stays(run)) or run.purses_used == len(purses(run)):
        run.short_of = ROOM
        return
    if child.purse == NONE:
        child.purse = run.purses_used
        run.purses_used += 1
        open_purse(run, child.purse, False)
    row, purse, step = costly_stays(run)[i], purses(run)[child.purse], child.step
    row.child = child.identity
    row.step = step
    row.start = child.start
    row.end = end
    row.birth_day = child.birth_day
    row.group = child.group
    row.next = purse.first
    purse.first = i
    # A child alone in its household stands on one step at a time.
    dearest = dearest_dkk(run)[step]
    purse.dearest_dkk = purse.dearest_dkk + dearest if purse.shared else max(purse.dearest_dkk, dearest)
    purse.starts_dkk += max(start_dkk(run)[step], 0.0) / SPREAD_MONTHS
    run.costly_used = i + 1


@compiled
def open_purse(run: Run, number: int, shared: bool) -> None:
    """Open the purse of a household, which several children share or one has alone."""
    purse = purses(run)[number]
    purse.shared = shared
    purse.first_on = NONE
    purse.first = NONE
    purse.dearest_dkk = 0.0
    purse.starts_dkk = 0.0


@compiled
def _grains(dkk: float) -> np.int64:
    return np.int64(math.floor(dkk * _GRAINS + 0.5))


@compiled
def _reimburse(run: Run) -> None:
    """Work out central reimbursement by household (purse), as `model.results.reimbursement` does."""
    for purse in range(run.purses_used):
        most = purses(run)[purse].dearest_dkk + purses(run)[purse].starts_dkk
        if most <= limits_dkk(run)[0]:
            continue
        first, last = len(paid(run)), 0
        i = purses(run)[purse].first
        while i != NONE:
            from_month, to_month = _spend(run, i)
            first, last = min(first, from_month), max(last, to_month)
            i = costly_stays(run)[i].next
        spread = 0
        for month in range(first, min(last + SPREAD_MONTHS, len(paid(run)))):
            spread += money(run)[1, month]
            if month >= first + SPREAD_MONTHS:
                spread -= money(run)[1, month - SPREAD_MONTHS]
            dkk = (np.float64(money(run)[0, month]) + np.float64(spread) / SPREAD_MONTHS) / _GRAINS
            if dkk > limits_dkk(run)[0]:
                back = 0.0
                for limit in limits_dkk(run):
                    back += MORE_ABOVE_EACH * max(dkk - limit, 0.0)
                paid(run)[month] += _grains(back)
        money(run)[:, first:last] = 0


@compiled
def _spend(run: Run, i: int) -> tuple[int, int]:
    """Add the cost of a stay to the money of its household; return its first month and the month after it."""
    step, begin = costly_stays(run)[i].step, costly_stays(run)[i].start
    start, end = max(begin, 0.0), min(costly_stays(run)[i].end, run.counted_days)
    if start >= run.counted_days:
        return len(paid(run)), 0
    first, last = period(run, start), period(run, end)
    if begin > 0.0:
        money(run)[1, month_of(run)[first]] += _grains(start_dkk(run)[step])
    for p in range(first, min(last + 1, len(edges(run)) - 1)):
        days = min(end, edges(run)[p + 1]) - max(start, edges(run)[p])
        money(run)[0, month_of(run)[p]] += _grains(days * per_day_dkk(run)[p, step])
    for spread in range(len(spreads(run))):
        if spreads(run)[spread].step == step and spreads_groups(run)[spread, costly_stays(run)[i].group]:
            _spend_spread(run, i, spread, start, end)
    return month_of(run)[first], min(month_of(run)[last] + 1, len(paid(run)))


@compiled
def _spend_spread(run: Run, i: int, spread: int, start: float, end: float) -> None:
    """Add a cost of a stay that differs between children, at the ages that it is for."""
    stay, row = costly_stays(run)[i], spreads(run)[spread]
    start = max(start, stay.birth_day + row.from_age * DAYS_PER_YEAR)
    end = min(end, stay.birth_day + row.to_age * DAYS_PER_YEAR)
    if start >= end:
        return
    factor = spreads_factors(run)[spread, 0] if row.factors == 1 else _factor(run, spread, stay.child)
    for p in range(period(run, start), min(period(run, end) + 1, len(edges(run)) - 1)):
        days = min(end, edges(run)[p + 1]) - max(start, edges(run)[p])
        money(run)[0, month_of(run)[p]] += _grains(days * factor * spreads_dkk(run)[spread, p])


@compiled
def _factor(run: Run, spread: int, child: np.uint64) -> float:
    """Return the factor that a child has drawn of those of a spread."""
    share = uniform(run, child, _PRICE, 0, spreads(run)[spread].key)
    return spreads_factors(run)[spread, int(share * spreads(run)[spread].factors)]


@compiled
def clear(run: Run) -> None:
    """Reset all sums and counts before a replication."""
    for shared in range(run.households):
        open_purse(run, shared, True)
    whole(run)[:] = 0
    ticks(run)[:] = 0
    first_formerly(run)[:] = 0
    paid(run)[:] = 0
    person_days(run)[:] = 0.0
    starts(run)[:] = 0
    ends(run)[:] = 0
    ended_within(run)[:] = 0
    moves(run)[:] = 0
    waiting_days(run)[:] = 0.0
    enrolled_days(run)[:] = 0.0
    enrolments(run)[:] = 0
    window_days(run)[:] = 0.0
    household_days(run)[:] = 0.0
    present(run)[:] = 0
    formerly(run)[:] = 0


@compiled
def close(run: Run) -> None:
    """Turn the sums of a replication into its counts."""
    if run.together_days:
        count_overlaps(run)
    _close_days(run)
    _close_stays(run)
    months, years = len(paid(run)), len(year_ends(run))
    _reimburse(run)
    for month in range(months):
        reimbursed_dkk(run)[month] = np.float64(paid(run)[month]) / _GRAINS
    outside = formerly(run).shape[1] - 1
    left = 0
    for year in range(years):
        left += first_formerly(run)[year]
        formerly(run)[year, outside] = left - formerly(run)[year, :outside].sum()


@compiled
def _close_days(run: Run) -> None:
    waits_from, enrolments_from = wait_lane(run, 0, False), enrolment_lane(run, 0)
    siblings_from, selections_at = together_lane(run, 0), _selection_lane(run, 0)
    for p in range(len(edges(run)) - 1):
        month = month_of(run)[p]
        length = edge_ticks(run)[p + 1] - edge_ticks(run)[p]
        for lane in range(whole(run).shape[1]):
            there = whole(run)[p, lane]
            whole(run)[p + 1, lane] += there
            days = np.float64(ticks(run)[p, lane] + there * length) / TICKS
            if lane < waits_from:
                person_days(run)[month, lane] += days
                if run.together_days:
                    household_days(run)[month, lane] += days
                for window in range(len(windows_steps(run))):
                    if windows_steps(run)[window, lane] and windows_periods(run)[window, p]:
                        window_days(run)[month, window] += days
            elif lane < enrolments_from:
                waited = lane - waits_from
                waiting_days(run)[month, waited // 2, waited % 2] += days
            elif lane < siblings_from:
                enrolled_days(run)[month, lane - enrolments_from] += days
            elif lane < selections_at:
                household_days(run)[month, lane - siblings_from] -= days
            else:
                window = selections(run)[lane - selections_at].window
                if windows_periods(run)[window, p]:
                    window_days(run)[month, window] += days


@compiled
def _close_stays(run: Run) -> None:
    """Work out mean and median days of institution stays: ended in each year, and running at its end."""
    begin = 0.0
    for year in range(len(year_ends(run))):
        end = year_ends(run)[year]
        ended, running = 0, len(lengths(run))
        for i in range(run.institutional):
            stay = institution_stays(run)[i]
            if stay.ended and begin <= stay.end < end:
                lengths(run)[ended] = stay.end - stay.start
                ended += 1
            elif stay.start < end <= stay.end:
                running -= 1
                lengths(run)[running] = end - stay.start
        _describe(lengths(run)[:ended], stay_days(run)[year, :2])
        _describe(lengths(run)[running:], stay_days(run)[year, 2:])
        begin = end


@compiled
def _describe(days: Floats, mean_and_median: Floats) -> None:
    number = len(days)
    if number == 0:
        mean_and_median[:] = np.nan
        return
    days.sort()
    mean_and_median[0] = days.sum() / number
    mean_and_median[1] = (days[(number - 1) // 2] + days[number // 2]) / 2
