"""Define a scenario file as pydantic models: the border at which everything is checked once.

The docstrings of these classes are descriptions in the JSON Schema, which editors show to users.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import (
    Assumption,
    Count,
    Limits,
    Money,
    Positive,
    Quantity,
    Rate,
    Share,
    fixed,
)
from scenarios.format.fields import (
    AgeBands,
    AgeRange,
    BandName,
    CaseName,
    Changing,
    Destination,
    EveryStep,
    GroupName,
    Shares,
    Sourced,
    StepName,
    Year,
)
from scenarios.format.groups import GroupSpec
from scenarios.format.households import HouseholdsSpec
from scenarios.format.prices import PayerSpec, PriceIndexSpec, PriceSpec, ReimbursementSpec
from scenarios.format.programmes import ProgrammeSpec
from scenarios.format.published import PublishedSpec
from scenarios.format.reviews import ReviewsSpec, StaffSpec
from scenarios.format.shared_numbers import FactorSpec, JointSpec
from scenarios.format.stays import StaySpec


class PlacesSpec(Form):
    """How many places a step has, and what happens when they are taken."""

    number: Changing
    when_full: Literal["wait", "divert"] = "wait"
    divert_to: Destination | None = None
    returns: bool = False
    first_groups: list[GroupName] = []
    per: Literal["child", "household"] = "child"
    """`household`: siblings share a place; only where they stay together."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.when_full == "divert") != (self.divert_to is not None):
            raise PydanticCustomError("divert_where", "divert where", {})
        return self


class StepSpec(Form):
    """One step; steps stand in the file in order, from the least to the most intrusive."""

    title: Text
    holds: Text = Text(da="")
    """The services on the step."""
    ages: AgeRange = [0.0, 23.0]
    at_age_limit: Annotated[dict[Destination, Share], Shares]
    places: PlacesSpec | None = None
    household: Literal["alone", "together"] = "alone"
    """`together`: siblings move here with the first of them, stay together, and leave together."""
    together_from: list[StepName] = Field(min_length=1, default=[])
    """The steps from which siblings come along; left out, all others."""
    placed: bool = False
    """Whether a child here counts as placed outside the home."""
    after: StepName | None = None
    """The step that this one stands just above, when a case puts it in; left out, the order of the file."""
    role: Literal["before_help", "early", "preventive", "home", "kin", "foster", "institution", "aftercare"]
    """Which of the published key figures the step belongs to."""

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.household == "alone" and self.together_from:
            raise PydanticCustomError("together_where", "together where", {})
        if self.household == "alone" and self.places is not None and self.places.per == "household":
            raise PydanticCustomError("place_of_household", "place of household", {})
        return self


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

    def admits(self, name: str, age: float) -> bool:
        """Return whether a child of an age may stand on a step; a way out is open at every age."""
        return name not in self.steps or self.steps[name].ages[0] <= age < self.steps[name].ages[1]


class Municipality(Sourced):
    """Whom the scenario is about."""

    name: str
    region: str = ""
    population: Count
    children_0_22: Annotated[Quantity, Limits(low=1.0, exact=True)]
    """Children and young people aged 0-22."""
    age_shares: Annotated[dict[BandName, Share], Shares]
    """Shares of the 0-22-year-olds by age band; must sum to 1."""
    placed_per_1000: Rate
    """Children placed outside the home per 1,000 aged 0-22, as published."""
    figures_of: str = ""
    """Whose figures these are where a file gives another name to a municipality and not its own source."""
    spending_per_child_dkk: Money
    """Net spending per 0-22-year-old a year, as published."""
    price_year: Year
    """Of the published spending."""
    followed_up_on_time: Share | None = None
    """Share of the measures first followed up within three months: key figure 12, as a ledger has it."""
    population_index: dict[Year, Positive] = {}
    """Number of 0-22-year-olds by year relative to the start; years left out carry the last one on."""


class Level(Form):
    """How far this municipality lies from the numbers and prices that it borrows.

    Only numbers from files that say `borrowed: true` are multiplied, never those of other files.
    """

    activity: Positive = fixed(1.0)
    """Multiplies borrowed stock and arrivals."""
    price: Positive = fixed(1.0)
    """Multiplies the borrowed prices of the steps."""


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
"""Children, or children per 1,000 of the age band."""


def _without_unit(row: Any) -> Any:
    """Return a step's numbers without their unit, which is marked on each of them already."""
    return {key: number for key, number in row.items() if key != "unit"} if isinstance(row, dict) else row


Counts = Annotated[dict[BandName, Count], BeforeValidator(_without_unit)]
"""Children by age band; a step may say its own `unit` among them."""


class RatesSpec(Sourced):
    """How children move: from step, to step or way out."""

    title: Text = Text(da="")
    by_step: dict[StepName, dict[Destination, TransitionSpec]]


Trend = Annotated[Quantity, Limits(low=-0.5, high=0.5)]
"""Relative growth a year."""


class ArrivalsSpec(Sourced):
    """Children who come from outside, a year, by step and age band."""

    unit: Unit = "children"
    """Of the numbers in the same file, for steps that do not say their own."""
    trend_per_year: Trend = fixed(0.0)
    trend_by_step: dict[StepName, Trend] = {}
    """Trend of the arrivals on single steps, in the place of the common one."""
    by_step: dict[StepName, Counts] = {}
    keep_stock_level: bool = False
    """Whether the arrivals that are not in `by_step` are worked out: as many as keep the stock level."""


class StockChildSpec(Form):
    """One child on a step at the start date."""

    step: StepName
    birth_date: date
    since: date
    group: GroupName | None = None
    household: str | None = None
    """Children of one household are added together for central reimbursement, and may be helped as one."""


class StockSpec(Sourced):
    """Who stands on the staircase at the start date: by number, or child by child."""

    unit: Unit = "children"
    """Of the numbers in the same file, for steps that do not say their own."""
    by_step: dict[StepName, Counts] = {}
    years_on_step: dict[StepName, Rate] = {}
    """Mean time the counted children have been on the step already; left out, that of a level population."""
    children: list[StockChildSpec] = []
    as_of: date | None = None
    """The day on which the listed children stood there, at the start or before it; left out, the start.

    Who passes an age limit from then until the start has gone where the step sends them.
    """


class EndsSpec(Form):
    """How the ends are believed that services of a ledger were granted until; only forecasts ask."""

    believed: Share
    """Share of the granted ends that come as granted."""


class CaseSpec(Form):
    """An investment case: what it changes in the baseline, in the words of the scenario itself."""

    title: Text
    description: Text = Text(da="")
    together: Annotated[list[CaseName], Field(min_length=2)] = []
    """Other cases that it consists of: their changes in this order, and then its own."""
    changes: dict[str, Any] = {}
    """Any keys that `reading.load.CASE_KEYS` names."""


class Scenario(Form):
    """A whole scenario, bases and all."""

    base: str | list[str] = []
    """Scenarios that this one builds on: files beside it, or entries of the library."""
    borrowed: bool = False
    """Whether the numbers of this very file are borrowed by those who build on it, who lie at a `level`."""
    title: Text
    description: Text = Text(da="")
    start: date
    years: Annotated[int, Field(ge=1, le=60)]
    price_year: Year = Field(default_factory=lambda known: known["start"].year)
    """All amounts are reported in the prices of this year; left out, those of the start year."""
    price_index: PriceIndexSpec | None = None
    age_bands: AgeBands
    groups: Annotated[dict[str, GroupSpec], Shares] = {"alle": GroupSpec.of(1.0)}
    """Target groups and their shares of arrivals and counted stock, which sum to 1."""
    municipality: Municipality
    staircase: StaircaseSpec
    level: Level = Level()
    rates: RatesSpec
    stays: dict[StepName, StaySpec] = {}
    """Planned stays by step; how long one is meant to last, and where it leads."""
    reviews: dict[str, ReviewsSpec] = {}
    """Moves that children make only when they are reviewed."""
    staff: dict[str, StaffSpec] = {}
    """Those who make reviews."""
    arrivals: ArrivalsSpec
    households: HouseholdsSpec | None = None
    """Left out, each child that comes is alone; listed children belong to the households they name."""
    stock: StockSpec
    factors: dict[str, FactorSpec] = {}
    payers: dict[str, PayerSpec] = Field(min_length=1)
    prices: Annotated[dict[StepName, dict[str, PriceSpec]], EveryStep()]
    reimbursement: ReimbursementSpec | None = None
    programmes: dict[str, ProgrammeSpec] = {}
    ends: EndsSpec | None = None
    assumptions: dict[str, Assumption] = {}
    joint: list[JointSpec] = []
    caveats: list[Text] = []
    """What the model cannot tell, in this scenario."""
    cases: dict[str, CaseSpec] = {}
    published: PublishedSpec | None = None
    """What others say of these cases, to be held against what the model gives."""

    _baseline: "Scenario | None" = PrivateAttr(default=None)

    @property
    def baseline(self) -> "Scenario":
        """The scenario that this one is a case of, itself when it is none."""
        return self._baseline or self

    def without_reviews(self) -> "Scenario":
        """Return the scenario as its rates were observed: with moves at those rates, whatever the reviews."""
        return self.model_copy(update={"reviews": {}, "staff": {}})

    def as_case_of(self, baseline: "Scenario") -> "Scenario":
        """Return the same scenario as a case of another, whose children and arrivals it meets."""
        case = self.model_copy()
        case._baseline = baseline  # noqa: SLF001 - of the same class
        return case
