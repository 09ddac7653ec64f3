"""Compare waits, losses and returns at full steps with the formulas of queueing theory.

M/M/c: mean wait C / (c m - a) with Erlang's C; with priority Cobham 1954, "Priority assignment in waiting
line problems". Losses: Erlang's B. Impatience: Palm's M/M/c+M from its birth and death equations. Sources:
Gross and Harris, "Fundamentals of queueing theory"; the figures in the tests are those that it gives.

Every child is counted from a warm-up on; the bias that is left is bounded from the birth and death equations.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy import stats
from scipy.linalg import expm

from model.results.records import Records, WaitEnd
from model.world.arrays import Bools, Floats
from model.world.parameters import Parameters
from model.world.staircase import DAYS_PER_YEAR, Staircase
from tests.verification.decision import Verdict, compensated, each, failures, mean, poisson
from tests.worlds import AGELESS, ageless_staircase, inflow, places, step, transition

pytestmark = pytest.mark.verification

TAIL = 25.0
"""Years at the end in which nobody is counted any more: who asked before has been served (probability of
the contrary below 1e-10 in every world here)."""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A queue of children for a few places: Poisson arrivals and exponential stays."""

    arrival: float
    service: float = 1.0
    number: int
    warm_up: float
    counted: float
    """Years."""
    replications: int = 60

    @property
    def horizon(self) -> float:
        return self.warm_up + self.counted + TAIL

    @property
    def world(self) -> Parameters:
        return Parameters(
            staircase=ageless_staircase("own", step_places={"own": places(self.number)}),
            horizon_days=self.horizon * DAYS_PER_YEAR,
            transitions=(transition("own", "out", self.service),),
            arrivals=(inflow("own", self.arrival),),
        )

    @property
    def waits(self) -> float:
        """Return Erlang's C: the probability that a child has to wait."""
        load = self.arrival / self.service
        lost = erlang_b(load, self.number)
        return lost / (1 - load / self.number * (1 - lost))

    @property
    def mean_wait(self) -> float:
        return self.waits / (self.number * self.service - self.arrival)

    def bias(self) -> float:
        """Return how far the mean wait is from that of the steady state after the warm-up, by expm."""
        most = 60 + 6 * self.number
        deaths = [min(n, self.number) * self.service for n in range(1, most)]
        generator = chain([self.arrival] * (most - 1), deaths)
        number = expm(generator * self.warm_up)[0]  # from empty
        now = sum(
            p * max(0, n - self.number + 1) / (self.number * self.service) for n, p in enumerate(number)
        )
        return abs(float(now) - self.mean_wait)


def erlang_b(load: float, number: int) -> float:
    """Return Erlang's B: the probability that all places are taken."""
    lost = 1.0
    for n in range(1, number + 1):
        lost = load * lost / (n + load * lost)
    return lost


def chain(births: list[float], deaths: list[float]) -> Floats:
    """Return the generator of a birth and death process."""
    generator = np.diag(births, 1) + np.diag(deaths, -1)
    return generator - np.diag(generator.sum(axis=1))


def stationary(births: list[float], deaths: list[float]) -> Floats:
    weights = np.cumprod([1.0, *(b / d for b, d in zip(births, deaths, strict=True))])
    return np.asarray(weights / weights.sum())


def counted(queue: Queue, when: Floats) -> Bools:
    years = when / DAYS_PER_YEAR
    return (years >= queue.warm_up) & (years < queue.warm_up + queue.counted)


def figures(queue: Queue, records: Records) -> list[float]:
    """Return years waited, children who waited, children, exits, and years on the step."""
    waits, stays = records.waits, records.sojourns
    mine = counted(queue, waits.start)
    assert (waits.outcome[mine] == WaitEnd.PLACE).all()
    return [
        float((waits.end - waits.start)[mine].sum()) / DAYS_PER_YEAR,
        float(mine.sum()),
        float(counted(queue, records.children.since_day).sum()),
        float((stays.destination != -1).sum()),
        float((stays.end - stays.start).sum()) / DAYS_PER_YEAR,
    ]


def judge(law: Queue, world: Parameters, runs: int) -> list[Verdict]:
    """Judge a world by the laws of a queue: they agree when the world is that queue."""
    rows = each(world, law.replications * runs, lambda records: figures(law, records))
    children = law.arrival * law.counted
    return [
        mean("mean wait", rows[:, 0] / children, law.mean_wait),
        mean("share who wait", rows[:, 1] / children, law.waits),
        poisson("arrivals", rows[:, 2].sum(), children * len(rows)),
        compensated("exits", rows[:, 3].sum(), law.service * rows[:, 4].sum()),
    ]


THREE = Queue(arrival=2.0, number=3, warm_up=120.0, counted=1250.0)
FIVE = Queue(arrival=4.0, number=5, warm_up=200.0, counted=500.0, replications=30)
TEN = Queue(arrival=8.0, number=10, warm_up=100.0, counted=250.0, replications=30)
PUBLISHED = [(THREE, 0.444444), (FIVE, 0.5541126), (TEN, 0.2045901)]


@pytest.mark.parametrize(
    ("queue", "published"),
    [
        pytest.param(*PUBLISHED[0], id="M/M/3"),
        pytest.param(*PUBLISHED[1], id="M/M/5", marks=pytest.mark.long),
        pytest.param(*PUBLISHED[2], id="M/M/10", marks=pytest.mark.long),
    ],
)
def test_children_wait_as_long_as_erlang_says(queue: Queue, published: float, runs: int) -> None:
    assert queue.mean_wait == pytest.approx(published, abs=1e-6)
    verdicts = judge(queue, queue.world, runs)
    assert queue.bias() < 0.05 * verdicts[0].error / math.sqrt(runs)
    assert failures(verdicts) == []


@pytest.mark.long
def test_a_rate_wrong_by_two_percent_is_caught_in_the_line(runs: int) -> None:
    verdicts = judge(THREE, replace(THREE, service=1.02).world, runs)
    exits = next(verdict for verdict in verdicts if verdict.what == "exits")
    assert exits.power(exits.expected * 1.02) > 0.99
    assert failures(verdicts) != []


PREFERRED = 0.4


def test_groups_that_come_first_wait_as_long_as_cobham_says(runs: int) -> None:
    law = replace(THREE, counted=500.0)
    staircase = replace(
        ageless_staircase("own", step_places={"own": places(law.number, first="b")}), groups=("a", "b")
    )
    world = replace(
        law.world,
        staircase=staircase,
        transitions=(replace(law.world.transitions[0], rate=((1.0, 1.0),)),),
        arrivals=(inflow("own", law.arrival, shares=(1 - PREFERRED, PREFERRED)),),
    )

    def look(records: Records) -> list[float]:
        waits, people = records.waits, records.children
        mine = counted(law, waits.start)
        first = people.group[np.searchsorted(people.identity, waits.child)] == 1
        years = (waits.end - waits.start) / DAYS_PER_YEAR
        return [float(years[mine & first].sum()), float(years[mine & ~first].sum())]

    rows = each(world, law.replications * runs, look)
    busy_first = law.arrival * PREFERRED / law.number
    busy = law.arrival / law.number
    base = law.waits / law.number
    children = law.arrival * law.counted
    verdicts = [
        mean("first", rows[:, 0] / (children * PREFERRED), base / (1 - busy_first)),
        mean("others", rows[:, 1] / (children * (1 - PREFERRED)), base / ((1 - busy_first) * (1 - busy))),
        mean("all", rows.sum(axis=1) / children, law.mean_wait),
    ]
    assert failures(verdicts) == []
    # Without the priority the first would wait for `law.mean_wait`: far enough off to be seen.
    assert verdicts[0].power(law.mean_wait) > 0.99


LOSSES = [
    (Queue(arrival=5.0, number=10, warm_up=30.0, counted=400.0), 0.0183846),
    (Queue(arrival=12.0, number=20, warm_up=30.0, counted=150.0), 0.0097956),
]


@pytest.mark.parametrize(
    ("queue", "published"),
    [
        pytest.param(*LOSSES[0], id="5 on 10", marks=pytest.mark.long),
        pytest.param(*LOSSES[1], id="12 on 20"),
    ],
)
def test_a_full_step_diverts_as_many_as_erlang_says(queue: Queue, published: float, runs: int) -> None:
    lost = erlang_b(queue.arrival, queue.number)
    assert lost == pytest.approx(published, abs=1e-7)
    limited = {"own": places(queue.number, divert_to="out")}
    world = replace(queue.world, staircase=ageless_staircase("own", step_places=limited))

    def look(records: Records) -> list[float]:
        people, stays = records.children, records.sojourns
        mine = counted(queue, people.since_day)
        diverted = ~np.isin(people.identity, stays.child)
        return [
            float(diverted[mine].sum()),
            full_time(queue, stays.start, stays.end),
            float(mine.sum()),
            float((stays.destination != -1).sum()),
            float((stays.end - stays.start).sum()) / DAYS_PER_YEAR,
        ]

    rows = each(world, queue.replications * runs, look)
    children = queue.arrival * queue.counted
    # Birth and death rates bring the number on the step to its steady state at rate 1 at the least.
    assert math.exp(-queue.warm_up) < 1e-12
    verdicts = [
        mean("diverted", rows[:, 0] / children, lost),
        mean("share of time full", rows[:, 1], lost),
        poisson("arrivals", rows[:, 2].sum(), children * len(rows)),
        compensated("exits", rows[:, 3].sum(), rows[:, 4].sum()),
    ]
    assert failures(verdicts) == []
    # One place too many or too few is seen for certain.
    for number in (queue.number - 1, queue.number + 1):
        assert verdicts[1].power(erlang_b(queue.arrival, number)) > 0.99


def full_time(queue: Queue, starts: Floats, ends: Floats) -> float:
    """Return the share of the counted time in which all places are taken."""
    when = np.concatenate([starts, ends]) / DAYS_PER_YEAR
    change = np.concatenate([np.ones(len(starts)), -np.ones(len(ends))])
    order = np.lexsort((change, when))
    when, number = when[order], change[order].cumsum()
    low, high = queue.warm_up, queue.warm_up + queue.counted
    lasts = np.clip(np.append(when[1:], high), low, high) - np.clip(when, low, high)
    return float(lasts[number == queue.number].sum()) / queue.counted


def test_children_diverted_and_returned_fill_the_places_as_poisson_says(runs: int) -> None:
    # With the same rate on both steps the number on both together is that of M/M/infinity; the places are
    # always taken as far as they go, so what is over stands on the bought step.
    load, number, years = 5.0, 5, 200.0
    law = Queue(arrival=load, number=number, warm_up=40.0, counted=years)
    limited = {"own": places(number, divert_to="bought", returns=True)}
    world = replace(
        law.world,
        staircase=ageless_staircase("own", "bought", step_places=limited),
        transitions=(transition("own", "out", 1.0), transition("bought", "out", 1.0)),
    )

    def look(records: Records) -> list[float]:
        stays = records.sojourns
        low, high = law.warm_up * DAYS_PER_YEAR, (law.warm_up + years) * DAYS_PER_YEAR
        inside = np.clip(stays.end, low, high) - np.clip(stays.start, low, high)
        return [float(inside[stays.step == index].sum()) / (high - low) for index in (0, 1)]

    rows = each(world, law.replications * runs, look)
    law_of_all = stats.poisson(load)
    over = float(sum((n - number) * law_of_all.pmf(n) for n in range(number + 1, 100)))
    verdicts = [
        mean("on own places", rows[:, 0], load - over),
        mean("on bought places", rows[:, 1], over),
        mean("on both", rows.sum(axis=1), load),
    ]
    assert failures(verdicts) == []
    # Without the return those diverted would stay: 5 B(5, 5) = 1.42 instead of 0.88.
    assert verdicts[1].power(load * erlang_b(load, number)) > 0.99


def test_children_who_wait_where_they_stand_give_up_as_often_as_palm_says(runs: int) -> None:
    # From home a child asks for a place at rate 2 and goes out at rate 0.5, also while it waits. In the
    # steady state those who ask are a Poisson stream (Burke), and waiting ends at 0.5: M/M/3+M.
    arrival, asks, leaves, number = 4.0, 2.0, 0.5, 3
    stream = arrival * asks / (asks + leaves)
    most = 200
    deaths = [min(n, number) + leaves * max(0, n - number) for n in range(1, most)]
    law = stationary([stream] * (most - 1), deaths)
    waiting = float(sum(p * max(0, n - number) for n, p in enumerate(law)))
    busy = float(sum(p * min(n, number) for n, p in enumerate(law)))
    warm_up, years = 60.0, 400.0
    low, high = warm_up * DAYS_PER_YEAR, (warm_up + years) * DAYS_PER_YEAR
    world = Parameters(
        staircase=Staircase(
            steps=(
                step("home", ages=(0.0, AGELESS)),
                step("own", ages=(0.0, AGELESS), places=places(number)),
            ),
            exits=("out",),
            age_borders=(0.0, AGELESS),
        ),
        horizon_days=high + TAIL * DAYS_PER_YEAR,
        transitions=(
            transition("home", "own", asks),
            transition("home", "out", leaves),
            transition("own", "out", 1.0),
        ),
        arrivals=(inflow("home", arrival),),
    )

    def look(records: Records) -> list[float]:
        waits, stays = records.waits, records.sojourns
        gave_up = (waits.outcome == WaitEnd.CANCELLED) & (waits.end >= low) & (waits.end < high)

        def mean_number(starts: Floats, ends: Floats) -> float:
            return float((np.clip(ends, low, high) - np.clip(starts, low, high)).sum()) / (high - low)

        home, own = stays.step == 0, stays.step == 1
        return [
            float(gave_up.sum()) / years,
            mean_number(waits.start, waits.end),
            mean_number(stays.start[own], stays.end[own]),
            mean_number(stays.start[home], stays.end[home]),
        ]

    rows = each(world, 40 * runs, look)
    # The number on the two steps forgets its start at rate 0.5 at the least: exp(-30) is left.
    assert math.exp(-leaves * warm_up) < 1e-12
    verdicts = [
        mean("give up each year", rows[:, 0], leaves * waiting),
        mean("waiting", rows[:, 1], waiting),
        mean("on the places", rows[:, 2], busy),
        mean("at home, waiting or not", rows[:, 3], arrival / (asks + leaves) + waiting),
    ]
    assert failures(verdicts) == []
    # Were the other clocks stopped by the wait, nobody would ever give up.
    assert verdicts[0].power(0.0) > 0.99
