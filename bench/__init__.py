"""Measured comparisons: what a design decision costs or gains, on this machine, with the figures to show it.

A benchmark measures and asserts nothing. `python -m bench` runs them all, `python -m bench variance --json`
one of them for a machine to read. To add one, write a module with a `BENCH` and name it in `bench.__main__`.
"""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

Figures = dict[str, float | int | str]
"""One row of a benchmark's table."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A named measurement.

    `measure` takes a size (what it means, `size_is` says) and returns the rows of a table.
    """

    name: str
    question: str
    size: int
    size_is: str
    measure: Callable[[int], list[Figures]]


def machine() -> Figures:
    """Return what the figures depend on: cores and versions."""
    return {
        "cores": os.cpu_count() or 1,
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("trappe", "numpy", "simpy")},
    }
