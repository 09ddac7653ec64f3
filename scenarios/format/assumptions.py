"""Define numbers in a scenario file: fixed, or an assumption with a distribution, source and rationale."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.files.forms import Form, Text
from scenarios.files.yaml_tree import AmbiguousFloat
from scenarios.format.distributions import LARGEST, Distribution, Number

Grade = Literal["registered", "published", "randomised", "controlled", "before_after", "assumption"]
"""Where a number comes from, from the firmest to the least firm."""


class Estimate(Form):
    """A number that has a source: fixed (`value`) or uncertain (`distribution`)."""

    value: Number | None = None
    distribution: Distribution | None = None
    grade: Grade
    source: Text
    rationale: Text = Text(da="")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.value is None) == (self.distribution is None):
            raise PydanticCustomError("value_or_distribution", "value or distribution", {})
        return self

    @property
    def is_uncertain(self) -> bool:
        """Whether its value differs between draws."""
        return self.distribution is not None

    def quantile(self, share: float) -> float:
        """Return the value below which lies `share` of the distribution, or the fixed value."""
        if self.distribution is None:
            return float(self.value or 0.0)
        return float(self.distribution.law.ppf(share))

    @property
    def support(self) -> tuple[float, float]:
        """The least and the largest value it can take."""
        if self.distribution is None:
            return float(self.value or 0.0), float(self.value or 0.0)
        return self.distribution.law.support


class Repeated(Estimate):
    """What independent trials in other places found. A scenario does not draw from it by itself."""

    grade: Literal["randomised", "controlled"]
    """Anything less firm is no trial: without one, leave `repeated` out."""


class Assumption(Estimate):
    """A number that a scenario rests on, as the scenario itself puts it."""

    title: Text = Text(da="")
    unit: Text = Text(da="")
    few_children: bool = False
    """Whether fewer than five children, or so few that theirs could be worked out, are behind it.

    No page that is made to be published shows a number of it.
    """
    repeated: Repeated | None = None
    """The same number as others have found it."""

    def elsewhere(self) -> "Assumption":
        """Return the assumption as others have found it, or as it is where no one has tried it."""
        if self.repeated is None:
            return self
        estimate = {name: getattr(self.repeated, name) for name in Estimate.model_fields}
        return self.model_copy(update=estimate | {"repeated": None})


NAMES_ASSUMPTION = "the name of an assumption"


@dataclass(frozen=True)
class Limits:
    """The limits of a number; marks a field as `Quantity`. A file gives a number or an assumption's name."""

    low: float = 0.0
    high: float = float("inf")
    whole: bool = False
    exact: bool = False
    """Refuse three digits after a point (12.345), which a Dane may mean as thousands."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "integer" if self.whole else "number", "minimum": self.low}
        if self.high < float("inf"):
            number["maximum"] = self.high
        return {"anyOf": [number, {"type": "string", "description": NAMES_ASSUMPTION}]}

    def _check(self, raw: Any, info: core_schema.ValidationInfo) -> "Quantity":
        if isinstance(raw, str):
            self._check_name(raw, info.context or {})
            return Quantity(name=raw)
        facts = {"low": self.low, "high": self.high}
        if self.exact and isinstance(raw, AmbiguousFloat):
            raise PydanticCustomError("thousands", "thousands", facts)
        if isinstance(raw, bool) or not isinstance(raw, int | float) or math.isnan(raw):
            raise PydanticCustomError("not_a_number", "not a number", facts)
        if raw > LARGEST:
            facts["high"] = min(self.high, LARGEST)
        if not self.low <= raw <= min(self.high, LARGEST):
            raise PydanticCustomError("number_outside", "number outside", facts)
        if self.whole and raw != int(raw):
            raise PydanticCustomError("not_whole", "not whole", facts)
        return Quantity(value=float(raw))

    def _check_name(self, name: str, context: dict[str, Any]) -> None:
        facts = {"low": self.low, "high": self.high}
        assumptions = context.get("assumptions", {})
        if name not in assumptions:
            kind = "number_as_text" if _looks_like_number(name) else "unknown_assumption"
            raise PydanticCustomError(kind, "no such assumption", {**facts, "known": ", ".join(assumptions)})
        if self.exact and (ambiguous := context["ambiguous"].get(name)):
            raise PydanticCustomError("thousands", "thousands", {"at": ambiguous})
        low, high = assumptions[name] or (self.low, self.high)
        if low < self.low or high > self.high:
            raise PydanticCustomError("assumption_outside", "assumption outside", facts)
        low, high = context.get("repeated", {}).get(name) or (self.low, self.high)
        if low < self.low or high > self.high:
            at = [("assumptions", name, "repeated")]
            raise PydanticCustomError(
                "assumption_outside", "repeated outside", {**facts, "found": name, "at": at}
            )


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number, or the name of the assumption that gives it."""

    value: float | None = None
    name: str = ""
    borrowed: bool = False
    """Whether it comes from a file whose numbers are borrowed: only those does the level multiply."""
    per_1000: bool = False
    """Whether a number of children is per 1,000 of the age band."""
    part: float = 1.0
    """The part of it that is meant, where it stands for an age band that has been divided."""
    divided: str = ""
    """The age band that it was of, if that has been divided."""

    def resolve(self, values: Mapping[str, float]) -> float:
        """Return the number in a draw (assumption name -> value)."""
        return (values[self.name] if self.value is None else self.value) * self.part


def fixed(value: float) -> Quantity:
    """Return `value` as a quantity."""
    return Quantity(value=value)


Money = Annotated[Quantity, Limits(exact=True)]
Amount = Annotated[Quantity, Limits(low=-LARGEST, exact=True)]
"""Kroner that are paid; below zero, kroner that come in."""
Count = Annotated[Quantity, Limits(exact=True)]
Whole = Annotated[Quantity, Limits(whole=True, exact=True)]
"""Places or slots; an assumption in between is rounded."""
Rate = Annotated[Quantity, Limits()]
Share = Annotated[Quantity, Limits(high=1.0)]
Positive = Annotated[Quantity, Limits(low=1e-9)]


def _looks_like_number(text: str) -> bool:
    return bool(text) and text.strip()[:1] in "0123456789-+.," and any(c.isdigit() for c in text)


def plain_number(value: Any) -> Any:
    """Refuse an amount of kroner with three digits after a point, in a field that is no `Quantity`."""
    if isinstance(value, AmbiguousFloat):
        raise PydanticCustomError("thousands", "thousands")
    return value
