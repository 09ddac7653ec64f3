"""Measure the costs and gains of design decisions on this machine.

A benchmark measures and asserts nothing. `python -m bench` runs them all, `python -m bench variance --json`
one of them for a machine to read. To add one, write a module with a `BENCH` and name it in `bench.__main__`.
"""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from scenarios.running.workers import cores

Figures = dict[str, float | int | str]
"""One row of a benchmark's table."""

Document = dict[str, dict[str, Any]]
"""The results of a benchmark, by name: the keys at the top of its JSON."""

_PACKAGES = ("trappe", "numba", "numpy", "simpy", "ciw", "salabim", "SALib")


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A named measurement.

    `measure` takes a size in units of `size_is`, `rows` makes a table of the document that it returns.
    """

    name: str
    question: str
    size: int
    size_is: str
    measure: Callable[[int], Document]
    rows: Callable[[Document], list[Figures]]


def machine() -> dict[str, Any]:
    """Return the machine that the figures depend on: cores and versions."""
    return {
        "cores": cores(),
        "machine": f"{platform.machine()} {platform.system()}",
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
    }
