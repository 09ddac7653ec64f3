"""Define what an entry of the register says, kind by kind."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import Field

from booking.amounts.bookable import Odds
from booking.amounts.policy import Policy
from booking.amounts.promised import Promised
from model.world.months import Months
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade

Kroner = Annotated[float, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]
Number = Annotated[int, Field(ge=1)]
"""Of another entry."""


class OddsForm(Form):
    """`booking.amounts.bookable.Odds` as it stands in an entry."""

    dkk: Kroner
    shortfall_dkk: Kroner
    regret: Probability


class PromisedForm(Form):
    """`booking.amounts.promised.Promised` as it stands in an entry."""

    year: int
    payer: str
    expected_dkk: float
    in_blocks_dkk: float
    cashable_dkk: float
    sure: OddsForm
    habit: OddsForm

    @classmethod
    def of(cls, promised: Promised) -> Self:
        """Return the form of a payer's gain."""
        return cls.model_validate(asdict(promised))

    @property
    def promised(self) -> Promised:
        """The payer's gain that the form holds."""
        plain = self.model_dump()
        return Promised(**plain | {key: Odds(**plain[key]) for key in ("sure", "habit")})


class PayerForm(Form):
    """A payer of the scenario."""

    title: Text
    municipal: bool


class BlocksForm(Form):
    """An own unit that falls in cost in whole blocks."""

    step: Text
    places: int
    notice_months: int
    payers: list[str]


class ProposalEntry(Form):
    """Register entry: a case was proposed, with what could be booked of it by one run under one policy."""

    case: str
    title: Text
    municipality: str
    scenario: str
    value_digest: str
    draws: int
    replications: int
    known_until: date
    """The last day that the run knows of: the day before it begins."""
    grade: Grade
    """Of the least firm number that the case rests on."""
    policy: Policy
    payers: dict[str, PayerForm]
    blocks: list[BlocksForm]
    promised: list[PromisedForm]
    shared: dict[str, Probability]
    """By other case of the scenario, how many of the children whom this one reaches that one reaches too."""

    @property
    def months(self) -> Months:
        """The months of the run."""
        start = self.known_until + timedelta(days=1)
        years = len({each.year for each in self.promised})
        return Months.of(start, years if start.month == 1 else years - 1)

    @property
    def first_year(self) -> int:
        """The first budget year of the case."""
        return min(each.year for each in self.promised)


class SensitivityEntry(Form):
    """Register entry: a sensitivity analysis was recorded."""

    case: str
    method: str
    value_digest: str


class Approval(Form):
    """Register entry: a payer approved a proposal."""

    proposal: Number
    payer: str


class MilestoneMet(Form):
    """Register entry: a case reached a milestone of its policy."""

    proposal: Number
    milestone: str


class FollowUpEntry(Form):
    """Register entry: a case was followed up with a ledger, with what may be booked after it."""

    proposal: Number
    ledger_digest: str
    last: date
    """The last day that the ledger knows of."""
    verdicts: dict[str, str]
    """By indicator."""
    effective_draws: Annotated[float, Field(ge=0)]
    """How many draws the weights are worth."""
    usable: bool
    """Whether amounts may rest on it: not when the ledger lies outside what the scenario holds possible, or
    the weights are worth too few draws."""
    promised: list[PromisedForm]


class Booking(Form):
    """Register entry: an amount was taken out of a payer's budget for a year."""

    proposal: Number
    basis: Number
    """The entry whose amounts it rests on: the proposal, or a follow-up of it."""
    sensitivity: Number
    on: date
    """The day it was decided."""
    year: int
    payer: str
    dkk: Annotated[float, Field(gt=0)]


class Reversal(Form):
    """Register entry: a booking was reversed, whole."""

    booking: Number


Body = ProposalEntry | SensitivityEntry | Approval | MilestoneMet | FollowUpEntry | Booking | Reversal

KINDS: Mapping[str, type[Body]] = {
    "proposal": ProposalEntry,
    "sensitivity": SensitivityEntry,
    "approval": Approval,
    "milestone": MilestoneMet,
    "follow_up": FollowUpEntry,
    "booking": Booking,
    "reversal": Reversal,
}


def body_of(kind: str, plain: Mapping[str, Any]) -> Body:
    """Return the body of an entry; raises KeyError for another kind, ValidationError for another form."""
    return KINDS[kind].model_validate_json(json.dumps(plain))
