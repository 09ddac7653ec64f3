"""Damage bytes, archives of parts (workbooks, arrays) and what stands in them."""

import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.fuzz.mutations import texts

Damage = Callable[[bytes, Random], bytes]


def anything(data: bytes, chance: Random) -> bytes:
    """Return bytes that are cut, flipped, spliced, blotted out or full of something else."""
    for _ in range(chance.choice((1, 1, 2, 8))):
        data = chance.choice(_BYTES)(data, chance)
    return data


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flipped(data: bytes, chance: Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 64))):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _spliced(data: bytes, chance: Random) -> bytes:
    one, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[one:other] + data[at:]


def _without(data: bytes, chance: Random) -> bytes:
    one, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:one] + data[other:]


def _blotted(data: bytes, chance: Random) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 16, 512, 4096))
    return data[:at] + chance.choice((b"\0", b"\xff")) * len(data[at : at + length]) + data[at + length :]


def _larger(data: bytes, chance: Random) -> bytes:
    """Write a number over four or eight bytes, as lengths and counts are."""
    at, length = chance.randrange(len(data) + 1), chance.choice((2, 4, 8))
    number: int = chance.choice((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1)) % 256**length
    size = number.to_bytes(length, "little") if chance.random() < 0.5 else number.to_bytes(length, "big")
    return data[:at] + size + data[at + length :]


def _other(_data: bytes, chance: Random) -> bytes:
    others = (b"", b"\0" * 5000, b"PK\3\4", b"PAR1", b"SQLite format 3\0", b"\xff\xfe", b"{}", b"[]")
    return chance.choice((*others, chance.randbytes(999)))


_BYTES: tuple[Damage, ...] = (
    _cut,
    _flipped,
    _flipped,
    _spliced,
    _without,
    _blotted,
    _larger,
    _larger,
    _other,
)


def archive(data: bytes, chance: Random) -> bytes:
    """Return a workbook, or another archive, in which a part is damaged, missing, doubled or foreign."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = {name: whole.read(name) for name in whole.namelist()}
    except (zipfile.BadZipFile, zlib.error):
        return anything(data, chance)
    name = chance.choice([*parts])
    how = chance.random()
    if how < 0.1:
        del parts[name]
    elif how < 0.2:
        parts[chance.choice(("../x", "/x", "xl/worksheets/sheet2.xml", "content.xml", name.upper()))] = parts[
            name
        ]
    elif how < 0.4 or parts[name].lstrip()[:1] != b"<":
        parts[name] = anything(parts[name], chance)
    else:
        text = parts[name].decode("utf-8", errors="replace")
        parts[name] = chance.choice((_of_markup, _of_markup, texts.plain))(text, chance).encode(
            errors="replace"
        )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        for part, content in parts.items():
            whole.writestr(part, content)
    return written.getvalue()


def _of_markup(text: str, chance: Random) -> str:
    """Return XML in which a tag, an attribute or a text is another one, or stands very often."""
    pieces = text.split("<")
    if len(pieces) < 3:
        return text
    at = chance.randrange(1, len(pieces))
    piece = pieces[at]
    values = piece.split('"')
    if len(values) > 2 and chance.random() < 0.6:
        values[chance.randrange(len(values) // 2) * 2 + 1] = chance.choice(
            (
                "",
                "-1",
                "0",
                "1",
                "A1",
                "XFD1048576",
                "A99999999",
                "4294967295",
                "9" * 30,
                "x",
                "s",
                "1e308",
                "&#0;",
            )
        )
        pieces[at] = '"'.join(values)
    elif chance.random() < 0.4:
        pieces[at:at] = [piece] * chance.choice((1, 10, 5_000))
    elif chance.random() < 0.5:
        del pieces[at]
    else:
        tag, _, inner = piece.partition(">")
        pieces[at] = f"{tag}>{chance.choice((*texts.NUMBERS, *texts.DATES, inner * 1_000, '&x;', ']]>'))}"
    return "<".join(pieces)
