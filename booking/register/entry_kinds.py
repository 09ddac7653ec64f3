"""Define what an entry of the register says, kind by kind."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import Field

from booking.amounts.bookable import Odds
from booking.amounts.policy import Policy
from booking.amounts.promised import Promised
from booking.register.earlier_entries import as_now
from booking.register.witness_kinds import WITNESS_KINDS, WitnessBody
from model.results.prices import discount_factors
from model.world.months import Months
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade
from scenarios.results.expected_gain import ExpectedGain

Kroner = Annotated[float, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]
Number = Annotated[int, Field(ge=1)]
"""Of another entry."""


class RecomputedForm(Form):
    """How much of what an entry rests on was run again, and gave the same, before it was entered."""

    cells: Annotated[int, Field(ge=0)]
    of: Number


class OddsForm(Form):
    """`booking.amounts.bookable.Odds` as it stands in an entry."""

    dkk: Kroner
    shortfall_dkk: Kroner
    regret: Probability


class PromisedForm(Form):
    """`booking.amounts.promised.Promised` as it stands in an entry."""

    year: int
    payer: str
    mean_dkk: float
    at_average_dkk: float
    cashable_dkk: float
    most_dkk: float | None = None
    """None in an entry made before it stood there."""
    sure: OddsForm
    sure_error_dkk: Kroner | None = None
    """None in an entry made before it was worked out, too."""
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


class ExpectedGainForm(Form):
    """`scenarios.results.expected_gain.ExpectedGain` as it stands in an entry."""

    dkk: float
    mc_error_dkk: Kroner | None
    runs: Number
    price_year: int | None

    @classmethod
    def of(cls, gain: ExpectedGain) -> Self:
        """Return the form of an expected gain."""
        return cls.model_validate(asdict(gain))

    @property
    def gain(self) -> ExpectedGain:
        """The expected gain that the form holds."""
        return ExpectedGain(**self.model_dump())


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


class Founding(Form):
    """Register entry, the first: whose register it is, and the rule of its council."""

    municipality: str
    policy: Policy


class RuleEntry(Form):
    """Register entry: another rule was put forward; in force at once unless the rule asks for two people."""

    policy: Policy


class RuleAccepted(Form):
    """Register entry: somebody else accepted a rule that was put forward, which is in force from here."""

    rule: Number


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
    expected: ExpectedGainForm | None = None
    """The expected gain of the run; None in an entry made before it stood there."""
    promised: list[PromisedForm]
    shared: dict[str, Probability] = Field(default_factory=dict)
    """In an entry of an earlier edition: as `overlap`, by the name of the other case."""
    lives_digest: str = ""
    """Of the children whom the case reaches; "" in an entry made before it stood there."""
    overlap: dict[str, Probability] = Field(default_factory=dict)
    """By `lives_digest` of another case of the scenario, the share of those whom this one reaches that it
    reaches too."""
    recomputed: RecomputedForm | None = None
    """Runs; None in an entry made before any were."""

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

    def expected_gain(self) -> ExpectedGain:
        """Return the expected gain that was proposed."""
        return self.expected_in(self.promised, self.expected, runs=self.draws * self.replications)

    def expected_in(
        self, promised: Iterable[PromisedForm], expected: ExpectedGainForm | None, *, runs: int
    ) -> ExpectedGain:
        """Return the expected gain of an entry; where it is not there, what promises add up to."""
        if expected is not None:
            return expected.gain
        own = [each for each in promised if self.payers[each.payer].municipal]
        years = sorted({each.year for each in own})
        factors = dict(zip(years, discount_factors(years).tolist(), strict=True))
        dkk = math.fsum(factors[each.year] * each.mean_dkk for each in own)
        return ExpectedGain(dkk=dkk, mc_error_dkk=None, runs=runs, price_year=None)


class SensitivityEntry(Form):
    """Register entry: a sensitivity analysis was recorded."""

    case: str
    method: str
    value_digest: str
    recomputed: RecomputedForm | None = None
    """Runs; None in an entry made before any were."""


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
    expected: ExpectedGainForm | None = None
    """The expected gain after the follow-up; None in an entry made before it stood there."""
    promised: list[PromisedForm]


class Correction(Form):
    """Register entry: an entry is wrong; a follow-up then counts no more, a time to come dates no other."""

    entry: Number


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
    """Register entry: a booking was reversed, or a part of it."""

    booking: Number
    dkk: Annotated[float, Field(gt=0)] | None = None
    """None for all that stood, as in entries made before parts could be reversed."""


Body = (
    Founding
    | RuleEntry
    | RuleAccepted
    | ProposalEntry
    | SensitivityEntry
    | Approval
    | MilestoneMet
    | FollowUpEntry
    | Correction
    | Booking
    | Reversal
    | WitnessBody
)

KINDS: Mapping[str, type[Body]] = {
    "founding": Founding,
    "rule": RuleEntry,
    "rule_accepted": RuleAccepted,
    "proposal": ProposalEntry,
    "sensitivity": SensitivityEntry,
    "approval": Approval,
    "milestone": MilestoneMet,
    "follow_up": FollowUpEntry,
    "correction": Correction,
    "booking": Booking,
    "reversal": Reversal,
    **WITNESS_KINDS,
}


def body_of(kind: str, plain: Mapping[str, Any]) -> Body:
    """Return the body of an entry; raises KeyError for another kind, ValidationError for another form."""
    return KINDS[kind].model_validate_json(json.dumps(as_now(plain)))
