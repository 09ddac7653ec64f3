"""`trappe follow-up`: reading, running, telling."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from booking.amounts import policy
from booking.amounts.policy import Policy
from booking.decisions import acts
from booking.follow_up.document import document, tables
from booking.follow_up.follow_up import (
    FollowUp,
    FollowUpBasis,
    FollowUpRequest,
    follow_up,
    known,
    read,
    work,
)
from booking.register.books import Books, Record
from booking.register.entry_kinds import FollowUpEntry, PromisedForm, ProposalEntry
from booking.register.register import register
from commands.runs.ledger_faults import tell_reading
from commands.runs.sensitivity import begin, running, tell
from commands.shared.workers import WorkerOptions
from language.messages import Message, say
from reports.follow_up.sentences import answer
from reports.follow_up.tables import follow_up_grids
from scenarios.files.refusals import RefusedError
from scenarios.results.provenance import digest, versions
from scenarios.results.result_folder import MANIFEST, REPORT, Content, write_files
from sensitivity.subject.subject import Subject

FIGURES = "follow_up.json"

_FIRST_ENDS = 31
"""Days after the start in which somebody should have left."""

Said = tuple[str, str]
"""A sentence in Danish and in English."""


def run(
    request: FollowUpRequest,
    subject: Subject,
    *,
    worker_options: WorkerOptions,
    out: Path | None,
    as_json: bool,
    named: bool,
    record: "Recording | None" = None,
) -> None:
    """Follow a case up, print how it goes, write it to `out` if given and put it on record if wanted.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    begin(subject, named=named, out=out)
    reading = read(request, subject)
    tell_reading(reading)
    before = known(request, subject, reading)
    for sentence in _assumed(request, before):
        click.echo(sentence, err=True)
    with running(work(request, before), worker_options=worker_options, out=out) as plant:
        found = follow_up(request, before, plant)
        told = document(found)
        if out is not None:
            from reports.follow_up.page import follow_up_html

            _write(out, told, follow_up_html(found, told))
    if record is not None:
        _enter(record, found, told)
    tell(told, answer(found), follow_up_grids(found), out=out, as_json=as_json)


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A proposal in a register, and who puts a follow-up of it on record, and why."""

    where: str
    who: str
    why: str
    proposal: Record[ProposalEntry]


def to_record(subject: Subject, *, where: str | None, who: str | None, why: str | None) -> Recording | None:
    """Return where a follow-up is to be put on record, if it is; looked at before anything is run.

    Raises RefusedError without a name or a reason, and as `Books.proposal` does; NegativeAnswerError when the
    proposal is of another scenario.
    """
    if where is None:
        return None
    if not who or not why:
        raise RefusedError(Message("--register: say by --who and --why, too, who follows up and why"))
    with register(where, create=False) as opened:
        proposal = Books(opened.entries()).proposal(subject.case)
    acts.check_scenario(proposal, subject.study.digest)
    return Recording(where=where, who=who, why=why, proposal=proposal)


def rule_of(file: Path | None, record: Recording | None) -> Policy:
    """Return the rule that amounts are worked out by: that of the proposal, a file's, or the shipped one.

    Raises RefusedError when both are given, PolicyError for a file with faults.
    """
    if record is not None and file is not None:
        raise RefusedError(
            Message("--policy: with --register the rule of the proposal holds; leave --policy out")
        )
    if record is not None:
        return record.proposal.body.policy
    return policy.shipped() if file is None else policy.load(file)


def _enter(record: Recording, found: FollowUp, told: Mapping[str, Any]) -> None:
    worth = found.reweighted.worth if found.reweighted is not None else float(found.request.draws)
    act = acts.record_follow_up(
        lambda proposal: FollowUpEntry(
            proposal=proposal.number,
            ledger_digest=digest("".join(found.known.ledger_sha256)),
            last=found.known.observed.last,
            verdicts={each.indicator: each.told for each in found.verdicts},
            effective_draws=worth,
            usable=found.reweighted is None or found.reweighted.is_usable,
            promised=[PromisedForm.of(each) for each in found.promised_after],
        ),
        case=record.proposal.body.case,
        who=record.who,
        why=record.why,
        scenario_digest=found.known.subject.study.digest,
        run_digest=told["run_digest"],
    )
    with register(record.where, create=False) as opened:
        entry = acts.enter(opened, act)
    click.echo(
        say(
            "the follow-up is entry {number} of {where}, seal {seal}",
            where=record.where,
            number=entry.number,
            seal=entry.seal,
        ),
        err=True,
    )


def _write(folder: Path, told: dict[str, object], page: str) -> None:
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed", "case")
    parts = tables(told)
    manifest = {key: told[key] for key in keys} | {
        "analysis": "follow_up",
        "versions": versions(),
        "tables": sorted(parts),
    }
    files: dict[str, Content] = {f"{name}.parquet": table for name, table in parts.items()}
    write_files(folder, files | {FIGURES: told, REPORT: page, MANIFEST: manifest})


def _assumed(request: FollowUpRequest, found: FollowUpBasis) -> Iterator[str]:
    """Yield what nobody asked for and the ledger decided, and what it lacks."""
    seen, reading = found.observed, found.reading
    if reading.rejected:
        yield say(
            "{rejected} of {rows} rows are rejected; their children and kroner do not count",
            rejected=reading.rejected,
            rows=reading.rows,
        )
    if request.last is None:
        yield say("the ledger is known until {last}, its newest start; --to sets the day", last=seen.last)
    if (seen.complete - found.watch.months.start).days > _FIRST_ENDS:
        yield say(
            "the ledger seems to hold everything from {complete} only, after the case began",
            complete=seen.complete,
        )
    if seen.after_plan:
        yield say(
            "{after_plan} months after the {months} that were planned are left out",
            after_plan=seen.after_plan,
            months=request.months,
        )
    if seen.without_price:
        yield say(
            "{without_price} services have no price; they are taken at their step's average",
            without_price=seen.without_price,
        )
    if seen.unpriced:
        steps = ", ".join(seen.unpriced)
        yield say("the ledger has no price for {steps}; the scenario's is used", steps=steps)
    if seen.years_without_index:
        years = ", ".join(map(str, seen.years_without_index))
        yield say(
            "the scenario's price index lacks {years}; kroner of those years are in their own prices",
            years=years,
        )
