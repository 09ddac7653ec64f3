"""Systems of linear equations and eigenvalues, added and chosen in an order that stands here."""

import math

import numpy as np
from numpy.typing import ArrayLike

from model.arithmetic.compiling import entry
from model.arithmetic.products import product
from model.world.arrays import Floats

_SWEEPS = 60
_EPSILON = 2.0**-53
_SMALL = 1e-15
"""Singular values below this share of the largest, times the length of the matrix, are taken as none."""


@entry
def _solve(matrices: Floats, sides: Floats) -> bool:
    """Solve stacks of systems in place, with the largest pivot of a column; tell if there is one."""
    for n in range(len(matrices)):
        matrix, side = matrices[n], sides[n]
        size = len(matrix)
        for column in range(size):
            pivot = column
            for i in range(column + 1, size):
                if abs(matrix[i, column]) > abs(matrix[pivot, column]):
                    pivot = i
            if matrix[pivot, column] == 0.0 or math.isnan(matrix[pivot, column]):
                return False
            if pivot != column:
                for j in range(size):
                    matrix[column, j], matrix[pivot, j] = matrix[pivot, j], matrix[column, j]
                for j in range(side.shape[1]):
                    side[column, j], side[pivot, j] = side[pivot, j], side[column, j]
            for i in range(column + 1, size):
                factor = matrix[i, column] / matrix[column, column]
                if factor != 0.0:
                    for j in range(column + 1, size):
                        matrix[i, j] -= factor * matrix[column, j]
                    for j in range(side.shape[1]):
                        side[i, j] -= factor * side[column, j]
        for i in range(size - 1, -1, -1):
            for k in range(i + 1, size):
                for j in range(side.shape[1]):
                    side[i, j] -= matrix[i, k] * side[k, j]
            for j in range(side.shape[1]):
                side[i, j] /= matrix[i, i]
    return True


@entry
def _cholesky(matrix: Floats, root: Floats) -> bool:
    for i in range(len(matrix)):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= root[i, k] * root[j, k]
            if i > j:
                root[i, j] = total / root[j, j]
            elif total > 0.0:
                root[i, i] = math.sqrt(total)
            else:
                return False
    return True


@entry
def _rotate(matrix: Floats, vectors: Floats) -> None:
    """Make a symmetric matrix diagonal in place by rotations, row by row (Jacobi's cyclic method)."""
    size = len(matrix)
    for _ in range(_SWEEPS):
        aside, whole = 0.0, 0.0
        for i in range(size):
            for j in range(size):
                square = matrix[i, j] * matrix[i, j]
                whole += square
                aside += square if i != j else 0.0
        if aside <= whole * 1e-34:
            break
        for p in range(size - 1):
            for q in range(p + 1, size):
                if matrix[p, q] == 0.0:
                    continue
                slope = (matrix[q, q] - matrix[p, p]) / (2.0 * matrix[p, q])
                tangent = 1.0 / (abs(slope) + math.sqrt(1.0 + slope * slope))
                tangent = tangent if slope >= 0.0 else -tangent
                cosine = 1.0 / math.sqrt(1.0 + tangent * tangent)
                sine = tangent * cosine
                for k in range(size):
                    one, other = matrix[k, p], matrix[k, q]
                    matrix[k, p], matrix[k, q] = cosine * one - sine * other, sine * one + cosine * other
                for k in range(size):
                    one, other = matrix[p, k], matrix[q, k]
                    matrix[p, k], matrix[q, k] = cosine * one - sine * other, sine * one + cosine * other
                for k in range(size):
                    one, other = vectors[k, p], vectors[k, q]
                    vectors[k, p], vectors[k, q] = cosine * one - sine * other, sine * one + cosine * other
                matrix[p, q] = matrix[q, p] = 0.0


@entry
def _turn_columns(columns: Floats, turns: Floats) -> None:
    """Make columns, given as rows, orthogonal in place by rotations (Hestenes's one-sided method)."""
    number, length = columns.shape
    for _ in range(_SWEEPS):
        has_turned = False
        for p in range(number - 1):
            for q in range(p + 1, number):
                one, other = columns[p], columns[q]
                a, b, both = 0.0, 0.0, 0.0
                for k in range(length):
                    a += one[k] * one[k]
                    b += other[k] * other[k]
                    both += one[k] * other[k]
                if abs(both) <= 4.0 * _EPSILON * math.sqrt(a * b):
                    continue
                has_turned = True
                slope = (b - a) / (2.0 * both)
                tangent = 1.0 / (abs(slope) + math.sqrt(1.0 + slope * slope))
                tangent = tangent if slope >= 0.0 else -tangent
                cosine = 1.0 / math.sqrt(1.0 + tangent * tangent)
                sine = tangent * cosine
                for k in range(length):
                    x, y = one[k], other[k]
                    one[k], other[k] = cosine * x - sine * y, sine * x + cosine * y
                for k in range(number):
                    x, y = turns[p, k], turns[q, k]
                    turns[p, k], turns[q, k] = cosine * x - sine * y, sine * x + cosine * y
        if not has_turned:
            return


def solve(matrix: ArrayLike, side: ArrayLike) -> Floats:
    """Return the x of matrix x = side, which has one or several columns; of stacks that broadcast, too.

    A `side` of one dimension is a vector. Raises ValueError when a matrix is singular.
    """
    a, b = np.asarray(matrix, dtype=np.float64), np.asarray(side, dtype=np.float64)
    columns = b[:, np.newaxis] if b.ndim == 1 else b
    stack = np.broadcast_shapes(a.shape[:-2], columns.shape[:-2])
    matrices, sides = (
        np.array(
            np.broadcast_to(part, (*stack, *part.shape[-2:])).reshape(math.prod(stack), *part.shape[-2:])
        )
        for part in (a, columns)
    )
    if not _solve(matrices, sides):
        raise ValueError("a system of equations has no single solution: its matrix is singular")
    result = sides.reshape(*stack, *columns.shape[-2:])
    return result[..., 0] if b.ndim == 1 else result


def inverse(matrix: ArrayLike) -> Floats:
    """Return the inverse of a matrix, or of each of a stack. Raises ValueError when one is singular."""
    a = np.asarray(matrix, dtype=np.float64)
    return solve(a, np.eye(a.shape[-1]))


def cholesky(matrix: Floats) -> Floats:
    """Return the lower triangle whose product with its transpose is a positive definite matrix.

    Raises ValueError when the matrix is not positive definite.
    """
    root = np.zeros(matrix.shape)
    if not _cholesky(np.ascontiguousarray(matrix, dtype=np.float64), root):
        raise ValueError("a matrix is not positive definite")
    return root


def eigen(matrix: ArrayLike) -> tuple[Floats, Floats]:
    """Return eigenvalues, rising, and eigenvectors, one a column, of a symmetric matrix."""
    values = np.array(matrix, dtype=np.float64)
    vectors = np.eye(len(values))
    _rotate(values, vectors)
    order = np.argsort(np.diag(values), kind="stable")
    return np.diag(values)[order], vectors[:, order]


def symmetric_root(matrix: ArrayLike) -> Floats:
    """Return the symmetric matrix whose square is a given one, with no eigenvalue below zero."""
    values, vectors = eigen(matrix)
    return product(vectors * np.sqrt(np.maximum(values, 0.0)), vectors.T)


def pseudo_inverse(matrix: Floats) -> Floats:
    """Return the pseudo-inverse (Moore and Penrose) of a matrix."""
    columns = np.array(matrix.T, dtype=np.float64, order="C")
    turns = np.eye(len(columns))
    _turn_columns(columns, turns)
    squares = (columns**2).sum(axis=1)
    least = (_SMALL * max(matrix.shape)) ** 2 * squares.max(initial=0.0)
    weights = np.where(squares > least, 1.0 / np.where(squares > least, squares, 1.0), 0.0)
    return product(turns.T * weights, columns)


def least_squares(design: Floats, y: Floats) -> Floats:
    """Return the coefficients, the least of all that fit as well, that fit `y` best; [column]."""
    return product(pseudo_inverse(design), y)
