"""Replace identifiers of children by keyed pseudonyms, which nobody can reverse without the key."""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from calibration.rows import cpr
from language.messages import Message
from language.os_errors import reason
from scenarios.files.refusals import RefusedError

FEWEST_BYTES = 32
_FEWEST_DIFFERENT = 12
"""32 random bytes have about 30 different values; fewer than 12 do not occur by chance."""
_LARGEST_FILE = 4096
_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_LENGTH = 24
"""Letters; two of a million children get the same name less than once in 10^16."""


@dataclass(frozen=True, kw_only=True)
class Pseudonyms:
    """Keyed pseudonyms (HMAC-SHA-256, RFC 2104): the same identifier and key give the same one every time.

    A hash without a key does not protect: all existing personal numbers can be hashed in minutes.
    """

    key: bytes = field(repr=False)

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Return the pseudonyms of the key in a file: at least 32 random bytes, or 64 hexadecimal digits.

        Raises RefusedError for a key that is missing, too short or not random.
        """
        try:
            with Path(path).open("rb") as file:
                content = file.read(_LARGEST_FILE)
        except (OSError, ValueError) as error:
            raise _refused(path, Message("cannot be read: {reason}", reason=reason(error))) from error
        key = content
        if re.fullmatch(rb"\s*(?:[0-9a-fA-F]\s*)+", content):
            digits = b"".join(content.split()).decode()
            key = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if len(key) < FEWEST_BYTES:
            raise _refused(
                path,
                Message("is too short: {count} bytes, at least {least}", count=len(key), least=FEWEST_BYTES),
            )
        if len(set(key)) < _FEWEST_DIFFERENT:
            raise _refused(path, Message("is not random"))
        return cls(key=key)

    def of(self, identifier: str) -> str:
        """Return the pseudonym of an identifier: letters only, so that it is never taken for a number.

        Identifiers that `identity_of` takes for the same have the same one; an empty one gives an empty one.
        """
        if not identifier:
            return ""
        mac = hmac.digest(self.key, cpr.normalised(identity_of(identifier)).encode(), "sha256")
        return mac.hex().translate(_LETTERS)[:_LENGTH]


def identity_of(identifier: str) -> str:
    """Return what the identifiers of one child have in common, however they are written.

    Case, white space around it and a number written as 7.0 do not count, nor do zeros in front of one that is
    all digits: a spreadsheet drops them when it takes it for a number. A personal number is its digits.
    """
    text = " ".join(unicodedata.normalize("NFC", identifier).split())
    text = cpr.normalised(without_decimals(text))
    return (text.lstrip("0") or "0") if text.isdecimal() else text.casefold()


def without_decimals(text: str) -> str:
    """Return a whole number that was written with decimals, as 7.0, without them; any other text as it is."""
    match = _WHOLE_NUMBER.fullmatch(text)
    return match[1] if match else text


def _refused(path: str | Path, fault: Message) -> RefusedError:
    make = "trappe key new --for pseudonyms FILE"
    return RefusedError(
        Message("the key file {path} {fault}; make a key with: {make}", path=path, fault=fault, make=make)
    )
