"""Parse `book`: decide what may be taken out of a budget."""

from datetime import date
from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Command, Group, argument, option
from commands.shared.options import (
    decision_day_option,
    entering,
    json_option,
    lang_option,
    register_option,
)
from language.messages import mark

_case = option(
    "--case",
    metavar=mark("CASE"),
    help=mark("Which investment case; may be left out when there is only one."),
)


@click.group(
    "book",
    cls=Group,
    help=mark(
        "How much of a gain may be taken out of a budget, when, and who said so.\n\nA case is "
        "proposed from a run, its sensitivity analysis put on record, each payer approves, and "
        "only then can what is sure enough be booked. Everything stands in a register."
    ),
)
@lang_option
def book() -> None:
    """How much of a gain may be taken out of a budget, when, and who said so."""


@book.command(
    cls=Command,
    help=mark(
        "Propose a case, from a run of it.\n\nExample: trappe book propose kolding --run result "
        "--case opfølgning --who 'A. Hansen' --why 'Meeting'"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@option(
    "--run",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FOLDER"),
    help=mark("The run: the folder of trappe compare --out."),
)
@_case
@option(
    "--sensitivity",
    type=click.Path(path_type=Path),
    metavar=mark("FOLDER"),
    help=mark("Put the sensitivity analysis on record too: the folder of trappe sensitivity --out."),
)
@entering
def propose(
    *,
    scenario: str,
    run: Path,
    case: str | None,
    sensitivity: Path | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
) -> None:
    """Propose a case, from a run of it."""
    with plain_errors():
        from commands.shared import bookings

        bookings.propose(
            scenario,
            run=run,
            case=case,
            sensitivity=sensitivity,
            where=where,
            who=who,
            why=why,
            as_json=as_json,
        )


@book.command(
    cls=Command,
    help=mark(
        "Put a sensitivity analysis on record, from the folder of trappe sensitivity --out.\n\n"
        "Example: trappe book sensitivity kolding --analysis analysis --who 'A. Hansen' --why 'For "
        "the committee'"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@option(
    "--analysis",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FOLDER"),
    help=mark("The analysis: the folder of trappe sensitivity --out."),
)
@option(
    "--run",
    type=click.Path(path_type=Path),
    metavar=mark("FOLDER"),
    help=mark("The run whose draws it took, if it did: the folder of trappe compare --out."),
)
@entering
def sensitivity(
    *, scenario: str, analysis: Path, run: Path | None, where: str, who: str, why: str, as_json: bool
) -> None:
    """Put a sensitivity analysis on record, from the folder of trappe sensitivity --out."""
    with plain_errors():
        from commands.shared import bookings

        bookings.record_sensitivity(
            scenario, analysis=analysis, run=run, where=where, who=who, why=why, as_json=as_json
        )


@book.command(
    cls=Command,
    help=mark(
        "A payer lets its budget be reduced by what the rule says of the newest proposal.\n\n"
        "Example: trappe book approve familieafdeling --who 'B. Jensen' --why 'Meeting of "
        "managers'"
    ),
)
@argument("payer", metavar=mark("PAYER"))
@_case
@entering
def approve(*, payer: str, case: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Enter that a payer lets its budget be reduced by what the rule says of the newest proposal."""
    with plain_errors():
        from booking.decisions.case_acts import approve as act
        from commands.shared import bookings

        bookings.act(act(payer, case=case, who=who, why=why), where=where, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "Say that a case has reached a milestone of its rule.\n\nExample: trappe book milestone "
        "full_operation --who 'A. Hansen' --why 'All slots are used'"
    ),
)
@argument("name", metavar=mark("MILESTONE"))
@_case
@entering
def milestone(*, name: str, case: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Say that a case has reached a milestone of its rule."""
    with plain_errors():
        from booking.decisions.case_acts import reach
        from commands.shared import bookings

        bookings.act(reach(name, case=case, who=who, why=why), where=where, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "What may be booked of a proposed case now, and the reason for all that may not.\n\n"
        "Example: trappe book amount --case opfølgning --lang en"
    ),
)
@_case
@decision_day_option
@register_option
@json_option
@lang_option
def amount(*, case: str | None, on: date | None, where: str, as_json: bool) -> None:
    """Print what may be booked of a proposed case now, and the reason for all that may not."""
    with plain_errors():
        from commands.shared import bookings

        bookings.amount(case=case, where=where, on=on, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "Take an amount out of a payer's budget for a year; refused when more than may be "
        "booked.\n\nExample: trappe book commit --payer familieafdeling --year 2029 --dkk '1.2 "
        "mio' --who 'A. Hansen' --why 'Budget 2029'"
    ),
)
@option("--payer", required=True, metavar=mark("PAYER"), help=mark("Whose budget."))
@option("--year", required=True, type=int, metavar=mark("YEAR"), help=mark("Budget year."))
@option(
    "--dkk",
    required=True,
    metavar=mark("AMOUNT"),
    help=mark("The amount in whole kroner, such as '1200000' or '1.2 mio'."),
)
@_case
@decision_day_option
@entering
def commit(
    *,
    payer: str,
    year: int,
    dkk: str,
    case: str | None,
    on: date | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
) -> None:
    """Take an amount out of a payer's budget for a year; refused when more than may be booked."""
    with plain_errors():
        from booking.decisions.booking_acts import commit as act
        from commands.shared import bookings

        wanted = act(payer, year, bookings.kroner(dkk), case=case, who=who, why=why, on=bookings.day(on))
        bookings.act(wanted, where=where, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "Take a booking back, or a part of it.\n\nExample: trappe book reverse 7 --dkk 200000 --who "
        "'A. Hansen' --why 'The follow-up shows less'"
    ),
)
@argument("number", metavar=mark("ENTRY"), type=click.IntRange(min=1))
@option(
    "--dkk",
    metavar=mark("AMOUNT"),
    help=mark("The part that is taken back, in whole kroner; otherwise all that stands."),
)
@entering
def reverse(*, number: int, dkk: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Take a booking back, or a part of it."""
    with plain_errors():
        from booking.decisions.booking_acts import reverse as act
        from commands.shared import bookings

        part = None if dkk is None else bookings.kroner(dkk)
        bookings.act(act(number, part, who=who, why=why), where=where, as_json=as_json)
