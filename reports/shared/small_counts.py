"""Keep numbers that few children are behind off pages that are made to be published.

A rate or an arrival from a ledger has an interval, from which the events behind it can be worked out. Where
they are fewer than five, the calibrated file says so and nothing is shown; where they are fewer than fifty,
one digit is shown, so that two pages a year apart do not tell of the few who came in between.
"""

import math
from collections.abc import Sequence

from language.messages import say
from scenarios.format.assumptions import Assumption
from scenarios.format.distributions import Gamma

_MANY = 50
"""Events from which on an interval hardly tells one more or less."""


def hidden_words() -> str:
    """Return what stands in the place of a number that few children are behind."""
    return say("hidden: fewer than 5 children are behind it, or theirs could be worked out")


def coarse(assumption: Assumption, values: Sequence[float]) -> Sequence[float]:
    """Return values of an assumption as they may be published: with one digit where few events are behind."""
    return [_one_digit(value) for value in values] if is_coarse(assumption) else values


def is_coarse(assumption: Assumption) -> bool:
    """Return whether few events are behind an assumption that a ledger gave."""
    believed = assumption.distribution
    if not isinstance(believed, Gamma):
        return False
    ratio = believed.mean / believed.sd
    return ratio * ratio < _MANY


def _one_digit(value: float) -> float:
    return round(value, -math.floor(math.log10(abs(value)))) if value else value
