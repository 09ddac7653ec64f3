"""Products of arrays whose sums are added in the order of the numbers, whatever the processor."""

import math

import numpy as np
from numpy.typing import ArrayLike

from model.arithmetic.compiling import entry
from model.world.arrays import Floats


@entry
def _multiply(a: Floats, b: Floats, result: Floats) -> None:
    """Multiply matrices pairwise, [n, i, k] and [n, k, j], into zeros [n, i, j].

    The sums of one row go side by side, four numbers at a time: each keeps its order.
    """
    for n in range(len(a)):
        for i in range(a.shape[1]):
            factors, row = a[n, i], result[n, i]
            fours = len(factors) // 4 * 4
            for k in range(0, fours, 4):
                f0, f1, f2, f3 = factors[k], factors[k + 1], factors[k + 2], factors[k + 3]
                b0, b1, b2, b3 = b[n, k], b[n, k + 1], b[n, k + 2], b[n, k + 3]
                for j in range(len(row)):
                    row[j] = (((row[j] + f0 * b0[j]) + f1 * b1[j]) + f2 * b2[j]) + f3 * b3[j]
            for k in range(fours, len(factors)):
                for j in range(len(row)):
                    row[j] += factors[k] * b[n, k, j]


def product(a: ArrayLike, b: ArrayLike) -> Floats:
    """Return what `a @ b` means: a product of matrices, vectors, or stacks of matrices that broadcast."""
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    rows = left if left.ndim > 1 else left[np.newaxis]
    columns = right if right.ndim > 1 else right[:, np.newaxis]
    (*stack, height, inner), (*other, depth, width) = rows.shape, columns.shape
    if inner != depth:
        raise ValueError(f"a product of {left.shape} and {right.shape}: the inner lengths differ")
    if not other:  # one matrix for all: the stack is one of rows
        height *= math.prod(stack)
    elif stack != other:
        stack = [*np.broadcast_shapes(tuple(stack), tuple(other))]
        rows = np.broadcast_to(rows, (*stack, height, inner))
        columns = np.broadcast_to(columns, (*stack, depth, width))
    many = math.prod(stack) if other else 1
    result = np.zeros((many, height, width))
    _multiply(
        np.ascontiguousarray(rows.reshape(many, height, inner)),
        np.ascontiguousarray(columns.reshape(many, inner, width)),
        result,
    )
    if right.ndim == 1:
        return result.reshape(left.shape[:-1])
    return result.reshape(*(stack if other else left.shape[:-2]), *(left.shape[-2:-1]), width)


def dot(a: Floats, b: Floats) -> float:
    """Return the sum of the products of two vectors' numbers."""
    return float(product(a, b))


def covariance(columns: Floats) -> Floats:
    """Return the covariance of columns, [row, column], over rows less one; [column, column]."""
    apart = columns - columns.mean(axis=0)
    return product(apart.T, apart) / (len(columns) - 1)


def correlation(columns: Floats) -> Floats:
    """Return the correlation of columns, [row, column]; ones on the diagonal; [column, column]."""
    moments = covariance(columns)
    spread = np.sqrt(np.diag(moments))
    result = np.clip(moments / spread[:, np.newaxis] / spread, -1.0, 1.0)
    np.fill_diagonal(result, 1.0)
    return np.asarray((result + result.T) / 2)
