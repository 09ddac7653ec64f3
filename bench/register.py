"""Measure how long it takes to verify a register of many entries, and to enter one more, signed and not.

Bookings of one krone and their reversals follow a proposal, an analysis and an approval; each is judged by
the entries before it. The times are those of one process on one core.
"""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench import Bench, Document, Figures
from bench.ratios import timed
from booking.amounts import policy
from booking.decisions.booking_acts import commit
from booking.decisions.case_acts import approve, propose, record_sensitivity
from booking.decisions.drafts import Act
from booking.decisions.entering import enter, judged
from booking.decisions.register_acts import found
from booking.decisions.witnessing import name_key
from booking.proof.key_files import new_signer
from booking.proof.signatures import Signer
from booking.register.books import Books
from booking.register.chain import FORMAT, Beginning, Draft, Entry, follow
from booking.register.entry_kinds import (
    OddsForm,
    PayerForm,
    PromisedForm,
    ProposalEntry,
    RecomputedForm,
    SensitivityEntry,
)
from booking.register.file_check import library, remade
from booking.register.register import register
from booking.register.seals import seal_of
from booking.register.sqlite_file import SqliteFile
from scenarios.files.forms import Text

_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
_PAYER, _YEAR = "familie", 2028
_WHO: dict[str, Any] = {"who": "B. Jensen", "why": "Byrådets møde"}
_AGAIN = RecomputedForm(cells=88, of=4000)
_WANTED = {"verified_seconds": "3 s at 5,000", "entered_seconds": "1 s at 5,000"}


def made(count: int, signer: Signer | None) -> tuple[Beginning, list[Entry]]:
    """Return a register of so many entries, all of one person's signed if there is a signer."""
    beginning = Beginning(format=FORMAT, identity="0" * 32, written_by=library())
    entries: list[Entry] = []

    def put(draft: Draft, key: Signer | None = None) -> None:
        last = entries[-1] if entries else beginning
        entries.append(follow(draft, last, at=_AT, written_by=library(), signer=key))

    others = {"who": "A. Hansen", "why": "Byrådets møde"}
    analysis = SensitivityEntry(case="tættere", method="sobol", value_digest="d" * 64, recomputed=_AGAIN)
    for act in (
        found("Lilleby", policy.shipped(), **others),
        propose(_proposal(), **others, scenario_digest="a" * 64, run_digest="b" * 64),
        record_sensitivity(analysis, **others, scenario_digest="a" * 64, run_digest="e" * 64),
    ):
        put(act(Books(entries), _AT))
    if signer is not None:
        put(name_key(signer, **_WHO)(Books(entries), _AT), signer)
    put(approve(_PAYER, case=None, **_WHO)(Books(entries), _AT), signer)
    booking = _commit()(Books(entries), _AT)
    while len(entries) < count:
        put(booking, signer)
        back = Draft(**{**vars(booking), "kind": "reversal", "body": {"booking": len(entries), "dkk": 1.0}})
        put(back, signer)
    return beginning, entries


def measure(size: int) -> Document:
    """Return how long a register of `size` entries takes."""
    return {
        "register": {
            "entries": size,
            **{name: _times(size, key) for name, key in (("unsigned", None), ("signed", new_signer()))},
            "wanted": _WANTED,
        }
    }


def _times(size: int, signer: Signer | None) -> dict[str, float]:
    beginning, entries = made(size, signer)
    seals = [str(seal_of(entries[: size // 2])), str(seal_of(entries))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        path.write_bytes(remade(beginning, entries, SqliteFile.make_guards))
        with register(path) as opened:
            whole, findings = timed(lambda: opened.verify(seals))
            allowed, _ = timed(lambda: judged(opened.entries()))
            entered, _ = timed(lambda: enter(opened, _commit("En til"), signer, at=_AT))
    if findings:
        raise AssertionError(findings)
    return {
        "whole_seconds": round(whole, 2),
        "judged_seconds": round(allowed, 2),
        "verified_seconds": round(whole + allowed, 2),
        "entered_seconds": round(entered, 2),
    }


def _commit(why: str = "Byrådets møde") -> Act:
    return commit(_PAYER, _YEAR, 1, case=None, on=date(2026, 11, 2), **_WHO | {"why": why})


def _proposal() -> ProposalEntry:
    odds = OddsForm(dkk=1e6, shortfall_dkk=1e4, regret=0.2)
    return ProposalEntry(
        case="tættere",
        title=Text(da="Tættere hjælp"),
        municipality="Lilleby",
        scenario="lille",
        value_digest="c" * 64,
        draws=1000,
        replications=4,
        known_until=date(2026, 12, 31),
        grade="controlled",
        policy=policy.shipped(),
        payers={_PAYER: PayerForm(title=Text(da="Familieafdelingen"), municipal=True)},
        blocks=[],
        recomputed=_AGAIN,
        promised=[
            PromisedForm(
                year=year,
                payer=_PAYER,
                mean_dkk=2e6,
                at_average_dkk=2e6,
                cashable_dkk=2e6,
                sure=odds,
                sure_error_dkk=0.0,
                habit=odds,
            )
            for year in range(_YEAR, _YEAR + 4)
        ],
        shared={},
    )


def rows(document: Document) -> list[Figures]:
    """Return one row for a register without signatures, and one for one with."""
    times = document["register"]
    return [{"register": name, **times[name]} for name in ("unsigned", "signed")]


BENCH = Bench(
    name="register",
    question="How long does it take to verify a register, and to enter one more?",
    size=5000,
    size_is="entries",
    measure=measure,
    rows=rows,
)
