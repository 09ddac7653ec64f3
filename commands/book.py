"""Parse `book` and `register`: decide what may be taken out of a budget, and show who decided it."""

from datetime import date
from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Argument, Command, Group, Option
from commands.shared.options import (
    DAY,
    entering,
    json_option,
    key_option,
    lang_option,
    policy_option,
    register_option,
)
from language.messages import mark

_case = click.option(
    "--case",
    metavar=mark("CASE"),
    cls=Option,
    help=mark("Which investment case; may be left out when there is only one."),
)
_on = click.option(
    "--on", type=DAY, metavar=mark("DATE"), cls=Option, help=mark("The day of the decision; otherwise today.")
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
@click.argument("scenario", cls=Argument, metavar=mark("SCENARIO"))
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FOLDER"),
    cls=Option,
    help=mark("The run: the folder of trappe compare --out."),
)
@_case
@policy_option
@click.option(
    "--sensitivity",
    type=click.Path(path_type=Path),
    metavar=mark("FOLDER"),
    cls=Option,
    help=mark("Put the sensitivity analysis on record too: the folder of trappe sensitivity --out."),
)
@entering
def propose(
    *,
    scenario: str,
    run: Path,
    case: str | None,
    rule: Path | None,
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
            rule=rule,
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
        "Example: trappe book sensitivity analysis --who 'A. Hansen' --why 'For the committee'"
    ),
)
@click.argument("folder", cls=Argument, metavar=mark("FOLDER"), type=click.Path(path_type=Path))
@entering
def sensitivity(*, folder: Path, where: str, who: str, why: str, as_json: bool) -> None:
    """Put a sensitivity analysis on record, from the folder of trappe sensitivity --out."""
    with plain_errors():
        from commands.shared import bookings

        bookings.record_sensitivity(folder, where=where, who=who, why=why, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "A payer lets its budget be reduced by what the rule says of the newest proposal.\n\n"
        "Example: trappe book approve familieafdeling --who 'B. Jensen' --why 'Meeting of "
        "managers'"
    ),
)
@click.argument("payer", cls=Argument, metavar=mark("PAYER"))
@_case
@entering
def approve(*, payer: str, case: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Enter that a payer lets its budget be reduced by what the rule says of the newest proposal."""
    with plain_errors():
        from booking.decisions.acts import approve as act
        from commands.shared import bookings

        bookings.act(act(payer, case=case, who=who, why=why), where=where, as_json=as_json)


@book.command(
    cls=Command,
    help=mark(
        "Say that a case has reached a milestone of its rule.\n\nExample: trappe book milestone "
        "full_operation --who 'A. Hansen' --why 'All slots are used'"
    ),
)
@click.argument("name", cls=Argument, metavar=mark("MILESTONE"))
@_case
@entering
def milestone(*, name: str, case: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Say that a case has reached a milestone of its rule."""
    with plain_errors():
        from booking.decisions.acts import reach
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
@_on
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
@click.option("--payer", required=True, metavar=mark("PAYER"), cls=Option, help=mark("Whose budget."))
@click.option("--year", required=True, type=int, metavar=mark("YEAR"), cls=Option, help=mark("Budget year."))
@click.option(
    "--dkk",
    required=True,
    metavar=mark("AMOUNT"),
    cls=Option,
    help=mark("The amount in whole kroner, such as '1200000' or '1.2 mio'."),
)
@_case
@_on
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
        from booking.decisions.acts import commit as act
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
@click.argument("number", cls=Argument, metavar=mark("ENTRY"), type=click.IntRange(min=1))
@click.option(
    "--dkk",
    metavar=mark("AMOUNT"),
    cls=Option,
    help=mark("The part that is taken back, in whole kroner; otherwise all that stands."),
)
@entering
def reverse(*, number: int, dkk: str | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Take a booking back, or a part of it."""
    with plain_errors():
        from booking.decisions.acts import reverse as act
        from commands.shared import bookings

        part = None if dkk is None else bookings.kroner(dkk)
        bookings.act(act(number, part, who=who, why=why), where=where, as_json=as_json)


@click.group(
    "register",
    cls=Group,
    help=mark(
        "The register of what was proposed, approved, followed up and booked.\n\nNothing in it is "
        "ever changed or removed, and verify finds it if something was."
    ),
)
@lang_option
def register() -> None:
    """Show, verify and export the register of what was proposed, approved, followed up and booked."""


@register.command(
    cls=Command,
    help=mark("Show every entry, and what stands booked.\n\nExample: trappe register show --lang en"),
)
@register_option
@json_option
@lang_option
def show(*, where: str, as_json: bool) -> None:
    """Show every entry, and what stands booked."""
    with plain_errors():
        from commands.shared import bookings

        bookings.show(where=where, as_json=as_json)


@register.command(
    cls=Command,
    help=mark(
        "Check that a register is as it was left: every entry, every byte, and seals known from "
        "letters.\n\nExample: trappe register verify --seal 12:9f86d081884c7d65"
    ),
)
@click.option(
    "--seal",
    "seals",
    multiple=True,
    metavar=mark("SEAL"),
    cls=Option,
    help=mark("A seal from a letter or a receipt; may be given several times."),
)
@register_option
@json_option
@lang_option
def verify(*, seals: tuple[str, ...], where: str, as_json: bool) -> None:
    """Check that a register is as it was left: every entry, every byte, and seals known from letters."""
    with plain_errors():
        from commands.shared import bookings

        bookings.verify(where=where, seals=seals, as_json=as_json)


@register.command(
    cls=Command,
    help=mark(
        "Write every entry, and a letter to the committee on each case, into a new folder.\n\n"
        "Example: trappe register export --out letters --lang en"
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FOLDER"),
    cls=Option,
    help=mark("New folder."),
)
@_on
@click.option(
    "--who", metavar=mark("NAME"), cls=Option, help=mark("Who signs the letters, with the key of --key.")
)
@key_option
@register_option
@lang_option
def export(*, out: Path, on: date | None, who: str | None, where: str) -> None:
    """Write every entry, and a letter to the committee on each case, into a new folder."""
    with plain_errors():
        from commands.shared import bookings

        bookings.export(out, where=where, on=on, who=who)
