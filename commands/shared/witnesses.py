"""Carry out and print what `register` offers to outsiders."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from booking.decisions import witnessing
from booking.decisions.drafts import Act
from booking.proof.key_files import read_signing_key
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.entry_kinds import body_of
from booking.register.register import register
from booking.register.seals import Seal, seal_of
from booking.register.witness_kinds import TimeStamp
from booking.witness.letter_proof import Shown, check_proof, check_seal, make_proof
from booking.witness.proof_text import as_block, proofs_in
from booking.witness.statement import read_statement
from booking.witness.time_stamps import check_authority, request_for, stamped_text
from commands.shared.bookings import act
from commands.shared.keys import write_new
from commands.shared.signing import needed_signer
from commands.shared.terminal import echo, echo_json
from language.messages import Message, say
from language.os_errors import reason
from reports.booking.shown import shown_sentences
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from scenarios.results.result_folder import write_files

_LARGEST_LETTER = 64 * 2**20


def prove(*, where: str, seals: Sequence[str], numbers: Sequence[int], out: Path) -> None:
    """Write a proof that seals and entries lie inside a register."""
    wanted = [Seal.read(seal) for seal in seals]
    with register(where) as opened:
        entries = opened.verified()
    if not entries or max(numbers, default=1) > len(entries):
        raise RefusedError(Message("the register has {count} entries", count=len(entries)))
    plain = make_proof(entries, sorted({*numbers}), earlier=wanted)
    check_proof(plain)  # of a seal that does not lie inside there is no proof
    write_new(out, (as_block(plain) + "\n").encode())
    echo(say("{out}: a proof under the seal {seal}", out=out, seal=plain["seal"]))


def check_letter(
    file: Path, *, seals: Sequence[str], signed_by: str | None, against: str | None, as_json: bool
) -> None:
    """Say what a letter proves; NegativeAnswerError when it does not, or not what is asked."""
    known = [Seal.read(seal) for seal in seals]
    shown = [check_proof(plain) for plain in proofs_in(_text(file))]
    for each in shown:
        for seal in known:
            check_seal(each, seal)
        if signed_by is not None and signed_by not in {one.public_key for one in each.statements}:
            raise NegativeAnswerError(Message("the letter is not signed with the key {key}", key=signed_by))
    if against is not None:
        with register(against) as opened:
            findings = opened.verify([str(each.seal) for each in shown])
        if findings:
            raise NegativeAnswerError(
                Message("{findings}", findings="\n".join(str(finding) for finding in findings))
            )
    if as_json:
        echo_json(json.dumps([_plain(each) for each in shown], ensure_ascii=False))
        return
    for each in shown:
        for sentence in shown_sentences(each):
            echo(sentence)
    if against is not None:
        echo(say("The register still holds all of it."))


def name_key(new: Path | None, *, where: str, who: str, why: str, as_json: bool) -> None:
    """Name a key."""
    signer = needed_signer() if new is None else read_signing_key(new)
    act(witnessing.name_key(signer, who=who, why=why), where=where, as_json=as_json)


def end_key(*, where: str, who: str, why: str, as_json: bool) -> None:
    """End a key."""
    act(witnessing.end_key(needed_signer(), who=who, why=why), where=where, as_json=as_json)


def countersign(
    seal: str | None, file: Path | None, *, where: str, who: str, why: str, as_json: bool
) -> None:
    """Countersign a seal, or enter somebody else's countersignature."""
    if file is None:
        seen = None if seal is None else Seal.read(seal)
        wanted = witnessing.countersign(seen, who=who, why=why)
    elif seal is None:
        wanted = witnessing.record_statement(read_statement(file), who=who, why=why)
    else:
        raise RefusedError(Message("--seal: the file says which seal; leave --seal out"))
    act(wanted, where=where, as_json=as_json)


def request_time(out: Path, *, where: str) -> None:
    """Write a seal, and the request for a time stamp on it."""
    with register(where) as opened:
        entries = opened.verified()
    if not entries:
        raise RefusedError(Message("the register is empty; there is no seal to stamp"))
    seal = seal_of(entries)
    write_files(out, {"seal.txt": stamped_text(seal), "seal.tsq": request_for(seal)})
    echo(say("{out}: seal.tsq asks for a time stamp on the seal {seal}", out=out, seal=seal))
    echo(say("Send it to an authority, such as by:"))
    echo("  curl -H 'Content-Type: application/timestamp-query' --data-binary @seal.tsq ADDRESS -o seal.tsr")


def time_stamp(file: Path, authority: Path | None, *, where: str, who: str, why: str, as_json: bool) -> None:
    """Put a time stamp on record; of the authority, if it is given."""
    wanted = witnessing.record_time(file, who=who, why=why)
    act(wanted if authority is None else _of_authority(wanted, authority), where=where, as_json=as_json)


def _of_authority(wanted: Act, authority: Path) -> Act:
    def checked(books: Books, at: datetime) -> Draft:
        draft = wanted(books, at)
        body = body_of(draft.kind, draft.body)
        if isinstance(body, TimeStamp):
            check_authority(body.token, Seal(number=body.number, root=body.root), authority)
        return draft

    return replace(wanted, draft=checked)


def _plain(shown: Shown) -> dict[str, object]:
    return {
        "seal": str(shown.seal),
        "entries": [{**each.row} for each in shown.entries],
        "earlier": [str(seal) for seal in shown.earlier],
        "signed_by": [{"who": one.who, "public_key": one.public_key} for one in shown.statements],
    }


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST_LETTER).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{path}: cannot be read: {reason}", path=file, reason=reason(error))
        ) from error
