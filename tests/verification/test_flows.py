"""Compare numbers on steps without places with M/G/infinity and an open network.

From empty, with Poisson arrivals and nobody in anybody's way, the numbers on the steps at any time are
independent and Poisson, and their means solve linear equations (Eick, Massey and Whitt 1993, "The physics of
the Mt/G/infinity queue", Operations Research 41). A network's steady state is Jackson's.
"""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm

from model.results.records import Records
from model.world.arrays import Floats
from model.world.parameters import Parameters
from model.world.staircase import DAYS_PER_YEAR
from tests.verification.decision import (
    Verdict,
    chi_square,
    compensated,
    dispersion,
    each,
    failures,
    mean,
    poisson,
)
from tests.worlds import ageless_staircase, inflow, transition

pytestmark = pytest.mark.verification

YEAR = DAYS_PER_YEAR

# M/G/infinity -----------------------------------------------------------------------------------------------

ARRIVAL, SHAPE, SCALE = 10.0, 0.7, 2.0
RATE = SCALE**-SHAPE
"""The cumulative hazard of the first year, which is how the project writes a Weibull."""
MEANS = {1.0: 7.057257, 5.0: 18.647643, 10.0: 22.943477}
"""Mean number on the step after so many years from empty, by integrating the survival curve."""

REPLICATIONS = 1900


def weibull_world(*, arrival: float = ARRIVAL, rate: float = RATE) -> Parameters:
    return Parameters(
        staircase=ageless_staircase("step"),
        horizon_days=max(MEANS) * YEAR + 1.0,
        transitions=(transition("step", "out", rate, shape=SHAPE),),
        arrivals=(inflow("step", arrival),),
    )


def judge_weibull(world: Parameters, runs: int) -> list[Verdict]:
    def look(records: Records) -> list[float]:
        stays = records.sojourns
        lasted = (stays.end - stays.start) / YEAR
        present = [float(((stays.start <= t * YEAR) & (stays.end > t * YEAR)).sum()) for t in MEANS]
        exits = float((stays.destination != -1).sum())
        return [*present, float(len(stays.child)), exits, float(RATE * (lasted**SHAPE).sum())]

    rows = each(world, REPLICATIONS * runs, look)
    number = len(rows)
    arrivals, exits, hazard = rows[:, len(MEANS) :].sum(axis=0)
    verdicts = [
        poisson("arrivals", arrivals, ARRIVAL * (world.horizon_days / YEAR) * number),
        compensated("exits", exits, hazard),
    ]
    for i, (time, expected) in enumerate(MEANS.items()):
        verdicts.append(poisson(f"present after {time:g} years", rows[:, i].sum(), expected * number))
        verdicts.append(dispersion(f"spread after {time:g} years", rows[:, i], expected))
    return verdicts


@pytest.mark.long
def test_the_number_on_a_step_from_empty_is_poisson_with_the_mean_of_the_survival_curve(runs: int) -> None:
    for time, published in MEANS.items():
        integral, _ = quad(lambda u: np.exp(-((u / SCALE) ** SHAPE)), 0.0, time)
        assert ARRIVAL * integral == pytest.approx(published, abs=1e-6)
    verdicts = judge_weibull(weibull_world(), runs)
    assert failures(verdicts) == []
    for verdict in verdicts[:2]:
        assert verdict.power(verdict.expected * 1.02) > 0.99
    # Were `rate` taken for 1 / scale, the numbers would be far off.
    wrong, _ = quad(lambda u: np.exp(-RATE / SCALE * u**SHAPE), 0.0, 10.0)
    assert verdicts[-2].power(ARRIVAL * wrong * REPLICATIONS * runs) > 0.99


@pytest.mark.long
@pytest.mark.parametrize(
    "wrong",
    [weibull_world(rate=1.02 * RATE), weibull_world(arrival=1.02 * ARRIVAL)],
    ids=["rate", "arrivals"],
)
def test_a_rate_wrong_by_two_percent_is_caught_in_the_numbers(wrong: Parameters, runs: int) -> None:
    assert failures(judge_weibull(wrong, runs)) != []


# Four steps -------------------------------------------------------------------------------------------------

EXTERNAL = np.array([40.0, 10.0, 3.0, 2.0])
STAYS = np.array([0.8, 1.5, 3.0, 2.0])
ROUTING = np.array(
    [[0.0, 0.2, 0.05, 0.03], [0.3, 0.0, 0.15, 0.05], [0.05, 0.05, 0.0, 0.1], [0.05, 0.1, 0.3, 0.0]]
)
THROUGHPUTS = np.array([46.901144, 20.425370, 10.038509, 5.432154])
NUMBERS = np.array([37.520915, 30.638054, 30.115526, 10.864307])
NAMES = ("one", "two", "three", "four")
GENERATOR = (ROUTING - np.eye(4)) / STAYS[:, None]

SETTLED, HORIZON, NETWORKS = 20.0, 60.0, 60
LOOKS = (1.0, 3.0, 60.0)


def network() -> Parameters:
    rates = ROUTING / STAYS[:, None]
    leaving = (1 - ROUTING.sum(axis=1)) / STAYS
    ways = [(a, b, rates[i, j]) for i, a in enumerate(NAMES) for j, b in enumerate(NAMES) if i != j]
    ways += [(name, "out", leaving[i]) for i, name in enumerate(NAMES)]
    return Parameters(
        staircase=ageless_staircase(*NAMES),
        horizon_days=HORIZON * YEAR + 1.0,
        transitions=tuple(transition(a, b, rate) for a, b, rate in ways),
        arrivals=tuple(inflow(name, float(EXTERNAL[i])) for i, name in enumerate(NAMES)),
    )


def expected_numbers(time: float) -> Floats:
    """Solve dm/dt = m G + arrivals from empty, by one matrix exponential."""
    whole = np.zeros((5, 5))
    whole[:4, :4], whole[4, :4] = GENERATOR, EXTERNAL
    return np.asarray(expm(whole * time)[4, :4])


def expected_throughputs() -> Floats:
    """Return the mean starts a year on each step from `SETTLED` to `HORIZON`, exactly."""
    years = HORIZON - SETTLED
    grown = expected_numbers(HORIZON) - expected_numbers(SETTLED)
    person_years = np.linalg.solve(GENERATOR.T, grown - EXTERNAL * years)
    return np.asarray(EXTERNAL + person_years / years @ (ROUTING / STAYS[:, None]))


def look_at_network(records: Records) -> list[float]:
    """Return present (3 looks x 4), starts (4), moves (4 x 6), years (4) and children before the horizon."""
    stays, people = records.sojourns, records.children
    present = [
        float(((stays.step == i) & (stays.start <= t * YEAR) & (stays.end > t * YEAR)).sum())
        for t in LOOKS
        for i in range(4)
    ]
    settled = (stays.start >= SETTLED * YEAR) & (stays.start < HORIZON * YEAR)
    begun = [float((settled & (stays.step == i)).sum()) for i in range(4)]
    moves = np.zeros((4, 6))  # four steps, out, and in the last column those still there: -1
    np.add.at(moves, (stays.step, stays.destination), 1.0)
    years = [float((stays.end - stays.start)[stays.step == i].sum()) / YEAR for i in range(4)]
    return [
        *present,
        *begun,
        *moves.ravel().tolist(),
        *years,
        float((people.since_day < HORIZON * YEAR).sum()),
    ]


def judge_network(world: Parameters, runs: int) -> dict[str, list[Verdict]]:
    """Judge the numbers from empty, the steady state, and the rates: each a world's worth of checks."""
    rows = each(world, NETWORKS * runs, look_at_network)
    number = len(rows)
    first, last = rows[:, :8].sum(axis=0), rows[:, 8:12].sum(axis=0)
    early = np.concatenate([expected_numbers(t) for t in LOOKS[:2]])
    numbers = [
        poisson(f"present on {NAMES[i % 4]} after {LOOKS[i // 4]:g} years", first[i], early[i] * number)
        for i in range(8)
    ]
    flows = expected_throughputs()
    settled = [
        *(
            poisson(f"present on {name} in the steady state", last[i], NUMBERS[i] * number)
            for i, name in enumerate(NAMES)
        ),
        *(
            mean(f"throughput of {name}", rows[:, 12 + i] / (HORIZON - SETTLED), flows[i])
            for i, name in enumerate(NAMES)
        ),
    ]
    moves, years = rows[:, 16:40].sum(axis=0).reshape(4, 6)[:, :5], rows[:, 40:44].sum(axis=0)
    shares = np.column_stack([ROUTING, 1 - ROUTING.sum(axis=1)])
    expected = shares * moves.sum(axis=1)[:, None]
    possible = expected > 0
    distance = float(((moves - expected)[possible] ** 2 / expected[possible]).sum())
    rates = [
        poisson("arrivals", rows[:, 44].sum(), EXTERNAL.sum() * HORIZON * number),
        *(
            compensated(f"moves from {name}", moves[i].sum(), years[i] / STAYS[i])
            for i, name in enumerate(NAMES)
        ),
        chi_square("routing", distance, int(possible.sum()) - 4),
    ]
    return {"numbers": numbers, "steady state": settled, "rates": rates}


def test_an_open_network_of_steps_has_jacksons_numbers_and_throughputs(runs: int) -> None:
    # The published figures are those of the traffic equations, and the transient has reached them.
    assert np.linalg.solve(np.eye(4) - ROUTING.T, EXTERNAL) == pytest.approx(THROUGHPUTS, abs=1e-6)
    assert pytest.approx(NUMBERS, abs=3e-6) == THROUGHPUTS * STAYS
    assert expected_numbers(HORIZON) == pytest.approx(NUMBERS, rel=1e-6)
    assert expected_throughputs() == pytest.approx(THROUGHPUTS, rel=1e-3)

    verdicts = judge_network(network(), runs)
    assert {what: failures(parts) for what, parts in verdicts.items()} == {what: [] for what in verdicts}
    arrivals, first_step = verdicts["rates"][:2]
    assert arrivals.power(arrivals.expected * 1.02) > 0.99
    assert first_step.power(first_step.expected * 1.02) > 0.99
