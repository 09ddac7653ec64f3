"""Test a register of the first format that an earlier edition wrote: it is read, verified, added to."""

import gzip
from pathlib import Path

import pytest

from booking.decisions.entering import enter, judged
from booking.proof.key_files import new_signer
from booking.register.register import register
from booking.register.seals import seal_of
from scenarios.files.refusals import RefusedError
from tests.booking.booked import approved
from tests.booking.registers import DRAFT, Place

SEALS = ("1:0b6a49e8c9c2ef09", "2:4b1622860df876de", "3:b24817509f82fd96", "4:a7e3d09d79774bc0")


@pytest.fixture
def first(file: Place) -> Place:
    file.path.write_bytes(gzip.decompress(Path(__file__).with_name("first_format.sqlite.gz").read_bytes()))
    return file


def test_it_is_read_and_verified_with_the_seals_of_then(first: Place) -> None:
    assert first.found(*SEALS) == []
    entries = first.entries()
    assert [entry.kind for entry in entries] == ["proposal", "sensitivity", "approval", "booking"]
    assert {entry.format for entry in entries} == {1}
    judged(entries)
    other = SEALS[1][:-1] + ("0" if SEALS[1][-1] != "0" else "1")
    assert first.kinds(other) == ["seal"]


def test_it_is_added_to_in_its_own_format_and_has_seals_of_now(first: Place) -> None:
    before = str(seal_of(first.entries()))
    with first.opened() as book:
        enter(book, approved("skole"))
        assert book.verify([*SEALS, before]) == ()
    assert [entry.format for entry in first.entries()] == [1] * 5
    first.rewrite("UPDATE trappe_entry SET why = 'andet' WHERE number = 2")
    assert first.kinds() == ["changed"]


def test_it_takes_no_signature(first: Place) -> None:
    with first.opened() as book, pytest.raises(RefusedError, match="tidligere format"):
        book.append(DRAFT, after=4, signer=new_signer())
    with register(first.path, create=True) as book:
        assert len(book.entries()) == 4
