"""Prove in a letter what stood in the register: a block of text, and QR codes for whoever has it on paper."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno

from booking.register.books import Books, Record
from booking.register.names import label
from booking.register.seals import Seal
from booking.register.witness_kinds import Countersignature, TimeStamp
from booking.witness.letter_proof import codes, make_proof
from booking.witness.proof_text import as_block
from booking.witness.statement import SealStatement
from language.messages import say
from reports.booking.register import concerns


@dataclass(frozen=True, kw_only=True)
class Code:
    """A QR code as an image, with what stands in its place where none is shown."""

    image: str
    caption: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class ProofInLetter:
    """The proof at the end of a letter."""

    introduction: str
    block: str
    codes: tuple[Code, ...]


def letter_proof(books: Books, case: str, *, statements: Sequence[SealStatement] = ()) -> ProofInLetter:
    """Return the proof of all entries on a case, and of the newest countersignature and time stamp."""
    witnesses = (*_newest(books, Countersignature), *_newest(books, TimeStamp))
    numbers = {record.number for record in books.records if concerns(books, record) == label(case)}
    proof = partial(
        make_proof,
        [record.entry for record in books.records],
        sorted({*numbers, *(record.number for record in witnesses)}),
        earlier=sorted({Seal(number=each.body.number, root=each.body.root) for each in witnesses}, key=str),
        statements=statements,
    )
    texts = codes(proof(is_short=True))
    return ProofInLetter(
        introduction=say(
            "The block below, and the codes for whoever has the letter on paper, hold the entries on the "
            "case and the proof that they lie under the seal. With them you can check that without the "
            "register, and later that the register still holds it all. Long entries are whole in the block "
            "alone."
        ),
        block=as_block(proof()),
        codes=tuple(
            Code(
                image=_image(text),
                caption=say("QR code {number} of {count}", number=number, count=len(texts)),
                alt=say(
                    "QR code {number} of {count}: entries on the case and the proof that they lie under the "
                    "seal, as in the block below",
                    number=number,
                    count=len(texts),
                ),
            )
            for number, text in enumerate(texts, 1)
        ),
    )


def _newest(books: Books, kind: type[Countersignature] | type[TimeStamp]) -> list[Record[Any]]:
    return [*books.of(kind)][-1:]


def _image(text: str) -> str:
    """Return a QR code of a text as the address of an image that holds itself."""
    svg = io.BytesIO()
    code = segno.make_qr(text, mode="alphanumeric", error="L", boost_error=False)
    code.save(svg, kind="svg", scale=3, border=4, xmldecl=False, svgns=True)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.getvalue()).decode()}"
