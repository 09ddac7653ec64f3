"""The beta distribution of single numbers, for compiled code.

Relative errors are some 1e-14, and grow with the size of the shapes: 1e-12 at shapes of 1e6. Densities are
those of a binomial count in saddle-point form (see `gamma_scalars`), shares a continued fraction (NIST
Digital Library of Mathematical Functions, 8.17.22).
"""

import math

from model.arithmetic.compiling import compiled
from model.arithmetic.gamma_scalars import deviance_part, stirling_error
from model.arithmetic.scalars import exp, expm1, log

_TWO_PI = 2.0 * math.pi
_SMALLEST = 1e-300
_EPSILON = 2.0**-53
_MOST_TERMS = 100_000
_MOST_STEPS = 200


@compiled
def _term(a: float, b: float, x: float, rest: float) -> float:
    """Return x^a (1 - x)^b over the beta function of `a` and `b`; `rest` is 1 - x."""
    n = a + b
    exponent = stirling_error(n) - stirling_error(a) - stirling_error(b)
    exponent -= deviance_part(a, n * x) + deviance_part(b, n * rest)
    return exp(exponent) * math.sqrt(a * b / (_TWO_PI * n))


@compiled
def _nonzero(x: float) -> float:
    return _SMALLEST if abs(x) < _SMALLEST else x


@compiled
def _tail(a: float, b: float, x: float, rest: float) -> float:
    """Return the share below `x`, where that is below the mean or a little above."""
    n = a + b
    c, d = 1.0, 1.0 / _nonzero(1.0 - n * x / (a + 1.0))
    value = d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 / _nonzero(1.0 + even * d)
        c = _nonzero(1.0 + even / c)
        value *= c * d
        odd = -(a + m) * (n + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 / _nonzero(1.0 + odd * d)
        c = _nonzero(1.0 + odd / c)
        factor = c * d
        value *= factor
        if abs(factor - 1.0) <= 2 * _EPSILON:
            break
    return value * _term(a, b, x, rest) / a


@compiled
def _shares(a: float, b: float, x: float, rest: float) -> tuple[float, float]:
    """Return the shares below and above `x`, the smaller with all its digits."""
    if x * (a + b + 2.0) < a + 1.0:
        below = _tail(a, b, x, rest)
        return below, 1.0 - below
    above = _tail(b, a, rest, x)
    return 1.0 - above, above


@compiled
def beta_below(a: float, b: float, x: float) -> float:
    """Return the share of a beta distribution that lies below `x`."""
    if not (a > 0.0 and b > 0.0) or math.isnan(x):
        return math.nan
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return _shares(a, b, x, 1.0 - x)[0]


@compiled
def beta_quantile(a: float, b: float, share: float) -> float:
    """Return the number below which lies a share of a beta distribution.

    Newton's method on the logarithm of the smaller tail, in the logarithm of the odds, between bounds.
    """
    if not (0.0 <= share <= 1.0 and a > 0.0 and b > 0.0):
        return math.nan
    if share in (0.0, 1.0):
        return share
    is_low = share <= 0.5
    wanted = share if is_low else 1.0 - share
    odds, low, high = a / b, 0.0, math.inf
    for _ in range(_MOST_STEPS):
        x, rest = odds / (1.0 + odds), 1.0 / (1.0 + odds)
        below, above = _shares(a, b, x, rest)
        tail = max(below if is_low else above, _SMALLEST)
        if (tail < wanted) == is_low:
            low = odds
        else:
            high = odds
        slope = _term(a, b, x, rest) / tail
        step = log(tail / wanted) / slope if slope > 0.0 else math.inf
        step = -step if is_low else step
        if abs(step) < 2 * _EPSILON:
            break
        moved = (
            odds + odds * expm1(step) if abs(step) < 5.0 else (odds * 100.0 if step > 0.0 else odds / 100.0)
        )
        if not low < moved < high:
            moved = odds * 2.0 if high == math.inf else (odds / 2.0 if low == 0.0 else (low + high) / 2.0)
        if moved == odds or moved < 1e-300 or moved > 1e300:
            odds = moved
            break
        odds = moved
    return odds / (1.0 + odds)
