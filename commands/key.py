"""Parse `key`: make keys, show them, and sign a seal without the register."""

from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Command, Group, argument, option
from commands.shared.options import key_option, lang_option
from language.messages import mark


@click.group(
    "key",
    cls=Group,
    help=mark(
        "Keys: to sign what is entered in a register, and to replace identities by pseudonyms.\n\nNo key is "
        "needed unless the council's rule asks for signatures."
    ),
)
@lang_option
def key() -> None:
    """Make keys to sign with and for pseudonyms, show them, and sign a seal."""


@key.command(
    cls=Command,
    help=mark(
        "Make a new key, readable by you alone; a person or role has one.\n\nExample: trappe key new "
        "hansen.key"
    ),
)
@argument("file", metavar=mark("FILE"), type=click.Path(path_type=Path))
@option(
    "--for",
    "use",
    type=click.Choice(["signing", "pseudonyms"]),
    default="signing",
    show_default=True,
    help=mark("What the key is for."),
)
@lang_option
def new(*, file: Path, use: str) -> None:
    """Make a new key, readable by its owner alone."""
    with plain_errors():
        from commands.shared import keys

        keys.new(file, use=use)


@key.command(
    cls=Command,
    help=mark("Show the public part of a signing key.\n\nExample: trappe key show hansen.key"),
)
@argument("file", metavar=mark("FILE"), type=click.Path(path_type=Path))
@lang_option
def show(*, file: Path) -> None:
    """Show the public part of a signing key."""
    with plain_errors():
        from commands.shared import keys

        keys.show(file)


@key.command(
    cls=Command,
    help=mark(
        "Countersign a seal without the register, into a file that its keeper enters.\n\nExample: trappe key "
        "sign 12:9f86... --who Revisoren --key auditor.key --out countersigned.json"
    ),
)
@argument("seal", metavar=mark("SEAL"))
@option(
    "--who",
    metavar=mark("NAME"),
    required=True,
    envvar="TRAPPE_WHO",
    help=mark("Who countersigns."),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar=mark("FILE"),
    help=mark("New file."),
)
@key_option
@lang_option
def sign(*, seal: str, who: str, out: Path) -> None:
    """Countersign a seal without the register, into a file."""
    with plain_errors():
        from commands.shared import keys

        keys.sign(seal, who=who, out=out)
