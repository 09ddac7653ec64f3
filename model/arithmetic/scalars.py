"""Exponentials, logarithms and powers of single numbers, for compiled code.

Within 1 unit in the last place (`expm1` and `log1p` within 2), without a fused operation and without a call
into the C library, whose variants differ from processor to processor. Both turn on tables of 128 numbers,
worked out when this is imported in decimal arithmetic of 50 digits: exp(x) = 2^(k/128) exp(r) with |r| below
0.003, and log(x) = log c + log(1 + r) with a c near x, in the manner of Tang (1989, 1990, ACM Transactions on
Mathematical Software 15 and 16). Powers carry the logarithm in two numbers (Dekker 1971, Numerische
Mathematik 18).
"""

import math
from decimal import Decimal, localcontext

import numpy as np

from model.arithmetic.compiling import compiled, inlined
from model.world.arrays import Floats

_SIZE = 128
_BELOW_ONE = 80
"""Parts of the table of logarithms that lie below 1; the next begins at 1."""
_BITS = 2.0**42
"""Leading parts are whole multiples of its inverse, so that they add exactly."""

_SHIFT = np.int64(45)
_MANTISSA = np.int64(52)
_LAST = np.int64(_SIZE - 1)
_ONE = np.int64(0x3FF0_0000_0000_0000)
_ORIGIN = np.int64(_ONE - (_BELOW_ONE << 45))
"""The bits of 0.6875, where the table of logarithms begins."""
_EXPONENT = np.int64(-(1 << 52))
_UPPER_HALF = np.int64(-(1 << 27))
_SPLIT = 2.0**27 + 1.0

_LEAST_NORMAL, _SCALE, _SCALE_BITS = 2.0**-1022, 2.0**54, 54


def _in_two(number: Decimal, bits: float | None = None) -> tuple[float, float]:
    """Return the leading part of a number, a multiple of 1 / `bits` if given, and the rest."""
    leading = float(number) if bits is None else float(round(number * Decimal(bits))) / bits
    return leading, float(number - Decimal(leading))


def _tables() -> tuple[Floats, Floats, tuple[float, ...]]:
    with localcontext() as context:
        context.prec = 50
        two = Decimal(2)
        powers = [_in_two(two ** (Decimal(j) / _SIZE)) for j in range(_SIZE)]
        parts = []
        for i in range(_SIZE):
            width = 2.0**-8 if i < _BELOW_ONE else 2.0**-7
            middle = 1.0 + (i - _BELOW_ONE + 0.5) * width
            # About 1 the logarithm is small, and must be worked out from the number itself.
            inverse = 1.0 if i in {_BELOW_ONE - 1, _BELOW_ONE} else round(2.0**12 / middle) / 2.0**12
            parts.append((inverse, *_in_two(-Decimal(inverse).ln(), _BITS)))
        spacing = two.ln() / _SIZE
        constants = (*_in_two(two.ln(), _BITS), *_in_two(spacing, _BITS), float(1 / spacing))
    return np.array(powers), np.array(parts), constants


_POWERS, _PARTS, (_LN2, _LN2_REST, _SPACING, _SPACING_REST, _PER_SPACING) = _tables()


@inlined
def _bits(x: float) -> np.int64:
    return np.float64(x).view(np.int64)


@inlined
def _number(bits: np.int64) -> float:
    return np.int64(bits).view(np.float64)


@inlined
def _two_to(k: int | np.int64) -> float:
    """Return a power of two, -1022 <= k <= 1023."""
    return _number(np.int64(k + 1023) << _MANTISSA)


@inlined
def two_product(x: float, y: float) -> tuple[float, float]:
    """Return a product and its rounding error, which together are exact."""
    product = x * y
    a, b = x * _SPLIT, y * _SPLIT
    x_high, y_high = a - (a - x), b - (b - y)
    x_low, y_low = x - x_high, y - y_high
    return product, ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low


@inlined
def _two_sum(x: float, y: float) -> tuple[float, float]:
    total = x + y
    part = total - x
    return total, (x - (total - part)) + (y - part)


@inlined
def _reduced(x: float, rest: float) -> tuple[np.int64, float]:
    """Return k and exp(r) - 1 of x + rest = k log(2) / 128 + r."""
    k = math.floor(x * _PER_SPACING + 0.5)
    r = ((x - k * _SPACING) - k * _SPACING_REST) + rest
    series = r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
    return np.int64(k), r + series


@inlined
def _exp_of_two(x: float, rest: float) -> float:
    """Return exp(x + rest), `rest` being small beside `x`."""
    if x > 710.0:
        return math.inf
    if x < -746.0:
        return 0.0
    k, fraction = _reduced(x, rest)
    j, power = k & _LAST, k >> np.int64(7)
    value = _POWERS[j, 0] + (_POWERS[j, 1] + _POWERS[j, 0] * fraction)
    if power > 1022:
        return value * _two_to(1022) * _two_to(power - 1022)
    if power < -1021:
        return value * _two_to(power + 500) * _two_to(-500)
    return value * _two_to(power)


@compiled
def exp(x: float) -> float:
    """Return e to the power of a number."""
    if math.isnan(x):
        return x
    return _exp_of_two(x, 0.0)


@compiled
def expm1(x: float) -> float:
    """Return exp(x) - 1, exact to the last digits for small numbers too."""
    if math.isnan(x) or abs(x) < 2.0**-54:
        return x
    if x > 40.0:
        return _exp_of_two(x, 0.0)
    if x < -40.0:
        return -1.0
    k, fraction = _reduced(x, 0.0)
    scale = _two_to(k >> np.int64(7))
    high, low = scale * _POWERS[k & _LAST, 0], scale * _POWERS[k & _LAST, 1]
    return (high - 1.0) + (low + high * fraction)


@inlined
def _parts(x: float) -> tuple[float, float, float, float]:
    """Return a number above zero as log(x) = high + low + log(1 + r), r in two numbers."""
    shift = 0
    if x < _LEAST_NORMAL:
        x, shift = x * _SCALE, _SCALE_BITS
    bits = _bits(x)
    away = bits - _ORIGIN
    k = np.float64((away >> _MANTISSA) - shift)
    i = (away >> _SHIFT) & _LAST
    near_one = bits - (away & _EXPONENT)
    upper = _number(near_one & _UPPER_HALF)
    lower = _number(near_one) - upper
    inverse = _PARTS[i, 0]
    r, rest = _two_sum(upper * inverse - 1.0, lower * inverse)
    return k * _LN2 + _PARTS[i, 1], k * _LN2_REST + _PARTS[i, 2], r, rest


@inlined
def _from_cubes(r: float) -> float:
    """Return log(1 + r) - r + r^2 / 2 over r^3, for |r| below 1/128."""
    square = r * r
    return (1 / 3 - r * (1 / 4)) + square * (
        (1 / 5 - r * (1 / 6)) + square * ((1 / 7 - r * (1 / 8)) + square * (1 / 9))
    )


@compiled
def log(x: float) -> float:
    """Return the natural logarithm of a number: minus infinity of zero, none of a number below."""
    if x <= 0.0:
        return -math.inf if x == 0.0 else math.nan
    if math.isnan(x) or x == math.inf:
        return x
    high, low, r, rest = _parts(x)
    total = high + r
    low += (high - total) + r
    return total + (low + (rest + r * r * (r * _from_cubes(r) - 0.5)))


@compiled
def log1p(x: float) -> float:
    """Return log(1 + x), exact to the last digits for small numbers too."""
    if math.isnan(x) or abs(x) < 2.0**-54 or x == math.inf:
        return x
    y = 1.0 + x
    if y <= 0.0:
        return log(y)
    lost = x - (y - 1.0) if y < 2.0 else 1.0 - (y - x)
    return log(y) + lost / y


@compiled
def power(x: float, y: float) -> float:
    """Return x to the power of y; none of an x below zero."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if y == 1.0 or math.isnan(x):
        return x
    if math.isnan(y) or x < 0.0:
        return math.nan
    if x == 0.0:
        return 0.0 if y > 0.0 else math.inf
    if x == math.inf:
        return math.inf if y > 0.0 else 0.0
    high, low, r, rest = _parts(x)
    square, error = two_product(r, r)
    total, lost = _two_sum(high, r)
    total, more = _two_sum(total, -0.5 * square)
    cubes = r * square * _from_cubes(r)
    total, least = _two_sum(total, cubes)
    lost = lost + more + least + (low + rest - 0.5 * error - r * rest)
    rough = y * total
    if not -800.0 < rough < 800.0:
        return math.inf if rough > 0.0 else 0.0
    exponent, error = two_product(y, total)
    return _exp_of_two(exponent, error + y * lost)
