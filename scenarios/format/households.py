"""Define households in a scenario file: how many children they have, and who comes together."""

from typing import Annotated

from pydantic import Field

from model.world.households import MOST_CHILDREN
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade, Share
from scenarios.format.fields import Shares
from scenarios.format.stays import Length, UniformLength

Children = Annotated[int, Field(ge=1, le=MOST_CHILDREN)]


class HouseholdsSpec(Form):
    """The households that children come in, of whom every inflow is what it is without them."""

    size: Annotated[dict[Children, Share], Field(min_length=1), Shares]
    """Shares of the households of which 1, 2, 3 ... children ever come to the staircase."""
    arrive_together: Share
    """Share of the siblings who come on the same day as the household's first child."""
    apart_months: Length = UniformLength(kind="uniform", low=0.0, high=36.0)
    """How long after the first child the other siblings come; left out, any time within three years."""
    grade: Grade = "assumption"
    source: Text = Text(da="")
    rationale: Text = Text(da="")
