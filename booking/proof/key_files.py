"""Make and read key files: signing keys (Ed25519), and random keys for pseudonyms.

Caveat. A key file has no password: whoever reads it can sign. So it is made for its owner alone (0600), and
one that others may read signs nothing.
"""

import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from booking.proof.signatures import Signer
from language.messages import Message
from language.os_errors import reason
from scenarios.files.private_files import whole_files
from scenarios.files.refusals import RefusedError

_PSEUDONYM_BYTES = 32
_LARGEST_FILE = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def new_signer() -> Signer:
    """Return a new signing key that stands in no file."""
    return Signer(Ed25519PrivateKey.generate())


def make_signing_key(path: Path) -> Signer:
    """Make a signing key in a new file (PKCS 8, PEM); RefusedError where there is one or none can be made."""
    key = Ed25519PrivateKey.generate()
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Signer(key)


def make_pseudonym_key(path: Path) -> None:
    """Make a random key for pseudonyms in a new file, 64 hexadecimal digits; raises as above."""
    _write(path, f"{secrets.token_hex(_PSEUDONYM_BYTES)}\n".encode())


def read_signing_key(path: Path) -> Signer:
    """Return the signing key in a file; RefusedError for what is none, or may be read by others."""
    try:
        with path.open("rb") as file:
            mode, content = os.fstat(file.fileno()).st_mode, file.read(_LARGEST_FILE)
    except (OSError, ValueError) as error:
        raise _refused(path, Message("cannot be read: {reason}", reason=reason(error))) from error
    if os.name == "posix" and mode & _OTHERS:
        raise _refused(path, Message("can be read or changed by others; make it yours alone: chmod 600"))
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _refused(path, Message("holds no signing key; make one with trappe key new"))
    return Signer(key)


def _write(path: Path, content: bytes) -> None:
    try:
        # Never over a key that is there: what it signed or named could not be told any more.
        with whole_files(path) as (part,):
            part.write_bytes(content)
    except FileExistsError as error:
        raise _refused(path, Message("is there already; choose another name")) from error
    except (OSError, ValueError) as error:
        raise _refused(path, Message("cannot be written: {reason}", reason=reason(error))) from error


def _refused(path: Path, fault: Message) -> RefusedError:
    return RefusedError(Message("the key file {path} {fault}", path=path, fault=fault))
