"""Keep registers honestly, by chance, and attack them as an administrator may, without the keys of others."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from booking.decisions.booking_acts import commit, reverse
from booking.decisions.case_acts import approve, propose
from booking.decisions.drafts import Act
from booking.decisions.entering import judged
from booking.decisions.register_acts import found
from booking.decisions.witnessing import countersign, name_key, record_statement
from booking.proof.key_files import new_signer
from booking.proof.signatures import Signer
from booking.register.books import Books
from booking.register.chain import FORMAT, Beginning, Draft, Entry, follow, row_digest, to_row
from booking.register.entry_kinds import body_of
from booking.register.file_check import library, remade
from booking.register.register import register
from booking.register.seals import Seal, seal_of
from booking.register.sqlite_file import SqliteFile
from booking.witness.judgement import Witnesses
from booking.witness.letter_proof import check_proof, make_proof
from booking.witness.proof_text import Plain
from booking.witness.statement import SealStatement
from scenarios.files.refusals import RefusedError
from tests.booking.booked import FAMILIE, SKOLE, a_promise, a_proposal, analysed

KEYS = {name: new_signer() for name in ("A. Hansen", "B. Jensen", "Revisoren")}
THIEF = new_signer()
"""A key of whoever attacks."""
PEOPLE = ("A. Hansen", "B. Jensen", "C. Olsen")
BODY = a_proposal(a_promise(sure=600), a_promise(payer=SKOLE, mean=200, sure=50))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A register, and what outsiders keep of it."""

    beginning: Beginning
    entries: tuple[Entry, ...]
    seal: Seal
    """Of an earlier day, or of now."""
    letter: Plain
    """Of the same day."""


def honest(chance: Random) -> Kept:
    """Return a register into which people entered what they may, over a year or two."""
    keeping = _Keeping(chance)
    for _ in range(chance.randint(4, 14)):
        keeping.go_on()
    entries = tuple(keeping.entries)
    known = chance.randint(1, len(entries))
    told = sorted(chance.sample(range(1, known + 1), min(known, 3)))
    return Kept(
        beginning=keeping.beginning,
        entries=entries,
        seal=seal_of(entries[:known]),
        letter=make_proof(entries[:known], told),
    )


class _Keeping:
    """A register that is being kept."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.beginning = Beginning(
            format=FORMAT, identity=f"{chance.getrandbits(128):032x}", written_by=library()
        )
        self.entries: list[Entry] = []
        self._keys: dict[str, Signer] = {}
        self._at = datetime(2026, 10, 1, 12, tzinfo=UTC)
        self.enter(lambda who: found("Lilleby", BODY.policy, who=who, why="møde"), PEOPLE[0])
        self.enter(_proposed, PEOPLE[0])
        self.enter(lambda _who: analysed(), "Økonomichefen")
        self.enter(lambda who: approve(FAMILIE, case=None, who=who, why="møde"), PEOPLE[1])

    def go_on(self) -> None:
        """Try one more thing; what may not be is not entered."""
        who = self._chance.choice([*PEOPLE, "Revisoren"])
        act = self._chance.choice((self._booked, self._booked, self._reversed, self._signing, self._sealed))
        self._at += timedelta(days=self._chance.randint(0, 40))
        act(who)

    def enter(self, act: Callable[[str], Act], who: str, signer: Signer | None = None) -> bool:
        books = Books(self.entries)
        key = signer or self._keys.get(who)
        try:
            draft = act(who)(books, self._at)
            public = "" if key is None else key.public_key
            Witnesses(books).check(body_of(draft.kind, draft.body), draft.who, public, self._at)
        except RefusedError:
            return False
        last = self.entries[-1] if self.entries else self.beginning
        self.entries.append(follow(draft, last, at=self._at, written_by=library(), signer=key))
        return True

    def _booked(self, who: str) -> None:
        dkk = self._chance.randint(1, 60)
        on = self._at.date()
        self.enter(lambda name: commit(FAMILIE, 2028, dkk, case=None, who=name, why="budget", on=on), who)

    def _reversed(self, who: str) -> None:
        number = self._chance.randint(1, len(self.entries))
        self.enter(lambda name: reverse(number, who=name, why="mindre"), who)

    def _signing(self, who: str) -> None:
        key = KEYS.get(who)
        if key is not None and self.enter(lambda name: name_key(key, who=name, why="nøgle"), who, key):
            self._keys[who] = key

    def _sealed(self, who: str) -> None:
        if self._chance.random() < 0.5:
            self.enter(lambda name: countersign(who=name, why="segl"), who)
            return
        statement = SealStatement.signed(seal_of(self.entries), "Revisoren", KEYS["Revisoren"])
        self.enter(lambda name: record_statement(statement, who=name, why="segl"), who)


def _proposed(who: str) -> Act:
    return propose(BODY, who=who, why="møde", scenario_digest="a" * 64, run_digest="b" * 64)


def alarms(kept: Kept, folder: Path) -> list[str]:
    """Return what is found wrong by whoever has the register's file, the seal and the letter."""
    path = folder / "register.sqlite"
    path.write_bytes(remade(kept.beginning, kept.entries, SqliteFile.make_guards))
    return alarms_of(path, kept)


def alarms_of(path: Path, kept: Kept) -> list[str]:
    """Return the same of a file as it lies there."""
    try:
        letter = check_proof(json.loads(json.dumps(dict(kept.letter))))
        with register(path) as opened:
            findings = opened.verify([str(kept.seal), str(letter.seal)])
            if findings:
                return [finding.what for finding in findings]
            judged(opened.entries())
    except RefusedError as error:
        return [str(error)]
    return []


def again(kept: Kept, drafts: Sequence[Entry], begin: int, thief: Signer | None = None) -> Kept:
    """Return the register with these entries from number `begin` on, made anew with right digests.

    Signatures of others cannot be made: they stay as they are, or are the thief's.
    """
    entries = [*kept.entries[: begin - 1]]
    for each in drafts:
        last: Entry | Beginning = entries[-1] if entries else kept.beginning
        changed = replace(each, number=len(entries) + 1, previous=last.digest)
        if thief is not None and each.signer:
            changed = replace(changed, signer=thief.public_key)
        changed = replace(changed, digest=row_digest(to_row(changed)))
        if thief is not None and each.signer:
            changed = replace(changed, signature=thief.sign(bytes.fromhex(changed.digest)))
        entries.append(changed)
    return replace(kept, entries=tuple(entries))


Attack = Callable[[Kept, Random], Kept | None]
"""Returns None where there is nothing to attack in this way."""


def rolled_back(kept: Kept, chance: Random) -> Kept | None:
    """Cut off the last entries, and the one that the seal ends with."""
    left = chance.randint(0, kept.seal.number - 1)
    return replace(kept, entries=kept.entries[:left])


def forked(kept: Kept, chance: Random) -> Kept | None:
    """Go another way from an entry on, as long as the register was, or longer."""
    begin = chance.randint(1, kept.seal.number)
    other = [replace(each, why=f"{each.why} ") for each in kept.entries[begin - 1 :]]
    return again(kept, other, begin, chance.choice([None, THIEF]))


def back_dated(kept: Kept, chance: Random) -> Kept | None:
    """Enter something as if it had been there before."""
    begin = chance.randint(1, kept.seal.number)
    earlier = timedelta(seconds=chance.randint(1, 10**6))
    first, *others = kept.entries[begin - 1 :]
    since = kept.entries[begin - 2].at if begin > 1 else datetime(2020, 1, 1, tzinfo=UTC)
    at = max(since, first.at - earlier)
    return None if at == first.at else again(kept, [replace(first, at=at), *others], begin)


def put_in_earlier(kept: Kept, chance: Random) -> Kept | None:
    """Put an entry in among those that were there."""
    begin = chance.randint(1, kept.seal.number)
    entry = chance.choice(kept.entries)
    # The same once more at the seal's end would be one that was entered after it.
    entry = replace(entry, why=f"{entry.why} igen")
    return again(kept, [entry, *kept.entries[begin - 1 :]], begin)


def replaced(kept: Kept, chance: Random) -> Kept | None:
    """Make the whole anew, with a beginning of its own."""
    beginning = replace(kept.beginning, identity=f"{chance.getrandbits(128):032x}")
    return again(replace(kept, beginning=beginning), kept.entries, 1, chance.choice([None, THIEF]))


def changed(kept: Kept, chance: Random) -> Kept | None:
    """Change a text of an entry and nothing else."""
    at, name = chance.randrange(len(kept.entries)), chance.choice(("who", "why", "kind", "policy_digest"))
    entry = kept.entries[at]
    texts: dict[str, Any] = {name: f"{getattr(entry, name)}x"}
    other = replace(entry, **texts)
    return replace(kept, entries=(*kept.entries[:at], other, *kept.entries[at + 1 :]))


def swapped(kept: Kept, chance: Random) -> Kept | None:
    """Change the order of two entries."""
    if kept.seal.number < 2:
        return None
    first = chance.randint(1, kept.seal.number - 1)
    one, other, *rest = kept.entries[first - 1 :]
    return again(kept, [other, one, *rest], first)


def _signed(kept: Kept, chance: Random) -> int | None:
    numbers = [entry.number for entry in kept.entries if entry.signer]
    return chance.choice(numbers) if numbers else None


def signature_removed(kept: Kept, chance: Random) -> Kept | None:
    """Remove a signature; the digest stays right where the signer goes too."""
    number = _signed(kept, chance)
    if number is None:
        return None
    entry, *rest = kept.entries[number - 1 :]
    bare = replace(entry, signature="")
    if chance.random() < 0.5:
        return replace(kept, entries=(*kept.entries[: number - 1], bare, *rest))
    return again(kept, [replace(bare, signer=""), *rest], number)


def signature_of_another(kept: Kept, chance: Random) -> Kept | None:
    """Put another entry's signature, or another key's, in the place of one."""
    number = _signed(kept, chance)
    if number is None:
        return None
    entry = kept.entries[number - 1]
    others = [each.signature for each in kept.entries if each.signer and each.number != number]
    new = chance.choice([*others, THIEF.sign(bytes.fromhex(entry.digest))])
    signed = replace(entry, signature=new)
    return replace(kept, entries=(*kept.entries[: number - 1], signed, *kept.entries[number:]))


def in_anothers_name(kept: Kept, chance: Random) -> Kept | None:
    """Enter something at the end in the name of somebody who has a key, without it."""
    names = {entry.who for entry in kept.entries if entry.signer}
    if not names:
        return None
    last = kept.entries[-1]
    signer = chance.choice([None, THIEF])
    draft = Draft(**{name: getattr(last, name) for name in Draft.__dataclass_fields__})
    body = {"case": "tættere", "method": "sobol", "value_digest": "d" * 64}
    draft = replace(draft, kind="sensitivity", who=chance.choice(sorted(names)), body=body)
    return replace(
        kept, entries=(*kept.entries, follow(draft, last, at=last.at, written_by=library(), signer=signer))
    )


def booked_beyond(kept: Kept, chance: Random) -> Kept | None:
    """Book more than the rule allows, at the end, or before the year's seal was countersigned."""
    last = kept.entries[-1]
    body = {
        "proposal": 2, "basis": 2, "sensitivity": 3, "on": last.at.date().isoformat(), "year": 2028,
        "payer": FAMILIE, "dkk": float(chance.randint(601, 10**6)),
    }  # fmt: skip
    draft = Draft(kind="booking", who="C. Olsen", why="x", body=body, policy_digest=BODY.policy.digest)
    return replace(kept, entries=(*kept.entries, follow(draft, last, at=last.at, written_by=library())))


def sealed_by_oneself(kept: Kept, chance: Random) -> Kept | None:
    """Countersign one's own seal, another one, or in the name of an auditor who did not."""
    last, seal = kept.entries[-1], seal_of(kept.entries)
    party = next((each.who for each in reversed(kept.entries) if each.kind in _ABOUT_CASES), last.who)
    by, root, key, signature = chance.choice(
        (
            (party, seal.root, "", ""),
            ("Revisor Ny", f"{chance.getrandbits(256):064x}", "", ""),
            ("Revisor Ny", seal.root, "", ""),
            ("Revisor Ny", seal.root, THIEF.public_key, KEYS["Revisoren"].sign_seal("x")),
        )
    )
    body = {"number": seal.number, "root": root, "by": by, "public_key": key, "signature": signature}
    draft = Draft(kind="countersignature", who="D. Thi", why="x", body=body)
    return replace(kept, entries=(*kept.entries, follow(draft, last, at=last.at, written_by=library())))


_ABOUT_CASES = {"founding", "proposal", "sensitivity", "approval", "booking", "reversal"}


def letter_forged(kept: Kept, chance: Random) -> Kept | None:
    """Change an entry in a letter, with a digest that fits."""
    letter = json.loads(json.dumps(dict(kept.letter)))
    row = chance.choice(letter["entries"])["row"]
    row["why"] += "x"
    if chance.random() < 0.5:
        row["digest"] = row_digest(row)
    return replace(kept, letter=letter)


def letter_of_a_fork(kept: Kept, chance: Random) -> Kept | None:
    """Write a letter, right by itself, from another register than the one that is shown."""
    other = forked(kept, chance)
    if other is None:
        return None
    return replace(kept, letter=make_proof(other.entries[: kept.seal.number], [kept.seal.number]))


ATTACKS: tuple[Attack, ...] = (
    rolled_back, forked, back_dated, put_in_earlier, replaced, changed, swapped, signature_removed,
    signature_of_another, in_anothers_name, booked_beyond, sealed_by_oneself, letter_forged, letter_of_a_fork,
)  # fmt: skip
