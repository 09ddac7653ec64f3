"""The standard normal distribution of single numbers, for compiled code; relative errors are some 1e-15.

A series near the middle (Marsaglia 2004, Journal of Statistical Software 11), Laplace's continued fraction in
the tails, and for quantiles a first guess (Abramowitz and Stegun 1964, 26.2.22) that is mended by Halley's
method.
"""

import math

from model.arithmetic.compiling import compiled
from model.arithmetic.scalars import exp, log, two_product

_PER_ROOT_TWO_PI = 0.3989422804014327
_MIDDLE = 1.6
"""Standard deviations on either side within which the series is used."""
_MIDDLE_SHARE = 0.445
"""Share on either side within which its quantiles are."""


@compiled
def normal_density(x: float) -> float:
    """Return the density of a number."""
    if abs(x) > 40.0:
        return 0.0
    square, error = two_product(x, x)
    return _PER_ROOT_TWO_PI * exp(-0.5 * square) * (1.0 - 0.5 * error)


@compiled
def _from_middle(x: float) -> float:
    """Return the share between the middle and a number near it, over the density of that."""
    square = x * x
    term, total, n = x, x, 1.0
    while True:
        n += 2.0
        term *= square / n
        more = total + term
        if more == total:
            return total
        total = more


@compiled
def _tail_ratio(x: float) -> float:
    """Return the share above a number far above the middle, over the density of that."""
    value = x
    for n in range(int(450.0 / (x * x)) + 12, 0, -1):
        value = x + n / value
    return 1.0 / value


@compiled
def normal_below(x: float) -> float:
    """Return the share of the distribution that lies below a number."""
    if math.isnan(x):
        return x
    if abs(x) < _MIDDLE:
        return 0.5 + normal_density(x) * _from_middle(x)
    tail = normal_density(x) * _tail_ratio(abs(x)) if abs(x) < 40.0 else 0.0
    return tail if x < 0.0 else 1.0 - tail


@compiled
def normal_quantile(share: float) -> float:
    """Return the number below which lies a share of the distribution."""
    if not 0.0 <= share <= 1.0:
        return math.nan
    if share in (0.0, 1.0):
        return -math.inf if share == 0.0 else math.inf
    away = share - 0.5
    tail = min(share, 1.0 - share)
    t = math.sqrt(-2.0 * log(tail))
    x = t - (2.30753 + 0.27061 * t) / (1.0 + t * (0.99229 + 0.04481 * t))
    for _ in range(3):
        if abs(away) < _MIDDLE_SHARE:
            off = _from_middle(x) - abs(away) / normal_density(x)
            x -= off / (1.0 + 0.5 * x * off)
        else:
            off = _tail_ratio(x) - tail / normal_density(x)
            x += off / (1.0 - 0.5 * x * off)
    return x if away > 0.0 else -x
