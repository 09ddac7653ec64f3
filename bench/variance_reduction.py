"""Measure how much keyed random numbers narrow the difference between a case and its baseline.

A case is judged by a difference, so the variance of the difference under chance alone counts. Here it is
measured in a world made to be hard: children of two groups come interleaved, the two upper steps are full
(one makes children wait, one diverts them and takes them back), and the case helps some of one group. The
same replications are run with the project's keyed numbers, with independent seeds for the two sides, and with
the usual ways of reusing a seed: one stream for everything, and one stream for each kind of decision, both in
order of use.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from random import Random
from unittest.mock import patch

import numpy as np

from bench import Bench, Document, Figures
from model.results.records import Records
from model.simpy_engine import engine as simpy_engine
from model.world.arrays import Floats, UInts
from model.world.parameters import Arrivals, Parameters, StockCount, Transition
from model.world.programme import Enrolment, Programme, TransitionEffect
from model.world.randomness import Chance, Purpose
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Places, Staircase, Step

_NAME = "variance"
TOP = 3
"""Index of the institution among the steps."""
OUT = (("out", 1.0),)
CONFIDENCE = 0.95


class Stream(Chance):
    """Random numbers taken from one stream in order of use."""

    def __init__(self, *, seed: int, replication: int) -> None:
        super().__init__(seed=seed, replication=replication)
        self._random = Random(f"{seed} {replication}")  # noqa: S311  a measurement, not a secret

    def uniform(self, child: int, purpose: Purpose, *, visit: int = 0, name: int = 0) -> float:
        """Return the next number of the stream."""
        del child, purpose, visit, name
        return 1.0 - self._random.random()

    def uniforms(self, children: UInts, purpose: Purpose) -> Floats:
        """Return the next numbers of the stream."""
        return np.array([self.uniform(int(child), purpose) for child in children])


class StreamPerPurpose(Stream):
    """Random numbers taken from a stream for each kind of decision, in order of use."""

    def __init__(self, *, seed: int, replication: int) -> None:
        super().__init__(seed=seed, replication=replication)
        self._randoms = {p: Random(f"{seed} {replication} {p}") for p in Purpose}  # noqa: S311

    def uniform(self, child: int, purpose: Purpose, *, visit: int = 0, name: int = 0) -> float:
        """Return the next number of the stream for this purpose."""
        del child, visit, name
        return 1.0 - self._randoms[purpose].random()


def baseline() -> Parameters:
    """Return five years of a small municipality with two full steps."""
    half = (0.5, 0.5)
    staircase = Staircase(
        steps=(
            Step(name="advice", at_age_limit=OUT),
            Step(name="family", at_age_limit=OUT),
            Step(
                name="foster",
                at_age_limit=OUT,
                places=Places(number=Schedule.constant(20.0), divert_to="abroad", returns=True),
            ),
            Step(name="institution", at_age_limit=OUT, places=Places(number=Schedule.constant(15.0))),
            Step(name="abroad", at_age_limit=OUT),
        ),
        exits=("out",),
        groups=("a", "b"),
    )
    ways = {
        ("advice", "family"): 0.8,
        ("advice", "out"): 0.8,
        ("family", "foster"): 0.35,
        ("family", "institution"): 0.3,
        ("family", "out"): 0.5,
        ("foster", "institution"): 0.1,
        ("foster", "out"): 0.4,
        ("abroad", "out"): 0.4,
        ("institution", "family"): 0.2,
        ("institution", "out"): 0.5,
    }
    return Parameters(
        staircase=staircase,
        horizon_days=5 * DAYS_PER_YEAR,
        transitions=tuple(
            Transition(from_step=a, to=b, rate=((rate, rate),), shape=0.9) for (a, b), rate in ways.items()
        ),
        arrivals=(
            Arrivals(step="advice", band=0, per_year=Schedule.constant(80.0), group_shares=half),
            Arrivals(step="family", band=0, per_year=Schedule.constant(10.0), group_shares=half),
        ),
        stock_counts=tuple(
            StockCount(step=name, band=0, number=number, mean_years_on_step=1.0, group_shares=half)
            for name, number in (("advice", 50), ("family", 40), ("foster", 20), ("institution", 15))
        ),
    )


def helped() -> Parameters:
    """Return the case: help with few slots for one group keeps some of them out of the institution."""
    enrolment = Enrolment(
        steps=("family",),
        groups=("a",),
        take_up=0.6,
        slots=Schedule.constant(10.0),
        length_days=270.0,
        during=(TransitionEffect(from_steps=("family",), to=("institution",), multiplier=0.5),),
    )
    return replace(baseline(), programmes=(Programme(name="help", enrolment=enrolment),))


def days_on_top(records: Records) -> float:
    """Return the person-days on the top step from the start date on."""
    stays = records.sojourns
    here = stays.step == TOP
    return float((stays.end[here] - np.maximum(stays.start[here], 0.0)).sum())


def differences(size: int, *, other_seed: int, generator: type[Chance]) -> Iterator[float]:
    """Yield case minus baseline for each replication, the case with a seed of its own."""
    keyed = generator is Chance
    used: AbstractContextManager[object] = (
        nullcontext() if keyed else patch.object(simpy_engine, "Chance", generator)
    )
    with used:
        for replication in range(size):
            before = simpy_engine.simulate(baseline(), seed=1, replication=replication)
            after = simpy_engine.simulate(helped(), seed=other_seed, replication=replication)
            yield days_on_top(after) - days_on_top(before)


WAYS: dict[str, Callable[[int], Iterator[float]]] = {
    "keyed (the project)": lambda size: differences(size, other_seed=1, generator=Chance),
    "independent seeds": lambda size: differences(size, other_seed=2, generator=Chance),
    "one stream, same seed": lambda size: differences(size, other_seed=1, generator=Stream),
    "a stream per purpose, same seed": lambda size: differences(
        size, other_seed=1, generator=StreamPerPurpose
    ),
}


def measure(size: int) -> Document:
    """Return for each way of drawing the variance of the difference and its ratio to that of the keyed way.

    The interval of a ratio is the bootstrap's over replications: one place that goes to another child can
    change much or nothing, so the differences are far from normal.
    """
    by_way = {way: np.array(list(draw(size))) for way, draw in WAYS.items()}
    keyed = float(next(iter(by_way.values())).var(ddof=1))
    drawn = np.random.default_rng(1).integers(size, size=(4000, size))
    again = {way: values[drawn].var(axis=1, ddof=1) for way, values in by_way.items()}
    tails = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    rows: list[Figures] = []
    for way, values in by_way.items():
        variance = float(values.var(ddof=1))
        ratio = variance / keyed
        low, high = np.quantile(again[way] / next(iter(again.values())), tails)
        rows.append(
            {
                "numbers": way,
                "mean difference, person-days": float(values.mean()),
                "standard deviation": variance**0.5,
                "variance ratio": ratio,
                "ratio low": float(low),
                "ratio high": float(high),
                "standard deviation ratio": ratio**0.5,
            }
        )
    return {_NAME: {"rows": rows}}


BENCH = Bench(
    name=_NAME,
    question="How much do keyed random numbers narrow the difference between a case and its baseline?",
    size=150,
    size_is="replications",
    measure=measure,
    rows=lambda document: document[_NAME]["rows"],
)
