"""Ask an authority for the time at which a seal was there, and check its answer without asking again.

Caveat. Without the authority's certificate only what was stamped is checked, and neither when nor by whom.
Requests and answers are those of RFC 3161, so that `openssl ts` makes and checks them too.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from booking.register.seals import Seal
from language.messages import Message
from language.os_errors import reason
from scenarios.files.refusals import NegativeAnswerError, RefusedError

_LARGEST_FILE = 1_000_000
_UNVERIFIED = (
    VerificationError,
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""The errors of an answer that is damaged, or that another authority gave."""
_SHA256 = "2.16.840.1.101.3.4.2.1"


def stamped_text(seal: Seal) -> bytes:
    """Return the bytes that are stamped: the seal and a line end."""
    return f"{seal}\n".encode()


def request_for(seal: Seal) -> bytes:
    """Return the request for a stamp on a seal (DER)."""
    return (
        TimestampRequestBuilder()
        .data(stamped_text(seal))
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
        .as_bytes()
    )


def read_response(path: Path, seals: Iterable[Seal]) -> tuple[Seal, str]:
    """Return the seal that an authority's answer in a file is on, and the answer as base64.

    Raises RefusedError when it is on none of the seals.
    """
    token = base64.b64encode(_content(path)).decode()
    for seal in seals if _response(token) is not None else ():
        if is_stamp_of(token, seal):
            return seal, token
    raise RefusedError(Message("{path}: is no time stamp on a seal of the register", path=path))


def is_stamp_of(token: str, seal: Seal) -> bool:
    """Return whether an answer is granted, and on the seal; not who gave it."""
    response = _response(token)
    if response is None or response.status not in {0, 1}:
        return False
    imprint = response.tst_info.message_imprint
    is_sha256 = imprint.hash_algorithm.dotted_string == _SHA256
    return is_sha256 and imprint.message == hashlib.sha256(stamped_text(seal)).digest()


def stamped_at(token: str) -> datetime | None:
    """Return the time that an answer says; None when it cannot be read."""
    response = _response(token)
    return None if response is None else response.tst_info.gen_time


def check_authority(token: str, seal: Seal, authority: Path) -> None:
    """Raise NegativeAnswerError unless an answer on a seal is signed by an authority.

    `authority` is a file with its root certificate and, behind it, those between (PEM); RefusedError for what
    is none.
    """
    response = _response(token)
    try:
        root, *between = x509.load_pem_x509_certificates(_content(authority))
    except ValueError as error:
        raise RefusedError(Message("{path}: holds no certificates (PEM)", path=authority)) from error
    builder = VerifierBuilder(roots=[root], intermediates=between)
    if response is None:
        raise RefusedError(Message("the time stamp on {seal} cannot be read", seal=seal))
    try:
        builder.build().verify_message(response, stamped_text(seal))
    except _UNVERIFIED as error:
        raise NegativeAnswerError(
            Message(
                "the time stamp on {seal} is not of the authority in {path}: {error}",
                seal=seal,
                path=authority,
                error=str(error),
            )
        ) from error


def _response(token: str) -> TimeStampResponse | None:
    """Return an answer of which every part that is asked for here can be read, or None."""
    try:
        response = decode_timestamp_response(base64.b64decode(token, validate=True))
        told = response.tst_info
        _ = (told.gen_time, told.message_imprint.message, told.message_imprint.hash_algorithm)
    except (ValueError, binascii.Error):
        return None
    return response


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{path}: cannot be read: {reason}", path=path, reason=reason(error))
        ) from error
