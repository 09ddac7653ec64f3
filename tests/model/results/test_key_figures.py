import re
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pytest

from model.results.account import account
from model.results.cost_lines import StepCost
from model.results.counting import Role
from model.results.economy import Economy, Payer, counting
from model.results.key_figures import ALL, COLUMNS, NOT_RECORDED, ON_TIME, OUTSIDE, KeyFigures, key_figures
from model.results.prices import Price, Unit
from model.results.records import Book, Cause
from model.results.tally import tally
from model.world.months import Months
from model.world.staircase import Staircase, Step

STEPS = ("early", "home", "kin", "foster", "unit")
STAIRCASE = Staircase(
    steps=tuple(Step(name=name, at_age_limit=(("out", 1.0),)) for name in STEPS), exits=("out", "grown")
)
NAMES = list(STAIRCASE.names)
MONTHS = Months.of(date(2026, 1, 1), 2)
HORIZON = MONTHS.horizon_days
ROLES = {
    Role.INSTITUTION: ("unit",),
    Role.FOSTER: ("foster",),
    Role.KIN: ("kin",),
    Role.HOME: ("home",),
    Role.PREVENTIVE: ("early",),
}
CHILDREN = {2026: 500.0, 2027: 1000.0}

LIVES = (
    # In a unit from before the start till day 100, then on foster care.
    (1, "unit", -100.0, 100.0, "foster"),
    (1, "foster", 100.0, HORIZON, None),
    # In a unit all the time.
    (2, "unit", -50.0, HORIZON, None),
    # Home-based help, up to a unit, down to home-based help, out.
    (3, "home", 10.0, 83.05, "unit"),
    (3, "unit", 83.05, 383.05, "home"),
    (3, "home", 383.05, 400.0, "out"),
    # Early help that ends in the second year.
    (4, "early", 20.0, 420.0, "grown"),
)


Life = tuple[int, str, float, float, str | None]
"""(child, step, start, end, where to)."""


def made(
    lives: tuple[Life, ...] = LIVES,
    *,
    roles: Mapping[Role, tuple[str, ...]] = ROLES,
    counted_roles: Mapping[Role, tuple[str, ...]] | None = None,
    children: dict[int, float] = CHILDREN,
    followed_up_on_time: float | None = None,
) -> KeyFigures:
    book = Book()
    for visit, (child, step, start, end, to) in enumerate(lives):
        destination, cause = (-1, Cause.HORIZON) if to is None else (NAMES.index(to), Cause.RATE)
        book.sojourns.append((child, visit, NAMES.index(step), start, end, destination, cause))
    records = book.records()
    economy = Economy(
        payers=(Payer(name="family", municipal=True), Payer(name="region", municipal=False)),
        step_costs=tuple(
            StepCost(
                step=step,
                price=Price(dkk=dkk, unit=Unit.DAY),
                payers=(("family", 0.75), ("region", 0.25)),
            )
            for step, dkk in (("foster", 2000.0), ("unit", 4000.0))
        ),
    )
    counted = counting(
        economy,
        STAIRCASE,
        MONTHS,
        programme_names=["help"],
        roles=roles if counted_roles is None else counted_roles,
    )
    tallied = tally(records, counted)
    costs = account(tallied, STAIRCASE, MONTHS, economy, programme_names=["help"])
    return key_figures(
        tallied,
        STAIRCASE,
        MONTHS,
        costs,
        roles=roles,
        children_aged_0_22=children,
        followed_up_on_time=followed_up_on_time,
    )


def figures(
    lives: tuple[Life, ...] = LIVES,
    *,
    roles: Mapping[Role, tuple[str, ...]] = ROLES,
    followed_up_on_time: float | None = None,
) -> pd.DataFrame:
    """Return the key figures as a table."""
    key = made(lives, roles=roles, followed_up_on_time=followed_up_on_time)
    numbers = key.values  # noqa: PD011  our own field, not a table's
    assert numbers.shape == (len(key.rows),)
    table = pd.DataFrame(key.rows, columns=list(COLUMNS[:-1]))
    return table.assign(**{COLUMNS[-1]: numbers})


def values(table: pd.DataFrame, number: int, measure: str, step: str) -> list[float | None]:
    """Return the value of 2026 and of 2027."""
    chosen = table[(table.number == number) & (table.measure == measure) & (table.step == step)]
    assert chosen.year.tolist() == [2026, 2027]
    return [None if np.isnan(value) else float(value) for value in chosen.value]


def test_the_table_is_tidy_and_has_all_twelve_each_year() -> None:
    table = figures()

    assert not table.duplicated(["year", "number", "step", "measure"]).any()
    for _, year in table.groupby("year"):
        assert sorted(set(year.number)) == list(range(1, 13))
    assert not table.isna().drop(columns="value").any(axis=None)


def test_placements_at_the_end_of_the_year_and_as_full_year_persons() -> None:
    table = figures()

    assert values(table, 1, "children at the end of the year", Role.INSTITUTION) == [2, 1]
    assert values(table, 1, "children per 1,000 aged 0-22", Role.INSTITUTION) == [4, 1]
    assert values(table, 1, "full-year persons", Role.INSTITUTION) == pytest.approx(
        [(100 + 365 + 281.95) / 365, (18.05 + 365) / 365]
    )
    assert values(table, 3, "children at the end of the year", Role.FOSTER) == [1, 1]
    assert values(table, 4, "full-year persons", Role.KIN) == [0, 0]
    assert values(table, 5, "children at the end of the year", Role.HOME) == [0, 0]
    assert values(table, 6, "children at the end of the year", Role.PREVENTIVE) == [1, 0]


def test_durations_count_from_the_very_start_of_a_stay() -> None:
    table = figures()

    assert values(table, 2, "mean days, ended stays", Role.INSTITUTION) == pytest.approx([200, 300])
    assert values(table, 2, "mean days, running stays", Role.INSTITUTION) == pytest.approx(
        [(415 + 281.95) / 2, 780]
    )
    assert values(table, 2, "median days, running stays", Role.INSTITUTION)[1] == pytest.approx(780)


def test_where_children_formerly_in_institutions_are_now() -> None:
    table = figures()
    measure = "children at the end of the year"

    assert values(table, 7, measure, "foster") == [1, 1]
    assert values(table, 7, measure, "out") == [0, 1]
    assert values(table, 7, measure, "unit") == [0, 0], "child 3 has not left its first unit in 2026"
    assert values(table, 7, measure, "grown") == [0, 0], "child 4 never was in a unit"


def test_who_waits_outside_for_the_next_step_is_counted_there() -> None:
    table = figures(((1, "unit", -100.0, 300.0, "foster"), (1, "foster", 500.0, HORIZON, None)))
    measure = "children at the end of the year"

    assert values(table, 7, measure, OUTSIDE) == [1, 0]
    assert values(table, 7, measure, "foster") == [0, 1]


def test_moves_up_from_home_and_down_from_every_step() -> None:
    table = figures()

    assert values(table, 8, "moves", Role.HOME) == [1, 0]
    assert values(table, 8, "moves per child-year", Role.HOME) == pytest.approx([5, 0])  # 73.05 days
    assert values(table, 9, "moves", "unit") == [1, 1]
    assert values(table, 9, "moves", "home") == [0, 0], "a way out is not a move down"
    assert values(table, 9, "moves", ALL) == [1, 1]
    assert values(table, 9, "moves per child-year", "kin") == [None, None], "nobody was there"


def test_development_of_preventive_measures() -> None:
    table = figures()

    assert values(table, 10, "stays begun", Role.PREVENTIVE) == [1, 0]
    assert values(table, 10, "stays ended", Role.PREVENTIVE) == [0, 1]
    assert values(table, 10, "children at the end of the year", Role.PREVENTIVE) == [1, 0]


def test_expenditure_is_what_the_municipality_pays() -> None:
    table = figures()

    foster = [265 * 1500, 365 * 1500]
    unit = [(100 + 365 + 281.95) * 3000, (18.05 + 365) * 3000]
    assert values(table, 11, "dkk", "foster") == pytest.approx(foster)
    assert values(table, 11, "dkk", "unit") == pytest.approx(unit)
    assert values(table, 11, "dkk", "help") == [0, 0]
    assert values(table, 11, "dkk", ALL) == pytest.approx([foster[0] + unit[0], foster[1] + unit[1]])
    assert values(table, 11, "dkk per child aged 0-22", "foster") == pytest.approx(
        [foster[0] / 500, foster[1] / 1000]
    )


def test_follow_ups_are_not_recorded() -> None:
    assert values(figures(), 12, NOT_RECORDED, ALL) == [None, None]
    assert values(figures(followed_up_on_time=0.62), 12, ON_TIME, ALL) == [0.62, 0.62]


def test_empty_records_give_zeros_and_nan_where_there_is_nothing_to_average() -> None:
    table = figures(())
    missing = table[table.value.isna()]

    assert set(missing.number) == {2, 8, 9, 12}
    assert missing.measure.str.contains("mean|median|per child-year|not recorded").all()
    assert (table.value.dropna() == 0).all()


def test_steps_of_one_role_are_counted_together() -> None:
    table = figures(roles={Role.FOSTER: ("foster", "unit")})

    assert values(table, 3, "children at the end of the year", Role.FOSTER) == [3, 2]
    assert values(table, 1, "full-year persons", Role.INSTITUTION) == [0, 0], "no step plays this role"


def test_what_is_refused() -> None:
    message = "key figures: hotel (kin) is not a step; there are early, home, kin, foster, unit"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        made(roles={Role.KIN: ("hotel",)}, counted_roles={})
    with pytest.raises(
        ValueError, match=r"^key figures: the number of children aged 0-22 in 2027 is missing$"
    ):
        made(children={2026: 500.0})
