"""Numbers in a scenario file: fixed, or an assumption with a distribution, a source and a rationale."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from scipy.special import ndtri

from language.messages import DANISH, language
from scenarios.format import laws
from scenarios.format.laws import Law

P = TypeVar("P", bound="Form")

LARGEST = 1e15
"""No number in a scenario is larger; beyond it, arithmetic begins to lose single kroner."""

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
AboveZero = Annotated[float, Field(ge=1e-9, le=LARGEST)]


_NINETY_FIVE = float(ndtri(0.95))
"""Standard deviations from the middle of a normal distribution to what it is below 19 times in 20."""


class Form(BaseModel):
    """A part of a scenario file: unknown keys are faults, nothing changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, ignored_types=(cached_property,)
    )


class Text(Form):
    """A text in Danish and, if it is to be read abroad, in English. A plain text stands for both."""

    da: str
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if not isinstance(value, str | dict | cls):
            raise PydanticCustomError("string_type", "not a text")
        return {"da": value} if isinstance(value, str) else value

    def __str__(self) -> str:
        """Return the text in the language that is set, or in Danish where there is no other."""
        return self.en if language() != DANISH and self.en else self.da


class Ninety(Form):
    """Nine times in ten between `p05` and `p95`."""

    p05: Number
    p95: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, "p05", "p95")


class Lognormal(Ninety):
    """Above zero; nine times in ten between `p05` and `p95`."""

    kind: Literal["lognormal"]
    p05: AboveZero
    p95: AboveZero

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        spread = math.log(self.p95 / self.p05) / (2 * _NINETY_FIVE)
        return laws.lognormal((self.p05 * self.p95) ** 0.5, spread)


class Normal(Ninety):
    """Any number; nine times in ten between `p05` and `p95`."""

    kind: Literal["normal"]

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        return laws.normal((self.p05 + self.p95) / 2, (self.p95 - self.p05) / (2 * _NINETY_FIVE))


class Uniform(Form):
    """Any number from `low` to `high`, all alike."""

    kind: Literal["uniform"]
    low: Number
    high: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, "low", "high")

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        return laws.uniform(self.low, self.high)


class Pert(Form):
    """From `low` to `high`, most likely near `mode` (a beta distribution; Malcolm et al. 1959)."""

    kind: Literal["pert"]
    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        _rising(self, "low", "high")
        if not self.low <= self.mode <= self.high:
            raise PydanticCustomError("mode_outside", "mode outside", {"mode": self.mode})
        return self

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        width = self.high - self.low
        alpha = 1 + 4 * (self.mode - self.low) / width
        return laws.beta(alpha, 6 - alpha, low=self.low, width=width)


class Beta(Form):
    """A share between 0 and 1 with a mean and a standard deviation."""

    kind: Literal["beta"]
    mean: float = Field(ge=1e-5, le=1 - 1e-5)
    sd: float = Field(ge=1e-5)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sd**2 >= self.mean * (1 - self.mean):
            raise PydanticCustomError("sd_too_large", "sd too large", {"sd": self.sd})
        return self

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        size = self.mean * (1 - self.mean) / self.sd**2 - 1
        return laws.beta(self.mean * size, (1 - self.mean) * size)


class Gamma(Form):
    """Above zero, with a mean and a standard deviation: what is known of a rate after some events."""

    kind: Literal["gamma"]
    mean: AboveZero
    sd: AboveZero

    @cached_property
    def law(self) -> Law:
        """How it is distributed."""
        return laws.gamma((self.mean / self.sd) ** 2, self.sd**2 / self.mean)


Distribution = Annotated[Lognormal | Normal | Uniform | Pert | Beta | Gamma, Field(discriminator="kind")]

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
    repeated: Repeated | None = None
    """What others have found of the same number."""

    def elsewhere(self) -> "Assumption":
        """Return the assumption as others have found it, or as it is where no one has tried it."""
        if self.repeated is None:
            return self
        found = {name: getattr(self.repeated, name) for name in Estimate.model_fields}
        return self.model_copy(update=found | {"repeated": None})


class AmbiguousFloat(float):
    """A number written like 12.345: to YAML twelve and a bit, to a Danish reader perhaps thousands."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Read the text as YAML does."""
        made = super().__new__(cls, text)
        made.text = text
        return made


NAMES_ASSUMPTION = "the name of an assumption"


@dataclass(frozen=True)
class Limits:
    """What a number may be; marks a field as `Quantity`. A file gives a number or an assumption's name."""

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

    def under(self, values: Mapping[str, float]) -> float:
        """Return the number under a draw (assumption name -> value)."""
        return values[self.name] if self.value is None else self.value


def fixed(value: float) -> Quantity:
    """Return `value` as a quantity."""
    return Quantity(value=value)


Money = Annotated[Quantity, Limits(exact=True)]
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


def _rising(part: P, low: str, high: str) -> P:
    if not getattr(part, low) < getattr(part, high):
        raise PydanticCustomError("upside_down", "upside down", {"low_field": low, "high_field": high})
    return part
