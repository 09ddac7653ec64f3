"""Hold a case that is under way against what was expected of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from api.results import Result
from api.running import Progress, begin, check_same_gain, draws_of, running, tell_all, unseen
from booking.amounts.policy import Policy, given
from booking.decisions import case_acts
from booking.decisions.entering import enter
from booking.follow_up import follow_up as following
from booking.follow_up.document import document, tables, write
from booking.follow_up.follow_up import FollowUp, FollowUpRequest
from booking.follow_up.notes import notes
from booking.proof.signatures import Signer
from booking.register.books import Books, Record
from booking.register.chain import Entry
from booking.register.entry_kinds import ExpectedGainForm, FollowUpEntry, PromisedForm, ProposalEntry
from booking.register.register import register
from booking.register.seals import Seal, seal_of
from calibration.ledger import notes as ledger_notes
from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import Source
from scenarios.results.provenance import digest
from scenarios.running.limits import BRIDGE_DAYS, DRAWS, MONTHS, REPLICATIONS, SEED, check_limits
from scenarios.running.worker_options import ALL_CORES, Tell, WorkerOptions
from sensitivity.subject.subject import Subject, subject


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A proposal in a register, and who puts a follow-up of it on record, and why."""

    where: str
    who: str
    why: str
    signer: Signer | None
    """The key that signs the entry, if one does."""
    proposal: Record[ProposalEntry]


@dataclass(frozen=True, kw_only=True)
class FollowUpResult(Result[FollowUp]):
    """A follow-up, and the entry that puts it on record if there is one."""

    entry: Entry | None = None
    seal: Seal | None = None
    """Of the register with that entry."""


def follow_up(
    scenario: Source,
    case: str | None = None,
    *,
    ledgers: Sequence[str | Path],
    policy: Policy | str | Path | None = None,
    register: str | None = None,
    who: str | None = None,
    why: str | None = None,
    signer: Signer | None = None,
    run: Path | None = None,
    workers: WorkerOptions = ALL_CORES,
    out: Path | None = None,
    progress: Progress = unseen,
    tell: Tell = print,
    **options: Any,
) -> FollowUpResult:
    """Return how a case goes, month by month, by the newest ledger, and what may be booked by now.

    With `register`, `who` and `why` it is put on record under the case's newest proposal, whose rule holds;
    `signer` signs that entry.
    `options` are those of `FollowUpRequest`: months, last, extract_days, mapping, pseudonyms, bridge_days,
    draws, replications, seed. `run` is the folder of a comparison whose draws, replications and seed are
    taken instead. Raises as `api.compare.compare` does.
    """
    about = subject(scenario, case)
    recording = _recording(about, register, who, why, signer)
    of_run = None if run is None else draws_of(run, about)
    if of_run is not None:
        options |= {"draws": of_run.draws, "replications": of_run.replications, "seed": of_run.seed}
    request = FollowUpRequest(ledgers=ledgers, policy=_rule(policy, recording), **options)
    check_limits(
        months=(request.months, MONTHS),
        draws=(request.draws, DRAWS),
        replications=(request.replications, REPLICATIONS),
        seed=(request.seed, SEED),
        bridge_days=(request.bridge_days, BRIDGE_DAYS),
    )
    begin(about.study, about.case, named=case is not None, out=out, tell=tell)
    reading = following.read(request, about)
    tell_all(tell, ledger_notes.notes(reading, last=request.last))
    basis = following.known(request, about, reading)
    tell_all(tell, notes(request, basis))
    work = following.work(request, basis)
    with running(work, workers=workers, out=out, progress=progress, tell=tell) as by:
        found = following.follow_up(request, basis, by)
        check_same_gain(run, of_run, found.expected_before)
        figures = document(found)
        page = partial(_page, found, figures)
        if out is not None:
            write(out, figures, page())
    entry, seal = (None, None) if recording is None else _enter(recording, found, figures["run_digest"])
    return FollowUpResult(
        found=found,
        document=figures,
        tables=tables(figures),
        answer=partial(_answer, found),
        page=page,
        entry=entry,
        seal=seal,
    )


def _recording(
    about: Subject, where: str | None, who: str | None, why: str | None, signer: Signer | None
) -> Recording | None:
    """Return where a follow-up is to be put on record, if it is; looked at before anything is run.

    Raises RefusedError without a name or a reason, and as `Books.proposal` does; NegativeAnswerError when the
    proposal is of another scenario.
    """
    if where is None:
        return None
    if not who or not why:
        raise RefusedError(Message("--register: say by --who and --why, too, who follows up and why"))
    with register(where, create=False) as opened:
        proposal = Books(opened.entries()).proposal(about.case)
    case_acts.check_scenario(proposal, about.study.digest)
    return Recording(where=where, who=who, why=why, signer=signer, proposal=proposal)


def _rule(policy: Policy | str | Path | None, recording: Recording | None) -> Policy:
    """Return the rule that amounts are worked out by: the proposal's, one that is given, or the shipped one.

    Raises RefusedError when there are both a proposal and another rule.
    """
    if recording is not None and policy is not None:
        raise RefusedError(
            Message("--policy: with --register the rule of the proposal holds; leave --policy out")
        )
    if recording is not None:
        return recording.proposal.body.policy
    return given(policy)


def _enter(recording: Recording, found: FollowUp, run_digest: str) -> tuple[Entry, Seal]:
    worth = found.reweighted.worth if found.reweighted is not None else float(found.request.draws)
    act = case_acts.record_follow_up(
        lambda proposal: FollowUpEntry(
            proposal=proposal.number,
            ledger_digest=digest("".join(found.known.ledger_sha256)),
            last=found.known.observed.last,
            verdicts={each.indicator: each.told for each in found.verdicts},
            effective_draws=worth,
            usable=found.reweighted is None or found.reweighted.is_usable,
            expected=ExpectedGainForm.of(found.expected_after or found.expected_before),
            promised=[PromisedForm.of(each) for each in found.promised_after],
        ),
        case=recording.proposal.body.case,
        who=recording.who,
        why=recording.why,
        scenario_digest=found.known.subject.study.digest,
        run_digest=run_digest,
    )
    with register(recording.where, create=False) as opened:
        return enter(opened, act, recording.signer), seal_of(opened.entries())


def _answer(found: FollowUp) -> tuple[str, ...]:
    from reports.follow_up.sentences import answer

    return answer(found)


def _page(found: FollowUp, figures: Mapping[str, Any]) -> str:
    from reports.follow_up.page import follow_up_html

    return follow_up_html(found, figures)
