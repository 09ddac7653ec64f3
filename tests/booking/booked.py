"""Make proposals by hand and registers with them, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from booking.amounts.bookable import Odds
from booking.amounts.policy import Policy, shipped
from booking.amounts.promised import Promised
from booking.decisions.case_acts import approve, record_sensitivity
from booking.decisions.drafts import Act, draft_of
from booking.decisions.entering import enter
from booking.decisions.register_acts import found
from booking.register.books import Books
from booking.register.chain import Draft, Entry
from booking.register.entry_kinds import (
    BlocksForm,
    ExpectedGainForm,
    PayerForm,
    PromisedForm,
    ProposalEntry,
    RecomputedForm,
    SensitivityEntry,
)
from booking.register.register import Register, register
from scenarios.files.forms import Text

WHO = {"who": "Økonomichefen", "why": "Byrådets møde"}
PROPOSER = {"who": "Børnechefen", "why": "Byrådets møde"}
SCENARIO, RUN = "a" * 64, "b" * 64
TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
AFTERWARDS = datetime(2030, 7, 1, 12, tzinfo=UTC)
"""After every ledger of these tests."""
RECOMPUTED = RecomputedForm(cells=88, of=400)
FAMILIE, SKOLE, STATEN = "familie", "skole", "staten"


def a_promise(
    year: int = 2028,
    payer: str = FAMILIE,
    *,
    mean: float = 1000,
    at_average: float | None = None,
    cashable: float | None = None,
    sure: float = 600,
    sure_error: float | None = 0.0,
) -> Promised:
    """Return a promise in which nothing is idle and all is cashable, unless told otherwise."""
    return Promised(
        year=year,
        payer=payer,
        mean_dkk=mean,
        at_average_dkk=mean if at_average is None else at_average,
        cashable_dkk=mean if cashable is None else cashable,
        most_dkk=None,
        sure=Odds(dkk=sure, shortfall_dkk=sure / 10, regret=0.2 if sure else 0.0),
        sure_error_dkk=sure_error,
        habit=Odds(dkk=max(mean, 0), shortfall_dkk=300, regret=0.5),
    )


def a_proposal(*promises: Promised, policy: Policy | None = None, **changes: Any) -> ProposalEntry:
    """Return a proposal of two payers of the municipality and the state."""
    given = promises or (a_promise(), a_promise(payer=SKOLE, mean=200, sure=0))
    dkk = 0.9 * sum(each.mean_dkk for each in given if each.payer != STATEN)
    fields: dict[str, Any] = {
        "case": "tættere",
        "title": Text(da="Tættere hjælp", en="Closer help"),
        "municipality": "Lilleby",
        "scenario": "lille",
        "value_digest": "c" * 64,
        "draws": 100,
        "replications": 4,
        "known_until": date(2026, 12, 31),
        "grade": "controlled",
        "policy": policy or shipped(),
        "payers": {
            FAMILIE: PayerForm(title=Text(da="Familieafdelingen"), municipal=True),
            SKOLE: PayerForm(title=Text(da="Skolerne"), municipal=True),
            STATEN: PayerForm(title=Text(da="Staten"), municipal=False),
        },
        "blocks": [BlocksForm(step=Text(da="Institution"), places=6, notice_months=6, payers=[FAMILIE])],
        "expected": ExpectedGainForm(dkk=dkk, mc_error_dkk=abs(dkk) / 20, runs=400, price_year=2027),
        "promised": [PromisedForm.of(each) for each in given],
        "recomputed": RECOMPUTED,
    }
    return ProposalEntry(**fields | changes)


def rule(**changes: Any) -> Policy:
    """Return the shipped rule with something in it changed."""
    return Policy.model_validate(shipped().model_dump() | changes)


def proposing(body: ProposalEntry, scenario_digest: str = SCENARIO) -> Act:
    """Return the act of entering a proposal as it is, with the rule that it brings.

    So they were entered before a register had a rule of its own; the acts after it are those of now.
    """
    draft = draft_of(
        body,
        **PROPOSER,
        scenario_digest=scenario_digest,
        run_digest=RUN,
        policy_digest=body.policy.digest,
    )
    who, why = PROPOSER["who"], PROPOSER["why"]
    return Act(kind=ProposalEntry, who=who, why=why, draft=lambda _books, _at: draft)


def found_by(policy: Policy | None = None, municipality: str = "Lilleby") -> Act:
    """Return the act that makes a register Lilleby's, by the shipped rule or another."""
    return found(municipality, policy or shipped(), **WHO)


def analysed(case: str = "tættere", scenario_digest: str = SCENARIO) -> Act:
    body = SensitivityEntry(case=case, method="sobol", value_digest="d" * 64, recomputed=RECOMPUTED)
    return record_sensitivity(body, **WHO, scenario_digest=scenario_digest, run_digest="e" * 64)


def approved(payer: str = FAMILIE, case: str | None = None) -> Act:
    return approve(payer, case=case, **WHO)


@contextmanager
def a_register(folder: Path, *acts: Act) -> Iterator[Register]:
    """Give a register in which some acts have been entered."""
    with register(folder / "register.sqlite", create=True) as made:
        for act in acts:
            enter(made, act)
        yield made


def books_of(*acts: Act) -> Books:
    """Return what a register would say after some acts, without a file."""
    entries: list[Entry] = []
    for act in acts:
        entries.append(as_entry(act(Books(entries), AFTERWARDS), len(entries) + 1))
    return Books(entries)


def as_entry(draft: Draft, number: int, at: datetime = AT) -> Entry:
    """Return what a draft becomes, without a chain."""
    return Entry(
        **vars(draft),
        number=number,
        at=at,
        written_by="a test",
        previous="",
        digest=f"{number:064d}",
    )
