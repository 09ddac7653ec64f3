"""`trappe follow-up`: reading, running, telling."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from booking.amounts import policy
from booking.amounts.policy import Policy
from booking.decisions import acts
from booking.follow_up.document import document, tables
from booking.follow_up.follow_up import FollowUp, FollowUpAsked, FollowUpKnown, follow_up, known, read, work
from booking.register.books import Books, Record
from booking.register.entry_kinds import FollowUp as FollowUpEntry
from booking.register.entry_kinds import PromisedForm, Proposal
from booking.register.register import register
from commands.runs.ledger_faults import tell_reading
from commands.runs.sensitivity import begin, running, tell
from commands.shared.help_texts import say
from commands.shared.workers import Hands
from reports.follow_up.sentences import answer
from reports.follow_up.tables import follow_up_grids
from scenarios.files.refusals import RefusedError
from scenarios.results.provenance import versions
from scenarios.results.result_folder import MANIFEST, REPORT
from scenarios.results.whole_folder import all_or_none
from sensitivity.analysis.outputs import digest
from sensitivity.subject.subject import Subject

FIGURES = "follow_up.json"

_FIRST_ENDS = 31
"""Days after the start in which somebody should have left."""

Said = tuple[str, str]
"""A sentence in Danish and in English."""


def run(
    asked: FollowUpAsked,
    subject: Subject,
    *,
    hands: Hands,
    out: Path | None,
    as_json: bool,
    lang: str,
    named: bool,
    record: "Recording | None" = None,
) -> None:
    """Follow a case up, print how it goes, write it to `out` if given and put it on record if wanted.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of.
    """
    begin(subject, named=named, out=out, lang=lang)
    reading = read(asked, subject)
    tell_reading(reading, lang)
    before = known(asked, subject, reading)
    for da, en in _assumed(asked, before):
        click.echo(say(lang, da, en), err=True)
    with running(work(asked, before), hands=hands, out=out, lang=lang) as plant:
        found = follow_up(asked, before, plant)
        told = document(found)
        if out is not None:
            from reports.follow_up.page import follow_up_html

            _write(out, told, follow_up_html(found, told, lang))
    if record is not None:
        _enter(record, found, told, lang)
    tell(told, answer(found, lang), follow_up_grids(found, lang), out=out, as_json=as_json, lang=lang)


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A proposal in a register, and who puts a follow-up of it on record, and why."""

    where: str
    who: str
    why: str
    proposal: Record[Proposal]


def to_record(subject: Subject, *, where: str | None, who: str | None, why: str | None) -> Recording | None:
    """Return where a follow-up is to be put on record, if it is; looked at before anything is run.

    Raises RefusedError without a name or a reason, and as `Books.proposal` does; FoundError when the proposal
    is of another scenario.
    """
    if where is None:
        return None
    if not who or not why:
        raise RefusedError(
            da="--register: sig også med --who og --why, hvem der følger op, og hvorfor",
            en="--register: say by --who and --why, too, who follows up and why",
        )
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
            da="--policy: med --register gælder forslagets egen regel; udelad --policy",
            en="--policy: with --register the rule of the proposal holds; leave --policy out",
        )
    if record is not None:
        return record.proposal.body.policy
    return policy.shipped() if file is None else policy.load(file)


def _enter(record: Recording, found: FollowUp, told: Mapping[str, Any], lang: str) -> None:
    worth = found.reweighted.worth if found.reweighted is not None else float(found.asked.draws)
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
    da = f"opfølgningen er ført i {record.where} som post {entry.number}, segl {entry.seal}"
    en = f"the follow-up is entry {entry.number} of {record.where}, seal {entry.seal}"
    click.echo(say(lang, da, en), err=True)


def _write(folder: Path, told: dict[str, object], page: str) -> None:
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed", "case")
    parts = tables(told)
    manifest = {key: told[key] for key in keys} | {
        "analysis": "follow_up",
        "versions": versions(),
        "tables": sorted(parts),
    }
    with all_or_none(folder, last=MANIFEST) as inner:
        for name, table in parts.items():
            table.to_parquet(inner / f"{name}.parquet", index=False)
        for file, content in ((FIGURES, told), (MANIFEST, manifest)):
            text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
            (inner / file).write_text(text + "\n", encoding="utf-8")
        (inner / REPORT).write_text(page, encoding="utf-8")


def _assumed(asked: FollowUpAsked, found: FollowUpKnown) -> Iterator[Said]:
    """Yield what nobody asked for and the ledger decided, and what it lacks."""
    seen, reading = found.observed, found.reading
    if reading.rejected:
        yield (
            f"{reading.rejected} af {reading.rows} rækker er afvist; deres børn og kroner er ikke med",
            f"{reading.rejected} of {reading.rows} rows are rejected; their children and kroner do not count",
        )
    if asked.last is None:
        yield (
            f"sagslisten er kendt til og med {seen.last}, dens nyeste startdato; --to sætter dagen",
            f"the ledger is known until {seen.last}, its newest start; --to sets the day",
        )
    if (seen.complete - found.watch.months.start).days > _FIRST_ENDS:
        yield (
            f"sagslisten ser først ud til at have alt fra {seen.complete}, efter at casen begyndte",
            f"the ledger seems to hold everything from {seen.complete} only, after the case began",
        )
    if seen.after_plan:
        yield (
            f"{seen.after_plan} måneder efter de planlagte {asked.months} er ikke med",
            f"{seen.after_plan} months after the {asked.months} that were planned are left out",
        )
    if seen.without_price:
        yield (
            f"{seen.without_price} ydelser har ingen pris; de er regnet til trinnets gennemsnit",
            f"{seen.without_price} services have no price; they are taken at their step's average",
        )
    if seen.unpriced:
        steps = ", ".join(seen.unpriced)
        yield (
            f"sagslisten har ingen pris på {steps}; scenariets er brugt",
            f"the ledger has no price for {steps}; the scenario's is used",
        )
    if seen.years_without_index:
        years = ", ".join(map(str, seen.years_without_index))
        yield (
            f"scenariets prisindeks har ikke {years}; kroner fra de år står i deres egne priser",
            f"the scenario's price index lacks {years}; kroner of those years are in their own prices",
        )
