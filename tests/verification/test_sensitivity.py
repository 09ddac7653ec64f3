"""Compare indices and the value of information with a world whose expected gain is a matrix exponential.

Children stand on two steps, nobody comes, no place is limited, and nobody reaches an age limit in the year
that is simulated: person-days are the integral of the exponential of the generator. The gain is integrated
over the assumptions by Gauss-Legendre quadrature, without any simulation.
"""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.linalg import expm

from model.world.arrays import Floats
from scenarios.running.workers import threads
from sensitivity.analysis.analysis import work
from sensitivity.information.value import InformationRequest, information_value
from sensitivity.methods.variance import Indices, design, indices
from sensitivity.points.runner import PointRunner
from sensitivity.subject.subject import Subject, subject
from tests.sensitivity.labs import request, running

pytestmark = pytest.mark.verification


HOME, FOSTER = 24, 8
BACK, OUT_HOME, OUT_FOSTER = 0.4, 0.3, 0.5
HOME_DKK, COST_DKK = 300.0, 1_100_000.0
RANGES = {"virkning": (0.2, 1.2), "op": (0.5, 1.5), "pris": (900.0, 2_000.0), "uden_betydning": (0.0, 1.0)}
NODES = 12
SOURCED = "price_year: 2026, payers: {familie: 1}, grade: assumption, source: x"

CHILDREN = "".join(
    f"    - {{step: {step}, birth_date: 2021-06-15, since: 2027-01-01}}\n"
    for step, number in (("hjemme", HOME), ("pleje", FOSTER))
    for _ in range(number)
)
ASSUMPTIONS = "".join(
    f"  {name}: {{distribution: {{kind: uniform, low: {low}, high: {high}}}, grade: assumption, source: x}}\n"
    for name, (low, high) in RANGES.items()
)
WORLD = f"""\
title: To trin
start: 2027-01-01
years: 1
price_year: 2026
age_bands: [0, 23]
municipality:
  {{name: By, grade: assumption, source: x, population: 4000, children_0_22: 1000, age_shares: {{0-22: 1}},
  placed_per_1000: 8, spending_per_child_dkk: 7000, price_year: 2026}}
staircase:
  title: To trin
  source: x
  steps:
    hjemme: {{title: Hjemme, role: home, at_age_limit: {{slut: 1}}}}
    pleje: {{title: Pleje, role: foster, placed: true, at_age_limit: {{slut: 1}}}}
    tom: {{title: Tom, role: institution, at_age_limit: {{slut: 1}}}}
  exits: {{slut: {{title: Slut}}}}
payers: {{familie: {{title: Familieafdelingen}}}}
rates:
  grade: assumption
  source: x
  by_step:
    hjemme: {{pleje: op, slut: {OUT_HOME}}}
    pleje: {{hjemme: {BACK}, slut: {OUT_FOSTER}}}
    tom: {{slut: uden_betydning}}
arrivals: {{grade: assumption, source: x, unit: children, by_step: {{}}}}
stock:
  grade: assumption
  source: x
  children:
{CHILDREN}prices:
  hjemme: {{ydelse: {{dkk: {HOME_DKK}, per: day, {SOURCED}}}}}
  pleje: {{ydelse: {{dkk: pris, per: day, {SOURCED}}}}}
  tom: {{}}
assumptions:
{ASSUMPTIONS}cases:
  færre:
    title: Færre
    changes:
      programmes:
        hjælp:
          title: Hjælp
          start: 2027-01-01
          effects: [{{from: [hjemme], to: [pleje], multiplier: virkning}}]
          costs:
            alt: {{dkk: {COST_DKK}, per: once, {SOURCED}}}
"""


def person_days(up: float) -> Floats:
    """Return person-days on the two steps in a year of 365 days; rates are per 365.25 days."""
    generator = np.array([[-up - OUT_HOME, up], [BACK, -BACK - OUT_FOSTER]])
    integral = np.zeros((4, 4))
    integral[:2, :2] = generator
    integral[:2, 2:] = np.eye(2)
    years = 365.0 / 365.25
    return np.asarray(np.array([HOME, FOSTER]) @ expm(integral * years)[:2, 2:] * 365.25)


@cache
def gains() -> tuple[Floats, Floats]:
    """Return the expected gain at the nodes, [virkning, op, pris], and the weights of nodes along an axis."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    share = (nodes + 1) / 2
    effect, up, price = (low + share * (high - low) for low, high in [*RANGES.values()][:3])
    values = np.empty((NODES,) * 3)
    for i, j in product(range(NODES), repeat=2):
        saved = person_days(up[j]) - person_days(up[j] * effect[i])
        values[i, j] = saved[0] * HOME_DKK + saved[1] * price - COST_DKK
    return values, weights / 2


def mean(values: Floats, weights: Floats, axes: tuple[int, ...]) -> Floats:
    for axis in sorted(axes, reverse=True):
        values = np.tensordot(values, weights, axes=(axis, 0))
    return np.asarray(values)


def exact() -> tuple[list[float], list[float], float]:
    """Return first and total indices of the three, and the standard deviation of the expected gain."""
    values, weights = gains()
    level = float(mean(values, weights, (0, 1, 2)))

    def variance(known: tuple[int, ...]) -> float:
        others = tuple({0, 1, 2} - {*known})
        return float(mean((mean(values, weights, others) - level) ** 2, weights, tuple(range(len(known)))))

    whole = variance((0, 1, 2))
    first = [variance((i,)) / whole for i in range(3)]
    total = [1 - variance(tuple({0, 1, 2} - {i})) / whole for i in range(3)]
    return first, total, whole**0.5


def worth(known: tuple[int, ...]) -> float:
    values, weights = gains()
    expected_gain = mean(values, weights, tuple({0, 1, 2} - {*known}))
    better = mean(np.maximum(expected_gain, 0), weights, tuple(range(len(known))))
    return float(better) - max(0.0, float(mean(values, weights, (0, 1, 2))))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    path = tmp_path_factory.mktemp("verden") / "to_trin.yaml"
    path.write_text(WORLD, encoding="utf-8")
    return subject(str(path), "færre")


@pytest.fixture(scope="module")
def sobol(world: Subject, runs: int) -> Indices:
    rows = 256 * 2 ** (runs - 1).bit_length()  # a power of two, as the sequence asks for
    made = design(world.factors, rows=rows, second=True, seed=1)
    with running(threads()) as plant:
        laboratory = PointRunner(work(request(), world), world.to_outcomes, plant)
        return indices(made, laboratory.outcomes(made.points, replications=2), seed=1)


def test_indices_are_those_of_numerical_integration(world: Subject, sobol: Indices) -> None:
    first, total, sd = exact()
    at = [world.factors.names.index(name) for name in RANGES]
    idle = at.pop()
    for number, one, both in zip(at, first, total, strict=True):
        assert sobol.first.low[number, 0] <= one <= sobol.first.high[number, 0]
        assert sobol.total.low[number, 0] <= both <= sobol.total.high[number, 0]
    assert sobol.first.value[idle, 0] == sobol.total.value[idle, 0] == sobol.total.high[idle, 0] == 0
    assert sobol.variance[0] ** 0.5 == pytest.approx(sd, rel=0.1)
    assert 0.05 < sobol.chance.value[0] < 0.6, "there is chance to be held apart"
    assert sum(total) - sum(first) > 0.02, "and interplay to be found"


def test_what_pairs_do_is_that_of_numerical_integration(world: Subject, sobol: Indices) -> None:
    values, weights = gains()
    level = float(mean(values, weights, (0, 1, 2)))
    first, _, sd = exact()
    names = [*RANGES][:3]
    for i, pair in enumerate(sobol.pairs):
        known = [world.factors.names[part.members[0]] for part in pair]
        if "uden_betydning" in known:
            assert sobol.second.low[i, 0] <= 0 <= sobol.second.high[i, 0]
            continue
        one, other = (names.index(name) for name in known)
        third = ({0, 1, 2} - {one, other}).pop()
        both = float(mean((mean(values, weights, (third,)) - level) ** 2, weights, (0, 1))) / sd**2
        exactly = both - first[one] - first[other]
        assert sobol.second.low[i, 0] <= exactly <= sobol.second.high[i, 0]


def test_the_value_of_knowing_is_that_of_numerical_integration(world: Subject, runs: int) -> None:
    wanted = InformationRequest(draws=2_000 * runs, replications=4, children=(50,), seed=1)
    with running(threads()) as plant:
        information = information_value(wanted, world, plant).information
    assert information.denoised.explained == pytest.approx(1, abs=0.05)
    checks: list[tuple[float, float, Callable[[], float]]] = [
        (information.evpi_dkk, information.mc_error_dkk, lambda: worth((0, 1, 2)))
    ]
    for i, name in enumerate([*RANGES][:3]):
        single = next(each for each in information.singles if each.name == name)
        checks.append((single.evppi_dkk, single.mc_error_dkk, lambda i=i: worth((i,))))  # type: ignore[misc]
    for value, error, exactly in checks:
        assert value == pytest.approx(exactly(), abs=4 * error + 0.02 * worth((0, 1, 2)))
    idle = next(each for each in information.singles if each.name == "uden_betydning")
    assert idle.evppi_dkk == 0
    assert worth((0, 1, 2)) > 20_000, "there is something to know"
