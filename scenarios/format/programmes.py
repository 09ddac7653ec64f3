"""Define programmes in a scenario file: effects, enrolment and costs."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Amount, Positive, Rate, Share, fixed
from scenarios.format.fields import (
    AgeRange,
    BandName,
    Changing,
    Destination,
    GroupName,
    Origin,
    Sourced,
    StepName,
    Year,
)
from scenarios.format.prices import Payers
from scenarios.format.stays import StayEffectSpec


class EffectSpec(Form):
    """Multiplies the rates of the transitions from some steps to others."""

    from_steps: list[StepName] = Field(alias="from", min_length=1)
    to: list[Destination] = Field(min_length=1)
    multiplier: Rate
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


class ProgrammeEffectSpec(EffectSpec):
    """An effect of a programme as a whole; one that enrols says for whom it is."""

    for_whom: Literal["enrolled", "everyone"] | None = Field(alias="for", default=None)
    """`enrolled`: for a child while it is enrolled, as under `during`. `everyone`: enrolled or not."""


class ArrivalEffectSpec(Form):
    """Multiplies the arrivals on some steps."""

    steps: list[StepName] = Field(min_length=1)
    multiplier: Rate
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


class RerouteSpec(Form):
    """Sends a share of those who leave some steps for others to a step instead.

    With `outside` among the steps also of those who come from outside to one of `to`.
    """

    from_steps: list[Origin] = Field(alias="from", min_length=1)
    to: list[Destination] = Field(min_length=1)
    instead: StepName
    share: Share
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


class EnrolmentSpec(Form):
    """Help that children are enrolled in, with slots and a waiting list."""

    steps: list[StepName] = Field(min_length=1)
    ages: AgeRange = [0.0, 23.0]
    groups: list[GroupName] | None = None
    take_up: Share = fixed(1.0)
    slots: Changing | None = None
    first_groups: list[GroupName] = []
    months: Positive | None = None
    """Length; left out, the help lasts as long as the child is on one of the steps."""
    drop_out_per_year: Rate = fixed(0.0)
    follows: bool = False
    """Whether the help goes on when the child leaves the steps."""
    by: Literal["child", "household"] = "child"
    """`household`: asked and enrolled as one; slots and participants, and their costs, are households."""
    at_least: Annotated[int, Field(ge=1, le=12)] = 1
    """Children of a household who must be on the staircase when it is asked; above 1 with `by: household`."""
    during: list[EffectSpec] = []
    lasting: list[EffectSpec] = []
    """Effects after completed help, which end at a random time."""
    lasting_months: Rate = fixed(0.0)
    """Mean of that time."""

    @model_validator(mode="after")
    def _household(self) -> Self:
        if self.at_least > 1 and self.by == "child":
            raise PydanticCustomError("at_least_children", "at least children", {})
        return self


class ProgrammeCostSpec(Sourced):
    """What a programme costs."""

    title: Text = Text(da="")
    dkk: Amount
    """Below zero for an income, such as a grant or a sale."""
    per: Literal["once", "year", "month", "slot_year", "participant", "participant_year", "child_year"]
    """`child_year`: each child-year on `steps`, whoever is enrolled."""
    price_year: Year
    payers: Payers
    start: date | None = None
    """The first day of the cost; left out, that of the programme."""
    end: date | None = None
    """The day from which it is no longer paid; left out, that of the programme."""
    steps: list[StepName] = []
    ages: list[BandName] | None = None
    """Of the children on `steps`; left out, all."""
    groups: list[GroupName] | None = None

    @model_validator(mode="after")
    def _steps_named(self) -> Self:
        if (self.per == "child_year") != bool(self.steps):
            raise PydanticCustomError("child_year_steps", "child year steps", {})
        whom = [name for name in ("ages", "groups") if getattr(self, name) is not None]
        if whom and not self.steps:
            raise PydanticCustomError("whom_without_steps", "whom without steps", {"found": ", ".join(whom)})
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PydanticCustomError("ends_before_start", "ends before start", {})
        return self


class ProgrammeSpec(Form):
    """What a case adds: for everyone from a date, for those enrolled, or both."""

    title: Text
    start: date
    full_from: date | None = None
    """When the change for everyone is complete; until then it grows month by month."""
    end: date | None = None
    """After this the change for everyone is gone, nobody new is enrolled, and yearly costs stop."""
    effects: list[ProgrammeEffectSpec] = []
    stays: list[StayEffectSpec] = []
    arrivals: list[ArrivalEffectSpec] = []
    reroutes: list[RerouteSpec] = []
    enrolment: EnrolmentSpec | None = None
    costs: dict[str, ProgrammeCostSpec] = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [day for day in (self.start, self.full_from, self.end) if day is not None]
        if dates != sorted(dates) or self.end == self.start:
            raise PydanticCustomError("dates_upside_down", "dates upside down", {})
        if self.enrolment is None and any(
            "participant" in c.per or c.per == "slot_year" for c in self.costs.values()
        ):
            raise PydanticCustomError("cost_without_enrolment", "cost without enrolment", {})
        return self

    def effects_for(self, whom: Literal["enrolled", "everyone"]) -> list[EffectSpec]:
        """Return the effects on those who are enrolled, while they are, or on everyone."""
        named = [effect for effect in self.effects if (effect.for_whom or "everyone") == whom]
        during = self.enrolment.during if self.enrolment is not None and whom == "enrolled" else []
        return [*named, *during]
