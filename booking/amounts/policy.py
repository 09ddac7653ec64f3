"""Read the rule of a council: what of a gain may be booked, how surely, from when, and on whose word."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, get_args

import numpy as np
from pydantic import Field

from model.world.arrays import Floats
from scenarios.files.faults import ScenarioError
from scenarios.files.form_files import load_form
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade
from scenarios.running.limits import MOST_DRAWS

_SHIPPED = Path(__file__).parents[1] / "policy.yaml"

ShareOfGain = Annotated[float, Field(ge=0, le=1)]
YearOfCase = Annotated[int, Field(ge=1, le=60)]
"""Budget year of a case; the first is 1."""


class PolicyError(ScenarioError):
    """A file with a rule that cannot be used; `faults` says everything that is wrong with it."""


class Cashable(Form):
    """How much of what some payers gain on some items is money that a budget may lose.

    Where several reach for the same kroner the smallest share holds; where none does, all of it counts.
    """

    payers: list[str] = []
    """None for all."""
    items: list[str] = []
    """Steps, programmes and "reimbursement"; none for all."""
    share: ShareOfGain
    from_year: YearOfCase = 1
    """Until then nothing of it is cashable."""
    why: Text


class Milestone(Form):
    """What a case must have reached by a day; required for every budget year that begins after it."""

    title: Text
    by: date


class Policy(Form):
    """The form of the file: the rule of a council."""

    title: Text
    source: Text
    """Who decided it, and when."""
    rationale: Text = Text(da="")
    confidence: Annotated[float, Field(ge=0.5, le=0.99)]
    """Share of the runs in which a booked amount must be realised."""
    least_draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = 100
    """The fewest draws that an amount may rest on; replications of a draw are no further draws."""
    largest_error: Annotated[float, Field(gt=0, le=1)] | None = 0.1
    """The largest Monte Carlo error of an amount, as a share of it; None for any."""
    two_people: bool = True
    """Whether an approval by whoever proposed the case counts for nothing, so that nobody books alone."""
    countersigned_seal: Literal["never", "year_end"] = "year_end"
    """Whether bookings of a year wait until a second party has countersigned the seal of the year before."""
    signed: bool = False
    """Whether whoever proposes, approves and books must sign with a key of their own."""
    minimum_grade: Grade = get_args(Grade)[-1]
    """The least firm evidence that anything may be booked on; left out, any."""
    first_year: YearOfCase = 1
    """The first budget year of a case that may be reduced."""
    cashable: list[Cashable] = []
    approvers: dict[str, str] = {}
    """Who approves for a payer; whoever says so may for a payer that is not named."""
    milestones: dict[str, Milestone] = {}

    def admits(self, grade: Grade) -> bool:
        """Return whether evidence is firm enough."""
        grades = get_args(Grade)
        return grades.index(grade) <= grades.index(self.minimum_grade)

    def shares(self, *, years: int, items: Sequence[str], payers: Sequence[str]) -> Floats:
        """Return which share of a gain is cashable; [year, item, payer]."""
        shares = np.ones((years, len(items), len(payers)))
        for rule in self.cashable:
            on = np.ix_(
                range(years),
                [i for i, item in enumerate(items) if not rule.items or item in rule.items],
                [i for i, payer in enumerate(payers) if not rule.payers or payer in rule.payers],
            )
            share = np.where(np.arange(1, years + 1) < rule.from_year, 0.0, rule.share)
            shares[on] = np.minimum(shares[on], share[:, np.newaxis, np.newaxis])
        return shares

    def whys(self, *, year: int, payer: str) -> list[Text]:
        """Return why not all that a payer gains is cashable in a budget year of a case (the first is 1)."""
        return [
            rule.why
            for rule in self.cashable
            if (not rule.payers or payer in rule.payers) and (rule.share < 1 or year < rule.from_year)
        ]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its meaning; spaces, comments and file names do not count."""
        meaning = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(meaning.encode()).hexdigest()


@cache
def shipped() -> Policy:
    """Return the rule that comes with the project."""
    return load(_SHIPPED)


def load(source: str | Path) -> Policy:
    """Return the rule in a file; raises PolicyError with every fault that was found."""
    return load_form(source, Policy, PolicyError)


def given(policy: Policy | str | Path | None) -> Policy:
    """Return the rule that is given or named by its file, or else the shipped one; raises as `load` does."""
    if policy is None:
        return shipped()
    return policy if isinstance(policy, Policy) else load(policy)
