"""Estimate the conditional mean of a figure given some columns, by sparse regression on polynomials.

Caveat. What is found is smooth: at most the fourth degree in one column and the third in two together. A jump
or an interplay of three columns is seen in part only. Terms that the rows cannot tell from chance are left
out, so what is found of many weak columns together is too little rather than too much.

The columns are taken by rank, as normal scores, and the figure is written on orthonormal Hermite polynomials
of the scores: a sparse polynomial chaos expansion (Blatman and Sudret 2011, Journal of Computational Physics
230:2345-2367), here built by orthogonal forward selection. That a regression over draws gives the conditional
expectations that value of information asks for is Strong, Oakley and Brennan 2014 (Medical Decision Making
34:311-326).

The selection ends by the extended Bayesian information criterion (Chen and Chen 2008, Biometrika 95:759-771).
The common one asks a term to be worth log(rows), which the best of some hundred idle terms often is by luck.
The extended one also asks 2 log(terms there were to choose from) of it. The choice is counted within classes
(straight, bent, two and two, two and two bent), so that a plain effect does not pay for the many products.
With few draws log(rows) is no guard, so there is a floor below it: idle columns are left with exactly the
mean some 98 times of a hundred, whatever their number and that of the draws.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.arithmetic.functions import log, log1p, normal_quantile
from model.arithmetic.products import dot, product
from model.arithmetic.systems import least_squares, solve
from model.world.arrays import Bools, Floats

Ints = NDArray[np.intp]
Factor = tuple[int, int]
"""A column and the degree of its polynomial."""
Term = tuple[Factor, ...]
"""A product of polynomials of one or two columns."""

LEAST_DRAWS = 20
"""Fewer cannot tell an effect from luck."""
FOLDS = 10
MOST_DEGREE = 4
MOST_PAIR_DEGREE = 3
"""Of a product, over both columns."""
MOST_PAIRED = 24
"""Columns that enter products: with more, those that tell most on their own."""
MOST_TERMS = 60
DRAWS_PER_TERM = 10
GUARD = 8.0
"""The least that a term has to be worth: the square of a normal number exceeds it 5 times in a thousand."""
PATIENCE = 8
"""Terms taken on trial after the best set so far: two that only tell together are found so."""

_SAME = 1e-12
"""Values that differ by less than this share of the largest are one value, parted by rounding."""
_TIED = 1e-9
"""Candidates this close say the same of the figure: the first is taken, not the one that rounding favours."""
_SPENT = 1e-6
"""A candidate whose variance is all but this share explained by the chosen terms says nothing new."""
_EXACT = 1e-12
"""Share of the variance that may be left when a figure counts as explained to the end."""


@dataclass(frozen=True, kw_only=True)
class RegressionFit:
    """A figure's conditional expectation at the rows that it was estimated from."""

    fitted: Floats
    """[row], in the unit of the figure; its mean is that of the figure."""
    residual: Floats
    """[row]: the figure less `fitted`."""
    mean: float
    explained: float
    """Share of the variance of the rows, from 0 to 1; of these rows, so somewhat too much for others."""
    terms: tuple[Term, ...]
    """In the order in which they were chosen; none when the columns tell nothing."""
    coefficients: Floats
    """[term], in the unit of the figure."""
    design: Floats
    """[row, term]: every term at every row, centred on zero with variance 1."""

    def part(self, columns: Collection[int]) -> Floats:
        """Return what the terms of these columns alone add to the mean; [row]."""
        own = self.is_of(columns)
        return product(self.design[:, own], self.coefficients[own])

    def is_of(self, columns: Collection[int]) -> Bools:
        """Return which terms have no other columns than these; [term]."""
        return np.array([all(column in columns for column, _ in term) for term in self.terms], dtype=bool)

    def projected(self, figures: Floats) -> Floats:
        """Return the least squares fit of other figures on the terms and a constant; [row] or [row, k]."""
        mean = figures.mean(axis=0)
        if not self.terms:
            return np.broadcast_to(mean, figures.shape).copy()
        return np.asarray(mean) + product(
            self.design, self.solved(product(self.design.T, figures) / len(figures))
        )

    def solved(self, covariances: Floats) -> Floats:
        """Return the coefficients that belong to covariances with the terms; [term] or [term, k]."""
        return solve(self._gram, covariances) if self.terms else covariances

    @cached_property
    def _gram(self) -> Floats:
        return product(self.design.T, self.design) / len(self.design)


@dataclass(frozen=True, kw_only=True)
class CrossFit:
    """A figure's conditional expectation at rows that its estimate has not seen."""

    fitted: Floats
    """[row]"""
    elsewhere: Floats
    """[row]: the mean of the rows that the row's estimate was made from."""
    explained: float
    """Share of the variance about `elsewhere`, from 0 to 1; 0 when the mean foretells as well."""


def conditional_mean(columns: Floats, y: Floats, *, groups: Ints | None = None) -> RegressionFit:
    """Return E[y | columns] at every row.

    `columns` is [row, column] and may have no column; only the order of the values within a column counts.
    Equal values share their mean score, a column with one value tells nothing, and of columns in the same or
    the reverse order only the first is taken. `y` is [row]. `groups` names the draw of each row where a draw
    has several: what is known is then counted in draws, as if the rows of one were one.

    Raises ValueError when the shapes do not fit each other, a value is not finite, or there are fewer than
    `LEAST_DRAWS` draws.
    """
    draws = len(np.unique(_checked(columns, y, groups)))
    candidates = _candidates(columns, y)
    design = candidates.design
    mean, spread = _moments(y)
    standard = (y - mean) / spread
    chosen = _chosen(
        product(design.T, design) / len(y),
        product(design.T, standard) / len(y),
        float(standard.var()),
        candidates,
        draws,
    )
    design = design[:, chosen]
    coefficients = least_squares(design, standard) * spread
    fitted = mean + product(design, coefficients)
    residual = y - fitted
    return RegressionFit(
        fitted=fitted,
        residual=residual,
        mean=mean,
        explained=float(np.clip(1 - residual.var() / y.var(), 0, 1)) if chosen else 0.0,
        terms=tuple(candidates.terms[each] for each in chosen),
        coefficients=coefficients,
        design=design,
    )


def cross_fitted(
    columns: Floats, y: Floats, *, groups: Ints | None = None, folds: int = FOLDS, seed: int = 0
) -> CrossFit:
    """Return E[y | columns] at every row, from the rows of other draws only.

    As `conditional_mean`, terms chosen anew each time. The draws are dealt on `folds` parts at random by
    `seed`; a row's estimate leaves out the part that its draw is in. Ranks are taken over all rows, which
    tells nothing of `y`. With more than `MOST_PAIRED` columns the ones that enter products are picked on all
    rows, which tells a little.

    Raises ValueError as `conditional_mean` does, and with fewer than two folds.
    """
    groups = _checked(columns, y, groups)
    if folds < 2:
        raise ValueError(f"folds must be at least 2, not {folds}")
    fold = _fold(groups, folds, seed)
    candidates = _candidates(columns, y)
    mean, spread = _moments(y)
    rows = np.column_stack([np.ones(len(y)), candidates.design, (y - mean) / spread])
    parts = [rows[fold == each] for each in range(folds)]
    products = [product(part.T, part) for part in parts]
    total = np.sum(products, axis=0)
    fitted, elsewhere = np.empty(len(y)), np.empty(len(y))
    for each, (part, own) in enumerate(zip(parts, products, strict=True)):
        draws = len(np.unique(groups[fold != each]))
        level, means, chosen, coefficients = _from_products(total - own, candidates, draws)
        fitted[fold == each] = level + product((part[:, 1:-1] - means)[:, chosen], coefficients)
        elsewhere[fold == each] = level
    missed = float(np.square(rows[:, -1] - fitted).sum())
    all_there_was = float(np.square(rows[:, -1] - elsewhere).sum())
    return CrossFit(
        fitted=mean + spread * fitted,
        elsewhere=mean + spread * elsewhere,
        explained=float(np.clip(1 - missed / all_there_was, 0, 1)) if all_there_was > 0 else 0.0,
    )


def normal_scores(column: Floats) -> Floats:
    """Return the normal score of every value's rank; values that are equal get the mean of theirs; [row].

    Values closer than a billionth of a thousandth of the largest are equal: rounding is not information.
    """
    order = np.argsort(column, kind="stable")
    values = column[order]
    scores = normal_quantile((np.arange(len(column)) + 0.5) / len(column))
    new = np.concatenate([[True], np.diff(values) > _SAME * np.abs(values).max(initial=0)])
    first = np.flatnonzero(new)
    means = np.add.reduceat(scores, first) / np.diff(np.append(first, len(column)))
    out = np.empty(len(column))
    out[order] = means[np.cumsum(new) - 1]
    return out


@dataclass(frozen=True, kw_only=True)
class _Candidates:
    """The terms to choose from."""

    terms: tuple[Term, ...]
    kind: Ints
    """[term]: the class within which the choice is counted."""
    design: Floats
    """[row, term]"""


def _candidates(columns: Floats, y: Floats) -> _Candidates:
    varying: dict[int, Floats] = {}
    for column in range(columns.shape[1]):
        scores = normal_scores(columns[:, column])
        if np.ptp(scores) > 0 and not any(_say_the_same(scores, other) for other in varying.values()):
            varying[column] = scores
    powers = {
        (column, degree): values
        for column, scores in varying.items()
        for degree, values in enumerate(_hermite(scores), start=1)
    }
    terms: list[Term] = [(factor,) for factor in powers]
    terms += _products(_paired(tuple(varying), powers, y))
    design = np.empty((len(y), len(terms)))
    for each, term in enumerate(terms):
        design[:, each] = math.prod(powers[factor] for factor in term)
    design -= design.mean(axis=0)
    spread = design.std(axis=0)
    usable = spread > _SPENT
    return _Candidates(
        terms=tuple(term for term, use in zip(terms, usable, strict=True) if use),
        kind=np.array([_kind(term) for term in terms], dtype=np.intp)[usable],
        design=design[:, usable] / spread[usable],
    )


def _say_the_same(scores: Floats, other: Floats) -> bool:
    """Return whether one column is in the order of another or in its reverse; then the first is enough."""
    return bool(np.abs(scores - other).max() < _TIED or np.abs(scores + other).max() < _TIED)


def _hermite(scores: Floats) -> list[Floats]:
    """Return the orthonormal Hermite polynomials from degree 1 on (probabilists', by their recurrence)."""
    polynomials = [np.ones_like(scores), scores]
    for degree in range(1, MOST_DEGREE):
        polynomials.append(
            (scores * polynomials[-1] - math.sqrt(degree) * polynomials[-2]) / math.sqrt(degree + 1)
        )
    return polynomials[1:]


def _paired(columns: tuple[int, ...], powers: dict[Factor, Floats], y: Floats) -> list[int]:
    if len(columns) <= MOST_PAIRED:
        return list(columns)
    centred = y - y.mean()
    tells = {
        column: sum(
            float(np.square(dot(powers[column, degree], centred)))
            / float(np.square(powers[column, degree]).sum())
            for degree in (1, 2)
        )
        for column in columns
    }
    return sorted(sorted(columns, key=lambda column: -tells[column])[:MOST_PAIRED])


def _products(columns: list[int]) -> list[Term]:
    degrees = range(1, MOST_PAIR_DEGREE)
    return [
        ((one, degree), (other, another))
        for place, one in enumerate(columns)
        for other in columns[place + 1 :]
        for degree in degrees
        for another in degrees
        if degree + another <= MOST_PAIR_DEGREE
    ]


def _kind(term: Term) -> int:
    bent = sum(degree for _, degree in term) > len(term)
    return 2 * (len(term) - 1) + int(bent)


def _chosen(
    gram: Floats, covariance: Floats, variance: float, candidates: _Candidates, draws: int
) -> list[int]:
    """Return the terms of the best set along the path of forward selection.

    `gram`, `covariance` and `variance` are the moments of the candidates and the figure about their means.
    Works on the moments alone, by a Cholesky factor that grows by one term a step, so that a part of the rows
    is left out by taking its moments away.
    """
    room, tells = np.diag(gram).copy(), covariance.copy()
    there, taken = np.bincount(candidates.kind, minlength=4), np.zeros(4, dtype=np.intp)
    most = min(MOST_TERMS, draws // DRAWS_PER_TERM, len(candidates.terms))
    factor = np.empty((most, len(tells)))
    path: list[int] = []
    left, score, best, best_score = variance, 0.0, 0, 0.0
    guard = max(float(log(draws)), GUARD)
    while len(path) < min(most, best + PATIENCE) and left > _EXACT * variance:
        threshold = guard + 2 * log(np.maximum((there - taken) / (taken + 1), 1))
        usable = room > _SPENT
        share = np.where(usable, np.square(tells) / np.where(usable, room, 1) / left, 0)
        # The level and what is chosen use up draws, and a logarithm of few is too large (Bartlett).
        change = (draws - len(path) - 2.5) * log1p(-np.minimum(share, 1 - _EXACT)) + threshold[
            candidates.kind
        ]
        change[~usable] = np.inf
        least = float(change.min())
        each = int(np.argmax(change <= least + _TIED * abs(least))) if math.isfinite(least) else 0
        if not usable[each]:
            break
        step = len(path)
        row = (gram[each] - product(factor[:step, each], factor[:step])) / math.sqrt(room[each])
        gained = tells[each] / math.sqrt(room[each])
        factor[step] = row
        room -= np.square(row)
        room[each] = 0
        tells -= row * gained
        left -= gained * gained
        taken[candidates.kind[each]] += 1
        path.append(each)
        score += float(change[each])
        if score < best_score:
            best, best_score = len(path), score
    return path[:best]


def _from_products(
    products: Floats, candidates: _Candidates, draws: int
) -> tuple[float, Floats, list[int], Floats]:
    """Return the level, the terms' means, the chosen terms and their coefficients.

    `products` are the sums of products of a constant, the candidates and the figure over some rows.
    """
    moments = products / products[0, 0]
    means = moments[0, 1:]
    about = moments[1:, 1:] - means[:, np.newaxis] * means
    gram, covariance, variance = about[:-1, :-1], about[:-1, -1], float(about[-1, -1])
    chosen = _chosen(gram, covariance, variance, candidates, draws)
    coefficients = solve(gram[np.ix_(chosen, chosen)], covariance[chosen])
    return float(means[-1]), means[:-1], chosen, coefficients


def _moments(y: Floats) -> tuple[float, float]:
    """Return the mean and what to divide by; a figure that rounding alone moves does not vary."""
    mean, spread = float(y.mean()), float(y.std())
    return mean, spread if spread > _SAME * float(np.abs(y).max()) else math.inf


def _fold(groups: Ints, folds: int, seed: int) -> Ints:
    names, group = np.unique(groups, return_inverse=True)
    dealt = np.arange(len(names)) % folds
    return np.asarray(np.random.default_rng(seed).permutation(dealt)[group])


def _checked(columns: Floats, y: Floats, groups: Ints | None) -> Ints:
    if y.ndim != 1 or columns.ndim != 2 or len(columns) != len(y):
        raise ValueError(
            f"columns must be [row, column] and y [row] with as many rows, not {columns.shape} and {y.shape}"
        )
    if not (np.isfinite(columns).all() and np.isfinite(y).all()):
        raise ValueError("columns and y must be finite: there is a nan or an infinite value")
    if groups is None:
        groups = np.arange(len(y))
    elif groups.shape != y.shape:
        raise ValueError(f"groups must name the draw of every row: {groups.shape} for {y.shape} rows")
    if (draws := len(np.unique(groups))) < LEAST_DRAWS:
        raise ValueError(f"a regression takes at least {LEAST_DRAWS} draws; there are {draws}")
    return groups
