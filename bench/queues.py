"""Compare the compiled engine with three general simulation libraries on the queue M/M/5.

Caveat first: the libraries can do much that the compiled engine cannot, and the engine is not made for queues
of identical customers. Each runs the same number of customers once, its seconds including the waits that it
returns: the libraries the wait of every customer, the engine its days of waiting by month. All are written as
in their own guides, without drawing, tracing or animation.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import mean, median, stdev
from typing import Any

import ciw
import salabim
import simpy

from bench.ratios import Effort, Ratio, quotients, spread, timed
from bench.worlds import DESKS, LOAD, Scene, queue, services

_CUSTOMERS = 20_000
_LONG_RUNS = 10
"""Runs of the compiled engine for each run of a library."""
_LEAST_IN_BATCH = 1_000
"""Fourteen relaxation times of the queue: batches of this size know little of each other."""
_WITHIN = 4.0
"""Standard errors that a mean wait may be away from the closed form and agree with it."""


def closed_form() -> float:
    """Return the mean wait of M/M/5 in service times, by Erlang's C."""
    load = LOAD
    below = sum(load**n / math.factorial(n) for n in range(DESKS))
    full = load**DESKS / math.factorial(DESKS) * DESKS / (DESKS - load)
    return full / (below + full) / (DESKS - load)


def plain_simpy(customers: int, seed: int) -> list[float]:
    """Return the waits in a process for each customer and a resource."""
    random = Random(f"simpy {seed}")  # noqa: S311  not the numbers of salabim, which is seeded alike
    env = simpy.Environment()
    desks = simpy.Resource(env, capacity=DESKS)
    waits = []

    def customer() -> Any:
        came = env.now
        with desks.request() as request:
            yield request
            waits.append(env.now - came)
            yield env.timeout(random.expovariate(1.0))

    def source() -> Any:
        for _ in range(customers):
            yield env.timeout(random.expovariate(LOAD))
            env.process(customer())

    env.process(source())
    env.run()
    return waits


def with_ciw(customers: int, seed: int) -> list[float]:
    """Return the waits in a network of one node."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=LOAD)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[DESKS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers)
    return [record.waiting_time for record in simulation.get_all_records()]


def with_salabim(customers: int, seed: int) -> list[float]:
    """Return the waits in a component for each customer and a resource."""
    env = salabim.Environment(random_seed=seed, trace=False, yieldless=False)
    desks = salabim.Resource("desks", capacity=DESKS)
    service = salabim.Exponential(1.0)
    waits = []

    class Customer(salabim.Component):  # type: ignore[misc]
        def process(self) -> Any:
            came = env.now()
            yield self.request(desks)
            waits.append(env.now() - came)
            yield self.hold(service.sample())
            self.release()

    salabim.ComponentGenerator(Customer, iat=salabim.Exponential(1.0 / LOAD), number=customers)
    env.run()
    return waits


TOOLS: dict[str, Callable[[int, int], list[float]]] = {
    "ciw": with_ciw,
    "salabim": with_salabim,
    "plain_simpy": plain_simpy,
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """The results of one tool in one run."""

    speed: float
    """Customers per second."""
    waits: list[float]
    """Mean wait in service times of batches that know little of each other."""


def of_library(tool: Callable[[int, int], list[float]], customers: int, *, seed: int) -> Run:
    """Return the results of one long run of a library."""
    seconds, waits = timed(lambda: tool(customers, seed))
    size = max(_LEAST_IN_BATCH, len(waits) // 10)
    batches = range(0, len(waits) - size + 1, size)
    return Run(speed=len(waits) / seconds, waits=[mean(waits[i : i + size]) for i in batches])


def of_compiled(scene: Scene, replications: Sequence[int]) -> Run:
    """Return the results of several long runs of the compiled engine, each in a call of its own.

    One alone is too short to be timed well.
    """
    seconds, tallies = timed(lambda: [scene.count([replication]) for replication in replications])
    served = [int(tally.starts.sum()) for tally in tallies]
    waited = [services(float(tally.waiting_days.sum())) for tally in tallies]
    return Run(speed=sum(served) / seconds, waits=[*quotients(waited, served)])


def compiled_ensemble(scene: Scene, replications: Sequence[int]) -> float:
    """Return customers per second of several long runs in one call, as an ensemble makes them."""
    seconds, tally = timed(lambda: scene.count(replications))
    return float(tally.starts.sum() / seconds)


def check(runs: Sequence[Run]) -> dict[str, Any]:
    """Return the mean wait of a tool beside the closed form."""
    waits = [wait for run in runs for wait in run.waits]
    error = stdev(waits) / math.sqrt(len(waits))
    away = (mean(waits) - closed_form()) / error
    return {
        "mean_wait": mean(waits),
        "standard_error": error,
        "errors_from_closed_form": away,
        "agrees": abs(away) < _WITHIN,
    }


def measure(effort: Effort) -> dict[str, Ratio]:
    """Compare customers per second on one thread, one long run each."""
    customers = effort.of(_CUSTOMERS, least=_LEAST_IN_BATCH)
    return {f"compiled_over_{name}": _compiled_over(name, customers, runs=effort.runs) for name in TOOLS}


def _compiled_over(name: str, customers: int, *, runs: int) -> Ratio:
    scene = queue(customers)
    ours, theirs, ensemble = [], [], []
    for warm_up in (partial(TOOLS[name], _LEAST_IN_BATCH, runs), partial(scene.count, [0])):
        warm_up()
    for run in range(runs):
        theirs.append(of_library(TOOLS[name], customers, seed=run))
        replications = range(run * _LONG_RUNS, (run + 1) * _LONG_RUNS)
        ours.append(of_compiled(scene, replications))
        ensemble.append(compiled_ensemble(scene, replications))
    their_speeds, our_speeds = ([run.speed for run in side] for side in (theirs, ours))
    waits = {"compiled": check(ours), name: check(theirs)}
    return Ratio(
        compares=f"customers per second on one thread, one long run of M/M/5: compiled over {name}",
        wanted=">= 100",
        runs=quotients(our_speeds, their_speeds),
        figures={
            "ensemble": spread(quotients(ensemble, their_speeds)),
            "customers": customers,
            "customers_per_second": {
                "compiled": median(our_speeds),
                "compiled_in_an_ensemble": median(ensemble),
                name: median(their_speeds),
            },
            "closed_form": closed_form(),
            "mean_waits": waits,
            "all_agree": all(each["agrees"] for each in waits.values()),
        },
    )
