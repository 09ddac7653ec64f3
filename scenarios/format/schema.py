"""What a scenario file may say, as pydantic models: the border at which everything is checked once."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.format.assumptions import (
    LARGEST,
    Assumption,
    Count,
    Form,
    Grade,
    Limits,
    Money,
    Positive,
    Quantity,
    Rate,
    Share,
    Text,
    Whole,
    fixed,
    plain_number,
)
from scenarios.format.factor import FactorSpec
from scenarios.format.fields import EveryStep, FromTo, HasIndex, Rising, SumsToOne
from scenarios.format.names import BandName, CaseName, Destination, GroupName, PayerName, StepName
from scenarios.format.shared_numbers import JointSpec


def _one_number_from_the_start(value: Any) -> Any:
    return value if isinstance(value, dict) else {date.min: value}


Year = Annotated[int, Field(ge=1990, le=2150)]
PriceYear = Annotated[Year, HasIndex()]
Age = Annotated[float, Field(ge=0, le=120)]
AgeBands = Annotated[list[Age], Field(min_length=2), Rising()]
Shares = SumsToOne()
Kroner = Annotated[float, BeforeValidator(plain_number), Field(gt=0, le=LARGEST)]
AgeRange = Annotated[list[Age], Field(min_length=2, max_length=2), FromTo()]
"""From one age until the birthday of the other, in years."""
Changing = Annotated[dict[date, Whole], BeforeValidator(_one_number_from_the_start), Field(min_length=1)]
"""A number, or numbers from dates on."""


class Sourced(Form):
    """A table of figures that says where they come from."""

    grade: Grade
    source: Text
    rationale: Text = Text(da="")


class PlacesSpec(Form):
    """How many places a step has, and what happens when they are taken."""

    number: Changing
    when_full: Literal["wait", "divert"] = "wait"
    divert_to: Destination | None = None
    returns: bool = False
    first_groups: list[GroupName] = []

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.when_full == "divert") != (self.divert_to is not None):
            raise PydanticCustomError("divert_where", "divert where", {})
        return self


class StepSpec(Form):
    """One step; steps stand in the file in order, from the least to the most intrusive."""

    title: Text
    holds: Text = Text(da="")
    """What is on the step."""
    ages: AgeRange = [0.0, 23.0]
    at_age_limit: Annotated[dict[Destination, Share], Shares]
    places: PlacesSpec | None = None
    placed: bool = False
    """Whether a child here counts as placed outside the home."""
    after: StepName | None = None
    """The step that this one stands just above, when a case puts it in; left out, the order of the file."""
    role: Literal["early", "preventive", "home", "kin", "foster", "institution", "aftercare"]
    """Which of the published key figures the step belongs to."""


class ExitSpec(Form):
    """A way out of the staircase."""

    title: Text


class StaircaseSpec(Form):
    """The ordered steps and the ways out."""

    title: Text
    source: Text
    """Where the staircase is described."""
    steps: dict[str, StepSpec] = Field(min_length=1)
    exits: dict[str, ExitSpec] = Field(min_length=1)


class Municipality(Sourced):
    """Whom the scenario is about."""

    name: str
    region: str = ""
    population: Count
    children_0_22: Annotated[Quantity, Limits(low=1.0, exact=True)]
    """Children and young people aged 0-22."""
    age_shares: Annotated[dict[BandName, Share], Shares]
    """How the 0-22-year-olds divide on the age bands; must sum to 1."""
    placed_per_1000: Rate
    """Children placed outside the home per 1,000 aged 0-22, as published."""
    spending_per_child_dkk: Money
    """Net spending per 0-22-year-old a year, as published."""
    price_year: Year
    """Of the published spending."""
    population_index: dict[Year, Positive] = {}
    """Number of 0-22-year-olds by year relative to the start; years left out carry the last one on."""


class Level(Form):
    """How far this municipality lies from the rates, numbers and prices it borrows."""

    activity: Positive = fixed(1.0)
    """Multiplies stock and arrivals."""
    price: Positive = fixed(1.0)
    """Multiplies the prices of the steps that are not `local`."""


class TransitionSpec(Form):
    """Leaving one step for another: rate per child-year, for some age bands and groups another."""

    rate: Rate
    by_age: dict[BandName, Rate] = {}
    by_group: dict[GroupName, Rate] = {}
    """Multiplies the rate for a group."""
    by_age_and_group: dict[BandName, dict[GroupName, Rate]] = {}
    """The rate of a group in an age band, instead of all that."""
    shape: Annotated[Quantity, Limits(low=0.1, high=10.0)] = fixed(1.0)
    """Weibull: below 1 the longer a child has been there, the less likely it is to leave soon."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if not isinstance(value, int | float | str | dict | cls):
            raise PydanticCustomError("not_a_number", "not a number", {"low": 0.0, "high": float("inf")})
        return {"rate": value} if isinstance(value, int | float | str) else value


Unit = Literal["children", "per_1000"]


class RatesSpec(Sourced):
    """How children move: from step, to step or way out."""

    title: Text = Text(da="")
    by_step: dict[StepName, dict[Destination, TransitionSpec]]


class ArrivalsSpec(Sourced):
    """Children who come from outside, a year, by step and age band."""

    unit: Unit
    """Children, or children per 1,000 of the age band."""
    trend_per_year: Annotated[Quantity, Limits(low=-0.5, high=0.5)] = fixed(0.0)
    by_step: dict[StepName, dict[BandName, Count]]


class StockChildSpec(Form):
    """One child on a step at the start date."""

    step: StepName
    birth_date: date
    since: date
    group: GroupName | None = None
    household: str | None = None


class StockSpec(Sourced):
    """Who stands on the staircase at the start date: by number, or child by child."""

    unit: Unit = "children"
    by_step: dict[StepName, dict[BandName, Count]] = {}
    years_on_step: dict[StepName, Rate] = {}
    """Mean time the counted children have been on the step already."""
    children: list[StockChildSpec] = []


class PayerSpec(Form):
    """A budget holder."""

    title: Text
    municipal: bool = True
    """Whether its money is the municipality's; only that counts in the net gain."""


Payers = Annotated[dict[PayerName, Share], Shares]


class OwnUnit(Form):
    """An own unit falls in cost only in whole blocks of places, after a notice period."""

    block_places: Annotated[int, Field(ge=1)]
    notice_months: Annotated[int, Field(ge=0, le=60)]
    share: Share = fixed(1.0)
    """How much of the price is bound to places; the rest follows the children at once."""


class PriceSpec(Sourced):
    """What a child on a step costs. Several lines on one step add up."""

    title: Text = Text(da="")
    dkk: Money
    per: Literal["day", "month", "year", "start"]
    """`start`: once, when a child comes to the step."""
    price_year: PriceYear
    payers: Payers
    own_unit: OwnUnit | None = None
    """Left out for bought places, whose cost falls at once."""
    local: bool = False
    """Whether it is the municipality's own price already, which `level.price` leaves alone."""
    reimbursable: bool = True
    """Whether it counts towards central reimbursement of very expensive cases."""

    @model_validator(mode="after")
    def _bound_to_places(self) -> Self:
        if self.per == "start" and self.own_unit is not None:
            raise PydanticCustomError("own_unit_start", "own unit start", {})
        return self


class EffectSpec(Form):
    """Multiplies the rates of the transitions from some steps to others."""

    from_steps: list[StepName] = Field(alias="from", min_length=1)
    to: list[Destination] = Field(min_length=1)
    multiplier: Rate
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


class ArrivalEffectSpec(Form):
    """Multiplies the arrivals on some steps."""

    steps: list[StepName] = Field(min_length=1)
    multiplier: Rate
    ages: list[BandName] | None = None
    groups: list[GroupName] | None = None


class RerouteSpec(Form):
    """Sends a share of those who leave some steps for others to a step instead."""

    from_steps: list[StepName] = Field(alias="from", min_length=1)
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
    during: list[EffectSpec] = []
    lasting: list[EffectSpec] = []
    """Effects after completed help, which end at a random time."""
    lasting_months: Rate = fixed(0.0)
    """Mean of that time."""


class ProgrammeCostSpec(Sourced):
    """What a programme costs."""

    title: Text = Text(da="")
    dkk: Money
    per: Literal["once", "year", "slot_year", "participant", "participant_year", "child_year"]
    """`child_year`: each child-year on `steps`, whoever is enrolled."""
    price_year: PriceYear
    payers: Payers
    steps: list[StepName] = []

    @model_validator(mode="after")
    def _steps_named(self) -> Self:
        if (self.per == "child_year") != bool(self.steps):
            raise PydanticCustomError("child_year_steps", "child year steps", {})
        return self


class ProgrammeSpec(Form):
    """What a case adds: for everyone from a date, for those enrolled, or both."""

    title: Text
    start: date
    full_from: date | None = None
    """When the change for everyone is complete; until then it grows month by month."""
    end: date | None = None
    """After this the change for everyone is gone, nobody new is enrolled, and yearly costs stop."""
    effects: list[EffectSpec] = []
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


class PriceIndexSpec(Sourced):
    """Prices and wages by year, any year as base: what turns one price level into another."""

    by_year: dict[Year, Annotated[float, Field(gt=0, le=LARGEST)]]


class ReimbursementSpec(Form):
    """Central reimbursement of very expensive cases (Barnets Lov section 198)."""

    receiver: PayerName
    state: PayerName
    limits: dict[Year, Annotated[list[Kroner], Field(min_length=3, max_length=3)]] = {}
    """Three limits a year in kroner, beside and before the shipped ones."""


class CaseSpec(Form):
    """An investment case: what it changes in the baseline, in the words of the scenario itself."""

    title: Text
    description: Text = Text(da="")
    together: Annotated[list[CaseName], Field(min_length=2)] = []
    """Other cases that it consists of: their changes in this order, and then its own."""
    changes: dict[str, Any] = {}
    """Any keys that `reading.CASE_KEYS` names."""


class Scenario(Form):
    """A whole scenario, bases and all."""

    base: str | list[str] = []
    """Scenarios that this one builds on: files beside it, or entries of the library."""
    title: Text
    description: Text = Text(da="")
    start: date
    years: Annotated[int, Field(ge=1, le=60)]
    price_year: Year
    """All amounts are reported in the prices of this year."""
    price_index: PriceIndexSpec | None = None
    age_bands: AgeBands
    groups: Annotated[dict[str, Share], Shares] = {"alle": fixed(1.0)}
    """Target groups and their shares of every arrival and stock count; must sum to 1."""
    municipality: Municipality
    staircase: StaircaseSpec
    level: Level = Level()
    rates: RatesSpec
    arrivals: ArrivalsSpec
    stock: StockSpec
    factors: dict[str, FactorSpec] = {}
    payers: dict[str, PayerSpec] = Field(min_length=1)
    prices: Annotated[dict[StepName, dict[str, PriceSpec]], EveryStep()]
    reimbursement: ReimbursementSpec | None = None
    programmes: dict[str, ProgrammeSpec] = {}
    assumptions: dict[str, Assumption] = {}
    joint: list[JointSpec] = []
    caveats: list[Text] = []
    """What the model cannot tell, in this scenario."""
    cases: dict[str, CaseSpec] = {}
