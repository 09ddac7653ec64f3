"""Parse `register`: whose it is and by what rule, what stands in it, and whether it is as it was left."""

from datetime import date
from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Command, Group, argument, option
from commands.shared.options import (
    decision_day_option,
    entering,
    json_option,
    key_option,
    lang_option,
    policy_option,
    register_option,
)
from language.messages import mark

_number = argument("number", metavar=mark("ENTRY"), type=click.IntRange(min=1))


@click.group(
    "register",
    cls=Group,
    help=mark(
        "The register of what was proposed, approved, followed up and booked.\n\nIt is made for one "
        "municipality, by trappe register new. Nothing in it is ever changed or removed, and verify finds it "
        "if something was."
    ),
)
@lang_option
def register() -> None:
    """Show, verify and export the register of what was proposed, approved, followed up and booked."""


@register.command(
    cls=Command,
    help=mark(
        "Make a register: for one municipality, by the rule of its council.\n\nExample: trappe register new "
        "--municipality Kolding --who 'A. Hansen' --why 'Council, 4 December'"
    ),
)
@option(
    "--municipality",
    required=True,
    metavar=mark("NAME"),
    help=mark("Whose register it is; its cases are those of this municipality alone."),
)
@policy_option
@entering
def new(*, municipality: str, rule: Path | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Make a register: for one municipality, by the rule of its council."""
    with plain_errors():
        from commands.shared import bookings

        bookings.found(municipality=municipality, rule=rule, where=where, who=who, why=why, as_json=as_json)


@register.command(
    cls=Command,
    help=mark(
        "Put another rule forward, from a file; where the rule in force asks for two people, somebody else "
        "accepts it.\n\nExample: trappe register rule rule.yaml --who 'A. Hansen' --why 'Council, 4 December'"
    ),
)
@argument("file", metavar=mark("FILE"), type=click.Path(path_type=Path))
@entering
def rule(*, file: Path, where: str, who: str, why: str, as_json: bool) -> None:
    """Put another rule forward, from a file."""
    with plain_errors():
        from booking.amounts.policy import load
        from booking.decisions.register_acts import change_rule as act
        from commands.shared import bookings

        bookings.act(act(load(file), who=who, why=why), where=where, as_json=as_json)


@register.command(
    cls=Command,
    help=mark(
        "Accept the rule that somebody else has put forward; it is in force from then on.\n\nExample: trappe "
        "register accept 4 --who 'B. Jensen' --why 'Council, 4 December'"
    ),
)
@_number
@entering
def accept(*, number: int, where: str, who: str, why: str, as_json: bool) -> None:
    """Accept the rule that somebody else has put forward."""
    with plain_errors():
        from booking.decisions.register_acts import accept_rule as act
        from commands.shared import bookings

        bookings.act(act(number, who=who, why=why), where=where, as_json=as_json)


@register.command(
    cls=Command,
    help=mark(
        "Say that an entry is wrong: a follow-up counts no more, and a time to come dates no other entry.\n\n"
        "Example: trappe register correct 7 --who 'A. Hansen' --why 'The ledger was that of another case'"
    ),
)
@_number
@entering
def correct(*, number: int, where: str, who: str, why: str, as_json: bool) -> None:
    """Say that a follow-up is wrong, or that an entry bears a time to come."""
    with plain_errors():
        from booking.decisions.register_acts import correct as act
        from commands.shared import bookings

        bookings.act(act(number, who=who, why=why), where=where, as_json=as_json)


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
@option(
    "--seal",
    "seals",
    multiple=True,
    metavar=mark("SEAL"),
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
@option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FOLDER"),
    help=mark("New folder."),
)
@decision_day_option
@option("--who", metavar=mark("NAME"), help=mark("Who signs the letters, with the key of --key."))
@key_option
@register_option
@lang_option
def export(*, out: Path, on: date | None, who: str | None, where: str) -> None:
    """Write every entry, and a letter to the committee on each case, into a new folder."""
    with plain_errors():
        from commands.shared import bookings

        bookings.export(out, where=where, on=on, who=who)
