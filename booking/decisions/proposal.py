"""Make the proposal of a case from a run of it."""

from collections.abc import Sequence
from datetime import timedelta

from booking.amounts.gain_in_kroner import gain_in_kroner
from booking.amounts.policy import Policy
from booking.amounts.promised import promised
from booking.amounts.shared_children import Reach
from booking.register.entry_kinds import (
    BlocksForm,
    ExpectedGainForm,
    PayerForm,
    PromisedForm,
    ProposalEntry,
    RecomputedForm,
)
from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp
from scenarios.running.recheck import Recomputed
from sensitivity.views.optimism import grade_of


def proposal_of(
    study: Study,
    comparison: Comparison,
    stamp: Stamp,
    *,
    case: str,
    policy: Policy,
    reach: Reach | None,
    recomputed: Recomputed | None = None,
) -> ProposalEntry:
    """Return the proposal of a case by a rule; without its reach, it may share children with any other.

    `recomputed` is how much of the run was run again. Raises RefusedError when the policy names a payer or an
    item that the case has not.
    """
    scenario, spec = study.case(case), study.scenario.cases[case]
    items = {*comparison.runs[BASELINE].items, *comparison.runs[case].items}
    _check_names(policy, items=sorted(items), payers=comparison.payers)
    return ProposalEntry(
        case=case,
        title=spec.title,
        municipality=scenario.municipality.name,
        scenario=study.name,
        value_digest=stamp.value_digest,
        draws=comparison.draws,
        replications=comparison.replications,
        known_until=scenario.start - timedelta(days=1),
        grade=grade_of(study, case),
        policy=policy,
        payers={
            name: PayerForm(title=scenario.payers[name].title, municipal=municipal)
            for name, municipal in zip(comparison.payers, comparison.municipal, strict=True)
        },
        blocks=_blocks(scenario),
        expected=ExpectedGainForm.of(comparison.gain(case).expected(scenario.price_year)),
        promised=[
            PromisedForm.of(each)
            for each in promised(
                gain_in_kroner(study, comparison, case, policy),
                policy,
                years=comparison.years,
                payers=comparison.payers,
            )
        ],
        lives_digest="" if reach is None else reach.lives_digest,
        overlap={} if reach is None else reach.overlap,
        recomputed=None if recomputed is None else RecomputedForm(**recomputed._asdict()),
    )


def _blocks(scenario: Scenario) -> list[BlocksForm]:
    return [
        BlocksForm(
            step=scenario.staircase.steps[step].title,
            places=line.own_unit.block_places,
            notice_months=line.own_unit.notice_months,
            payers=list(line.payers),
        )
        for step, prices in scenario.prices.items()
        for line in prices.values()
        if line.own_unit is not None and line.sold is None
    ]


def _check_names(policy: Policy, *, items: Sequence[str], payers: Sequence[str]) -> None:
    for kind, known, used in (
        ("payers", payers, [name for rule in policy.cashable for name in rule.payers]),
        ("items", items, [name for rule in policy.cashable for name in rule.items]),
        ("approvers", payers, list(policy.approvers)),
    ):
        for name in used:
            if name not in known:
                listed = ", ".join(known)
                raise RefusedError(
                    Message(
                        "--policy: {kind}: '{name}' is not known in the case; there are {listed}",
                        kind=kind,
                        name=name,
                        listed=listed,
                    )
                )
