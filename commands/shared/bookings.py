"""Carry out and print what `book` and `register` ask for."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console

from booking.amounts import policy
from booking.decisions import case_acts, register_acts, run_folder
from booking.decisions.case_status import CaseStatus, proposed
from booking.decisions.coming_entry import ComingEntry
from booking.decisions.document import document
from booking.decisions.drafts import Act
from booking.decisions.entering import enter, judged
from booking.decisions.proposal import proposal_of
from booking.register.books import Books
from booking.register.chain import Entry
from booking.register.entry_kinds import Booking, Reversal
from booking.register.register import Register, register
from booking.register.seals import seal_at, seal_of, tree_of
from calibration.tables.dates_and_amounts import kroner_of
from commands.shared.errors_and_progress import tell
from commands.shared.next_step import next_step
from commands.shared.signing import given_signer, signing
from commands.shared.terminal import echo, echo_json
from language.formatting import percent
from language.messages import Message, say
from language.number_words import kroner_words
from language.os_errors import reason
from reports.booking.letter import letter_html
from reports.booking.register import entry_words, register_grids
from reports.booking.sentences import answer
from reports.booking.tables import booking_grids
from reports.shared.table import as_table
from scenarios.clock import today
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import load
from scenarios.results.result_folder import Content, write_files
from scenarios.running.dispatch import Dispatcher
from scenarios.running.recheck import Recomputed, chance_found
from scenarios.running.worker_options import ALL_CORES, compile_engine
from sensitivity.subject.subject import check_case

EXPORTED = "register.json"


def propose(
    scenario: str,
    *,
    run: Path,
    case: str | None,
    sensitivity: Path | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
) -> None:
    """Propose a case of a run, and put a sensitivity analysis of it on record if one is given."""
    from booking.amounts.shared_children import reach

    study = load(scenario)
    name = _case_of(study, case)
    others = [each for each in study.cases if each != name]
    with register(where, create=False) as opened:
        entries = opened.entries()
        rule = Books(entries).rule
        coming = _coming(entries, who=who, why=why)
        with _rechecking() as dispatcher:
            comparison, stamp, again = run_folder.read(run, study, name, coming=coming, dispatcher=dispatcher)
            _tell_recomputed(run, again, as_json=as_json)
            more = []
            if sensitivity is not None:
                more = [_on_record(sensitivity, study, run, coming, dispatcher, as_json=as_json)]
        body = proposal_of(
            study,
            comparison,
            stamp,
            case=name,
            policy=policy.shipped() if rule is None else rule,
            reach=reach(study, name, others, seed=comparison.seed),
            recomputed=again,
        )
        proposal = case_acts.propose(
            body, who=who, why=why, scenario_digest=stamp.scenario_digest, run_digest=stamp.run_digest
        )
        _enter(opened, [proposal, *more], as_json=as_json)
        status, shown = proposed(Books(opened.entries()), name, today()), _shown(opened, where)
    if not as_json:
        _tell_next(status, scenario=scenario, where=shown)


def found(*, municipality: str, rule: Path | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Make a register, or give one of an earlier edition a municipality and a rule."""
    policy_in_force = policy.given(rule)
    is_new = "://" not in where and not Path(where).exists()
    with register(where, create=True) as opened:
        if is_new:
            echo(say("{where}: a new register", where=where), err=True)
        _enter(
            opened,
            [register_acts.found(municipality, policy_in_force, who=who, why=why)],
            as_json=as_json,
        )


def record_sensitivity(
    scenario: str, *, analysis: Path, run: Path | None, where: str, who: str, why: str, as_json: bool
) -> None:
    """Put a sensitivity analysis on record; `run` is the run whose draws it took, if it did."""
    study = load(scenario)
    with register(where, create=False) as opened:
        entries = opened.entries()
        coming = _coming(entries, who=who, why=why)
        with _rechecking() as dispatcher:
            wanted = _on_record(analysis, study, run, coming, dispatcher, as_json=as_json)
        _enter(opened, [wanted], as_json=as_json)


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
        echo_json(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    for sentence in answer(found):
        echo(sentence)
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
        echo(say("Next, {purpose}:", purpose=step.purpose))
        echo(f"  {step.command}")


def show(*, where: str, as_json: bool) -> None:
    """Print every entry, and what stands booked."""
    with _read(where) as opened:
        entries = opened.entries()
    if as_json:
        echo_json(_json(entries))
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
        echo_json(json.dumps(told, ensure_ascii=False))
    for note in () if as_json else examined.notes:
        echo(f"{opened.where}: {note!s}", err=True)
    if examined.findings:
        raise NegativeAnswerError(
            Message("{findings}", findings="\n".join(f"{opened.where}: {each}" for each in examined.findings))
        )
    if wrong is not None:
        raise wrong
    if not as_json:
        seal = str(seal_of(newest)) if newest else "-"
        echo(
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
    letters: dict[str, Content] = {}
    for case in books.cases:
        name = f"{say('letter')}-{_file_name(case)}"
        name = next(each for each in _numbered(name) if f"{each}.html" not in letters)
        letters[f"{name}.html"] = letter_html(books, case, on=day(on), sign=sign)
    write_files(out, letters | {EXPORTED: _json(entries, indent=2) + "\n"})
    echo(
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
        judged(entries)
    except NegativeAnswerError as error:
        return error
    return None


def _read(where: str) -> AbstractContextManager[Register]:
    return register(where, create=False)


@contextmanager
def _rechecking() -> Iterator[Dispatcher]:
    """Give what runs cells again: a thread for each core."""
    with ALL_CORES.start() as workers:
        compile_engine(tell)
        with Dispatcher(workers) as dispatcher:
            yield dispatcher


def _coming(entries: Sequence[Entry], *, who: str, why: str) -> ComingEntry:
    """Return what is known of the entry that will follow these."""
    return ComingEntry(who=who, why=why, previous=entries[-1].digest if entries else "")


def _tell_recomputed(folder: Path, again: Recomputed, *, as_json: bool) -> None:
    """Say how much of what an entry rests on was run again."""
    if as_json:
        return
    facts = {"folder": folder, "cells": again.cells, "of": again.of}
    echo(
        say("{folder}: all {of} runs were run again and gave the same", **facts)
        if again.cells == again.of
        else say(
            "{folder}: {cells} of the {of} runs were run again and gave the same; had a tenth of them been "
            "changed, it would have been found with a probability of {chance}",
            **facts,
            chance=percent(chance_found()),
        )
    )


def _on_record(
    folder: Path,
    study: Study,
    run: Path | None,
    coming: ComingEntry,
    dispatcher: Dispatcher,
    *,
    as_json: bool,
) -> Act:
    from booking.decisions import analysis_folder

    analysed = analysis_folder.read(folder, study, run=run, coming=coming, dispatcher=dispatcher)
    _tell_recomputed(folder, analysed.recomputed, as_json=as_json)
    return case_acts.record_sensitivity(
        analysed.body,
        who=coming.who,
        why=coming.why,
        scenario_digest=analysed.scenario_digest,
        run_digest=analysed.run_digest,
    )


def _enter(opened: Register, wanted: Sequence[Act], *, as_json: bool) -> None:
    before = len(opened.entries())
    signer = given_signer()
    entered = [enter(opened, each, signer) for each in wanted]
    try:
        _tell(opened, entered, before=before, as_json=as_json)
        sys.stdout.flush()
    except OSError as error:
        _unsaid(entered, error)


def _unsaid(entered: Sequence[Entry], error: OSError) -> None:
    """Say on stderr, if that goes, that what was entered stands though the answer could not be printed."""
    numbers = ", ".join(str(entry.number) for entry in entered)
    # What is left in the buffer would fail again when the program ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError):
        echo(
            say(
                "entry {numbers} stands in the register; the answer could not be printed: {reason}",
                numbers=numbers,
                reason=reason(error),
            ),
            err=True,
        )


def _tell(opened: Register, entered: Sequence[Entry], *, before: int, as_json: bool) -> None:
    if as_json:
        echo_json(_json(opened.entries(), of=entered))
        return
    books = Books(opened.entries())
    tree = tree_of(each.entry for each in books.records)
    for entry in entered:
        record = books.records[entry.number - 1]
        words = entry_words(books, record)
        if isinstance(record.body, Booking | Reversal) and record.body.dkk is not None:
            words = f"{words} ({kroner_words(int(record.body.dkk))})"
        seal = seal_at(tree, entry.number)
        echo(say("Entry {number}: {words}. Seal {seal}", number=entry.number, words=words, seal=seal))
        if entry.number <= before:
            echo(say("It stood there already, and nothing was entered; for one more give another --why."))


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


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, and then the name with 2, 3 and so on: two cases may have one name for a file."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _file_name(case: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in case)
