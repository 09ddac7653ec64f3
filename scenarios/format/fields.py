"""Define the fields of a scenario file that are checked against other parts of it.

What the other parts say comes in the context of the validation; see `scenarios.reading.load`.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade, Whole, plain_number
from scenarios.format.distributions import LARGEST


@dataclass(frozen=True)
class KnownName:
    """Marks a name that must be one of those the file defines under `kind` elsewhere."""

    kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string"}

    def _check(self, raw: Any, info: core_schema.ValidationInfo) -> str:
        known = (info.context or {}).get(self.kind, ())
        if known is None and isinstance(raw, str):  # nothing to hold it against, and that is a fault already
            return raw
        if not isinstance(raw, str) or raw not in (known or ()):
            raise PydanticCustomError(
                "unknown_name",
                "unknown name",
                {"known": ", ".join(known or ()) or "@nothing", "kind": self.kind},
            )
        return raw


@dataclass(frozen=True)
class SumsToOne:
    """Marks shares that must sum to 1, as far as they are plain numbers."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(shares: dict[str, Any]) -> dict[str, Any]:
        values = [getattr(share, "share", share).value for share in shares.values()]
        total = sum(value for value in values if value is not None)
        if None not in values and abs(total - 1.0) > 1e-9:
            raise PydanticCustomError("sums_to_one", "sums to one", {"found": f"{total:.6g}"})
        return shares


@dataclass(frozen=True)
class EveryStep:
    """Marks a table that must have a row for every step."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(table: dict[str, Any], info: core_schema.ValidationInfo) -> dict[str, Any]:
        missing = [step for step in (info.context or {}).get("step", ()) if step not in table]
        if missing:
            raise PydanticCustomError("no_price", "no price", {"found": missing[0]})
        return table


@dataclass(frozen=True)
class FromTo:
    """Marks two ages, the youngest first."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(ages: list[float]) -> list[float]:
        if not ages[0] < ages[1]:
            found = f"{ages[0]:g}-{ages[1]:g}"
            raise PydanticCustomError("ages_upside_down", "ages upside down", {"found": found})
        return ages


@dataclass(frozen=True)
class Rising:
    """Marks the borders of age bands: whole years that rise from 0."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(borders: list[float]) -> list[float]:
        found = ", ".join(f"{border:g}" for border in borders)
        if any(border != int(border) for border in borders):
            raise PydanticCustomError("not_whole", "not whole", {"found": found})
        if borders[0] != 0 or any(high <= low for low, high in pairwise(borders)):
            raise PydanticCustomError("borders_not_rising", "borders not rising", {"found": found})
        return borders


StepName = Annotated[str, KnownName("step")]
Destination = Annotated[str, KnownName("step or way out")]
FROM_OUTSIDE = "outside"
"""Stands among the steps that a reroute's children leave for those who come from outside; names no step."""
Origin = Annotated[str, KnownName("step or outside")]
BandName = Annotated[str, KnownName("age band")]
GroupName = Annotated[str, KnownName("group")]
PayerName = Annotated[str, KnownName("payer")]
CaseName = Annotated[str, KnownName("case")]
StaffName = Annotated[str, KnownName("staff")]


def one_number_from_the_start(value: Any) -> Any:
    """Return numbers from dates on; one number holds from the start."""
    return value if isinstance(value, dict) else {date.min: value}


@dataclass(frozen=True)
class OrOne:
    """Marks a table of numbers in whose place one of them may stand."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        table = handler(schema)
        return {"anyOf": [table["additionalProperties"], table]}


Year = Annotated[int, Field(ge=1990, le=2150)]
Age = Annotated[float, Field(ge=0, le=120)]
AgeBands = Annotated[list[Age], Field(min_length=2), Rising()]
Shares = SumsToOne()
Kroner = Annotated[float, BeforeValidator(plain_number), Field(gt=0, le=LARGEST)]
AgeRange = Annotated[list[Age], Field(min_length=2, max_length=2), FromTo()]
"""Two ages in years: from the first until the birthday of the second."""
Changing = Annotated[
    dict[date, Whole], BeforeValidator(one_number_from_the_start), Field(min_length=1), OrOne()
]
"""A number, or numbers from dates on."""


class Sourced(Form):
    """A table of figures with its evidence grade and source."""

    grade: Grade
    source: Text
    rationale: Text = Text(da="")


def band_names(borders: list[float]) -> list[str]:
    """Return the names of the age bands between the borders (years): 0, 6, 13 give 0-5 and 6-12."""
    return [f"{low:g}-{high - 1:g}" for low, high in pairwise(borders)]
