"""Draw parameters about a mode from a distribution with heavy tails."""

from dataclasses import dataclass

import numpy as np

from model.arithmetic.functions import log, log1p
from model.arithmetic.products import product
from model.arithmetic.random import gammas, normals
from model.arithmetic.systems import cholesky, solve
from model.world.arrays import Floats

_FREEDOM = 5


@dataclass(frozen=True, kw_only=True)
class StudentT:
    """A t distribution of several numbers with 5 degrees of freedom."""

    middle: Floats
    root: Floats
    """Lower triangular; its product with its transpose is the scale."""

    @classmethod
    def of(cls, middle: Floats, scale: Floats) -> "StudentT":
        """Return the distribution about `middle`."""
        return cls(middle=middle, root=cholesky(scale))

    def draw(self, number: int, rng: np.random.Generator) -> Floats:
        """Return so many draws; [draw, number]."""
        normal = normals(rng, (number, len(self.middle)))
        chi_square = 2.0 * gammas(rng, np.full((number, 1), _FREEDOM / 2))
        return self.middle + product(normal, self.root.T) * np.sqrt(_FREEDOM / chi_square)

    def log_density(self, points: Floats) -> Floats:
        """Return the logarithm of the density, but for a constant that all have; [point]."""
        apart = solve(self.root, (points - self.middle).T)
        return np.asarray(
            -(_FREEDOM + len(apart)) / 2 * log1p(np.square(apart).sum(axis=0) / _FREEDOM)
            - log(np.diag(self.root)).sum()
        )
