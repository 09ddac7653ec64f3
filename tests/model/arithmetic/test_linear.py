"""Products and systems of our own, held against numpy's, and their order of adding against plain loops."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from model.arithmetic import products, systems
from model.world.arrays import Floats

CHANCE = np.random.default_rng(1)
DESIGN = CHANCE.normal(size=(40, 5))
EVEN = DESIGN.T @ DESIGN


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((3, 4), (4, 5)),
        ((4,), (4, 5)),
        ((3, 4), (4,)),
        ((4,), (4,)),
        ((7, 3, 4), (4, 5)),
        ((7, 3, 4), (7, 4, 5)),
        ((2, 7, 1, 4), (7, 4, 5)),
        ((3, 4), (7, 4, 5)),
        ((4,), (7, 4, 5)),
        ((2, 3, 4), (4,)),
        ((0, 4), (4, 2)),
        ((3, 0), (0, 2)),
        ((3, 9), (9, 70)),
    ],
)
def test_products_are_those_of_numpy(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    a, b = CHANCE.normal(size=left), CHANCE.normal(size=right)
    assert products.product(a, b).shape == np.matmul(a, b).shape
    assert_allclose(products.product(a, b), np.matmul(a, b), atol=1e-13)


def test_products_whose_inner_lengths_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="inner lengths"):
        products.product(np.ones((2, 3)), np.ones((2, 3)))


def test_sums_are_added_in_the_order_of_the_numbers() -> None:
    a, b = CHANCE.normal(size=(6, 103)), CHANCE.normal(size=(103, 11))
    one_by_one: Floats = np.zeros((6, 11))
    for i, j in np.ndindex(6, 11):
        for k in range(103):
            one_by_one[i, j] += a[i, k] * b[k, j]
    assert (products.product(a, b) == one_by_one).all()
    assert products.dot(a[0], b[:, 0]) == one_by_one[0, 0]
    assert (products.product(a.copy(order="F"), b[::-1][::-1]) == one_by_one).all()


def test_moments_are_those_of_numpy() -> None:
    assert_allclose(products.covariance(DESIGN), np.cov(DESIGN.T), atol=1e-15)
    assert_allclose(products.correlation(DESIGN), np.corrcoef(DESIGN.T), atol=1e-15)


def test_systems_are_solved() -> None:
    y = CHANCE.normal(size=5)
    stack = np.stack([EVEN, EVEN + np.eye(5)])
    assert_allclose(systems.solve(EVEN, y), np.linalg.solve(EVEN, y), rtol=1e-10)
    assert_allclose(systems.solve(EVEN, DESIGN.T), np.linalg.solve(EVEN, DESIGN.T), rtol=1e-8)
    assert_allclose(systems.inverse(stack), np.linalg.inv(stack), rtol=1e-9, atol=1e-12)
    assert systems.solve(np.zeros((0, 0)), np.zeros(0)).shape == (0,)
    assert systems.solve([[0.0, 1.0], [1.0, 0.0]], [2.0, 3.0]).tolist() == [3.0, 2.0]


def test_a_matrix_that_will_not_do_is_refused() -> None:
    with pytest.raises(ValueError, match="singular"):
        systems.solve(np.ones((2, 2)), np.ones(2))
    with pytest.raises(ValueError, match="positive definite"):
        systems.cholesky(np.array([[1.0, 2.0], [2.0, 1.0]]))


def test_roots_and_eigenvalues_give_the_matrix_back() -> None:
    values, vectors = systems.eigen(EVEN)
    assert_allclose(values, np.linalg.eigvalsh(EVEN), rtol=1e-12)
    assert_allclose(np.matmul(vectors * values, vectors.T), EVEN, atol=1e-12)
    assert_allclose(np.matmul(vectors.T, vectors), np.eye(5), atol=1e-14)
    lower, root = systems.cholesky(EVEN), systems.symmetric_root(EVEN)
    assert_allclose(lower, np.linalg.cholesky(EVEN), rtol=1e-12)
    assert_allclose(np.matmul(root, root), EVEN, atol=1e-12)
    assert systems.eigen(np.eye(3))[0].tolist() == [1.0, 1.0, 1.0]
    singular = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert_allclose(np.matmul(systems.symmetric_root(singular), systems.symmetric_root(singular)), singular)


@pytest.mark.parametrize("columns", [5, 7])
def test_least_squares_with_and_without_columns_to_spare(columns: int) -> None:
    design = np.column_stack([DESIGN, DESIGN[:, 0] + DESIGN[:, 1], DESIGN[:, 2]])[:, :columns]
    y = CHANCE.normal(size=40)
    assert_allclose(systems.pseudo_inverse(design), np.linalg.pinv(design), atol=1e-12)
    assert_allclose(systems.pseudo_inverse(design.T), np.linalg.pinv(design.T), atol=1e-12)
    assert_allclose(systems.least_squares(design, y), np.linalg.lstsq(design, y, rcond=None)[0], atol=1e-12)


def test_nothing_has_a_pseudo_inverse_too() -> None:
    assert systems.pseudo_inverse(np.zeros((3, 2))).tolist() == np.zeros((2, 3)).tolist()
    assert systems.pseudo_inverse(np.zeros((0, 0))).shape == (0, 0)
