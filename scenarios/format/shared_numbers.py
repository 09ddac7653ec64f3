"""Assumptions that are drawn together."""

from functools import cached_property
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from scenarios.format.assumptions import Form

Correlation = Annotated[float, Field(ge=-1, le=1)]


class JointSpec(Form):
    """Uncertain assumptions that are drawn together: what is learnt of one tells of the others.

    Each keeps its own distribution; their quantiles are correlated as normal numbers are (a Gaussian copula).
    """

    names: Annotated[list[str], Field(min_length=2)]
    correlation: list[list[Correlation]]
    """Of the normal numbers behind the quantiles; as many rows and columns as names."""

    @property
    def is_possible(self) -> bool:
        """Whether the matrix is one of correlations, of as many numbers as there are names."""
        size = len(self.names)
        if len(self.correlation) != size or any(len(row) != size for row in self.correlation):
            return False
        matrix = np.array(self.correlation)
        is_symmetric = bool((matrix == matrix.T).all() and (np.diag(matrix) == 1).all())
        return is_symmetric and float(np.linalg.eigvalsh(matrix).min()) > -1e-6

    @cached_property
    def root(self) -> NDArray[np.float64]:
        """A matrix whose product with its transpose is the correlation, which may be singular."""
        values, vectors = np.linalg.eigh(np.array(self.correlation))
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T)
