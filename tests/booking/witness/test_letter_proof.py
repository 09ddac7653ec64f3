"""Test what a letter proves offline, and that no other letter proves it."""

import base64
import io
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from booking.proof.key_files import new_signer
from booking.register.chain import FORMAT, Beginning, Entry, canonical, follow
from booking.register.seals import Seal, seal_of
from booking.witness.letter_proof import check_proof, check_seal, codes, make_proof
from booking.witness.proof_text import as_block, as_code, proofs_in
from booking.witness.statement import SealStatement
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.registers import AT, draft

KEY, OTHER = new_signer(), new_signer()


def chain(count: int, format_: int = FORMAT, identity: str = "0" * 32) -> list[Entry]:
    """Return the entries of a register, every second one signed."""
    last: Entry | Beginning = Beginning(format=format_, identity=identity, written_by="prøve")
    entries = []
    for number in range(count):
        signer = KEY if number % 2 and format_ > 1 else None
        last = follow(draft(number), last, at=AT, written_by="prøve", signer=signer)
        entries.append(last)
    return entries


ENTRIES = chain(13)
EARLIER = seal_of(ENTRIES[:7])
SIGNED = SealStatement.signed(seal_of(ENTRIES), "Revisoren", KEY)
PROOF: Any = json.loads(
    canonical(dict(make_proof(ENTRIES, [2, 7, 13], earlier=[EARLIER], statements=[SIGNED])))
)


@pytest.mark.parametrize("format_", [1, 2])
def test_a_block_shows_its_entries_whole_and_what_lies_inside(format_: int) -> None:
    entries = chain(13, format_)
    earlier = seal_of(entries[:7])
    (plain,) = proofs_in(
        f"Kære udvalg\n{as_block(make_proof(entries, [2, 7, 13], earlier=[earlier]))}\nhilsen"
    )
    shown = check_proof(plain)
    assert [each.entry for each in shown.entries] == [entries[1], entries[6], entries[12]]
    assert (shown.seal, shown.earlier, shown.statements) == (seal_of(entries), (earlier,), ())
    check_seal(shown, earlier)
    check_seal(shown, seal_of(entries))


def test_codes_are_read_from_paper_and_hold_every_entry_that_fits() -> None:
    texts = codes(make_proof(ENTRIES, range(1, 14), is_short=True))
    assert len(texts) > 1
    read = []
    for text in texts:
        image = io.BytesIO()
        segno.make_qr(text, mode="alphanumeric", error="L", boost_error=False).save(
            image, kind="png", scale=3
        )
        (found,) = zxingcpp.read_barcodes(Image.open(image))
        read.append(found.text)
    assert tuple(read) == texts
    shown = [check_proof(plain) for plain in proofs_in("\n".join(read))]
    assert [each.number for one in shown for each in one.entries] == [*range(1, 14)]
    assert {one.seal for one in shown} == {seal_of(ENTRIES)}
    long = [each for one in shown for each in one.entries if each.entry is None]
    assert {each.row["who"] for each in long} <= {entry.who for entry in ENTRIES}
    assert long


def test_what_is_too_long_for_a_code_stands_in_the_block_alone() -> None:
    last: Entry | Beginning = Beginning(format=1, identity="0", written_by="prøve")
    body = {"tal": [number * 7919 % 10007 for number in range(2000)]}
    entry = follow(draft(1, body=body), last, at=AT, written_by="prøve")
    (text,) = codes(make_proof([entry], [1], is_short=True))
    (plain,) = proofs_in(text)
    assert check_proof(plain).entries == ()


def test_a_signature_on_the_seal_is_shown() -> None:
    assert check_proof(PROOF).statements == (SIGNED,)
    for wrong in (
        SIGNED.model_copy(update={"who": "En anden"}),
        SIGNED.model_copy(update={"public_key": OTHER.public_key}),
        SealStatement.signed(EARLIER, "Revisoren", KEY),
    ):
        with pytest.raises(NegativeAnswerError, match="underskriften"):
            check_proof({**PROOF, "statements": [wrong.model_dump()]})


def test_a_seal_that_does_not_lie_inside_is_told() -> None:
    fork = chain(13, identity="1" * 32)
    with pytest.raises(NegativeAnswerError, match="ligger ikke inde i"):
        check_proof(make_proof(ENTRIES, earlier=[seal_of(fork[:7])]))
    shown = check_proof(PROOF)
    with pytest.raises(NegativeAnswerError, match="register prove --seal 6:"):
        check_seal(shown, seal_of(ENTRIES[:6]))
    with pytest.raises(NegativeAnswerError, match="og ikke under"):
        check_seal(shown, seal_of(fork))
    for none in (seal_of(chain(14)), Seal(number=2, root="0" * 16)):
        with pytest.raises(RefusedError, match="intet bevis for seglet"):
            make_proof(ENTRIES, earlier=[none])


@st.composite
def changes(draw: st.DrawFn) -> Callable[[Any], Any]:
    """Draw what somebody does to a proof in one place of it."""
    at = draw(st.integers(0, 10**6))

    def change(plain: Any) -> Any:
        places: list[tuple[Any, Any]] = []

        def walk(value: Any) -> None:
            for key in value if isinstance(value, dict) else range(len(value)):
                places.append((value, key))
                if isinstance(value[key], dict | list):
                    walk(value[key])

        walk(plain)
        holder, key = places[at % len(places)]
        value = holder[key]
        other = {str: "1" + str(value)[1:] if value else "x", int: 1}.get(type(value))
        if other is not None and other != value and draw(st.booleans()):
            holder[key] = other
        else:
            del holder[key]
        return plain

    return change


@settings(max_examples=300)
@given(changes())
def test_a_proof_that_was_changed_anywhere_shows_no_more_than_is_so(change: Callable[[Any], Any]) -> None:
    plain = change(json.loads(json.dumps(PROOF)))
    try:
        shown = check_proof(plain)
    except RefusedError:
        return
    # What may go is a whole entry, an earlier seal or a signature: what is left is still so.
    assert shown.seal == seal_of(ENTRIES)
    assert all(each.entry == ENTRIES[each.number - 1] for each in shown.entries)
    assert {*shown.earlier} <= {EARLIER}
    assert {*shown.statements} <= {SIGNED}


def test_a_body_that_is_not_shown_cannot_be_made_up() -> None:
    plain = json.loads(json.dumps(dict(make_proof(ENTRIES, [13], is_short=True))))
    assert check_proof(plain).entries[0].entry is None
    for more in ({"body": "{}"}, {"kroner": 5}):
        forged = json.loads(json.dumps(plain))
        forged["entries"][0]["row"] |= more
        with pytest.raises(NegativeAnswerError):
            check_proof(forged)


@given(st.integers(0, 10**6), st.sampled_from("ABCxyz019+/ \n"))
@settings(max_examples=60)
def test_a_block_with_another_letter_in_it_is_refused_or_says_the_same(at: int, letter: str) -> None:
    text = as_block(PROOF)
    begin, end = text.index("\n") + 1, text.rindex("\n")
    at = begin + at % (end - begin)
    try:
        (plain,) = proofs_in(text[:at] + letter + text[at + 1 :])
    except RefusedError:
        return
    assert plain == PROOF


def test_what_is_no_proof_is_refused() -> None:
    for text in ("", "Kære udvalg", as_block(PROOF)[:-5], "TRAPPE1/A", as_code(PROOF)[:-9]):
        with pytest.raises(RefusedError, match="bevis"):
            [*proofs_in(text)]
    for plain in ({}, {**PROOF, "trappe": 2}, {**PROOF, "mere": 1}, {**PROOF, "seal": f"1:{'0' * 16}"}):
        with pytest.raises(RefusedError, match="udgave"):
            check_proof(plain)
    bomb = base64.b64encode(zlib.compress(b" " * 2**27, 9)).decode()
    with pytest.raises(RefusedError, match="beskadiget"):
        [*proofs_in(f"-----BEGIN TRAPPE PROOF-----{bomb}-----END TRAPPE PROOF-----")]
