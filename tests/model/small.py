"""Build worlds of a few children, and look at them, for tests of one rule at a time."""

import numpy as np

from model.results.records import Records
from model.simpy_engine.engine import simulate
from model.world.arrays import Bools
from model.world.parameters import Parameters, StockChild, Transition
from model.world.programme import Enrolment, Programme
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase, Step
from tests.worlds import places, step

FALSE_ALARM = 1e-6
"""Probability that one statistical check here fails though nothing is wrong, had the seed been drawn."""

YEAR = DAYS_PER_YEAR
SOON = 200.0
"""A rate per year so high that a child goes within days."""


def staircase(
    *steps: Step, groups: tuple[str, ...] = ("alle",), borders: tuple[float, ...] = (0.0, 23.0)
) -> Staircase:
    return Staircase(steps=steps, exits=("out", "gone"), age_borders=borders, groups=groups)


def run(world: Parameters, replication: int = 0) -> Records:
    return simulate(world, seed=1, replication=replication)


def followed(world: Parameters) -> list[tuple[float, int, str]]:
    """Return the events that `follow` is called with."""
    heard: list[tuple[float, int, str]] = []
    simulate(world, seed=1, replication=0, follow=lambda day, child, what: heard.append((day, child, what)))
    return heard


def stays_on(records: Records, step_index: int) -> Bools:
    return np.equal(records.sojourns.step, step_index)


def listed(name: str, *, age_days: float, since: float = 0.0, group: str = "alle") -> StockChild:
    return StockChild(step=name, birth_day=-age_days, since_day=since, group=group)


def full_step(
    *,
    number: float | Schedule = 1.0,
    waiting: int = 6,
    rate_out: float = 4.0,
    years: float = 8.0,
    groups: tuple[str, ...] = ("alle",),
    first: str | None = None,
) -> Parameters:
    """Return a world of children at home who soon ask for few places."""
    rates = {"home": SOON, "own": rate_out}
    return Parameters(
        staircase=staircase(step("home"), step("own", places=places(number, first=first)), groups=groups),
        horizon_days=years * YEAR,
        transitions=(
            Transition(from_step="home", to="own", rate=((rates["home"],) * len(groups),)),
            Transition(from_step="own", to="out", rate=((rates["own"],) * len(groups),)),
        ),
        stock=tuple(listed("home", age_days=500.0, group=groups[i % len(groups)]) for i in range(waiting)),
    )


def helped(
    enrolment: Enrolment,
    *,
    children: int = 8,
    years: float = 4.0,
    rate_out: float = 0.0,
    groups: tuple[str, ...] = ("alle",),
) -> Parameters:
    """Return a world of children at home, too young to reach an age limit, and help for them."""
    ways = (("home", "other", rate_out), ("other", "gone", 0.1))
    return Parameters(
        staircase=staircase(step("home"), step("other"), groups=groups),
        horizon_days=years * YEAR,
        transitions=tuple(
            Transition(from_step=from_step, to=to, rate=((rate,) * len(groups),))
            for from_step, to, rate in ways
        ),
        stock=tuple(listed("home", age_days=500.0, group=groups[0]) for _ in range(children)),
        programmes=(Programme(name="help", enrolment=enrolment),),
    )
