"""Define reviews in a scenario file, and the staff that makes them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError, core_schema

from model.world.staircase import DAYS_PER_MONTH
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade, Limits, Money, Quantity
from scenarios.format.fields import (
    Destination,
    GroupName,
    KnownName,
    OrOne,
    Sourced,
    StaffName,
    StepName,
    Year,
    one_number_from_the_start,
)
from scenarios.format.prices import Payers

_ALL = "<all>"
_DAYS_PER_WEEK = 7.0


class _StepOrAll(KnownName):
    """Marks a step, or what stands for all steps where one interval is given for them."""

    def _check(self, raw: Any, info: core_schema.ValidationInfo) -> str:
        return _ALL if raw == _ALL else super()._check(raw, info)


def _one_for_all(value: Any) -> Any:
    is_by_step = isinstance(value, dict) and not any(isinstance(key, date) for key in value)
    return value if is_by_step else {_ALL: value}


_Months = Annotated[Quantity, Limits(low=0.2, high=120.0)]
_Weeks = Annotated[Quantity, Limits(low=1.0, high=520.0)]
_ChangingMonths = Annotated[
    dict[date, _Months], BeforeValidator(one_number_from_the_start), Field(min_length=1), OrOne()
]
_ChangingWeeks = Annotated[
    dict[date, _Weeks], BeforeValidator(one_number_from_the_start), Field(min_length=1), OrOne()
]
_Step = Annotated[str, _StepOrAll("step")]
EveryMonths = Annotated[dict[_Step, _ChangingMonths], BeforeValidator(_one_for_all), OrOne()]
"""Months between reviews: one number or numbers from dates on, for all steps or by step."""
EveryWeeks = Annotated[dict[_Step, _ChangingWeeks], BeforeValidator(_one_for_all), OrOne()]
ObservedMonths = Annotated[dict[_Step, _Months], BeforeValidator(_one_for_all), OrOne()]
_ChangingNumber = Annotated[
    dict[date, Annotated[Quantity, Limits(high=1e6)]],
    BeforeValidator(one_number_from_the_start),
    Field(min_length=1),
    OrOne(),
]
_ChangingCases = Annotated[
    dict[date, Annotated[Quantity, Limits(low=1e-3, high=1e6)]],
    BeforeValidator(one_number_from_the_start),
    Field(min_length=1),
    OrOne(),
]


class ReviewsSpec(Form):
    """A child on one of the steps that is ready for one of the moves makes it at its next review."""

    title: Text = Text(da="")
    steps: list[StepName] = Field(min_length=1)
    every_months: EveryMonths = {}
    """Between reviews, which are counted from the beginning of each stay."""
    every_weeks: EveryWeeks = {}
    """Instead of months."""
    moves: list[Destination] = Field(min_length=1)
    by: StaffName | None = None
    """The staff that makes them; without one they always come in time."""
    rates_are: Literal["observed", "readiness"] = "observed"
    """Whether the rates of the moves were observed under these reviews, or say how soon a child is ready."""
    observed_every_months: ObservedMonths = {}
    """Months between reviews, as they came while the rates were observed, if other than now."""
    grade: Grade = "assumption"
    source: Text = Text(da="")
    rationale: Text = Text(da="")

    @model_validator(mode="after")
    def _one_interval(self) -> Self:
        for step in self.steps:
            if self.numbers_for(step) is None:
                raise PydanticCustomError("review_interval", "review interval", {"found": step})
        if self.every_months and self.every_weeks:
            raise PydanticCustomError("review_units", "review units", {})
        return self

    def numbers_for(self, step: str) -> Mapping[date, Quantity] | None:
        """Return the numbers, of months or weeks, between the reviews on a step."""
        numbers = self.every_months or self.every_weeks
        return numbers.get(step, numbers.get(_ALL))

    @property
    def days_in_unit(self) -> float:
        """The days of a month or a week."""
        return DAYS_PER_MONTH if self.every_months else _DAYS_PER_WEEK

    def observed_months(self, step: str) -> Quantity | None:
        """Return the months between reviews under which the rates of a step were observed, if it is said."""
        return self.observed_every_months.get(step, self.observed_every_months.get(_ALL))


class StaffSpec(Sourced):
    """Those who make reviews: how many, what they cost, and how many children each can have."""

    title: Text = Text(da="")
    number: _ChangingNumber
    """Full-time persons, or how many from dates on."""
    cases_each: _ChangingCases
    """Children that each can have and still review in time; with more, reviews come later in proportion."""
    dkk: Money
    """For each person and year."""
    price_year: Year
    payers: Payers
    first_steps: list[StepName] = []
    """Steps whose children are reviewed in time before those of others, in this order."""
    first_groups: list[GroupName] = []
