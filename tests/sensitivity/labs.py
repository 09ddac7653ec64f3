"""Make runners of points for tests: a scenario whose outcome is a function, or one simulated in no time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.world.arrays import Floats
from scenarios.files.forms import Text
from scenarios.format.assumptions import Assumption
from scenarios.format.distributions import Distribution, Normal, Uniform
from scenarios.format.shared_numbers import JointSpec
from scenarios.running.chunk_store import temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.workers import Workers, threads
from sensitivity.analysis.request import SensitivityRequest
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.factors import Factors, Joint
from sensitivity.subject.subject import Subject
from sensitivity.subject.subject import subject as subject_of
from sensitivity.views.optimism_file import shipped
from tests.scenarios.small import SMALL

UNIT = Uniform(kind="uniform", low=0.0, high=1.0)
NORMAL = Normal(kind="normal", p05=-1.6448536269514722, p95=1.6448536269514722)
"""Mean 0 and standard deviation 1."""


def factors_of(
    *distributions: Distribution, names: Sequence[str] = (), correlation: Floats | None = None
) -> Factors:
    """Return assumptions with these distributions; with `correlation` the first are drawn together."""
    names = tuple(names) or tuple(f"x{i + 1}" for i in range(len(distributions)))
    joints: tuple[Joint, ...] = ()
    if correlation is not None:
        spec = JointSpec(names=[*names[: len(correlation)]], correlation=correlation.tolist())
        joints = (Joint.of(spec, names),)
    return Factors(
        names=names,
        assumptions=tuple(
            Assumption(distribution=each, grade="assumption", source=Text(da="x")) for each in distributions
        ),
        joints=joints,
        fixed={},
    )


@dataclass(frozen=True)
class Function:
    """A measure whose `gain_dkk` is a function of the values, with noise of a standard deviation."""

    function: Callable[[Floats], float]
    noise: float = 0.0

    def __call__(self, values: Mapping[str, float], chances: Sequence[int]) -> dict[str, Floats]:
        luck = np.array([np.random.default_rng(chance).normal() for chance in chances])
        gain = self.function(np.array([*values.values()])) + self.noise * luck
        return {"gain_dkk": gain[:, None, None]}


def first_gain(found: Mapping[str, Floats]) -> Floats:
    """Return the gain as the one outcome."""
    return found["gain_dkk"][..., 0]


@contextmanager
def running(workers: Workers | None = None) -> Iterator[RunContext]:
    """Give somebody who runs points, on one thread if nothing else is said."""
    with temporary_store() as store, Dispatcher(workers or threads(1)) as dispatcher:
        yield RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)


@contextmanager
def laboratory(
    function: Callable[[Floats], float],
    factors: Factors,
    *,
    noise: float = 0.0,
    workers: Workers | None = None,
) -> Iterator[PointRunner]:
    """Give a laboratory whose outcome is a function of the values."""
    with running(workers) as plant:
        yield PointRunner(PointWork.none(Function(function, noise), factors, {}), first_gain, plant)


def request(**changes: Any) -> SensitivityRequest:
    """Return a small question."""
    fields: dict[str, Any] = {
        "method": "sobol",
        "outcome": "net_present_gain",
        "samples": 16,
        "replications": 2,
        "second": False,
        "confidence": 0.8,
        "pairs": 0,
        "with_break_even": False,
        "seed": 1,
        "run": None,
        "optimism": shipped(),
    }
    return SensitivityRequest(**(fields | changes))


def small(folder: Path, text: str = SMALL, case: str = "tættere") -> Subject:
    """Return a case of a small scenario."""
    path = folder / "lille.yaml"
    path.write_text(text, encoding="utf-8")
    return subject_of(str(path), case)


def ishigami(x: Floats) -> float:
    """Return the function of Ishigami and Homma 1990 with 7 and 0.1; `x` from 0 to 1 stands for -pi to pi."""
    a, b, c = np.pi * (2 * x - 1)
    return float(np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def sobol_g(x: Floats) -> float:
    """Return the function of Sobol' with a = 0, 1, 4.5, 9, 99, 99, 99, 99."""
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    return float(np.prod((np.abs(4 * x - 2) + a) / (1 + a)))
