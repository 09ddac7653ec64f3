"""Check pseudonyms, key files and personal numbers."""

from pathlib import Path

import pytest

from calibration.rows import cpr
from calibration.rows.pseudonyms import Pseudonyms
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import KEY
from tests.languages import said_in

NUMBERS = ["010210-1234", "0102101234", "010210 1234", "610210-1234", "102101234"]


def test_a_personal_number_has_one_pseudonym_however_it_is_written() -> None:
    assert len({KEY.of(text) for text in ("010210-1234", "0102101234", "010210 1234", "102101234")}) == 1


def test_a_pseudonym_is_letters_and_depends_on_the_key_and_the_identifier() -> None:
    assert KEY.of("a").isalpha()
    assert len(KEY.of("a")) == 24
    assert KEY.of("a") != KEY.of("b")
    assert KEY.of("a") != Pseudonyms(key=bytes(range(1, 33))).of("a")
    assert not KEY.of("")


def test_a_key_does_not_show() -> None:
    assert "x01" not in repr(KEY)


def test_a_key_is_random_bytes_or_hexadecimal_digits(tmp_path: Path) -> None:
    raw, digits = tmp_path / "raw", tmp_path / "digits"
    raw.write_bytes(bytes(range(32)))
    digits.write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
    assert Pseudonyms.from_file(raw) == Pseudonyms.from_file(digits) == KEY


@pytest.mark.parametrize(
    ("content", "da", "en"),
    [
        (b"", "er for kort: 0 byte", "is too short: 0 bytes"),
        (bytes(range(31)), "er for kort: 31 byte", "is too short: 31 bytes"),
        (b"0123456789abcdef" * 3, "er for kort: 24 byte", "is too short: 24 bytes"),
        (b"x" * 64, "er ikke tilfældig", "is not random"),
        (None, "kan ikke læses", "cannot be read"),
    ],
)
def test_a_key_that_does_not_hold_is_refused(content: bytes | None, da: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        Pseudonyms.from_file(path)
    assert da in str(refused.value)
    assert en in said_in("en", str, refused.value)


def test_personal_numbers_are_seen_where_they_could_stand() -> None:
    assert [text for text in NUMBERS if cpr.is_in(text)] == NUMBERS[:4]
    assert cpr.lacks_zero("102101234")
    assert cpr.is_in("sag 010210-1234/2")
    assert not any(map(cpr.is_in, ("321310-1234", "011310-1234", "20240001234", "S0102101234", "", "1234")))


def test_ten_digits_in_a_text_may_be_a_production_unit() -> None:
    assert cpr.is_written_in("Plejefamilie 010210-1234")
    assert not cpr.is_written_in("P 1003383565")


def test_what_could_be_a_personal_number_is_masked_its_date_valid_or_not() -> None:
    for text in (*NUMBERS, "991399-1234"):
        assert cpr.masked(f"sag {text}.") == f"sag {cpr.MASK}."
    assert cpr.masked("15-06-2010010210-4234") == f"15-06-{cpr.MASK}"
    assert cpr.masked("2024-01-31 12345,50") == "2024-01-31 12345,50"


def test_a_personal_number_tells_the_birth_date() -> None:
    assert str(cpr.birth_date("010210-4234")) == "2010-02-01"
    assert str(cpr.birth_date("010295-1234")) == "1995-02-01"
    assert str(cpr.birth_date("610210-5234")) == "2010-02-01"
    assert cpr.birth_date("310210-4234") is None
    assert cpr.birth_date("b1") is None
