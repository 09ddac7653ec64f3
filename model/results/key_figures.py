"""Make Socialstyrelsen's twelve yearly key figures of the staircase (indsatstrappens nøgletal).

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
- 10, development of preventive measures: stays begun, stays ended, children at the end of the year. In 6 and
  10 those are the measures of section 30 (formerly section 11 subsection 3): the steps of early help.
- 11, expenditure: paid by the municipality's own payers, by item of the account and in all, also per child
  aged 0-22.
- 12, follow-ups held on time: the share of first follow-ups within three months in a ledger, the same in
  every year and case, as the model has no dates of follow-ups; not recorded without a ledger.

The steps of one role are counted together, and a move between two of them ends one stay and begins another.
The end of the year is the end of its last simulated month; a partial budget year is not scaled up.
A mean of nothing is nan, as is a figure that is not recorded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.results.account import Account
from model.results.counting import Role, steps_of
from model.results.tally import (
    MEAN_ENDED,
    MEAN_RUNNING,
    MEDIAN_ENDED,
    MEDIAN_RUNNING,
    Tally,
    by_year,
    full_year_persons,
)
from model.world.arrays import Floats, Ints
from model.world.months import Months
from model.world.staircase import DAYS_PER_YEAR, Staircase

COLUMNS = ("year", "number", "key_figure", "step", "measure", "value")
"""The columns of a key figure's row, the value last."""
ALL = "all"
"""Stands in the column `step` for a figure of everything together."""
OUTSIDE = "waiting outside"
NOT_RECORDED = "not recorded"
ON_TIME = "share within three months, as in the ledger"

AT_YEAR_END = "children at the end of the year"

ByYear = Iterator[tuple[int, str, str, str, Floats]]
"""(number, key figure, step, measure, values [..., year])."""

_PRESENT = (
    (1, "placements in institutions", Role.INSTITUTION),
    (3, "placements in foster families", Role.FOSTER),
    (4, "placements with kin or network", Role.KIN),
    (5, "home-based measures", Role.HOME),
    (6, "preventive measures", Role.PREVENTIVE),
)
_DURATIONS = {
    "mean days, ended stays": MEAN_ENDED,
    "median days, ended stays": MEDIAN_ENDED,
    "mean days, running stays": MEAN_RUNNING,
    "median days, running stays": MEDIAN_RUNNING,
}


@dataclass(frozen=True, kw_only=True)
class KeyFigures:
    """The key figures of every replication."""

    rows: tuple[tuple[int, int, str, str, str], ...]
    """(year, number from 1 to 12, key figure, step, measure), as `COLUMNS` names them.

    `step` is the name of a role, a step, a way out, an item of the account, `OUTSIDE` or `ALL`.
    """
    values: Floats
    """[..., row]; nan where there is nothing to take the mean of, or nothing recorded."""


def key_figures(
    tally: Tally,
    staircase: Staircase,
    months: Months,
    account: Account,
    *,
    roles: Mapping[Role, tuple[str, ...]],
    children_aged_0_22: Mapping[int, float],
    followed_up_on_time: float | None = None,
) -> KeyFigures:
    """Return the key figures; `tally` and `account` are those of the same world and months.

    `followed_up_on_time` is the share of key figure 12, None where it is not recorded. The values have the
    leading axes of the tally. A role without steps has zeros. Raises ValueError when a role names an unknown
    step, or when the number of children aged 0-22 of a budget year is missing or not above zero.
    """
    of_role = steps_of(roles, staircase)
    for year in months.years:
        if not children_aged_0_22.get(year, 0) > 0:
            raise ValueError(f"key figures: the number of children aged 0-22 in {year} is missing")
    population = np.array([children_aged_0_22[year] for year in months.years], dtype=np.float64)

    figures = [
        *_present(tally, full_year_persons(tally, months), of_role, population),
        *_durations(tally),
        *_formerly(tally, staircase),
        *_moves(tally, staircase, months, of_role[Role.HOME]),
        *_development(tally, months, of_role[Role.PREVENTIVE]),
        *_expenditure(account, months, population),
        _follow_ups(tally, followed_up_on_time),
    ]
    figures.sort(key=lambda figure: figure[0])
    values = np.stack([figure[-1] for figure in figures], axis=-1)
    return KeyFigures(
        rows=tuple((year, *figure[:-1]) for year in months.years for figure in figures),
        values=values.reshape(*values.shape[:-2], -1),
    )


def _over(numbers: Floats | Ints, columns: Sequence[int]) -> Floats:
    """Add up columns of the last axis one by one: a column of zeros more must not change the last bit."""
    total = np.zeros(numbers.shape[:-1])
    for column in columns:
        total += numbers[..., column]
    return total


def _present(
    tally: Tally, persons: Floats, of_role: Mapping[Role, Sequence[int]], population: Floats
) -> ByYear:
    for number, name, role in _PRESENT:
        there = _over(tally.children, of_role[role])
        yield number, name, role.value, AT_YEAR_END, there
        yield number, name, role.value, "children per 1,000 aged 0-22", 1000 * there / population
        yield number, name, role.value, "full-year persons", _over(persons, of_role[role])


def _durations(tally: Tally) -> ByYear:
    name, role = "duration of institution placements", Role.INSTITUTION.value
    for measure, index in _DURATIONS.items():
        yield 2, name, role, measure, tally.stay_days[..., index]


def _formerly(tally: Tally, staircase: Staircase) -> ByYear:
    for place, name in enumerate((*staircase.names, OUTSIDE)):
        there = tally.formerly[..., place].astype(np.float64)
        yield 7, "children formerly in institutions", name, AT_YEAR_END, there


def _moves(tally: Tally, staircase: Staircase, months: Months, home: Sequence[int]) -> ByYear:
    steps = range(len(staircase.steps))
    moves = by_year(tally.moves[..., : len(steps)], months, axis=-3).astype(np.float64)
    up, down = np.triu(moves, 1).sum(axis=-1), np.tril(moves, -1).sum(axis=-1)
    child_years = by_year(tally.person_days, months, axis=-2) / DAYS_PER_YEAR

    def figures(number: int, name: str, step: str, moves: Floats, years: Floats) -> ByYear:
        yield number, name, step, "moves", moves
        rate = np.divide(moves, years, out=np.full_like(moves, np.nan), where=years > 0)
        yield number, name, step, "moves per child-year", rate

    up_home, years_home = _over(up, home), _over(child_years, home)
    yield from figures(8, "moves up from home-based measures", Role.HOME.value, up_home, years_home)
    for i in steps:
        name = staircase.names[i]
        yield from figures(9, "moves down", name, down[..., i], child_years[..., i])
    yield from figures(9, "moves down", ALL, down.sum(axis=-1), _over(child_years, steps))


def _development(tally: Tally, months: Months, preventive: Sequence[int]) -> ByYear:
    values = {
        "stays begun": _over(by_year(tally.starts, months, axis=-2), preventive),
        "stays ended": _over(by_year(tally.ends, months, axis=-2), preventive),
        AT_YEAR_END: _over(tally.children, preventive),
    }
    for measure, value in values.items():
        yield 10, "development of preventive measures", Role.PREVENTIVE.value, measure, value


def _follow_ups(tally: Tally, share: float | None) -> tuple[int, str, str, str, Floats]:
    measure, value = (NOT_RECORDED, np.nan) if share is None else (ON_TIME, share)
    return 12, "follow-ups held on time", ALL, measure, np.full(tally.children.shape[:-1], value)


def _expenditure(account: Account, months: Months, population: Floats) -> ByYear:
    municipal = [i for i, payer in enumerate(account.payers) if payer.municipal]
    by_item = by_year(_over(account.cost_dkk, municipal), months, axis=-2)
    values = {item: by_item[..., i] for i, item in enumerate(account.items)}
    values[ALL] = _over(by_item, range(len(account.items)))
    for item, dkk in values.items():
        yield 11, "expenditure", item, "dkk", dkk
        yield 11, "expenditure", item, "dkk per child aged 0-22", dkk / population
