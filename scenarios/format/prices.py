"""Define prices in a scenario file: payers, price lines, the price index and central reimbursement."""

import math
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Amount, Rate, Share, fixed
from scenarios.format.distributions import LARGEST
from scenarios.format.fields import BandName, GroupName, Kroner, PayerName, Shares, Sourced, Year


class PayerSpec(Form):
    """A budget holder."""

    title: Text
    municipal: bool = True
    """Whether its money is the municipality's; only that counts in the net gain."""


Payers = Annotated[dict[PayerName, Share], Shares]


def _one_on_average(factors: list[float]) -> list[float]:
    mean = math.fsum(factors) / len(factors) if factors else 1.0
    if abs(mean - 1.0) > _ROUNDING:
        raise PydanticCustomError("spread_mean", "spread mean", {"found": f"{mean:.6g}"})
    return [factor / mean for factor in factors]


_ROUNDING = 0.005
"""How far from 1 the mean of a spread's factors may lie; it is brought to 1."""
Spread = Annotated[
    list[Annotated[float, Field(ge=0, le=LARGEST)]],
    Field(max_length=1000),
    AfterValidator(_one_on_average),
]


class OwnUnit(Form):
    """An own unit falls in cost only in whole blocks of places, after a notice period."""

    block_places: Annotated[int, Field(ge=1)]
    notice_months: Annotated[int, Field(ge=0, le=60)]
    share: Share = fixed(1.0)
    """How much of the price is bound to places; the rest follows the children at once."""


class VolumeSpec(Form):
    """What a price line costs where there are many children on the step."""

    above: dict[Annotated[float, Field(ge=0, le=LARGEST)], Rate] = Field(min_length=1)
    """By a number of full-year persons: the share of the price that those above it cost."""
    by: Literal["year", "month"] = "year"
    """Whether the full-year persons of the budget year count or those of each month."""
    all: bool = False
    """Whether everybody costs the share of the highest number passed, and not only those above it."""


class PriceSpec(Sourced):
    """What a child on a step costs. Several lines on one step add up.

    With `sold` what others pay for a free place of the step, which is an income.
    """

    title: Text = Text(da="")
    dkk: Amount
    """Below zero for an income, such as what parents pay or a grant."""
    per: Literal["day", "month", "year", "start"]
    """`start`: once, when a child comes to the step."""
    price_year: Year
    payers: Payers
    ages: list[BandName] | None = None
    """Age bands that it is for; left out, all."""
    groups: list[GroupName] | None = None
    """Target groups that it is for; left out, all."""
    start: date | None = None
    """The first day on which it holds."""
    end: date | None = None
    """The day from which it no longer holds."""
    volume: VolumeSpec | None = None
    sold: Share | None = None
    """Share of the free places of the step that other municipalities buy at this price."""
    own_unit: OwnUnit | None = None
    """Left out for bought places, whose cost falls at once. With `sold`, blocks are sold after a notice."""
    each: Literal["child", "household"] = "child"
    """`household`: for a household with any children on the step, as a parent's benefit; not reimbursed."""
    reimbursable: bool = True
    """Whether it counts towards central reimbursement of very expensive cases."""
    spread: Spread = []
    """What equally many children cost relative to the price, 1 on average; left out, all cost the same."""

    @model_validator(mode="after")
    def _bound_to_places(self) -> Self:
        if self.per == "start" and self.own_unit is not None:
            raise PydanticCustomError("own_unit_start", "own unit start", {})
        if self.per == "start" and self.spread:
            raise PydanticCustomError("spread_start", "spread start", {})
        own = (self.own_unit, self.spread, self.ages, self.groups, self.start, self.end, self.volume)
        if self.each == "household" and (self.per == "start" or self.sold is not None or any(own)):
            raise PydanticCustomError("price_of_household", "price of household", {})
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PydanticCustomError("ends_before_start", "ends before start", {})
        return self

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        """Refuse what a line cannot have beside `per: start`, `sold` or `own_unit`."""
        whom = [name for name in ("ages", "groups") if getattr(self, name) is not None]
        when = [name for name in ("start", "end") if getattr(self, name) is not None]
        volume = ["volume"] if self.volume is not None else []
        if self.per == "start":
            wrong = [*whom, *when, *volume, *(["sold"] if self.sold is not None else [])]
            kind = "with_per_start"
        elif self.sold is not None:
            wrong, kind = [*whom, *volume, *(["spread"] if self.spread else [])], "with_sold"
        else:
            wrong, kind = [*whom, *when, *volume] if self.own_unit is not None else [], "with_own_unit"
        if wrong:
            raise PydanticCustomError(kind, "not together", {"found": ", ".join(wrong)})
        return self


class PriceIndexSpec(Sourced):
    """Your own prices and wages by year, any year as base.

    They replace the shipped index for these years; the other years follow its rises from there.
    """

    by_year: dict[Year, Annotated[float, Field(gt=0, le=LARGEST)]] = {}


class ReimbursementSpec(Form):
    """Central reimbursement of very expensive cases (Barnets Lov section 198)."""

    receiver: PayerName
    state: PayerName
    limits: dict[Year, Annotated[list[Kroner], Field(min_length=3, max_length=3)]] = {}
    """Three limits a year in kroner, beside and before the shipped ones."""
