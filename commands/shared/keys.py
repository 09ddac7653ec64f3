"""Carry out and print what `key` asks for."""

from pathlib import Path

from booking.proof.key_files import make_pseudonym_key, make_signing_key, read_signing_key
from booking.register.seals import Seal
from booking.witness.statement import SealStatement, write_statement
from commands.shared.signing import needed_signer
from commands.shared.terminal import echo
from language.messages import Message, say
from language.os_errors import reason
from scenarios.files.private_files import whole_files
from scenarios.files.refusals import RefusedError


def new(file: Path, *, use: str) -> None:
    """Make a key of a use in a new file."""
    if use == "pseudonyms":
        make_pseudonym_key(file)
        echo(say("{file}: a new key for pseudonyms; keep it, and keep it from others", file=file))
        return
    signer = make_signing_key(file)
    echo(say("{file}: a new signing key; whoever reads it can sign in your name", file=file))
    echo(say("Public key: {key}", key=signer.public_key))


def show(file: Path) -> None:
    """Print the public part of a signing key."""
    echo(say("Public key: {key}", key=read_signing_key(file).public_key))


def sign(seal: str, *, who: str, out: Path) -> None:
    """Write a signed statement of a seal into a new file."""
    statement = SealStatement.signed(Seal.read(seal), who.strip(), needed_signer())
    write_new(out, write_statement(statement).encode())
    echo(
        say("{out}: {who} has countersigned the seal {seal}", out=out, who=statement.who, seal=statement.seal)
    )


def write_new(out: Path, content: bytes) -> None:
    """Write a file that is not there yet; RefusedError otherwise."""
    try:
        with whole_files(out) as (part,):
            part.write_bytes(content)
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{path}: cannot be written: {reason}", path=out, reason=reason(error))
        ) from error
