"""Define correlations between assumptions, and factors that multiply many numbers of the baseline."""

from functools import cached_property
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from model.arithmetic.systems import eigen, symmetric_root
from model.world.arrays import Floats
from scenarios.files.forms import Form
from scenarios.format.assumptions import Rate
from scenarios.format.fields import Destination, StepName

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
        return is_symmetric and float(eigen(matrix)[0].min()) > -1e-6

    @cached_property
    def root(self) -> Floats:
        """A matrix whose product with its transpose is the correlation, which may be singular."""
        return symmetric_root(self.correlation)


Steps = Annotated[list[StepName], Field(default_factory=list)]


class FactorSpec(Form):
    """Multiplies all that it names, so that what is uncertain in common is one number.

    A factor of a file that is `borrowed` multiplies borrowed numbers only; any other what stands there when
    every file is laid.
    """

    from_steps: Annotated[list[StepName], Field(default_factory=list, alias="from")]
    to: Annotated[list[Destination], Field(default_factory=list)]
    """With `from`: the rates of the moves from some steps to others."""
    arrivals: Steps
    stock: Steps
    """Of children known by number."""
    years_on_step: Steps
    """The time that these have been there."""
    times: Rate

    @model_validator(mode="after")
    def _named(self) -> Self:
        has_both_ends = bool(self.from_steps) == bool(self.to)
        if not (has_both_ends and (self.to or self.arrivals or self.stock or self.years_on_step)):
            raise PydanticCustomError("factor_on_what", "factor on what", {})
        return self

    def moves(self, origin: str, to: str) -> bool:
        """Return whether it multiplies the rates of the move."""
        return origin in self.from_steps and to in self.to
