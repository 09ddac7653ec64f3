"""Functions of arrays, held against decimal arithmetic, or against scipy."""

import math
from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import special, stats

from model.arithmetic import functions
from model.world.arrays import Floats

CHANCE = np.random.default_rng(1)


def spread(*pieces: tuple[float, float]) -> Floats:
    """Return numbers all over some intervals."""
    return np.concatenate([CHANCE.uniform(low, high, 400) for low, high in pieces])


def units_off(got: float, right: Decimal) -> float:
    """Return by how many units in the last place a number is off."""
    return abs(float((Decimal(got) - right) / Decimal(math.ulp(float(right)))))


def worst(ours: Callable[..., Floats], right: Callable[[Decimal], Decimal], at: Floats) -> float:
    with localcontext() as context:
        context.prec = 60
        pairs = zip(ours(at).tolist(), at.tolist(), strict=True)
        return max(units_off(got, right(Decimal(x))) for got, x in pairs)


SMALL = 10.0 ** CHANCE.uniform(-18, -1, 400)


def test_exponentials_are_right_to_the_last_digit_but_one() -> None:
    at = np.concatenate([spread((-1, 1), (-707, 709)), SMALL, -SMALL])
    assert worst(functions.exp, Decimal.exp, at) < 1
    assert worst(functions.expm1, lambda x: x.exp() - 1, np.concatenate([at[:800], SMALL, -SMALL])) < 2


def test_logarithms_are_right_to_the_last_digit_but_one() -> None:
    at = np.concatenate([spread((1e-9, 1), (0.98, 1.02), (1, 1e6)), SMALL, 1 / SMALL, 1 + SMALL, 1 - SMALL])
    assert worst(functions.log, Decimal.ln, at[at > 0]) < 1
    assert worst(functions.log1p, lambda x: (1 + x).ln(), np.concatenate([spread((-0.9, 5)), SMALL])) < 2


def test_powers_are_right_to_the_last_digit_but_one() -> None:
    x, y = spread((0.0, 20.0), (0.9, 1.1), (0.0, 1e-3)), spread((-3, 8), (-3000, 3000), (0, 50))
    with localcontext() as context:
        context.prec = 60
        off = [
            units_off(got, (Decimal(b) * Decimal(a).ln()).exp())
            for got, a, b in zip(functions.power(x, y).tolist(), x.tolist(), y.tolist(), strict=True)
        ]
    assert max(off) < 1


def test_ends_are_those_of_the_mathematics() -> None:
    assert functions.log([0.0, 1.0, math.inf]).tolist() == [-math.inf, 0.0, math.inf]
    assert functions.exp([-math.inf, 0.0, math.inf, 710.0, -746.0]).tolist() == [
        0.0,
        1.0,
        math.inf,
        math.inf,
        0.0,
    ]
    assert functions.expm1([-math.inf, 0.0, math.inf]).tolist() == [-1.0, 0.0, math.inf]
    assert functions.log1p([-1.0, 0.0, math.inf]).tolist() == [-math.inf, 0.0, math.inf]
    assert functions.power([0.0, 0.0, 0.0, 5.0], [2.0, 0.0, -1.0, 0.0]).tolist() == [0.0, 1.0, math.inf, 1.0]
    assert functions.power([2.0, 4.0, 3.0], [-1074.0, 0.5, 1.0]).tolist() == [5e-324, 2.0, 3.0]
    nothing = [
        functions.log(-1.0),
        functions.power(-1.0, 0.5),
        functions.exp(math.nan),
        functions.log(math.nan),
    ]
    assert np.isnan(nothing).all()


def test_a_subnormal_number_has_a_logarithm() -> None:
    assert functions.log(5e-324) == math.log(5e-324)
    assert functions.exp(-745.0) == math.exp(-745.0)


@given(st.floats(-700, 700), st.floats(0, 1e-3))
def test_exponentials_rise(x: float, more: float) -> None:
    assert functions.exp(x + more) >= functions.exp(x)


@given(st.floats(1e-300, 1e300))
def test_numbers_one_at_a_time_are_those_of_arrays(x: float) -> None:
    assert functions.log_of_number(x) == functions.log(np.array([x]))[0]
    assert functions.power_of_numbers(x, 0.3) == functions.power(np.array([x]), 0.3)[0]


def test_arrays_broadcast_and_keep_their_shape() -> None:
    table = functions.power(np.array([[1.0], [2.0]]), np.array([1.0, 2.0, 3.0]))
    assert table.tolist() == [[1, 1, 1], [2, 4, 8]]
    assert functions.exp(np.zeros((0, 3))).shape == (0, 3)
    assert functions.exp(0).shape == ()
    assert functions.power(np.arange(3), 2).tolist() == [0, 1, 4]


SHARES = np.concatenate([spread((0, 1), (0.05, 0.06), (0.94, 0.96)), SMALL, 1 - SMALL])


def test_normal_shares_and_quantiles_are_those_of_scipy() -> None:
    at = spread((-37, 8), (-2, 2))
    assert_allclose(functions.normal_below(at), special.ndtr(at), rtol=1e-12)
    inside = SHARES[(SHARES > 0) & (SHARES < 1)]
    assert_allclose(functions.normal_quantile(inside), special.ndtri(inside), rtol=1e-13, atol=1e-15)
    assert functions.normal_quantile([0.0, 0.5, 1.0]).tolist() == [-math.inf, 0.0, math.inf]
    assert np.isnan(functions.normal_quantile([-0.1, 1.1, math.nan])).all()


SHAPES = 10.0 ** CHANCE.uniform(-1.5, 4.5, 400)
OTHERS = 10.0 ** CHANCE.uniform(-1.5, 4.5, 400)
MIDDLES = CHANCE.uniform(1e-6, 1 - 1e-6, 400)


def test_gamma_shares_and_quantiles_are_those_of_scipy() -> None:
    assert_allclose(functions.log_gamma(SHAPES), special.gammaln(SHAPES), rtol=1e-13, atol=1e-13)
    at = SHAPES * CHANCE.uniform(0.7, 1.3, 400)
    assert_allclose(functions.gamma_below(SHAPES, at), special.gammainc(SHAPES, at), rtol=1e-9, atol=1e-280)
    assert_allclose(functions.gamma_above(SHAPES, at), special.gammaincc(SHAPES, at), rtol=1e-9, atol=1e-280)
    assert_allclose(
        functions.gamma_quantile(SHAPES, MIDDLES), special.gammaincinv(SHAPES, MIDDLES), rtol=1e-11
    )
    assert functions.gamma_quantile(2.0, [0.0, 1.0]).tolist() == [0.0, math.inf]
    assert functions.gamma_below(2.0, [-1.0, 0.0, math.inf]).tolist() == [0.0, 0.0, 1.0]
    assert_allclose(functions.chi_square_above(at, 7), stats.chi2.sf(at, 7), rtol=1e-9, atol=1e-280)


def test_beta_shares_and_quantiles_are_those_of_scipy() -> None:
    at = CHANCE.beta(SHAPES, OTHERS)
    inside = (at > 1e-12) & (at < 1 - 1e-12)
    a, b, x = SHAPES[inside], OTHERS[inside], at[inside]
    assert_allclose(functions.beta_below(a, b, x), special.betainc(a, b, x), rtol=1e-10)
    quantiles = special.betaincinv(SHAPES, OTHERS, MIDDLES)
    ours = functions.beta_quantile(SHAPES, OTHERS, MIDDLES)
    assert_allclose(ours[quantiles > 1e-250], quantiles[quantiles > 1e-250], rtol=1e-10)
    assert functions.beta_quantile(2.0, 3.0, [0.0, 1.0]).tolist() == [0.0, 1.0]
    assert functions.beta_below(2.0, 3.0, [-1.0, 0.0, 1.0, 2.0]).tolist() == [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize("impossible", [-0.1, 1.1, math.nan])
def test_no_share_has_no_quantile(impossible: float) -> None:
    assert math.isnan(functions.gamma_quantile(2.0, impossible))
    assert math.isnan(functions.beta_quantile(2.0, 3.0, impossible))


@given(st.floats(0.05, 500), st.floats(0.05, 500), st.floats(1e-6, 1 - 1e-6))
def test_quantiles_have_the_share_that_was_asked_for(a: float, b: float, share: float) -> None:
    assert functions.gamma_below(a, functions.gamma_quantile(a, share)) == pytest.approx(share, rel=1e-9)
    x = functions.beta_quantile(a, b, share)
    if 1e-200 < x < 1 - 1e-9:
        assert functions.beta_below(a, b, x) == pytest.approx(share, rel=1e-6)
    assert functions.normal_below(functions.normal_quantile(share)) == pytest.approx(share, rel=1e-12)


def test_densities_sums_polynomials_and_ranks_are_those_of_scipy() -> None:
    at = spread((-3, 3))
    assert_allclose(functions.log_normal_density(at, 0.3, 2.0), stats.norm.logpdf(at, 0.3, 2.0), rtol=1e-14)
    assert_allclose(functions.log_sum_exp(at), special.logsumexp(at), rtol=1e-14)
    assert functions.log_sum_exp([-math.inf, -math.inf]) == -math.inf
    for degree in range(6):
        assert_allclose(
            functions.hermite(degree, at), special.eval_hermitenorm(degree, at), rtol=1e-12, atol=1e-12
        )
    rounded = np.round(at, 1)
    assert functions.mean_ranks(rounded).tolist() == stats.rankdata(rounded).tolist()
