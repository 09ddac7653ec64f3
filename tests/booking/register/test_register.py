"""Test a register in a file and in PostgreSQL alike."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from booking.register.chain import Draft
from booking.register.tampering import ChangedError
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.register.test_chain import drafts
from tests.booking.registers import AT, DRAFT, Place, Places, content, draft, fill, seals
from tests.languages import said_in

FEW = settings(max_examples=10)


def refused(place: Place, *, create: bool = False) -> RefusedError:
    with pytest.raises(RefusedError) as caught, place.opened(create=create) as book:
        book.entries()
    return caught.value


def test_a_new_register_is_empty_and_whole(place: Place) -> None:
    with place.opened(create=True) as book:
        assert book.entries() == ()
        assert book.verify() == ()
        assert book.examine().notes == ()


def test_what_is_entered_stands_there(place: Place) -> None:
    with place.opened(create=True) as book:
        first = book.append(DRAFT, after=0, at=AT)
        second = book.append(draft(1), after=1)
        assert book.entries() == (first, second)
    with place.opened() as book:
        assert book.entries() == (first, second)
        assert book.verify(seals([first, second])) == ()
    assert content(first) == content(DRAFT)
    assert (first.number, first.at, second.number, second.previous) == (1, AT, 2, first.digest)
    assert second.at > AT - timedelta(days=1)


def test_a_register_is_made_once(place: Place) -> None:
    before = place.made(2).entries()
    with place.opened(create=True) as book:
        assert book.entries() == before
        assert book.verify() == ()


def test_no_two_registers_begin_alike(places: Places) -> None:
    one, other = places.new().made(1), places.new().made(1)
    assert one.entries()[0].previous != other.entries()[0].previous
    assert content(one.entries()[0]) == content(other.entries()[0])


def test_a_register_that_is_not_there_is_not_made_unless_asked_for(place: Place) -> None:
    for _ in range(2):
        error = refused(place)
        assert str(error).endswith(": der er ikke noget register")
        assert said_in("en", str, error).endswith(": there is no register")
        assert not isinstance(error, NegativeAnswerError)
    assert not place.is_file or not place.path.exists()


def test_what_somebody_has_not_seen_is_told_and_nothing_entered(place: Place) -> None:
    place.made()
    with place.opened() as book:
        book.append(DRAFT, after=0, at=AT)
        with pytest.raises(ChangedError) as caught:
            book.append(draft(1), after=0)
        assert len(book.entries()) == 1
        assert book.verify() == ()
        where = book.where
    assert str(caught.value) == (
        f"{where}: Åse Ærø har imens ført post 1 ind (2026-01-05 13:04 UTC); se på den, og prøv så igen"
    )
    assert said_in("en", str, caught.value) == (
        f"{where}: Åse Ærø has meanwhile entered number 1 (2026-01-05 13:04 UTC); look at it, then try again"
    )
    assert isinstance(caught.value, NegativeAnswerError)


def test_an_entry_that_was_seen_and_is_gone_is_told(place: Place) -> None:
    place.made(1)
    with place.opened() as book, pytest.raises(NegativeAnswerError) as caught:
        book.append(draft(1), after=3)
    assert str(caught.value).endswith(": post 3 er der ikke mere; den nyeste er nummer 1")
    assert said_in("en", str, caught.value).endswith(": entry 3 is no longer there; the newest is number 1")


def test_a_clock_that_is_put_back_is_not_believed(place: Place) -> None:
    with place.made().opened() as book:
        book.append(DRAFT, after=0, at=AT)
        assert book.append(DRAFT, after=1, at=AT - timedelta(hours=20)).at == AT
        assert book.verify() == ()


@pytest.mark.parametrize(
    "changes", [{"body": {"x": float("nan")}}, {"body": {"x": "\0"}}, {"kind": "\ud800"}]
)
def test_what_cannot_be_stored_is_not_entered(changes: dict[str, Any], place: Place) -> None:
    with place.made(1).opened() as book:
        with pytest.raises(ValueError, match=r"."):
            book.append(draft(1, **changes), after=1)
        with pytest.raises(RefusedError):
            book.append(draft(1, who="a\0b"), after=1)
        assert len(book.entries()) == 1
        assert book.verify() == ()


@given(st.lists(drafts, max_size=4))
@FEW
def test_whatever_is_entered_is_read_back(places: Places, sequence: list[Draft]) -> None:
    with places.new().opened(create=True) as book:
        entered = tuple(book.append(draft, after=number) for number, draft in enumerate(sequence))
        assert book.entries() == entered
        assert [content(entry) for entry in entered] == [content(draft) for draft in sequence]
        assert book.verify(seals(entered)) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trappe_entry SET who = 'en anden'",
        "UPDATE trappe_entry SET who = 'en anden' WHERE number = 99 OR number = 2",
        "DELETE FROM trappe_entry WHERE number = 3",
        "DELETE FROM trappe_entry",
        "UPDATE trappe_register SET identity = 'x'",
        "DELETE FROM trappe_register",
        "INSERT INTO trappe_register VALUES (2, 'x', 'x', 'x')",
        "INSERT INTO trappe_entry SELECT * FROM trappe_entry WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_what_stands(statement: str, place: Place) -> None:
    before = place.made(3).entries()
    with pytest.raises(DBAPIError, match=r"append-only|duplicate key"):
        place.execute(statement)
    assert place.entries() == before
    assert place.found() == []


def test_a_register_goes_on_for_as_long_as_anyone_wants(place: Place) -> None:
    with place.made().opened() as book:
        for _ in range(3):
            fill(book, 4)
        numbers = [entry.number for entry in book.entries()]
        assert numbers == list(range(1, 13))
        assert book.verify() == ()


def test_a_large_entry_is_an_entry(place: Place) -> None:
    body = {"tabel": ["æ" * 1000] * 4000}
    with place.made(1).opened() as book:
        book.append(draft(1, body=body), after=1)
        book.append(draft(2), after=2)
        assert book.entries()[1].body == body
        assert book.verify() == ()


def test_a_newer_register_is_not_read(place: Place) -> None:
    place.made(1).rewrite("UPDATE trappe_register SET format = 3")
    for create in (False, True):
        error = refused(place, create=create)
        assert str(error).endswith(": registeret er fra en nyere trappe (format 3, ikke 2)")
        assert said_in("en", str, error).endswith(": the register is from a newer trappe (format 3, not 2)")
