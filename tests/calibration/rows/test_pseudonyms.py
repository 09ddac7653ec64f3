"""Check pseudonyms, key files and personal numbers."""

import unicodedata
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calibration.rows.pseudonyms import Pseudonyms, _is_random
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import KEY, key_file
from tests.calibration.rows.cpr_spellings import NO_NUMBERS, SPELLINGS
from tests.calibration.rows.cpr_spellings import NUMBERS as PEOPLE
from tests.languages import said_in

NUMBERS = ["010210-1234", "0102101234", "010210 1234", "610210-1234", "102101234"]


def numbers_in(text: str) -> list[tuple[str, str]]:
    """Return the numbers in a text with how surely they are personal ones."""
    return [(found.number, found.sureness) for found in cpr.find(text)[1]]


def test_a_personal_number_has_one_pseudonym_however_it_is_written() -> None:
    assert len({KEY.of(text) for text in ("010210-1234", "0102101234", "010210 1234", "102101234")}) == 1


def test_a_pseudonym_is_letters_and_depends_on_the_key_and_the_identifier() -> None:
    assert KEY.of("a").isalpha()
    assert len(KEY.of("a")) == 24
    assert KEY.of("a") != KEY.of("b")
    assert KEY.of("a") != Pseudonyms(key=bytes(range(1, 33))).of("a")
    assert not KEY.of("")


def test_a_key_does_not_show() -> None:
    assert repr(KEY.key)[2:8] not in repr(KEY)


def test_a_key_is_random_bytes_or_hexadecimal_digits(tmp_path: Path) -> None:
    raw, digits = tmp_path / "raw", tmp_path / "digits"
    raw.write_bytes(KEY.key)
    digits.write_text(KEY.key.hex() + "\n", encoding="ascii")
    for path in (raw, digits):
        path.chmod(0o600)
    assert Pseudonyms.from_file(raw) == Pseudonyms.from_file(digits) == KEY


@pytest.mark.parametrize(
    ("content", "da", "en"),
    [
        (b"", "er for kort: 0 byte", "is too short: 0 bytes"),
        (bytes(range(31)), "er for kort: 31 byte", "is too short: 31 bytes"),
        (b"0123456789abcdef" * 3, "er for kort: 24 byte", "is too short: 24 bytes"),
        (b"x" * 64, "er ikke tilfældig", "is not random"),
        (bytes(range(32)), "er ikke tilfældig", "is not random"),
        (bytes(range(0, 192, 3)).hex().encode(), "er ikke tilfældig", "is not random"),
        (KEY.key[:16] * 3, "er ikke tilfældig", "is not random"),
        (b"Kommunens hemmelige noegle 2026, som ingen kan gaette", "er ikke tilfældig", "is not random"),
        (None, "kan ikke læses", "cannot be read"),
    ],
)
def test_a_key_that_does_not_hold_is_refused(content: bytes | None, da: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    with pytest.raises(RefusedError) as refused:
        Pseudonyms.from_file(path)
    assert da in str(refused.value)
    assert en in said_in("en", str, refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o644])
def test_a_key_that_others_can_use_or_change_is_refused(mode: int, tmp_path: Path) -> None:
    path = key_file(tmp_path)
    assert Pseudonyms.from_file(path) == KEY
    path.chmod(mode)
    with pytest.raises(RefusedError, match="kan læses af andre end sin ejer; luk den med: chmod 600"):
        Pseudonyms.from_file(path)


@given(st.integers(0, 2**32))
def test_random_keys_are_taken(seed: int) -> None:
    key = sha256(f"{seed}".encode()).digest()
    assert _is_random(key)
    assert _is_random(key + sha256(key).digest())


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_personal_number_is_found_and_has_one_form_in_every_spelling(name: str) -> None:
    for number in PEOPLE:
        text = SPELLINGS[name](number)
        assert [found for found, _ in numbers_in(text)] == [number]
        assert number[6:] not in cpr.masked(text)
        if name != "in a sentence":
            assert KEY.of(text) == KEY.of(number)


@given(
    st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    st.integers(0, 9999).filter(lambda four: four % 100),  # 1,01E+08 may be any of many
    st.sampled_from([*SPELLINGS]),
)
def test_no_date_or_last_four_escapes_by_a_spelling(day: date, four: int, name: str) -> None:
    number = f"{day:%d%m%y}{four:04}"
    text = SPELLINGS[name](number)
    assume(not (f"{four:04}" in text and day.year <= four < 2100))  # it says from a day until a year
    numbers = [found for found, _ in numbers_in(text)]
    assert numbers == [number]
    assert KEY.of(text) == KEY.of(number) or name == "in a sentence"
    assert cpr.masked(cpr.masked(text)) == cpr.masked(text)


@given(
    st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    st.integers(0, 9999),
    st.text(alphabet=st.characters(categories=["P", "S", "Z", "C"]), max_size=4),
)
def test_nor_by_whatever_marks_stand_before_the_last_four(day: date, four: int, between: str) -> None:
    number, text = f"{day:%d%m%y}{four:04}", f"{day:%d%m%y}{between}{four:04}"
    numbers = [found for found, _ in numbers_in(text)]
    # A mark may be a digit or a letter to a reader, as in a circle or above the line.
    assert numbers == [number] or any(each.isalnum() for each in unicodedata.normalize("NFKC", between))


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_personal_number_is_left_as_it_is(text: str) -> None:
    assert not numbers_in(text)
    assert cpr.hidden(text) == cpr.masked(text) == text


def test_how_surely_a_number_is_a_personal_one() -> None:
    assert [kind for text in NUMBERS for _, kind in numbers_in(text)] == [
        *("written", "bare", "written", "written", "perhaps")
    ]
    assert numbers_in("sag 010210-1234/2") == [("0102101234", "written")]
    assert numbers_in("S0102101234") == [("0102101234", "perhaps")]
    assert not any(map(numbers_in, ("321310-1234", "011310-1234", "20240001234", "", "1234")))


def test_a_word_beside_a_number_that_says_more_than_what_it_is_counts() -> None:
    assert KEY.of("CPR-nr. 010210-1234") == KEY.of("0102101234")
    assert KEY.of("mor 010210-1234 barn 2") != KEY.of("mor 010210-1234 barn 1")
    assert KEY.of("mor 010210-1234 barn 2") == KEY.of("Mor 0102101234 Barn 2")


def test_what_could_be_a_personal_number_is_masked_its_date_valid_or_not() -> None:
    for text in (*NUMBERS, "991399-1234"):
        assert cpr.masked(f"sag {text}.") == f"sag {cpr.MASK}."
    assert cpr.masked("15-06-2010010210-4234") == f"15-06-{cpr.MASK}"
    assert cpr.masked("2024-01-31 12345,50") == "2024-01-31 12345,50"


def test_a_personal_number_tells_the_birth_date() -> None:
    assert str(cpr.birth_date("0102104234")) == "2010-02-01"
    assert str(cpr.birth_date("0102951234")) == "1995-02-01"
    assert str(cpr.birth_date("6102105234")) == "2010-02-01"
    assert cpr.birth_date("3102104234") is None
    assert cpr.birth_date("b1") is None
