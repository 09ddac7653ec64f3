"""Decide how many draws are enough: until chance and few draws blur the answer less than ignorance does.

The measure is the Monte Carlo error of the mean net present gain as a share of its standard deviation over
draws, the spread that comes from what we do not know. It cannot be measured when the assumptions hardly move
the gain: against a spread of nothing no error is small. Then draws are added up to the most there may be, and
the answer is that it was not reached. The spread is itself an estimate: where chance in the mean of a draw
has some twenty times the variance of ignorance, a lucky estimate may stop it with a tenth more error than was
asked for.
"""

import math
import re

import numpy as np

from language.messages import Message
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.running.limits import MOST_DRAWS

_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")
_GROWTH = 1.5
_LEAST_DKK = 0.01
"""A gain that varies by less than an øre is constant: what differs is rounding."""


def parse_share(text: str) -> float:
    """Return the share in `5%`, `5 %`, `0.05` or `0,05`; raises RefusedError for anything else.

    A number without a percent sign must be below one, for `5` might be meant either way.
    """
    if match := _SHARE.fullmatch(text.strip()):
        value = float(match[1].replace(",", "."))
        if match[2] and 0 < value <= 100:
            return value / 100
        if not match[2] and 0 < value < 1:
            return value
    raise _no_share(text)


def check_share(share: float) -> None:
    """Raise RefusedError for a number that is no share above zero."""
    if not 0 < share <= 1:
        raise _no_share(share)


def _no_share(value: str | float) -> RefusedError:
    return RefusedError(
        Message(
            "--precision: '{value}' is not a share between 0 and 100%; write for instance 5% or 0.05",
            value=value,
        )
    )


def relative_error(net_present: Floats, *, is_uncertain: bool) -> float:
    """Return the error of the mean as a share of the standard deviation over draws; inf when it is unknown.

    `net_present` is in kroner, [draw, replication]. The standard deviation is that of ignorance alone: the
    variance of the draws' means less what chance gives them (as `variance_shares` has it). Where no
    assumption is uncertain, or one replication cannot tell chance from ignorance, it is that of the draws'
    means, and the share is one over the root of the number of draws.
    """
    draws, replications = net_present.shape
    if draws < 2:
        return math.inf
    if np.ptp(net_present) < _LEAST_DKK:
        return 0.0
    means = float(net_present.mean(axis=1).var(ddof=1))
    chance = 0.0
    if is_uncertain and replications > 1:
        chance = float(net_present.var(axis=1, ddof=1).mean()) / replications
    ignorance = means - chance
    return math.sqrt(means / draws / ignorance) if ignorance > 0 else math.inf


def next_draws(draws: int) -> int:
    """Return how many draws to have next: half as many again, and no more than there may be."""
    return min(MOST_DRAWS, math.ceil(draws * _GROWTH))
