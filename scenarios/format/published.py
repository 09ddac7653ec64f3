"""Define what others have published about a scenario's cases, to be held against what the model gives."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from model.world.staircase import DAYS_PER_MONTH
from scenarios.files.forms import Form, Text
from scenarios.format.distributions import AboveZero
from scenarios.format.fields import Year

Names = Annotated[list[str], Field(min_length=1)]


class ShareWithin(Form):
    """Of the stays on a step that ended, the share that lasted no longer than some months."""

    kind: Literal["share_within"]
    step: str
    months: AboveZero

    @property
    def days(self) -> float:
        """The length in days."""
        return self.months * DAYS_PER_MONTH


class ShareMoved(Form):
    """Of the stays on a step that ended, the share that led to some steps or ways out."""

    kind: Literal["share_moved"]
    step: str
    to: Names


class StartsAYear(Form):
    """Stays that begin on some steps, a year."""

    kind: Literal["starts_a_year"]
    steps: Names


class Persons(Form):
    """Full-year persons on some steps, the mean of the years."""

    kind: Literal["persons"]
    steps: Names


class Enrolled(Form):
    """Who begins in some programmes, all years together."""

    kind: Literal["enrolled"]
    programmes: Names


class Cost(Form):
    """Kroner that some items cost, all years together; in the scenario's prices, not discounted."""

    kind: Literal["cost"]
    items: Names
    payers: Names | None = None


class Saved(Form):
    """Kroner that some items cost less than in the baseline, all years together."""

    kind: Literal["saved"]
    items: Names | None = None
    """Left out, everything: the gain, not discounted."""
    payers: Names | None = None
    """Left out, those of the municipality."""


Measure = Annotated[
    ShareWithin | ShareMoved | StartsAYear | Persons | Enrolled | Cost | Saved, Field(discriminator="kind")
]


class FigureSpec(Form):
    """A published figure, and what it is in the model."""

    title: Text
    value: float | None = None
    low: float | None = None
    """Of a published interval, in the place of `value`."""
    high: float | None = None
    source: Text = Text(da="")
    """Left out, that of all figures."""
    case: str | None = None
    """Left out, the first case; `baseline` for none."""
    years: Annotated[list[Year], Field(min_length=2, max_length=2)] | None = None
    """First and last budget year; left out, all."""
    measure: Measure
    because: Text = Text(da="")
    """Why the model gives another figure, where it does."""

    @property
    def interval(self) -> tuple[float, float]:
        """The lowest and the highest published value."""
        low, high = (self.low, self.high) if self.value is None else (self.value, self.value)
        return float(low or 0.0), float(high or 0.0)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        given = [value is not None for value in (self.value, self.low, self.high)]
        if given not in ([True, False, False], [False, True, True]):
            raise PydanticCustomError("value_or_interval", "value or interval", {})
        if self.low is not None and self.high is not None and self.low > self.high:
            raise PydanticCustomError(
                "upside_down", "upside down", {"low_field": "low", "high_field": "high"}
            )
        return self


class PublishedSpec(Form):
    """What a source says of these cases, and what cannot be said of them here."""

    municipality: Text = Text(da="")
    source: Text
    figures: dict[str, FigureSpec] = {}
    cannot_say: list[Text] = []
    """What the source tells that the model does not have."""

    @property
    def stay_limits(self) -> tuple[tuple[str, float], ...]:
        """The steps and days that lengths of stays are held against, each once."""
        measures = [figure.measure for figure in self.figures.values()]
        return tuple(dict.fromkeys((m.step, m.days) for m in measures if isinstance(m, ShareWithin)))
