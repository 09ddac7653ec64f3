"""Estimate Sobol' indices: the share of the variance that each assumption makes, chance held apart.

Caveat. An index is a share of the variance that the assumptions make. A share says nothing about direction,
and a figure with long tails may hang on what a variance hardly sees; look at the tornado too.

Two points are drawn independently, A and B, and mixed: one assumption from B, the rest from A (Saltelli et
al. 2010, Computer Physics Communications 181:259-270; total indices by Jansen 1999). A and its mixtures share
the luck of their replications, B has another. So the difference that an assumption makes is seen without the
swing of chance, what is multiplied together is independent, and what chance is left in a squared difference
is estimated from the replications and taken away. Chance is credited to no assumption.

Assumptions that are drawn together cannot be mixed one by one. Their first index is the variance of what is
to be expected when one is known, and lets the others follow; it is taken from A and B by regression. Their
total index is the variance that is left when all others are known (Kucherenko, Tarantola and Annoni 2012,
Computer Physics Communications 183:937-946). The first may then exceed the total. The set as a whole is mixed
like one assumption.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from SALib.sample import sobol

from model.arithmetic.functions import hermite, normal_quantile
from model.arithmetic.products import product
from model.arithmetic.systems import solve
from model.world.arrays import Floats
from scenarios.building.draws import LEAST_SHARE
from sensitivity.methods.bootstrap import IntervalEstimate, bootstrap, weighted
from sensitivity.points.points import Points
from sensitivity.subject.factors import Factors, seed_of, unit_cube

_DEGREE = 4


@dataclass(frozen=True, kw_only=True)
class DrawnTogether:
    """A unit of mixing: an independent assumption, or a set of correlated ones."""

    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Design:
    """Points A, B and their mixtures; the points of a row are consecutive."""

    factors: Factors
    parts: tuple[DrawnTogether, ...]
    scores: Floats
    """Normal scores; [row, point of the row, assumption]."""
    second: bool
    """Whether B is mixed too, which second order takes."""

    @property
    def rows(self) -> int:
        """How many rows there are: the sample size."""
        return len(self.scores)

    @property
    def redrawn(self) -> tuple[int, ...]:
        """The assumptions that are drawn together, each drawn anew by itself in a point of every row."""
        return tuple(member for joint in self.factors.joints for member in joint.members)

    @property
    def points(self) -> Points:
        """Return the points; those of a row have one chance, B and its mixtures another."""
        rows, width = self.scores.shape[:2]
        from_b = np.zeros(width, dtype=np.int64)
        from_b[self.first_of_b :] = 1
        chance = 2 * np.arange(rows)[:, None] + from_b
        return Points(
            values=self.factors.values(self.scores.reshape(rows * width, -1)), chance=chance.reshape(-1)
        )

    @property
    def first_of_b(self) -> int:
        """The number of B in its row; A is the first."""
        return 1 + len(self.parts) + len(self.redrawn)


def design(factors: Factors, *, rows: int, second: bool, seed: int) -> Design:
    """Return a design of so many rows, from a scrambled Sobol' sequence; `rows` should be a power of two."""
    parts = tuple(
        [DrawnTogether(members=(number,)) for number in factors.alone]
        + [DrawnTogether(members=joint.members) for joint in factors.joints]
    )
    number = len(factors.names)
    shares = sobol.sample(unit_cube(factors), rows, calc_second_order=False, seed=seed_of(seed))
    a, b = shares.reshape(rows, number + 2, number)[:, [0, -1]].transpose(1, 0, 2)
    scores = factors.scores(a), factors.scores(b)
    fresh = normal_quantile(np.clip(b, LEAST_SHARE, 1 - LEAST_SHARE))
    redrawn = [
        factors.redrawn(scores[0], member, fresh[:, member])
        for joint in factors.joints
        for member in joint.members
    ]
    columns = [scores[0], *(_mixed(*scores, part) for part in parts), *redrawn, scores[1]]
    if second:
        columns += [_mixed(scores[1], scores[0], part) for part in parts]
    return Design(factors=factors, parts=parts, scores=np.stack(columns, axis=1), second=second)


def _mixed(scores: Floats, others: Floats, part: DrawnTogether) -> Floats:
    """Return the scores with those of a part from others; whole sets are mixed, so they stay together."""
    mixed = scores.copy()
    mixed[:, part.members] = others[:, part.members]
    return mixed


@dataclass(frozen=True, kw_only=True)
class Indices:
    """Sobol' indices of every outcome; nan where an outcome does not vary, or only by chance."""

    first: IntervalEstimate
    """[assumption, outcome]"""
    total: IntervalEstimate
    """[assumption, outcome]"""
    together: IntervalEstimate
    """[set that is drawn together, outcome]: first index of the whole set."""
    pairs: tuple[tuple[DrawnTogether, DrawnTogether], ...]
    second: IntervalEstimate
    """[pair, outcome]: what a pair does beyond what each does alone; no pair without second order."""
    chance: IntervalEstimate
    """[outcome]: share of chance in the variance of the mean over the replications of a point."""
    variance: Floats
    """[outcome]: what the assumptions make, in the square of its unit."""


def indices(design: Design, outcomes: Floats, *, seed: int) -> Indices:
    """Return the indices of what was measured at the points of a design.

    `outcomes` is [point, replication, outcome] with at least two replications, in the order of the points.
    Raises ValueError for fewer.
    """
    rows, width = design.scores.shape[:2]
    replications, number = outcomes.shape[1:]
    if replications < 2:
        raise ValueError("one replication cannot tell chance from what the assumptions do; give at least two")
    level = outcomes.mean(axis=(0, 1))
    runs = (outcomes - level).reshape(rows, width, replications, number)
    sums = _Rows(design, runs)
    names = len(design.factors.names)
    split = np.cumsum([names, names, len(design.factors.joints), len(sums.pairs), 1])

    def estimate(weights: Floats) -> Floats:
        return np.concatenate(sums.estimates(weights), axis=1)

    estimates = bootstrap(rows, estimate, seed=seed)
    parts = [
        IntervalEstimate(value=value, low=low, high=high)
        for value, low, high in zip(
            *(np.split(each, split, axis=0) for each in (estimates.value, estimates.low, estimates.high)),
            strict=True,
        )
    ]
    first, total, together, second, chance, variance = parts
    return Indices(
        first=first,
        total=total,
        together=together,
        pairs=sums.pairs,
        second=second,
        chance=IntervalEstimate(value=chance.value[0], low=chance.low[0], high=chance.high[0]),
        variance=variance.value[0],
    )


class _Rows:
    """Compute what each row adds to the sums that the indices are made of."""

    def __init__(self, design: Design, runs: Floats) -> None:
        """Take `runs` [row, point, replication, outcome], centred on zero."""
        self._made = design
        replications = runs.shape[2]
        number = len(design.parts)
        means = runs.mean(axis=2)
        a, b = means[:, 0], means[:, design.first_of_b]
        of_a = means[:, 1 : 1 + number]
        both = np.stack([a, b], axis=1)
        within = runs[:, [0, design.first_of_b]].var(axis=2, ddof=1) / replications
        self._both = both
        self._mean = both.mean(axis=1)
        self._square = np.square(both).mean(axis=1)
        self._within = within.mean(axis=1)
        first = b[:, None] * (of_a - a[:, None])
        moved = runs[:, :1] - runs[:, 1 : design.first_of_b]
        total = _half_square(moved)
        of_b = means[:, design.first_of_b + 1 :]
        if design.second:
            first = (first + a[:, None] * (of_b - b[:, None])) / 2
            back = _half_square(runs[:, [design.first_of_b]] - runs[:, design.first_of_b + 1 :])
            total[:, :number] = (total[:, :number] + back) / 2
        self._first, self._total = first, total
        self.pairs = tuple(combinations(design.parts, 2)) if design.second else ()
        places = [(design.parts.index(one), design.parts.index(other)) for one, other in self.pairs]
        self._second = (
            np.stack(
                [
                    (of_b[:, one] * of_a[:, other] + of_b[:, other] * of_a[:, one]) / 2 - a * b
                    for one, other in places
                ],
                axis=1,
            )
            if places
            else np.zeros((len(a), 0, a.shape[-1]))
        )
        self._places = places
        self._bent = [_bent(design.scores[:, [0, design.first_of_b], member]) for member in design.redrawn]

    def estimates(self, weights: Floats) -> list[Floats]:
        """Return first, total, together, second, chance and variance; each [time, what, outcome]."""
        made = self._made
        mean, square = weighted(weights, self._mean), weighted(weights, self._square)
        within = weighted(weights, self._within)
        variance = square - np.square(mean) - within
        scale = np.where(variance > 0, variance, np.nan)[:, None]
        mixed = weighted(weights, self._first)
        total = weighted(weights, self._total)
        number = len(made.parts)
        shape = (len(weights), len(made.factors.names), mixed.shape[-1])
        first_of, total_of = np.empty(shape), np.empty(shape)
        for i, part in enumerate(made.parts):
            if len(part.members) == 1:
                first_of[:, part.members[0]] = mixed[:, i]
                total_of[:, part.members[0]] = total[:, i]
        for i, (member, bent) in enumerate(zip(made.redrawn, self._bent, strict=True)):
            first_of[:, member] = _known(weights, bent, self._both)
            total_of[:, member] = total[:, number + i]
        second = weighted(weights, self._second)
        for i, (one, other) in enumerate(self._places):
            second[:, i] -= mixed[:, one] + mixed[:, other]
        whole = np.maximum(variance, 0.0) + within
        return [
            first_of / scale,
            total_of / scale,
            mixed[:, len(made.factors.alone) :] / scale,
            second / scale,
            (within / np.where(whole > 0, whole, np.nan))[:, None],
            variance[:, None],
        ]


def _half_square(moved: Floats) -> Floats:
    """Return half the square of the mean difference without what chance adds to it; [row, point, outcome]."""
    replications = moved.shape[2]
    return np.asarray((np.square(moved.mean(axis=2)) - moved.var(axis=2, ddof=1) / replications) / 2)


def _bent(scores: Floats) -> Floats:
    """Return the Hermite polynomials of one assumption's scores; [row, A or B, degree]."""
    return np.stack([hermite(degree, scores) for degree in range(_DEGREE + 1)], axis=-1)


def _known(weights: Floats, bent: Floats, both: Floats) -> Floats:
    """Return the variance of the conditional mean given one assumption; [time, outcome].

    By least squares on its polynomials, less the noise that each of them fits. Resampled rows also have the
    noise of resampling, which is subtracted as well.
    """
    times = 1.0 if len(weights) == 1 else 2.0
    gram = weighted(weights, product(bent.transpose(0, 2, 1), bent) / 2)
    products = weighted(weights, product(bent.transpose(0, 2, 1), both) / 2)
    square = weighted(weights, np.square(both).mean(axis=1))
    coefficients = solve(gram, products)
    explained = (coefficients * products).sum(axis=1)
    left = square - explained
    mean = products[:, 0]
    noise = times * _DEGREE * left / (2 * len(bent))
    return np.asarray(explained - np.square(mean) - noise)
