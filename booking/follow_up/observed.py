"""Count the months since a case began from a ledger, as the simulation counts them.

Caveat. A ledger holds what was granted and registered by its last day; what is registered late is missing, so
close a month before comparing it with what was expected. Children and days are those of the ledger; nothing
is scaled. Kroner are those that the services were granted at, in prices of the scenario's price year where
its index has the years.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from booking.follow_up.indicators import FollowUpCounts, FollowUpIndicators
from calibration.ledger.histories import NOWHERE, Histories, ObservationWindow, day_number, histories
from calibration.rates.calibrate import complete_from, known_by, staircase_of
from calibration.rows.ledger import Ledger
from forecast.calendar_year import CalendarYear
from forecast.prices import growth, scenario_prices
from forecast.services import services
from forecast.spent_so_far import account
from language.messages import Message
from model.results.by_month import count_by_month, days_by_month
from model.world.arrays import Floats
from model.world.staircase import Staircase
from scenarios.building.economy import price_index
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What happened in the whole months that a ledger covers."""

    last: date
    """The last day that the ledger tells of."""
    months: int
    """How many whole months of the planned follow-up are known; at least one."""
    after_plan: int
    """Whole months that are known and left out, as they come after the planned follow-up."""
    counted: FollowUpCounts
    """[month, ...], without leading axes."""
    complete: date
    """From when on the ledger seems to hold everything."""
    without_price: int
    """Services whose price the ledger lacks; they are taken at their step's average."""
    without_price_dkk: float
    """How much of the kroner that is."""
    unpriced: tuple[str, ...]
    """Steps with services and no price at all in the ledger, so that the scenario's is taken."""
    carried_years: tuple[int, ...]
    """Years whose price level no source tells, so that the price index is carried on to them."""
    rules: dict[str, int]
    """How many times each decision was made on the way (`calibration.ledger.histories`)."""


def observed(
    study: Study,
    case: str,
    ledger: Ledger,
    indicators: FollowUpIndicators,
    *,
    last: date,
    bridge_days: int = 14,
) -> Observed:
    """Return what a ledger that is known until a day shows of the months since the case began.

    Raises RefusedError for a ledger without rows, one that begins after the start of the case, and one that
    ends before a whole month.
    """
    start = study.case(case).start
    rows = ledger.rows
    _check(rows, start)
    edges = [start + timedelta(days=int(day)) for day in indicators.months.edges]
    known = bisect_right(edges, last + timedelta(days=1)) - 1
    if known < 1:
        raise RefusedError(
            Message(
                "the case begins {start}, and the ledger is known until {until}: there is no "
                "whole month to look at yet; wait, or set the day by --to",
                start=start,
                until=last,
            )
        )
    end = edges[known] - timedelta(days=1)
    stairs = staircase_of(study, case)
    lives = histories(ledger, stairs, ObservationWindow(first=start, last=end), bridge_days=bridge_days)
    cost = _cost(study, case, ledger, stairs, end)
    return Observed(
        last=last,
        months=known,
        after_plan=_months_between(edges[-1], last) if known == indicators.months.count else 0,
        counted=replace(_counted(lives, indicators, known), cost_dkk=cost.dkk[:known]),
        complete=complete_from(known_by(rows, end)),
        without_price=cost.without_price,
        without_price_dkk=cost.without_price_dkk,
        unpriced=cost.unpriced,
        carried_years=cost.carried_years,
        rules=lives.rules,
    )


def _check(rows: pd.DataFrame, start: date) -> None:
    if rows.empty:
        raise RefusedError(Message("there are no rows that can be used"))
    oldest = rows["start"].min().date()
    if oldest > start:
        raise RefusedError(
            Message(
                "the ledger begins {oldest}, after the case began {start}; include those who were "
                "there before",
                oldest=oldest,
                start=start,
            )
        )


def _counted(lives: Histories, indicators: FollowUpIndicators, months: int) -> FollowUpCounts:
    steps, calendar = len(indicators.steps), indicators.months
    first = lives.first
    # On the day after its end a stay is over, and what began on the first day may have been there before.
    start, end = (days.astype(np.float64) - first for days in (lives.start, lives.end))
    came = start > 0.0
    ended = (lives.destination != NOWHERE) & (end > 0.0)
    left, to = lives.step[ended], np.minimum(lives.destination[ended], steps)
    moves = count_by_month(end[ended], left * (steps + 1) + to, lanes=steps * (steps + 1), months=calendar)
    days = days_by_month(start, end, lives.step, lanes=steps, months=calendar)
    starts = count_by_month(start[came], lives.step[came], lanes=steps, months=calendar)
    ends = count_by_month(end[ended], left, lanes=steps, months=calendar)
    return FollowUpCounts(
        person_days=days[:months],
        starts=starts[:months].astype(np.float64),
        ends=ends[:months].astype(np.float64),
        moves=moves.reshape(-1, steps, steps + 1)[:months].astype(np.float64),
        cost_dkk=np.zeros((months, steps)),
    )


@dataclass(frozen=True, kw_only=True)
class _Cost:
    dkk: Floats
    """[month, step], from the start of the case."""
    without_price: int
    without_price_dkk: float
    unpriced: tuple[str, ...]
    carried_years: tuple[int, ...]


def _cost(study: Study, case: str, ledger: Ledger, stairs: Staircase, end: date) -> _Cost:
    scenario = study.case(case)
    otherwise = scenario_prices(replace(study, scenario=scenario), end.year)
    granted = services(ledger, stairs, day_number(end), otherwise=otherwise)
    years = range(scenario.start.year, end.year + 1)
    books = {year: account(granted, CalendarYear(year)) for year in years}
    own = scenario.price_year
    dkk = np.concatenate([books[year].dkk / growth(study, own, year) for year in years])
    first = day_number(scenario.start)
    there = granted.end > first
    return _Cost(
        dkk=dkk[scenario.start.month - 1 :],
        without_price=int((granted.estimated & there).sum()),
        without_price_dkk=sum(books[year].estimated_dkk / growth(study, own, year) for year in years),
        unpriced=tuple(
            step
            for number, step in enumerate(granted.steps)
            if step in granted.unpriced and (there & (granted.step == number)).any()
        ),
        carried_years=price_index(scenario).carried([own, *years] if {*years} != {own} else []),
    )


def _months_between(first: date, last: date) -> int:
    """Return how many whole months lie from the first of one until a day, which is included."""
    after = last + timedelta(days=1)
    return max(0, (after.year - first.year) * 12 + after.month - first.month)
