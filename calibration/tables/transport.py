"""Turn a table, or why there is none, into bytes that go between processes, and back.

Nothing in them is ever run: texts and facts are JSON, numbers are plain bytes. Whoever made the bytes may
have read a hostile file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from calibration.tables.layout import Aside
from calibration.tables.table import Cells, Misfit, Table
from language import formatting
from language.messages import Fact, Message
from scenarios.files.refusals import RefusedError

_CODES, _NUMBERS = np.dtype("<i4"), np.dtype("<i8")


def packed_table(table: Table) -> bytes:
    """Return the bytes of a table."""
    about = {
        "form": table.form,
        "headings": table.headings,
        "texts": [column.texts for column in table.columns],
        "rows": len(table.numbers),
        "misfits": [asdict(each) for each in table.misfits],
        "unread": table.unread,
        "asides": [asdict(each) for each in table.asides],
        "hides_errors": table.hides_errors,
        "day_zero": table.day_zero.isoformat(),
    }
    codes = [column.codes.astype(_CODES).tobytes() for column in table.columns]
    return b"".join([json.dumps(about).encode(), b"\n", table.numbers.astype(_NUMBERS).tobytes(), *codes])


def packed_refusal(message: Message) -> bytes:
    """Return the bytes of why there is no table."""
    return json.dumps({"refused": _plain(message)}).encode() + b"\n"


def unpacked_table(data: bytes) -> Table:
    """Return the table in some bytes.

    Raises RefusedError where they say why there is none, and ValueError or KeyError where they are damaged.
    """
    line, _, rest = data.partition(b"\n")
    about = json.loads(line)
    if "refused" in about:
        raise RefusedError(_message(about["refused"]))
    rows = int(about["rows"])
    numbers = np.frombuffer(rest, _NUMBERS, rows).astype(np.int64)
    columns = []
    for at, texts in enumerate(about["texts"]):
        start = rows * (_NUMBERS.itemsize + at * _CODES.itemsize)
        codes = np.frombuffer(rest, _CODES, rows, start).astype(np.int32)
        columns.append(Cells(codes=codes, texts=tuple(texts)))
    return Table(
        form=about["form"],
        headings=tuple(about["headings"]),
        columns=tuple(columns),
        numbers=numbers,
        misfits=tuple(Misfit(**each) for each in about["misfits"]),
        unread=tuple(about["unread"]),
        asides=tuple(Aside(**each) for each in about["asides"]),
        hides_errors=about["hides_errors"],
        day_zero=date.fromisoformat(about["day_zero"]),
    )


def _plain(fact: Any) -> Any:
    """Return a fact of a message as JSON has it; a message and a number still wait for a language."""
    if isinstance(fact, Message):
        return {"text": fact.text, "facts": {name: _plain(each) for name, each in fact.facts.items()}}
    if isinstance(fact, Fact) and fact.work_out is formatting.number:
        return {"number": fact.arguments}
    return fact if isinstance(fact, int | float | bool) else str(fact)


def _message(plain: Mapping[str, Any]) -> Message:
    return Message(plain["text"], **{name: _fact(each) for name, each in plain["facts"].items()})


def _fact(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    return Fact(formatting.number, *plain["number"]) if "number" in plain else _message(plain)
