"""Limit the numbers that an analysis may be asked for, alike on the command line and in Python.

Alone here, so that `--help` need not import numpy for them.
"""

from collections.abc import Collection
from typing import Generic, NamedTuple, TypeVar

from language.messages import Message
from scenarios.files.refusals import RefusedError

MOST_DRAWS = 100_000
"""Of one study, whatever precision is asked for."""

MOST_REPLICATIONS = 2**20
"""Of one draw: each has a chance of its own, and draws must not share them."""


Number = TypeVar("Number", bound=float)


class Limits(NamedTuple, Generic[Number]):
    """The least and the most that a number may be; None where there is no most."""

    least: Number
    most: Number | None = None

    def allow(self, value: float) -> bool:
        """Return whether the value is within the limits."""
        return self.least <= value and (self.most is None or value <= self.most)


DRAWS = Limits(1, MOST_DRAWS)
REPLICATIONS = Limits(1, 1_000)
COMPARED_REPLICATIONS = Limits(1, 100_000)
"""Of a comparison, which keeps no more of each than its figures."""
POINT_REPLICATIONS = Limits(2, 100_000)
"""Of a point of a sensitivity analysis: two at least, so that chance can be held apart."""
INFORMATION_REPLICATIONS = Limits(2, 1_000)
SEED = Limits(0, 2**64 - 1)
WORKERS = Limits(1)
CONFIDENCE = Limits(0.01, 0.99)
PAIRS = Limits(0, 12)
CHILDREN = Limits(1)
MONTHS = Limits(1)
BRIDGE_DAYS = Limits(0, 366)
SHARE = Limits(0.0, 1.0)


def check_limits(**asked: tuple[float, Limits[int] | Limits[float]]) -> None:
    """Raise RefusedError for a number outside its limits; the sentence names it as its option."""
    for name, (value, limits) in asked.items():
        if limits.allow(value):
            continue
        least, most = limits
        facts = {"name": name.replace("_", "-"), "value": value, "least": least, "most": most}
        raise RefusedError(
            Message("--{name}: {value} will not do; give {least} or more", **facts)
            if most is None
            else Message("--{name}: {value} will not do; give {least} to {most}", **facts)
        )


def check_choice(name: str, value: str, choices: Collection[str]) -> None:
    """Raise RefusedError for a word that is none of the choices; the sentence names it as its option."""
    if value not in choices:
        raise RefusedError(
            Message(
                "--{name}: '{value}' is not known; there are {choices}",
                name=name,
                value=value,
                choices=", ".join(choices),
            )
        )
