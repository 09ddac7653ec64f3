"""Roots and least points of functions of one number, and least sums of squares of several."""

from collections.abc import Callable

import numpy as np

from model.arithmetic.products import product
from model.arithmetic.systems import solve
from model.world.arrays import Floats

_EPSILON = 2.0**-52
_GOLDEN = 0.6180339887498949
_MOST_STEPS = 200


def root(function: Callable[[float], float], low: float, high: float, *, tolerance: float = 1e-12) -> float:
    """Return where a function crosses zero between two points at which its signs differ.

    Inverse quadratic interpolation where that is safe and bisection elsewhere (Chandrupatla 1997, Advances in
    Engineering Software 28:145-149). Raises ValueError when the signs are the same.
    """
    before, now = low, high
    f_before, f_now = function(low), function(high)
    if f_before == 0 or f_now == 0:
        return before if f_before == 0 else now
    if (f_before > 0) == (f_now > 0):
        raise ValueError(
            f"a function has one sign at {low:g} and at {high:g}: no root is known to lie between"
        )
    share = 0.5
    for _ in range(_MOST_STEPS):
        x = now + share * (before - now)
        f_x = function(x)
        if (f_x > 0) == (f_now > 0):
            third, f_third = now, f_now
        else:
            third, f_third, before, f_before = before, f_before, now, f_now
        now, f_now = x, f_x
        best, f_best = (now, f_now) if abs(f_now) < abs(f_before) else (before, f_before)
        least = (tolerance + 2 * _EPSILON * abs(best)) / abs(before - now)
        if f_best == 0 or least > 0.5:
            return best
        place, height = (now - before) / (third - before), (f_now - f_before) / (f_third - f_before)
        share = 0.5
        if height**2 < place and (1 - height) ** 2 < 1 - place:
            share = f_now / (f_before - f_now) * f_third / (f_before - f_third)
            share += (
                (third - now) / (before - now) * f_now / (f_third - f_now) * f_before / (f_third - f_before)
            )
        share = min(max(share, least), 1 - least)
    return best


def least_point(
    function: Callable[[float], float], low: float, high: float, *, tolerance: float
) -> tuple[float, float]:
    """Return where a function with one valley is least between two points, and its value.

    By golden section.
    """
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    f_left, f_right = function(left), function(right)
    while high - low > tolerance:
        if f_left <= f_right:
            high, right, f_right = right, left, f_left
            left = high - _GOLDEN * (high - low)
            f_left = function(left)
        else:
            low, left, f_left = left, right, f_right
            right = low + _GOLDEN * (high - low)
            f_right = function(right)
    return (left, f_left) if f_left <= f_right else (right, f_right)


def least_sum_of_squares(
    residuals: Callable[[Floats], Floats],
    slopes: Callable[[Floats], Floats],
    start: Floats,
    *,
    tolerance: float,
) -> tuple[Floats, Floats]:
    """Return where the sum of squared residuals is least near `start`, and the slopes there.

    `slopes` are [residual, number]. Levenberg and Marquardt's method (Marquardt 1963): it ends when a step
    promises to lower the sum by less than the share `tolerance`, or changes no number by more than its root.
    """
    x, at = start, residuals(start)
    damping, now = 1e-3, slopes(start)
    for _ in range(_MOST_STEPS):
        gram, down = product(now.T, now), product(now.T, at)
        damped = gram + damping * np.diag(np.diag(gram))
        step = -solve(damped, down)
        there = residuals(x + step)
        before, after = float((at**2).sum()), float((there**2).sum())
        promised = -2 * float((down * step).sum()) - float((product(gram, step) * step).sum())
        if after < before:
            damping = max(damping / 10, 1e-12)
            x, at = x + step, there
            now = slopes(x)
        else:
            damping *= 10
        if promised <= tolerance * before or np.abs(step).max() <= np.sqrt(tolerance) * 1e-1:
            break
    return x, now
