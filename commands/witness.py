"""Parse what `register` offers to outsiders: proofs, letters, keys, countersigned seals and time stamps."""

from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import entering, json_option, lang_option, register_option
from language.messages import mark

_file = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help=mark(
        "Prove that earlier seals, and entries, lie inside the register, for whoever does not have it.\n\n"
        "Example: trappe register prove --seal 12:9f86... --entry 7 --out proof.txt"
    ),
)
@option("--seal", "seals", multiple=True, metavar=mark("SEAL"), help=mark("An earlier seal."))
@option(
    "--entry",
    "numbers",
    multiple=True,
    type=click.IntRange(min=1),
    metavar=mark("ENTRY"),
    help=mark("The number of an entry; may be given several times."),
)
@option("--out", type=_file, required=True, metavar=mark("FILE"), help=mark("New file."))
@register_option
@lang_option
def prove(*, seals: tuple[str, ...], numbers: tuple[int, ...], out: Path, where: str) -> None:
    """Prove that earlier seals, and entries, lie inside the register."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.prove(where=where, seals=seals, numbers=numbers, out=out)


@click.command(
    "check-letter",
    cls=Command,
    help=mark(
        "Check a letter, its text block or what was read from its QR codes, without the register.\n\n"
        "Example: trappe register check-letter letter.html --seal 12:9f86..."
    ),
)
@argument("file", metavar=mark("LETTER"), type=_file)
@option(
    "--seal",
    "seals",
    multiple=True,
    metavar=mark("SEAL"),
    help=mark("A seal known from elsewhere, which must lie inside; may be given several times."),
)
@option(
    "--signed-by",
    metavar=mark("PUBLIC KEY"),
    help=mark("A public key that must have signed the seal of the letter."),
)
@option(
    "--against",
    metavar=mark("REGISTER"),
    help=mark("The register: the letter's seal must lie inside it."),
)
@json_option
@lang_option
def check_letter(
    *, file: Path, seals: tuple[str, ...], signed_by: str | None, against: str | None, as_json: bool
) -> None:
    """Check a letter without the register, and with it where it is there."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.check_letter(file, seals=seals, signed_by=signed_by, against=against, as_json=as_json)


@click.command(
    "name-key",
    cls=Command,
    help=mark(
        "Name your key: from then on nothing is entered in your name without its signature.\n\nExample: "
        "trappe register name-key --key hansen.key --who 'A. Hansen' --why 'My key'"
    ),
)
@option(
    "--new",
    type=_file,
    metavar=mark("KEYFILE"),
    help=mark("The key that takes the place of the one in --key."),
)
@entering
def name_key(*, new: Path | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Name the key that signs in a name."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.name_key(new, where=where, who=who, why=why, as_json=as_json)


@click.command(
    "end-key",
    cls=Command,
    help=mark(
        "End your key, as when it was stolen: nothing more is entered in your name.\n\nExample: trappe "
        "register end-key --key hansen.key --who 'A. Hansen' --why 'Stolen'"
    ),
)
@entering
def end_key(*, where: str, who: str, why: str, as_json: bool) -> None:
    """End the key that signs in a name."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.end_key(where=where, who=who, why=why, as_json=as_json)


@click.command(
    cls=Command,
    help=mark(
        "Countersign the present seal, or enter a countersignature from trappe key sign; another than "
        "whoever entered the newest entry does.\n\nExample: trappe register countersign --who Revisoren "
        "--why 'Seal of 2027'"
    ),
)
@option(
    "--seal",
    metavar=mark("SEAL"),
    help=mark("The seal that you have seen; otherwise the present one."),
)
@option(
    "--file",
    type=_file,
    metavar=mark("FILE"),
    help=mark("A countersignature from trappe key sign."),
)
@entering
def countersign(
    *, seal: str | None, file: Path | None, where: str, who: str, why: str, as_json: bool
) -> None:
    """Countersign a seal."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.countersign(seal, file, where=where, who=who, why=why, as_json=as_json)


@click.command(
    "request-time",
    cls=Command,
    help=mark(
        "Write the present seal, and the request (RFC 3161) for a time stamp on it, into a new folder.\n\n"
        "Example: trappe register request-time --out stamp"
    ),
)
@option("--out", type=_file, required=True, metavar=mark("FOLDER"), help=mark("New folder."))
@register_option
@lang_option
def request_time(*, out: Path, where: str) -> None:
    """Write the request for a time stamp on the present seal."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.request_time(out, where=where)


@click.command(
    "time-stamp",
    cls=Command,
    help=mark(
        "Put the answer of a time stamp authority on record, checked offline.\n\nExample: trappe register "
        "time-stamp stamp/seal.tsr --authority ca.pem --who 'A. Hansen' --why 'Seal of 2027'"
    ),
)
@argument("file", metavar=mark("FILE"), type=_file)
@option(
    "--authority",
    type=_file,
    metavar=mark("FILE"),
    help=mark("The certificate of the authority (PEM), and those below it."),
)
@entering
def time_stamp(*, file: Path, authority: Path | None, where: str, who: str, why: str, as_json: bool) -> None:
    """Put a time stamp on record."""
    with plain_errors():
        from commands.shared import witnesses

        witnesses.time_stamp(file, authority, where=where, who=who, why=why, as_json=as_json)


COMMANDS = (prove, check_letter, name_key, end_key, countersign, request_time, time_stamp)
