"""Write stays that end at reviews as planned ones: at each review some of those who are left are ready."""

from functools import lru_cache

import numpy as np

from model.arithmetic.functions import exp, power
from model.world.planned_stays import Length
from model.world.staircase import DAYS_PER_YEAR, OLDEST


@lru_cache(maxsize=512)
def reviewed_length(rate: float, *, shape: float, interval_days: float) -> Length:
    """Return how long stays last that only reviews end, with the cumulated readiness rate x years ** shape.

    No stay is longer than a childhood, so that of those who are not ready by then ends after it.
    """
    reviews = int(np.ceil(OLDEST * DAYS_PER_YEAR / interval_days)) + 1
    days = interval_days * np.arange(1.0, reviews + 1)
    moved = 1.0 - exp(-rate * power(days / DAYS_PER_YEAR, shape))
    before = np.concatenate([[0.0], moved[:-1]])
    shares = np.column_stack([before, moved]).ravel().tolist()
    at = np.repeat(days, 2).tolist()
    last = 2.0 * at[-1]
    return Length(shares=(0.0, *shares[1:], 1.0), days=(at[0], *at[1:], last))
