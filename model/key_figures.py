"""Socialstyrelsen's twelve yearly key figures of the staircase (indsatstrappens nøgletal).

Caveat first: the names are the agency's, the definitions are our reading of them.

- 1, 3, 4, 5 and 6, institutions, foster families, kin, home-based and preventive measures: children there at
  the end of the year, also per 1,000 aged 0-22, and full-year persons.
- 2, duration of institution placements: mean and median days of a stay on one step from its very start, of
  the stays that ended in the year, and so far of those running at its end.
- 7, children formerly in institutions: children with an institution stay that ended after the start date, and
  where they are at the end of the year, an institution again or a way out included.
- 8, moves up from home-based measures: moves to a step further up the staircase, and per child-year on the
  steps they start from.
- 9, moves down: likewise from every step; a way out is not a move down.
- 10, development of preventive measures: stays begun, stays ended, children at the end of the year.
- 11, expenditure: what the municipality's own payers pay, by item of the account and in all, also per child
  aged 0-22.
- 12, follow-ups held on time: not recorded, as the model has no dates of follow-ups.

The steps of one role are counted together, and a move between two of them ends one stay and begins another.
The end of the year is the end of its last simulated month; a partial budget year holds what it holds.
A mean of nothing has the value NA, as has what is not recorded.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.economy import Account
from model.months import Months
from model.records import Records
from model.staircase import DAYS_PER_YEAR, Staircase
from model.tally import Tally, by_year, full_year_persons

COLUMNS = ("year", "number", "key_figure", "step", "measure", "value")
ALL = "all"
"""Stands in the column `step` for a figure of everything together."""
OUTSIDE = "waiting outside"
NOT_RECORDED = "not recorded"

Figures = NDArray[np.float64]
Rows = Iterator[tuple[int, str, str, str, Figures]]
"""(number, key figure, step, measure, value by year); nan becomes NA."""


class Role(StrEnum):
    """The part that a step plays in the key figures."""

    INSTITUTION = "institution"
    FOSTER = "foster"
    KIN = "kin"
    HOME = "home"
    PREVENTIVE = "preventive"


_PRESENT = (
    (1, "placements in institutions", Role.INSTITUTION),
    (3, "placements in foster families", Role.FOSTER),
    (4, "placements with kin or network", Role.KIN),
    (5, "home-based measures", Role.HOME),
    (6, "preventive measures", Role.PREVENTIVE),
)


def key_figures(
    records: Records,
    staircase: Staircase,
    months: Months,
    tally: Tally,
    account: Account,
    *,
    roles: Mapping[Role, tuple[str, ...]],
    children_aged_0_22: Mapping[int, float],
) -> pd.DataFrame:
    """Return the key figures of one replication, one row for each value.

    Columns: year, number (1 to 12), key_figure, step, measure, value. `step` is the name of the role, a
    step, a way out, an item of the account or `ALL`. A role without steps has zeros.
    Raises ValueError when a role names a step that is not there, or when the number of children aged 0-22
    of a budget year is missing or not above zero.
    """
    steps = [step.name for step in staircase.steps]
    for role, played_by in roles.items():
        for step in played_by:
            if step not in steps:
                raise ValueError(f"key figures: {step} ({role}) is not a step; there are {', '.join(steps)}")
    for year in months.years:
        if not children_aged_0_22.get(year, 0) > 0:
            raise ValueError(f"key figures: the number of children aged 0-22 in {year} is missing")
    of_role = {role: [steps.index(step) for step in roles.get(role, ())] for role in Role}
    children = np.array([children_aged_0_22[year] for year in months.years], dtype=np.float64)
    stays = _Stays(records, staircase, months)

    rows: list[tuple[int, str, str, str, Figures]] = [
        *_present(stays, full_year_persons(tally, months), of_role, children),
        *_durations(stays, of_role[Role.INSTITUTION]),
        *_formerly(stays, of_role[Role.INSTITUTION]),
        *_moves(staircase, months, tally, of_role[Role.HOME]),
        *_development(stays, months, tally, of_role[Role.PREVENTIVE]),
        *_expenditure(months, account, children),
        (12, "follow-ups held on time", ALL, NOT_RECORDED, np.full(len(months.years), np.nan)),
    ]
    rows.sort(key=lambda row: row[0])
    table = pd.DataFrame(
        [(year, *row[:4], row[4][i]) for i, year in enumerate(months.years) for row in rows],
        columns=list(COLUMNS),
    )
    table["value"] = pd.array(
        [None if np.isnan(value) else value for value in table["value"]], dtype="Float64"
    )
    return table


class _Stays:
    """The stays of one replication, asked at the end of each budget year."""

    def __init__(self, records: Records, staircase: Staircase, months: Months) -> None:
        self.names = staircase.names
        self.steps = len(staircase.steps)
        self.all = records.sojourns
        last_months = np.searchsorted(months.year, months.years, side="right")
        self.year_ends: Figures = months.edges[last_months]

    def running(self, year_end: float) -> NDArray[np.bool_]:
        """Return which stays are running; one that is cut by the horizon still is."""
        return (self.all.start < year_end) & (self.all.end >= year_end)

    def ended(self, *, before: float, since: float = 0.0) -> NDArray[np.bool_]:
        """Return which stays have ended in a span of days."""
        return (self.all.destination >= 0) & (self.all.end >= since) & (self.all.end < before)

    def on(self, steps: list[int]) -> NDArray[np.bool_]:
        """Return which stays are on some steps."""
        return np.isin(self.all.step, steps)

    def children(self, steps: list[int]) -> Figures:
        """Return how many children are on some steps; [year]."""
        on = self.on(steps)
        return np.array([float((on & self.running(end)).sum()) for end in self.year_ends])


def _present(stays: _Stays, persons: Figures, of_role: dict[Role, list[int]], children: Figures) -> Rows:
    for number, name, role in _PRESENT:
        there = stays.children(of_role[role])
        yield number, name, role, "children at the end of the year", there
        yield number, name, role, "children per 1,000 aged 0-22", 1000 * there / children
        yield number, name, role, "full-year persons", persons[:, of_role[role]].sum(axis=1)


def _durations(stays: _Stays, institution: list[int]) -> Rows:
    on, ends = stays.on(institution), stays.year_ends
    begins = np.concatenate(([0.0], ends[:-1]))
    ended = [on & stays.ended(since=begin, before=end) for begin, end in zip(begins, ends, strict=True)]
    running = [on & stays.running(end) for end in ends]
    lengths = {
        "ended stays": [stays.all.end[rows] - stays.all.start[rows] for rows in ended],
        "running stays": [end - stays.all.start[rows] for end, rows in zip(ends, running, strict=True)],
    }
    for kind, days in lengths.items():
        for average, function in (("mean", np.mean), ("median", np.median)):
            value = np.array([function(year) if len(year) else np.nan for year in days])
            yield 2, "duration of institution placements", Role.INSTITUTION, f"{average} days, {kind}", value


def _formerly(stays: _Stays, institution: list[int]) -> Rows:
    """Count children by where they are: on a step, gone by a way out, or waiting outside for a step."""
    places = len(stays.names) + 1
    counts = np.zeros((len(stays.year_ends), places))
    on = stays.on(institution)
    for i, year_end in enumerate(stays.year_ends):
        ended = stays.ended(before=year_end)
        formerly = np.isin(stays.all.child, stays.all.child[on & ended])
        here = formerly & stays.running(year_end)
        gone = formerly & ended & (stays.all.destination >= stays.steps)
        counts[i] += np.bincount(stays.all.step[here], minlength=places)
        counts[i] += np.bincount(stays.all.destination[gone], minlength=places)
        counts[i, -1] = len(np.unique(stays.all.child[formerly])) - counts[i].sum()
    for place, name in enumerate((*stays.names, OUTSIDE)):
        yield (
            7,
            "children formerly in institutions",
            name,
            "children at the end of the year",
            counts[:, place],
        )


def _moves(staircase: Staircase, months: Months, tally: Tally, home: list[int]) -> Rows:
    steps = len(staircase.steps)
    between = by_year(tally.moves, months)[:, :, :steps]
    up, down = np.triu(between, 1).sum(axis=2), np.tril(between, -1).sum(axis=2)
    child_years = by_year(tally.person_days, months) / DAYS_PER_YEAR

    def figures(number: int, name: str, step: str, moves: Figures, years: Figures) -> Rows:
        yield number, name, step, "moves", moves
        rate = np.divide(moves, years, out=np.full_like(moves, np.nan), where=years > 0)
        yield number, name, step, "moves per child-year", rate

    up_home, home_years = up[:, home].sum(axis=1), child_years[:, home].sum(axis=1)
    yield from figures(8, "moves up from home-based measures", Role.HOME, up_home, home_years)
    for i, step in enumerate(staircase.steps):
        yield from figures(9, "moves down", step.name, down[:, i], child_years[:, i])
    yield from figures(9, "moves down", ALL, down.sum(axis=1), child_years.sum(axis=1))


def _development(stays: _Stays, months: Months, tally: Tally, preventive: list[int]) -> Rows:
    values = {
        "stays begun": by_year(tally.starts, months)[:, preventive].sum(axis=1),
        "stays ended": by_year(tally.ends, months)[:, preventive].sum(axis=1),
        "children at the end of the year": stays.children(preventive),
    }
    for measure, value in values.items():
        yield 10, "development of preventive measures", Role.PREVENTIVE, measure, value


def _expenditure(months: Months, account: Account, children: Figures) -> Rows:
    municipal = [payer.municipal for payer in account.payers]
    by_item = by_year(account.cost_dkk[:, :, municipal].sum(axis=2), months)
    values = {item: by_item[:, i] for i, item in enumerate(account.items)} | {ALL: by_item.sum(axis=1)}
    for item, dkk in values.items():
        yield 11, "expenditure", item, "dkk", dkk
        yield 11, "expenditure", item, "dkk per child aged 0-22", dkk / children
