"""Marks on the fields of a scenario that are checked against other parts of the file.

What the other parts say comes in the context of the validation; see `scenarios.reading.load`.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.format.assumptions import Quantity


@dataclass(frozen=True)
class Known:
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
                "unknown_name", "unknown name", {"known": ", ".join(known or ()), "kind": self.kind}
            )
        return raw


@dataclass(frozen=True)
class SumsToOne:
    """Marks shares that must sum to 1, as far as they are plain numbers."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(shares: dict[str, Quantity]) -> dict[str, Quantity]:
        values = [share.value for share in shares.values()]
        total = sum(value for value in values if value is not None)
        if None not in values and abs(total - 1.0) > 1e-9:
            raise PydanticCustomError("sums_to_one", "sums to one", {"found": f"{total:.6g}"})
        return shares


@dataclass(frozen=True)
class HasIndex:
    """Marks a year that prices are given in: the scenario's own, or one that the price index holds."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    @staticmethod
    def _check(year: int, info: core_schema.ValidationInfo) -> int:
        context = info.context or {}
        own, known = context.get("price year"), context.get("price years", [year])
        missing = [y for y in (year, own) if y not in known[1:]]
        if year != own and missing:
            raise PydanticCustomError("no_price_index", "no price index", {"found": str(missing[0])})
        return year


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
