"""A factor on part of the baseline: rates, arrivals, the stock or its time on the step."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.format.assumptions import Form, Rate
from scenarios.format.names import Destination, StepName

Steps = Annotated[list[StepName], Field(default_factory=list)]


class FactorSpec(Form):
    """Multiplies all that it names, so that what is uncertain in common is one number.

    It multiplies what stands there when every file is laid: numbers of one's own too, unless taken away.
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
