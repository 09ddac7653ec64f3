"""Test what verify finds after a register was changed behind its back, in a file and in PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from booking.proof.key_files import new_signer
from booking.register.chain import COLUMNS, FORMAT, Beginning, Entry, follow, is_storable, row_digest, to_row
from booking.register.seals import seal_of
from booking.register.tampering import TamperedError
from language.messages import in_language
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.registers import AT, DRAFT, PUT, Place, Places, draft, seals
from tests.languages import said_in

FEW = settings(max_examples=15)
COUNT = 5
TEXTS = [name for name in COLUMNS if name != "number"]
SWAP = (
    "UPDATE trappe_entry SET number = -2 WHERE number = 2",
    "UPDATE trappe_entry SET number = 2 WHERE number = 3",
    "UPDATE trappe_entry SET number = 3 WHERE number = -2",
)


def rewritten(place: Place, *statements: str) -> list[str]:
    with place.unguarded() as execute:
        for statement in statements:
            execute(statement)
    return place.found()


def signed(row: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a row as somebody makes it who knows how digests are made."""
    changed = {**row, **changes}
    return changed | {"digest": row_digest(changed)}


def test_an_entry_that_was_changed_is_named(place: Place) -> None:
    place.made(COUNT)
    assert rewritten(place, "UPDATE trappe_entry SET why = 'noget andet' WHERE number = 3") == [
        "post 3 er ændret, efter at den blev ført ind"
    ]
    with place.opened() as book:
        assert said_in("en", str, book.verify()[0]) == "entry 3 has been changed since it was entered"
        with pytest.raises(TamperedError) as caught:
            book.entries()
        assert str(caught.value) == (f"{book.where}: post 3 er ændret, efter at den blev ført ind")
    assert isinstance(caught.value, NegativeAnswerError)


def test_all_entries_that_were_changed_are_named(place: Place) -> None:
    place.made(COUNT)
    assert len(rewritten(place, "UPDATE trappe_entry SET who = 'en anden'")) == COUNT
    with place.opened() as book, pytest.raises(TamperedError) as caught:
        book.entries()
    assert str(caught.value).endswith(": post 1 er ændret, efter at den blev ført ind; og 4 fejl til")
    assert said_in("en", str, caught.value).endswith(
        ": entry 1 has been changed since it was entered; and 4 more"
    )


def test_entries_that_were_taken_out_are_named(place: Place) -> None:
    place.made(COUNT)
    assert rewritten(place, "DELETE FROM trappe_entry WHERE number = 3") == ["post 3 mangler"]
    assert rewritten(place, "DELETE FROM trappe_entry WHERE number = 4") == ["post 3 til 4 mangler"]
    assert rewritten(place, "DELETE FROM trappe_entry WHERE number = 1") == [
        "post 1 mangler",
        "post 3 til 4 mangler",
    ]


def test_an_entry_that_was_taken_out_is_found_although_the_others_were_moved_up(place: Place) -> None:
    place.made(COUNT)
    assert rewritten(
        place,
        "DELETE FROM trappe_entry WHERE number = 3",
        "UPDATE trappe_entry SET number = 3 WHERE number = 4",
        "UPDATE trappe_entry SET number = 4 WHERE number = 5",
    ) == ["post 3 blev ført ind som nummer 4", "post 4 blev ført ind som nummer 5"]


def test_a_number_that_no_entry_has_is_found(place: Place) -> None:
    place.made(2)
    assert rewritten(place, "UPDATE trappe_entry SET number = -7 WHERE number = 1") == [
        "post -7 blev ført ind som nummer 1",
        "post 1 mangler",
    ]


def test_entries_that_were_exchanged_are_named(place: Place) -> None:
    place.made(COUNT)
    assert rewritten(place, *SWAP) == [
        "post 2 blev ført ind som nummer 3",
        "post 3 blev ført ind som nummer 2",
    ]


def test_an_entry_that_was_put_in_is_found(place: Place) -> None:
    place.made(COUNT)
    row = to_row(place.entries()[-1])
    place.rewrite("UPDATE trappe_entry SET number = 6 WHERE number = 5")
    place.rewrite(PUT, **signed(row, who="en anden"))
    assert place.found() == ["post 6 blev ført ind som nummer 5"]


def test_an_entry_that_was_made_anew_with_its_digest_does_not_fit_the_next(place: Place) -> None:
    place.made(COUNT)
    row = signed(to_row(place.entries()[2]), who="en anden")
    with place.unguarded() as execute:
        execute("DELETE FROM trappe_entry WHERE number = 3")
        execute(PUT, **row)
    assert place.found() == [
        "post 4 følger ikke efter post 3, som den står der: en post er ændret, sat ind eller taget ud"
    ]


def test_an_entry_from_another_register_does_not_fit(places: Places) -> None:
    place, other = places.new().made(), places.new().made(1)
    place.execute(PUT, **to_row(other.entries()[0]))
    assert place.found() == ["post 1 hører ikke til dette registers begyndelse"]
    with place.opened() as book, pytest.raises(TamperedError):
        book.entries()


def test_an_entry_with_a_time_before_the_last_was_not_entered_by_us(place: Place) -> None:
    place.made(2)
    row = to_row(follow(draft(2), place.entries()[-1], at=AT, written_by=place.entries()[-1].written_by))
    place.execute(PUT, **signed(row, at="2025-12-31T23:59:59Z"))
    assert place.found() == ["post 3 er fra før post 2"]


@pytest.mark.parametrize("change", ["identity = 'x'", "digest = 'x'", "written_by = 'x'", "format = 0"])
def test_a_beginning_that_was_changed_is_found(change: str, place: Place) -> None:
    place.made()
    assert rewritten(place, f"UPDATE trappe_register SET {change}") == [  # noqa: S608
        "registerets begyndelse er ændret eller mangler"
    ]
    with place.opened() as book, pytest.raises(TamperedError):
        book.append(DRAFT, after=0)


def test_a_beginning_that_is_missing_or_double_is_found(places: Places) -> None:
    for statement in ("DELETE FROM trappe_register", "INSERT INTO trappe_register VALUES (0, 'x', 'x', 'x')"):
        assert rewritten(places.new().made(2), statement) == [
            "registerets begyndelse er ændret eller mangler"
        ]


def test_a_beginning_that_was_made_anew_with_its_digest_does_not_fit_the_first_entry(place: Place) -> None:
    place.made(1)
    other = Beginning(format=FORMAT, identity="x", written_by="y")
    with place.unguarded() as execute:
        execute(
            "UPDATE trappe_register SET identity = 'x', written_by = 'y', digest = :digest",
            digest=other.digest,
        )
    assert place.found() == ["post 1 hører ikke til dette registers begyndelse"]


def test_nothing_is_entered_after_an_entry_that_was_changed(place: Place) -> None:
    place.made(2).rewrite("UPDATE trappe_entry SET why = 'noget andet' WHERE number = 2")
    with place.opened() as book, pytest.raises(TamperedError) as caught:
        book.append(DRAFT, after=2)
    assert said_in("en", str, caught.value).endswith(": entry 2 has been changed since it was entered")


@contextmanager
def undone(place: Place, *statements: str, **values: Any) -> Iterator[None]:
    """Within, these have been executed in spite of the guards; afterwards the entries are as they were."""
    rows = [to_row(entry) for entry in place.entries()]
    with place.unguarded() as execute:
        for statement in statements:
            execute(statement, **values)
    yield
    with place.unguarded() as execute:
        execute("DELETE FROM trappe_entry")
        for row in rows:
            execute(PUT, **row)


def test_any_change_of_any_text_of_any_entry_is_found(place: Place) -> None:
    entries = place.made(COUNT).entries()

    @given(st.data())
    @FEW
    def changed(data: st.DataObject) -> None:
        entry, column = data.draw(st.sampled_from(entries)), data.draw(st.sampled_from(TEXTS))
        before = to_row(entry)[column]
        others = [before[:-1], before + " ", before.upper(), before[::-1]]
        after = data.draw(st.text().filter(is_storable) | st.sampled_from(others))
        assume(before != after)
        change = f"UPDATE trappe_entry SET {column} = :after WHERE number = {entry.number}"  # noqa: S608
        with undone(place, change, after=after):
            assert place.kinds()[0] in {"changed", "link", "beginning", "signature"}

    changed()
    assert place.entries() == entries


def test_any_removal_or_renumbering_is_found(place: Place) -> None:
    entries = place.made(COUNT).entries()

    @given(st.permutations(range(1, COUNT + 1)), st.booleans(), st.booleans())
    @FEW
    def removed(numbers: list[int], is_removed: bool, is_moved: bool) -> None:
        assume(is_removed or is_moved)
        one, other, *_ = numbers
        moves = ((one, -1), (other, one), (-1, other)) if is_moved else ()
        statements = [f"UPDATE trappe_entry SET number = {new} WHERE number = {old}" for old, new in moves]  # noqa: S608
        if is_removed:
            statements = [f"DELETE FROM trappe_entry WHERE number = {one}", *statements]  # noqa: S608
        with undone(place, *statements):
            assert {"changed", "link", "missing", "moved", "seal"}.intersection(
                place.kinds(str(seal_of(entries)))
            )

    removed()
    assert place.entries() == entries


@pytest.mark.parametrize("number", range(1, COUNT + 1))
def test_any_removal_is_found_with_a_seal(number: int, place: Place) -> None:
    place.made(COUNT)
    seal = str(seal_of(place.entries()))
    place.rewrite("DELETE FROM trappe_entry WHERE number = :number", number=number)
    assert place.found(seal)


def test_a_shorter_register_is_found_by_a_seal_alone(place: Place) -> None:
    place.made(COUNT)
    known = seals(place.entries())
    place.rewrite("DELETE FROM trappe_entry WHERE number = 5")
    assert place.found(*known)[-1] == f"post 5 er ikke i registeret, men har seglet {known[-1]}"
    assert "seal" not in place.kinds(*known[:-1])


def test_another_register_is_found_by_a_seal_alone(places: Places) -> None:
    place, other = places.new().made(2), places.new().made(2)
    seal = str(seal_of(other.entries()))
    assert place.found() == []
    assert place.found(seal) == [f"de første 2 poster er ikke dem, der har seglet {seal}"]
    with place.opened() as book:
        assert said_in("en", str, book.verify([seal])[0]) == (
            f"the first 2 entries are not those with the seal {seal}"
        )
        assert book.verify([f" {seal_of(place.entries())}\n"]) == ()


@pytest.mark.parametrize(
    "seal", ["", "12", "0:0123456789abcdef", "1:0123456789ABCDEF", "1:0123", "1:0123456789abcdef0"]
)
def test_what_is_no_seal_is_refused(seal: str, place: Place) -> None:
    with place.made(1).opened() as book, pytest.raises(RefusedError) as caught:
        book.verify([seal])
    assert not isinstance(caught.value, NegativeAnswerError)
    assert str(caught.value) == (
        f"«{seal}» er ikke et segl; skriv det, som det står: et nummer, et kolon og 64 cifre"
    )
    assert (
        said_in("en", str, caught.value)
        == f"'{seal}' is not a seal; write it as it stands: a number, a colon and 64 digits"
    )


def test_a_column_that_was_put_in_or_renamed_is_found(places: Places) -> None:
    place = places.new().made(2)
    place.execute("ALTER TABLE trappe_entry ADD COLUMN mere TEXT")
    assert place.kinds() == ["definition"]
    assert len(place.entries()) == 2
    place = places.new().made(2)
    place.execute("ALTER TABLE trappe_entry RENAME COLUMN why TO hvorfor")
    assert set(place.kinds()) == {"definition", "damaged"}
    with place.opened() as book, in_language("en"), pytest.raises(TamperedError, match="redefined"):
        book.entries()


def test_a_table_that_is_gone_is_found(places: Places) -> None:
    for gone in ("trappe_entry", "trappe_register"):
        place = places.new().made(2)
        place.execute(f"DROP TABLE {gone}" if place.is_file else f"DROP TABLE {gone} CASCADE")
        assert f"{gone} mangler i databasen" in place.found()
        with place.opened() as book, pytest.raises(TamperedError):
            book.entries()
        with place.opened() as book, pytest.raises(TamperedError):
            book.append(DRAFT, after=2)


def signed_register(place: Place) -> tuple[Entry, ...]:
    """Return the entries of a register in which two have signed."""
    one, other = new_signer(), new_signer()
    with place.made(1).opened() as book:
        for number, signer in ((1, one), (2, other), (3, one)):
            book.append(draft(number), after=number, at=AT, signer=signer)
        return book.entries()


def test_a_signature_that_was_removed_or_is_anothers_is_found(places: Places) -> None:
    for signature, told in (
        ("", "underskriften på post 2 er fjernet"),
        ("{other}", "post 2 er ikke underskrevet med den nøgle, den nævner: underskriften er en andens"),
        ("{again}", "post 2 er ikke underskrevet med den nøgle, den nævner: underskriften er en andens"),
    ):
        place = places.new()
        _, _, other, again = signed_register(place)
        new = signature.format(other=other.signature, again=again.signature)
        assert rewritten(place, f"UPDATE trappe_entry SET signature = '{new}' WHERE number = 2") == [told]  # noqa: S608


def test_a_signature_on_an_entry_that_was_entered_without_one_is_found(place: Place) -> None:
    signature = signed_register(place)[1].signature
    assert rewritten(place, f"UPDATE trappe_entry SET signature = '{signature}' WHERE number = 1") == [  # noqa: S608
        "post 1 blev ført ind uden underskrift og har nu en"
    ]


def test_a_signer_cannot_be_swapped_without_another_digest(place: Place) -> None:
    entries = signed_register(place)
    signer = entries[2].signer
    assert rewritten(place, f"UPDATE trappe_entry SET signer = '{signer}' WHERE number = 2") == [  # noqa: S608
        "post 2 er ændret, efter at den blev ført ind"
    ]
