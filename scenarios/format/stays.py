"""Define planned stays in a scenario file: how long they are meant to last, and where they lead."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from model.arithmetic.functions import log1p
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade, Positive, Rate, Share, fixed
from scenarios.format.distributions import AboveZero, Gamma, Law, Lognormal, Pert, Uniform, gamma
from scenarios.format.fields import BandName, Destination, GroupName, Shares, Sourced, StepName

_LONGEST_MONTHS = 1200.0
_EVEN, _TAIL = 256, 12
Months = Annotated[float, Field(ge=0.0, le=_LONGEST_MONTHS)]

Points = tuple[tuple[float, ...], tuple[float, ...]]
"""Shares of the stays, from 0 to 1, and the months by which they have ended."""


class FixedLength(Form):
    """Every stay is planned to be as long."""

    kind: Literal["fixed"]
    value: Annotated[float, Field(gt=0.0, le=_LONGEST_MONTHS)]


class UniformLength(Uniform):
    """Any number of months from `low` to `high`, all alike."""

    low: Months
    high: Months


class PertLength(Pert):
    """From `low` to `high` months, most likely near `mode`."""

    low: Months
    mode: Months
    high: Months


class ShareWithin(Form):
    """A share of the stays ends within some months, and in every month as large a part of the rest."""

    kind: Literal["share_within"]
    months: AboveZero
    share: Annotated[float, Field(gt=0.0, lt=1.0)]

    @property
    def law(self) -> Law:
        """The probability distribution: exponential, which is a gamma distribution of shape 1."""
        return gamma(1.0, self.months / -float(log1p(-self.share)))


class QuantileLength(Form):
    """Shares of the stays and the months within which they have ended, straight in between."""

    kind: Literal["quantiles"]
    shares: Annotated[list[Annotated[float, Field(ge=0.0, le=1.0)]], Field(min_length=2)]
    """From 0 to 1."""
    months: list[Months]
    """One number for each share."""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        rises = all(numbers == sorted(numbers) for numbers in (self.shares, self.months))
        if not rises or len(self.shares) != len(self.months) or self.shares[0] != 0 or self.shares[-1] != 1:
            raise PydanticCustomError("quantiles_not_rising", "quantiles not rising", {})
        return self


def _plain(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"kind": "fixed", "value": value}
    if isinstance(value, dict) and "kind" not in value and [*value] == ["share_within"]:
        inner = value["share_within"]
        return {"kind": "share_within", **inner} if isinstance(inner, dict) else value
    return value


_Length = FixedLength | UniformLength | PertLength | Lognormal | Gamma | QuantileLength | ShareWithin


@dataclass(frozen=True)
class _AlsoPlain:
    """Marks a length that may be a number, or the share that ends within some months, without a kind."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        within = {"properties": {"share_within": {"type": "object"}}, "required": ["share_within"]}
        return {"anyOf": [handler(schema), {"type": "number"}, {"type": "object", **within}]}


Length = Annotated[Annotated[_Length, Field(discriminator="kind")], BeforeValidator(_plain), _AlsoPlain()]
"""Months, a distribution of them, or the share that ends within some."""


class StaySpec(Sourced):
    """How long stays on a step are planned to last, and where they lead; ordinary rates compete with that."""

    months: Length
    by_age: dict[BandName, Length] = {}
    """By the age at which the stay begins."""
    by_group: dict[GroupName, Length] = {}
    by_age_and_group: dict[BandName, dict[GroupName, Length]] = {}
    times: Positive = fixed(1.0)
    """Multiplies every one of these lengths; the name of an assumption where they are uncertain."""
    then: Annotated[dict[Destination, Share], Shares]
    worsens: dict[Destination, Rate] = {}
    """Rates of leaving before the plan ends, for what gets worse meanwhile."""
    grade: Grade = "assumption"
    source: Text = Text(da="")

    def length_of(self, band: str, group: str) -> Points:
        """Return the distribution that holds for an age band and a group: the most particular one given."""
        of_band = self.by_age_and_group.get(band, {})
        return points_of(
            of_band.get(group) or self.by_age.get(band) or self.by_group.get(group) or self.months
        )


class StayEffectSpec(Form):
    """Multiplies what is left of the planned stays on some steps."""

    steps: list[StepName] = Field(min_length=1)
    times: Positive
    for_whom: Literal["everyone", "enrolled", "after"] = Field(alias="for", default="everyone")
    """`after`: after completed help, as under `lasting`."""
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


def mean_months(points: Points) -> float:
    """Return the mean of a distribution of months through points."""
    shares, months = np.array(points[0]), np.array(points[1])
    return float((np.diff(shares) * (months[:-1] + months[1:]) / 2).sum())


def points_of(length: _Length) -> Points:
    """Return a distribution of months through points."""
    if isinstance(length, FixedLength):
        return (0.0, 1.0), (length.value, length.value)
    if isinstance(length, UniformLength):
        return (0.0, 1.0), (length.low, length.high)
    if isinstance(length, QuantileLength):
        return tuple(length.shares), tuple(length.months)
    return _through(length.law)


@lru_cache(maxsize=256)
def _through(law: Law) -> Points:
    """Return a law through points, so dense that its mean is right to a thousandth.

    Even shares, and towards both ends each half as far away as the one before; the last millionth is cut off.
    """
    even = np.arange(1, _EVEN) / _EVEN
    tail = np.ldexp(1.0 / _EVEN, -np.arange(1, _TAIL + 1))
    shares = np.sort(np.concatenate([tail, even, 1.0 - tail]))
    months = np.minimum(law.ppf(shares), _LONGEST_MONTHS)
    low, high = law.support
    first, last = max(low, 0.0), float(months[-1]) if np.isinf(high) else high
    return (0.0, *shares.tolist(), 1.0), (first, *months.tolist(), last)
