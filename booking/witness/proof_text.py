"""Write a proof as text that survives paper and mail, a block of lines or QR codes, and read it back.

A block is base64, a QR code base32 (its letters are those that such a code holds best), of compressed JSON.
"""

import base64
import binascii
import json
import re
import textwrap
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from booking.register.chain import canonical
from language.messages import Message
from scenarios.files.refusals import RefusedError

_BEGIN, _END = "-----BEGIN TRAPPE PROOF-----", "-----END TRAPPE PROOF-----"
_BLOCK = re.compile(f"{_BEGIN}([A-Za-z0-9+/=\\s]*){_END}")
_CODE_BEGIN = "TRAPPE1/"
_CODE = re.compile(f"{_CODE_BEGIN}([A-Z2-7]+)")
_LARGEST = 64 * 2**20
"""Bytes of JSON; far more than a register's largest letter."""

Plain = Mapping[str, Any]
"""A proof as JSON."""


def as_block(plain: Plain) -> str:
    """Return a proof as a block of text."""
    lines = textwrap.wrap(base64.b64encode(_compressed(plain)).decode(), 76)
    return "\n".join([_BEGIN, *lines, _END])


def as_code(plain: Plain) -> str:
    """Return a proof as what stands in a QR code."""
    return _CODE_BEGIN + base64.b32encode(_compressed(plain)).decode().rstrip("=")


def proofs_in(text: str) -> Iterator[dict[str, Any]]:
    """Yield every proof in a text, a letter or what was read from its codes.

    Raises RefusedError where there is none, or one that cannot be read.
    """
    blocks = ["".join(match[1].split()) for match in _BLOCK.finditer(text)]
    codes = [match[1] for match in _CODE.finditer(text)]
    if not blocks and not codes:
        raise RefusedError(
            Message(
                "there is no proof in it: it begins with {begin}, or a QR code with {code}",
                begin=_BEGIN,
                code=_CODE_BEGIN,
            )
        )
    # A letter that shows both says the same twice, and the block says all.
    for digits in blocks or codes:
        try:
            yield _plain(base64.b64decode(digits) if blocks else _from_code(digits))
        except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
            raise RefusedError(
                Message("the proof is damaged; a letter of it is missing or another")
            ) from error


def _from_code(digits: str) -> bytes:
    return base64.b32decode(digits + "=" * (-len(digits) % 8))


def _compressed(plain: Plain) -> bytes:
    return zlib.compress(canonical(dict(plain)).encode(), 9)


def _plain(packed: bytes) -> dict[str, Any]:
    opened = zlib.decompressobj()
    text = opened.decompress(packed, _LARGEST)
    if not opened.eof or opened.unused_data:
        raise ValueError("cut off, too large, or more than one")
    plain = json.loads(text)
    if not isinstance(plain, dict) or canonical(plain).encode() != text:
        raise ValueError("not written as a proof is")
    return plain
