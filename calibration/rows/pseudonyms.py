"""Replace identifiers of children by keyed pseudonyms, which nobody can reverse without the key."""

import hmac
import os
import re
import stat
import unicodedata
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Self

from language.messages import Message
from language.os_errors import reason
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError

FEWEST_BYTES = 32
_FEWEST_DIFFERENT = 16
"""32 random bytes have about 30 different values; fewer than 16 do not occur by chance."""
_TYPED = frozenset(b"\t\n\r") | frozenset(range(32, 127))
"""Bytes that a keyboard gives; of random ones four in ten are such."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST_FILE = 4096
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

        Raises RefusedError for a key that is missing, too short or not random, and for one that others than
        its owner may read or change.
        """
        try:
            with Path(path).open("rb") as file:
                content, mode = file.read(_LARGEST_FILE), os.fstat(file.fileno()).st_mode
        except (OSError, ValueError) as error:
            raise _refused(path, Message("cannot be read: {reason}", reason=reason(error))) from error
        if os.name != "nt" and mode & _OTHERS:
            raise _refused(
                path,
                Message("can be read by others than its owner; close it with: chmod 600 {path}", path=path),
            )
        key = content
        if re.fullmatch(rb"\s*(?:[0-9a-fA-F]\s*)+", content):
            digits = b"".join(content.split()).decode()
            key = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if len(key) < FEWEST_BYTES:
            raise _refused(
                path,
                Message("is too short: {count} bytes, at least {least}", count=len(key), least=FEWEST_BYTES),
            )
        if not _is_random(key):
            raise _refused(path, Message("is not random"))
        return cls(key=key)

    def of(self, identifier: str) -> str:
        """Return the pseudonym of an identifier: letters only, so that it is never taken for a number.

        Identifiers that `identity_of` takes for the same have the same one; an empty one gives an empty one.
        """
        if not identifier:
            return ""
        mac = hmac.digest(self.key, cpr.one_form(identity_of(identifier)).encode(), "sha256")
        return mac.hex().translate(_LETTERS)[:_LENGTH]


def identity_of(identifier: str) -> str:
    """Return what the identifiers of one child have in common, however they are written.

    Case, white space around it, what nobody sees and a number written as 7.0 do not count, nor do zeros in
    front of one that is all digits: a spreadsheet drops them when it takes it for a number. A personal number
    is its ten digits (`cpr.one_form`).
    """
    text = identifier
    if not text.isascii():
        seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
        text = unicodedata.normalize("NFC", seen)
    text = " ".join(text.split())
    text = cpr.one_form(cpr.without_decimals(text))
    return (text.lstrip("0") or "0") if text.isdecimal() else text.casefold()


def _is_random(key: bytes) -> bool:
    """Return whether nothing speaks against bytes being random: no text, no steps and nothing repeated."""
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    is_varied = min(len({*key}), len(steps)) >= _FEWEST_DIFFERENT
    is_text = sum(byte in _TYPED for byte in key) * 10 >= len(key) * 9
    return is_varied and not is_text and len(zlib.compress(key, 9)) > len(key)


def _refused(path: str | Path, fault: Message) -> RefusedError:
    make = "trappe key new FILE --for pseudonyms"
    return RefusedError(
        Message("the key file {path} {fault}; make a key with: {make}", path=path, fault=fault, make=make)
    )
