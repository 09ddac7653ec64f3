"""Check what households cost: by hand for two of them, and together what the account says."""

from datetime import date

import numpy as np
import pytest

from model.results.account import account
from model.results.cost_lines import CostKind, ProgrammeCost, StartCost, StepCost
from model.results.economy import Economy, Payer, counting
from model.results.household_costs import HouseholdCosts, household_costs
from model.results.prices import Price, Unit
from model.results.reimbursement import Limits, Reimbursement
from model.results.tally import tally
from model.simpy_engine.engine import simulate
from model.world.households import Households
from model.world.months import Months
from model.world.parameters import Arrivals, Parameters, StockChild
from model.world.planned_stays import Length
from model.world.programme import Enrolment, Programme
from model.world.randomness import Chance
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.worlds import step, transition

YEAR = Months.of(date(2027, 1, 1), 1)
CHANCE = Chance(seed=1, replication=0)
TOWN, JOB = (("town", 1.0),), (("job", 1.0),)
PAYERS = (
    Payer(name="town", municipal=True),
    Payer(name="job", municipal=True),
    Payer(name="state", municipal=False),
)
ECONOMY = Economy(
    payers=PAYERS,
    step_costs=(
        StepCost(step="home", price=Price(dkk=30_000.0, unit=Unit.MONTH), payers=TOWN, reimbursable=True),
        StepCost(step="home", price=Price(dkk=10_000.0, unit=Unit.MONTH), payers=JOB, by_household=True),
    ),
    start_costs=(StartCost(step="foster", dkk=5_000.0, payers=TOWN),),
    programme_costs=(
        ProgrammeCost(programme="help", kind=CostKind.PER_PARTICIPANT, dkk=700.0, payers=JOB),
        ProgrammeCost(programme="help", kind=CostKind.PER_PARTICIPANT_YEAR, dkk=36_500.0, payers=JOB),
        ProgrammeCost(
            programme="help", kind=CostKind.PER_CHILD_YEAR, dkk=900.0, payers=JOB, steps=("foster",)
        ),
    ),
    reimbursement=Reimbursement(
        receiver="town", state="state", limits=Limits(year=2027, dkk=(480e3, 960e3, 1.2e6), source="x")
    ),
)
HELP = Programme(
    name="help", enrolment=Enrolment(steps=("home",), by_household=True, length_days=73.0, opens=1.0)
)


def costs(world: Parameters) -> HouseholdCosts:
    """Return the costs of households, which together are those of the account."""
    counted = counting(
        ECONOMY, world.staircase, YEAR, programme_names=("help",), roles={}, by_household=("help",)
    )
    records = simulate(world, seed=1, replication=0)
    found = household_costs(records, counted, ECONOMY, ("help",), CHANCE)
    books = account(
        tally(records, counted, CHANCE), world.staircase, YEAR, ECONOMY, programme_names=("help",)
    )
    np.testing.assert_allclose(found.dkk.sum(axis=0), books.cost_dkk.sum(axis=(0, 1)), rtol=1e-9)
    return found


def staircase() -> Staircase:
    return Staircase(steps=(step("home"), step("foster")), exits=("out",))


def test_two_siblings_and_an_only_child_by_hand() -> None:
    children = [
        StockChild(step="home", birth_day=-3000.0 - i, since_day=-1.0, group="alle", household=home)
        for i, home in enumerate(["a", "a", None])
    ]
    world = Parameters(staircase=staircase(), horizon_days=365.0, stock=tuple(children), programmes=(HELP,))
    found = costs(world)
    rows, by_payer = found.by_size()
    # Two children cost 60,000 a month, 20,000 above the limit of 40,000, of which the state pays 25 %.
    siblings = [12 * (60_000.0 - 5_000.0), 12 * 10_000.0 + 700.0 + 7_300.0, 12 * 5_000.0]
    alone = [12 * 30_000.0, 12 * 10_000.0 + 700.0 + 7_300.0, 0.0]
    assert sorted(found.dkk.tolist()) == [pytest.approx(alone), pytest.approx(siblings)]
    assert rows[:, :2].tolist() == [[1, 1], [1, 2], [0, 0], [0, 0]]
    assert rows[1, 2:] == pytest.approx([sum(siblings)] * 6)
    assert np.isnan(rows[2:, 2:]).all()
    assert by_payer[1] == pytest.approx(siblings)


def test_households_together_cost_what_the_account_says() -> None:
    world = Parameters(
        staircase=staircase(),
        horizon_days=365.0,
        transitions=(transition("home", "foster", 2.0), transition("foster", "out", 3.0)),
        households=Households(
            sizes=(0.3, 0.4, 0.3), together=0.5, apart=Length(shares=(0.0, 1.0), days=(0.0, DAYS_PER_YEAR))
        ),
        arrivals=(Arrivals(step="home", band=0, per_year=Schedule.constant(80.0), reference=80.0),),
        programmes=(HELP,),
    )
    found = costs(world)
    rows, _ = found.by_size()
    assert len(found.dkk) == rows[:, 0].sum() > 20
    assert (rows[:3, 0] > 0).all()
