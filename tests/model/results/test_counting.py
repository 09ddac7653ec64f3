import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from model.results.cost_lines import CostKind, ProgrammeCost, StartCost, StepCost
from model.results.counting import Counting, CountingWindow, Reimbursable, Role, StayLimit, steps_of
from model.results.economy import Economy, counting
from model.results.prices import Price, Unit
from model.results.reimbursement import Reimbursement, limits_for
from model.world.months import Months
from tests.model.results.money import FAMILY, FREE, HIGH, LOW, PAYERS, STAIRCASE, TWO_YEARS, daily

PER_CHILD_YEAR = ProgrammeCost(
    programme="help",
    kind=CostKind.PER_CHILD_YEAR,
    dkk=1.0,
    payers=FAMILY,
    from_day=-10.0,
    to_day=50.5,
    steps=("high", "low"),
)


def counted(economy: Economy = FREE, roles: dict[Role, tuple[str, ...]] | None = None) -> Counting:
    return counting(economy, STAIRCASE, TWO_YEARS, programme_names=["other", "help"], roles=roles or {})


def test_a_world_without_prices_and_roles_asks_for_nothing_more_than_its_programmes() -> None:
    assert counted() == Counting(
        staircase=STAIRCASE, months=TWO_YEARS, programmes=2, institutions=(), windows=(), reimbursable=None
    )


def test_institutions_are_the_steps_that_play_the_role() -> None:
    roles = {Role.INSTITUTION: ("high",), Role.HOME: ("low", "high")}

    assert counted(roles=roles).institutions == (HIGH,)
    assert steps_of(roles, STAIRCASE) == {
        Role.INSTITUTION: (HIGH,),
        Role.FOSTER: (),
        Role.KIN: (),
        Role.HOME: (LOW, HIGH),
        Role.PREVENTIVE: (),
    }


def test_each_cost_per_child_year_has_a_window_in_its_place() -> None:
    always = replace(PER_CHILD_YEAR, steps=("high",), from_day=0.0, to_day=math.inf)
    per_year = ProgrammeCost(programme="help", kind=CostKind.PER_YEAR, dkk=1.0, payers=FAMILY)
    economy = Economy(payers=PAYERS, programme_costs=(always, per_year, PER_CHILD_YEAR))

    assert economy.windowed == (always, PER_CHILD_YEAR)
    assert counted(economy).windows == (
        CountingWindow(steps=(HIGH,), from_day=0.0, to_day=math.inf),
        CountingWindow(steps=(HIGH, LOW), from_day=-10.0, to_day=50.5),
    )


def test_the_municipal_share_counts_towards_reimbursement_income_deducted() -> None:
    shared = (("family", 0.5), ("school", 0.25), ("state", 0.25))
    economy = Economy(
        payers=PAYERS,
        step_costs=(
            daily("low", 9.0),
            daily("high", 1000.0, payers=shared, reimbursable=True),
            StepCost(
                step="high", price=Price(dkk=-3100.0, unit=Unit.MONTH), payers=FAMILY, reimbursable=True
            ),
        ),
        start_costs=(
            StartCost(step="low", dkk=100.0, payers=shared, reimbursable=True),
            StartCost(step="high", dkk=100.0, payers=FAMILY),
        ),
        reimbursement=Reimbursement(receiver="family", state="state", limits=limits_for(2022), factor=1.2),
    )
    reimbursable = counted(economy).reimbursable

    assert reimbursable is not None
    assert reimbursable.per_day_dkk.shape == (24, 2)
    assert reimbursable.per_day_dkk[:2].tolist() == [[0, 750 - 100], [0, 750 - 3100 / 28]]
    assert reimbursable.start_dkk.tolist() == [75, 0]
    assert reimbursable.limits_dkk == pytest.approx((86_000, 168_000, 212_000))
    assert counted(replace(economy, reimbursement=None)).reimbursable is None


def test_a_year_ends_with_its_last_simulated_month() -> None:
    assert counted().year_ends.tolist() == [365, 365 + 366]
    partial = replace(counted(), months=Months.of(date(2026, 11, 1), 1))
    assert partial.year_ends.tolist() == [61, 365]


WINDOW = CountingWindow(steps=(LOW,), from_day=0.0, to_day=1.0)
REIMBURSABLE = Reimbursable(per_day_dkk=np.zeros((24, 2)), start_dkk=np.zeros(2), limits_dkk=(1.0, 2.0, 3.0))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: replace(WINDOW, steps=()), "window: there are no steps to look at"),
        (lambda: replace(WINDOW, to_day=0.0), "window: from day 0 to day 0 is no time"),
        (lambda: replace(WINDOW, to_day=math.nan), "window: from day 0 to day nan is no time"),
        (
            lambda: replace(REIMBURSABLE, start_dkk=np.zeros(3)),
            "reimbursable: prices of shape (24, 2) and (3,) are not [month, step] and [step]",
        ),
        (
            lambda: replace(REIMBURSABLE, start_dkk=np.array([0.0, np.nan])),
            "reimbursable: the cost of a start must be a number",
        ),
        (
            lambda: replace(REIMBURSABLE, limits_dkk=(1.0, 1.0, 2.0)),
            "reimbursable: limits (1.0, 1.0, 2.0) must be above zero and rise",
        ),
        (lambda: replace(counted(), programmes=-1), "counting: -1 programmes cannot be counted"),
        (
            lambda: replace(counted(), institutions=(LOW, 2)),
            "counting: step 2 is not there; there are 0 to 1",
        ),
        (
            lambda: replace(counted(), windows=(WINDOW, replace(WINDOW, steps=(-1,)))),
            "counting: step -1 is not there; there are 0 to 1",
        ),
        (
            lambda: replace(counted(), reimbursable=replace(REIMBURSABLE, per_day_dkk=np.zeros((12, 2)))),
            "counting: reimbursable prices are (12, 2), not (24, 2), [month, step]",
        ),
        (
            lambda: replace(counted(), stay_limits=(StayLimit(step=2, days=1.0),)),
            "counting: step 2 is not there; there are 0 to 1",
        ),
        (lambda: StayLimit(step=0, days=0.0), "stay limit: 0.0 days must be above zero"),
        (
            lambda: counted(roles={Role.KIN: ("low", "hotel")}),
            "key figures: hotel (kin) is not a step; there are low, high",
        ),
        (
            lambda: counted(Economy(payers=PAYERS, step_costs=(daily("lowest", 1.0),))),
            "economy: lowest is not a step; there are low, high",
        ),
        (
            lambda: counted(
                Economy(payers=PAYERS, programme_costs=(replace(PER_CHILD_YEAR, steps=("out",)),))
            ),
            "economy: out is not a step; there are low, high",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()
