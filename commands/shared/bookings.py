"""Carry out and print what `book` and `register` ask for."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from booking.amounts import policy
from booking.decisions import acts
from booking.decisions.acts import Act
from booking.decisions.case_status import CaseStatus, proposed
from booking.decisions.document import document
from booking.decisions.proposal import proposal_of
from booking.register.books import Books
from booking.register.chain import Entry
from booking.register.entry_kinds import Booking, Reversal
from booking.register.register import Register, register
from booking.register.seals import seal_at, seal_of, tree_of
from booking.witness.judgement import Witnesses
from calibration.tables.dates_and_amounts import kroner_of
from commands.shared.next_step import next_step
from commands.shared.signing import given_signer, signing
from language.messages import Message, say
from language.number_words import kroner_words
from reports.booking.letter import letter_html
from reports.booking.register import entry_words, register_grids
from reports.booking.sentences import answer
from reports.booking.tables import booking_grids
from reports.shared.table import as_table
from scenarios.clock import today
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.results import read_back
from scenarios.results.result_folder import Content, write_files
from sensitivity.subject.subject import check_case

EXPORTED = "register.json"


def propose(
    scenario: str,
    *,
    run: Path,
    case: str | None,
    rule: Path | None,
    sensitivity: Path | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
) -> None:
    """Propose a case of a run, and put a sensitivity analysis of it on record if one is given."""
    from booking.amounts import shared_children as reach

    study = load(scenario)
    name = _case_of(study, case)
    comparison, stamp = read_back.read(run, study)
    others = [each for each in study.cases if each != name]
    body = proposal_of(
        study,
        comparison,
        stamp,
        case=name,
        policy=policy.shipped() if rule is None else policy.load(rule),
        shared=reach.shared(study, name, others, seed=comparison.seed),
    )
    proposal = acts.propose(
        body, who=who, why=why, scenario_digest=stamp.scenario_digest, run_digest=stamp.run_digest
    )
    more = [] if sensitivity is None else [_on_record(sensitivity, who=who, why=why)]
    is_new = "://" not in where and not Path(where).exists()
    with register(where, create=True) as opened:
        if is_new:
            click.echo(say("{where}: a new register", where=where), err=True)
        _enter(opened, [proposal, *more], as_json=as_json)
        status, shown = proposed(Books(opened.entries()), name, today()), _shown(opened, where)
    if not as_json:
        _tell_next(status, scenario=scenario, where=shown)


def record_sensitivity(folder: Path, *, where: str, who: str, why: str, as_json: bool) -> None:
    """Put a sensitivity analysis on record."""
    act(_on_record(folder, who=who, why=why), where=where, as_json=as_json)


def act(wanted: Act, *, where: str, as_json: bool) -> None:
    """Enter an act in a register that is there, and say what was entered."""
    with register(where, create=False) as opened:
        _enter(opened, [wanted], as_json=as_json)


def amount(*, case: str | None, where: str, on: date | None, as_json: bool) -> None:
    """Print what may be booked of a proposed case."""
    with _read(where) as opened:
        found, shown = proposed(Books(opened.entries()), case, day(on)), _shown(opened, where)
    if as_json:
        told = document(found)
        click.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    for sentence in answer(found):
        click.echo(sentence)
    console = Console()
    for grid in booking_grids(found):
        console.print(as_table(grid))
    _tell_next(found, scenario=None, where=shown)


def _shown(opened: Register, where: str) -> str:
    """Return a register as a command names it: a file as it was typed, an address without its password."""
    return opened.where if "://" in where else where


def _tell_next(status: CaseStatus, *, scenario: str | None, where: str) -> None:
    """Say the next command, ready to be copied, and what it is for."""
    step = next_step(status, scenario=scenario, where=where)
    if step is not None:
        click.echo(say("Next, {purpose}:", purpose=step.purpose))
        click.echo(f"  {step.command}")


def show(*, where: str, as_json: bool) -> None:
    """Print every entry, and what stands booked."""
    with _read(where) as opened:
        entries = opened.entries()
    if as_json:
        click.echo(_json(entries))
        return
    console = Console()
    for grid in register_grids(Books(entries)):
        console.print(as_table(grid))


def verify(*, where: str, seals: Sequence[str], as_json: bool) -> None:
    """Say whether a register is as it was left; raises NegativeAnswerError when it is not."""
    with _read(where) as opened:
        examined = opened.examine(seals)
        newest = () if examined.findings else opened.entries()
    wrong = None if examined.findings else _misbooked(newest)
    if as_json:
        told = {
            "register": opened.where,
            "whole": not examined.findings and wrong is None,
            "entries": len(newest) if not examined.findings else None,
            "seal": str(seal_of(newest)) if newest else None,
            "findings": [
                *({"what": each.what, "text": str(each)} for each in examined.findings),
                *([] if wrong is None else [{"what": "rule", "text": str(wrong)}]),
            ],
            "notes": [{"what": each.what, "text": str(each)} for each in examined.notes],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    for note in () if as_json else examined.notes:
        click.echo(f"{opened.where}: {note!s}", err=True)
    if examined.findings:
        raise NegativeAnswerError(
            Message("{findings}", findings="\n".join(f"{opened.where}: {each}" for each in examined.findings))
        )
    if wrong is not None:
        raise wrong
    if not as_json:
        seal = str(seal_of(newest)) if newest else "-"
        click.echo(
            say(
                "{where}: in order; {count} entries, seal {seal}",
                where=opened.where,
                count=len(newest),
                seal=seal,
            )
        )


def export(out: Path, *, where: str, on: date | None, who: str | None) -> None:
    """Write every entry and a letter to the committee on each case into a new folder, all or nothing."""
    sign = signing(who)
    with _read(where) as opened:
        entries = opened.entries()
    books = Books(entries)
    letters: dict[str, Content] = {
        f"{say('letter')}-{_file_name(case)}.html": letter_html(books, case, on=day(on), sign=sign)
        for case in books.cases
    }
    write_files(out, letters | {EXPORTED: _json(entries, indent=2) + "\n"})
    click.echo(
        say(
            "{count} entries and {count_2} letters are in {out}",
            count=len(entries),
            count_2=len(books.cases),
            out=out,
        )
    )


def day(on: date | None) -> date:
    """Return the day of a decision, today if none is given; raises RefusedError for one to come."""
    now = today()
    if on is not None and on > now:
        raise RefusedError(Message("--on {on}: that day has not come yet", on=on))
    return on or now


def kroner(text: str) -> float:
    """Return an amount as it is written on the command line; raises RefusedError when it is none."""
    dkk = kroner_of(text, "--dkk")
    if dkk is None:
        raise RefusedError(Message("--dkk: '{value}' is not an amount; write 1200000 or 1.2 mio", value=text))
    return dkk


def _misbooked(entries: Sequence[Entry]) -> NegativeAnswerError | None:
    """Return what is wrong with what the entries say, if anything."""
    try:
        books = Books(entries)
        acts.check_bookings(books)
        Witnesses(books)
    except NegativeAnswerError as error:
        return error
    return None


def _read(where: str) -> AbstractContextManager[Register]:
    return register(where, create=False)


def _on_record(folder: Path, *, who: str, why: str) -> Act:
    from booking.decisions import analysis_folder as analysed

    found = analysed.read(folder)
    return acts.record_sensitivity(
        found.body,
        who=who,
        why=why,
        scenario_digest=found.scenario_digest,
        run_digest=found.run_digest,
    )


def _enter(opened: Register, wanted: Sequence[Act], *, as_json: bool) -> None:
    signer = given_signer()
    entered = [acts.enter(opened, each, signer) for each in wanted]
    if as_json:
        click.echo(_json(opened.entries(), of=entered))
        return
    books = Books(opened.entries())
    tree = tree_of(each.entry for each in books.records)
    for entry in entered:
        record = books.records[entry.number - 1]
        words = entry_words(books, record)
        if isinstance(record.body, Booking | Reversal) and record.body.dkk is not None:
            words = f"{words} ({kroner_words(int(record.body.dkk))})"
        click.echo(
            say(
                "Entry {number}: {words}. Seal {seal}",
                number=entry.number,
                words=words,
                seal=seal_at(tree, entry.number),
            )
        )


def _case_of(study: Study, case: str | None) -> str:
    known = ", ".join(study.cases)
    if case is None and len(study.cases) == 1:
        return next(iter(study.cases))
    if case is None:
        raise RefusedError(
            Message(
                "{study}: choose a case by --case; there are {known}",
                study=study.name,
                known=known or Message("none"),
            )
        )
    check_case(study, case, study.name)
    return case


def _json(entries: Sequence[Entry], indent: int | None = None, *, of: Sequence[Entry] | None = None) -> str:
    """Return all entries of a register, or some `of` them, as JSON with the seals up to each."""
    tree = tree_of(entries)
    plain: list[dict[str, Any]] = [
        asdict(entry) | {"at": entry.at.isoformat(), "seal": str(seal_at(tree, entry.number))}
        for entry in (entries if of is None else of)
    ]
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=indent)


def _file_name(case: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in case)
