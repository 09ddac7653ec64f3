"""Measure ratios several times within one run, to be independent of the machine and its load."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The amount of measuring."""

    percent: int = 100
    """Of the amount that gives steady figures."""
    runs: int = 5

    def of(self, amount: int, *, least: int = 1) -> int:
        """Return so many percent of an amount."""
        return max(least, amount * self.percent // 100)


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A ratio that was measured in every run; the two sides of a run take turns on the same machine."""

    compares: str
    runs: tuple[float, ...]
    wanted: str = ""
    """Empty when it is only reported."""
    figures: dict[str, Any] = field(default_factory=dict)
    """Figures that explain the ratio."""

    @property
    def spread(self) -> dict[str, Any]:
        """The median over the runs, the lowest, the highest, and all."""
        return spread(self.runs)

    @property
    def document(self) -> dict[str, Any]:
        """The ratio as a JSON document."""
        return {"compares": self.compares, "wanted": self.wanted, **self.spread, **self.figures}


def spread(runs: Sequence[float]) -> dict[str, Any]:
    """Return the median over the runs, the lowest, the highest, and all."""
    return {"value": median(runs), "low": min(runs), "high": max(runs), "runs": [*runs]}


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that some work takes, and what it returns."""
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def quotients(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """Return run by run one figure over another."""
    return tuple(one / other for one, other in zip(above, below, strict=True))
