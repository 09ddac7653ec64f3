"""The gamma function and the gamma distribution of single numbers, for compiled code.

Relative errors are some 1e-14, and grow with the size of the shape: 1e-12 at a shape of 1e6. Densities are
those of a Poisson count in saddle-point form (Loader 2000, "Fast and accurate computation of binomial
probabilities"), since the logarithms of large factorials would cancel. Shares are sums of densities: a series
below the mean, a continued fraction above it (NIST Digital Library of Mathematical Functions, 8.7 and 8.9).
"""

import math

from model.arithmetic.compiling import compiled
from model.arithmetic.scalars import exp, expm1, log, log1p, power

_TWO_PI = 2.0 * math.pi
_HALF_LOG_TWO_PI = 0.9189385332046727
_LARGE = 16.0
"""From here on Stirling's series has all digits."""
_SMALLEST = 1e-300
_EPSILON = 2.0**-53
_MOST_TERMS = 1_000_000
_MOST_STEPS = 200


@compiled
def stirling_error(x: float) -> float:
    """Return the logarithm of x! over Stirling's approximation of it, for x above zero."""
    correction = 0.0
    while x < _LARGE:
        correction += (x + 0.5) * log1p(1.0 / x) - 1.0
        x += 1.0
    z = 1.0 / (x * x)
    series = 1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z * (1 / 156))))
    return correction + (1 / 12 - z * (1 / 360 - z * series)) / x


@compiled
def log_gamma(x: float) -> float:
    """Return the logarithm of the gamma function of a number above zero."""
    return (x - 0.5) * log(x) - x + _HALF_LOG_TWO_PI + stirling_error(x)


@compiled
def deviance_part(a: float, mean: float) -> float:
    """Return a log(a / mean) + mean - a, exact to the last digits where the two are close."""
    v = (mean - a) / (mean + a)
    if abs(v) > 0.1:
        return a * log(a / mean) + mean - a
    square = v * v
    total, odd, n = v * (mean - a), 2.0 * a * v, 1
    while True:
        odd *= square
        n += 2
        more = total - odd / n
        if more == total:
            return total
        total = more


@compiled
def poisson_term(a: float, x: float) -> float:
    """Return x^a exp(-x) / gamma(a + 1), for a and x above zero."""
    return exp(-deviance_part(a, x) - stirling_error(a)) / math.sqrt(_TWO_PI * a)


@compiled
def _series(a: float, x: float) -> float:
    term, total, n = 1.0, 1.0, a
    for _ in range(_MOST_TERMS):
        n += 1.0
        term *= x / n
        total += term
        if term < total * _EPSILON:
            break
    return total * poisson_term(a, x)


@compiled
def _continued_fraction(a: float, x: float) -> float:
    b = x + 1.0 - a
    c, d = 1.0 / _SMALLEST, 1.0 / b
    value = d
    for i in range(1, _MOST_TERMS):
        term = -i * (i - a)
        b += 2.0
        d = term * d + b
        d = _SMALLEST if abs(d) < _SMALLEST else d
        c = b + term / c
        c = _SMALLEST if abs(c) < _SMALLEST else c
        d = 1.0 / d
        factor = c * d
        value *= factor
        if abs(factor - 1.0) <= 2 * _EPSILON:
            break
    return value * a * poisson_term(a, x)


@compiled
def gamma_below(a: float, x: float) -> float:
    """Return the share of a gamma distribution of shape `a` and scale 1 that lies below `x`."""
    if math.isnan(x) or math.isnan(a) or a <= 0.0:
        return math.nan
    if x <= 0.0:
        return 0.0
    if x == math.inf:
        return 1.0
    return _series(a, x) if x < a + 1.0 else 1.0 - _continued_fraction(a, x)


@compiled
def gamma_above(a: float, x: float) -> float:
    """Return the share of a gamma distribution of shape `a` and scale 1 that lies above `x`."""
    if math.isnan(x) or math.isnan(a) or a <= 0.0:
        return math.nan
    if x <= 0.0:
        return 1.0
    if x == math.inf:
        return 0.0
    return 1.0 - _series(a, x) if x < a + 1.0 else _continued_fraction(a, x)


@compiled
def gamma_quantile(a: float, share: float) -> float:
    """Return the number below which lies a share of a gamma distribution of shape `a` and scale 1.

    Newton's method on the logarithm of the smaller tail, in the logarithm of the number, between bounds.
    """
    if not (0.0 <= share <= 1.0 and a > 0.0):
        return math.nan
    if share == 0.0:
        return 0.0
    if share == 1.0:
        return math.inf
    is_low = share <= 0.5
    wanted = share if is_low else 1.0 - share
    # Near zero the share is x^a / gamma(a + 1); by that the number is never too large.
    x = power(share, 1.0 / a) * exp((log_gamma(a) + log(a)) / a)
    if x < 1e-300:
        return x
    x = max(x, a * 1e-3) if a > 1.0 else x
    low, high = 0.0, math.inf
    for _ in range(_MOST_STEPS):
        tail = gamma_below(a, x) if is_low else gamma_above(a, x)
        if (tail < wanted) == is_low:
            low = x
        else:
            high = x
        slope = a * poisson_term(a, x) / max(tail, _SMALLEST)
        step = log(max(tail, _SMALLEST) / wanted) / slope if slope > 0.0 else math.inf
        step = -step if is_low else step
        if abs(step) < 2 * _EPSILON:
            break
        moved = x + x * expm1(step) if abs(step) < 5.0 else (x * 100.0 if step > 0.0 else x / 100.0)
        if not low < moved < high:
            moved = x * 2.0 if high == math.inf else (x / 2.0 if low == 0.0 else (low + high) / 2.0)
        if moved == x:
            break
        x = moved
    return x
