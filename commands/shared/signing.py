"""Read the key that a command signs with."""

from collections.abc import Callable
from functools import partial

import click

from booking.proof.key_files import read_signing_key
from booking.proof.signatures import Signer
from booking.register.seals import Seal
from booking.witness.statement import SealStatement
from commands.shared.options import SIGNING_KEY
from language.messages import Message
from scenarios.files.refusals import RefusedError


def given_signer() -> Signer | None:
    """Return the key that --key of the command names; None when it names none."""
    path = click.get_current_context().meta.get(SIGNING_KEY)
    return None if path is None else read_signing_key(path)


def needed_signer() -> Signer:
    """Return the key that --key names; RefusedError when it names none."""
    signer = given_signer()
    if signer is None:
        raise RefusedError(Message("--key: say which key signs; make one with trappe key new"))
    return signer


def signing(who: str | None) -> Callable[[Seal], SealStatement] | None:
    """Return what signs a seal in a name with the key of --key; None without a name and a key."""
    signer = given_signer()
    if who is None and signer is None:
        return None
    if who is None or signer is None:
        raise RefusedError(Message("to sign letters, give both --who and --key"))
    return partial(SealStatement.signed, who=who.strip(), signer=signer)
