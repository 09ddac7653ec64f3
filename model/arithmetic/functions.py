"""Functions of arrays, number by number: what numpy, `math` and `scipy.special` have too.

Each takes numbers or arrays that broadcast, and returns an array, or a number for numbers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model.arithmetic import beta_scalars, gamma_scalars, normal_scalars, scalars
from model.arithmetic.compiling import entry
from model.world.arrays import Floats

Result = Any
"""An array, or a number for numbers."""

_HALF_LOG_TWO_PI = 0.9189385332046727


@entry
def log_of_number(x: float) -> float:
    """Return `log` of one number, for those who have one at a time."""
    return scalars.log(x)


@entry
def power_of_numbers(x: float, y: float) -> float:
    """Return `power` of two numbers, for those who have two at a time."""
    return scalars.power(x, y)


@entry
def _exp(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = scalars.exp(x[i])


@entry
def _expm1(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = scalars.expm1(x[i])


@entry
def _log(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = scalars.log(x[i])


@entry
def _log1p(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = scalars.log1p(x[i])


@entry
def _power(x: Floats, y: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = scalars.power(x[i], y[i])


@entry
def _log_gamma(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = gamma_scalars.log_gamma(x[i])


@entry
def _gamma_below(a: Floats, x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = gamma_scalars.gamma_below(a[i], x[i])


@entry
def _gamma_above(a: Floats, x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = gamma_scalars.gamma_above(a[i], x[i])


@entry
def _gamma_quantile(a: Floats, share: Floats, result: Floats) -> None:
    for i in range(len(share)):
        result[i] = gamma_scalars.gamma_quantile(a[i], share[i])


@entry
def _beta_below(a: Floats, b: Floats, x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = beta_scalars.beta_below(a[i], b[i], x[i])


@entry
def _beta_quantile(a: Floats, b: Floats, share: Floats, result: Floats) -> None:
    for i in range(len(share)):
        result[i] = beta_scalars.beta_quantile(a[i], b[i], share[i])


@entry
def _normal_below(x: Floats, result: Floats) -> None:
    for i in range(len(x)):
        result[i] = normal_scalars.normal_below(x[i])


@entry
def _normal_quantile(share: Floats, result: Floats) -> None:
    for i in range(len(share)):
        result[i] = normal_scalars.normal_quantile(share[i])


def _each(loop: Callable[..., None], *arguments: ArrayLike) -> Result:
    arrays = [np.asarray(argument, dtype=np.float64) for argument in arguments]
    shape = max((array.shape for array in arrays), key=len)
    if any(array.shape not in {shape, ()} for array in arrays):
        arrays = [*np.broadcast_arrays(*arrays)]
        shape = arrays[0].shape
    result = np.empty(shape)
    flat = result.ravel()
    # One number for all is told apart first: to broadcast costs more than a short loop.
    loop(*(array.ravel() if array.shape == shape else np.full(len(flat), array) for array in arrays), flat)
    return result if shape else result[()]


def exp(x: ArrayLike) -> Result:
    """Return e to the power of each number."""
    return _each(_exp, x)


def expm1(x: ArrayLike) -> Result:
    """Return exp(x) - 1, exact to the last digits for small numbers too."""
    return _each(_expm1, x)


def log(x: ArrayLike) -> Result:
    """Return the natural logarithm: minus infinity of zero, none of numbers below."""
    return _each(_log, x)


def log1p(x: ArrayLike) -> Result:
    """Return log(1 + x), exact to the last digits for small numbers too."""
    return _each(_log1p, x)


def power(x: ArrayLike, y: ArrayLike) -> Result:
    """Return x to the power of y; none of an x below zero."""
    return _each(_power, x, y)


def log_gamma(x: ArrayLike) -> Result:
    """Return the logarithm of the gamma function of numbers above zero."""
    return _each(_log_gamma, x)


def gamma_below(a: ArrayLike, x: ArrayLike) -> Result:
    """Return the share of a gamma distribution of shape `a` and scale 1 that lies below `x`."""
    return _each(_gamma_below, a, x)


def gamma_above(a: ArrayLike, x: ArrayLike) -> Result:
    """Return the share of a gamma distribution of shape `a` and scale 1 that lies above `x`."""
    return _each(_gamma_above, a, x)


def gamma_quantile(a: ArrayLike, share: ArrayLike) -> Result:
    """Return the number below which lies a share of a gamma distribution of shape `a` and scale 1."""
    return _each(_gamma_quantile, a, share)


def beta_below(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Result:
    """Return the share of a beta distribution that lies below `x`."""
    return _each(_beta_below, a, b, x)


def beta_quantile(a: ArrayLike, b: ArrayLike, share: ArrayLike) -> Result:
    """Return the number below which lies a share of a beta distribution."""
    return _each(_beta_quantile, a, b, share)


def normal_below(x: ArrayLike) -> Result:
    """Return the share of the standard normal distribution that lies below each number."""
    return _each(_normal_below, x)


def normal_quantile(share: ArrayLike) -> Result:
    """Return the number below which lies a share of the standard normal distribution."""
    return _each(_normal_quantile, share)


def chi_square_above(x: ArrayLike, freedom: ArrayLike) -> Result:
    """Return the probability of a larger chi-square of so many degrees of freedom."""
    return gamma_above(np.asarray(freedom) / 2.0, np.asarray(x) / 2.0)


def log_normal_density(x: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Result:
    """Return the logarithm of the density of a normal distribution."""
    z = (np.asarray(x) - np.asarray(mean)) / np.asarray(sd)
    return -0.5 * z * z - log(sd) - _HALF_LOG_TWO_PI


def log_sum_exp(x: ArrayLike, axis: int = -1) -> Result:
    """Return the logarithm of the sum of exponentials along an axis."""
    values = np.asarray(x, dtype=np.float64)
    most = values.max(axis=axis, keepdims=True)
    most = np.where(np.isfinite(most), most, 0.0)
    return log(exp(values - most).sum(axis=axis)) + most.squeeze(axis)


def interpolated(at: ArrayLike, points: ArrayLike, values: ArrayLike) -> Floats:
    """Return the values at some places on the straight lines between `points`; beyond them, that of the last.

    The points do not fall; where several are one, the value is that of the last of them.
    """
    where, known, height = (np.asarray(each, dtype=np.float64) for each in (at, points, values))
    low = np.clip(np.searchsorted(known, where, side="right") - 1, 0, len(known) - 2)
    width = known[low + 1] - known[low]
    share = np.clip((where - known[low]) / np.where(width > 0.0, width, 1.0), 0.0, 1.0)
    return np.asarray(height[low] + share * (height[low + 1] - height[low]))


def hermite(degree: int, x: Floats) -> Floats:
    """Return the Hermite polynomial of a degree that is orthogonal under the normal distribution."""
    before, value = np.zeros_like(x), np.ones_like(x)
    for n in range(degree):
        before, value = value, x * value - n * before
    return value


def mean_ranks(column: Floats) -> Floats:
    """Return the rank of every value, from 1 on; equal values have the mean of theirs."""
    _, place, number = np.unique(column, return_inverse=True, return_counts=True)
    last = np.cumsum(number)
    return np.asarray((last - (number - 1) / 2)[place])
