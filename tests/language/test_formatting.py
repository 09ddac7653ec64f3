"""Numbers to the letter: separators, signs, units, hard spaces."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.formatting import (
    KRONER,
    MILLION,
    THOUSAND,
    Scale,
    alike,
    count,
    hidden,
    kroner,
    number,
    out_of_ten,
    percent,
    plain,
    scale_of,
)
from tests.languages import said_in

HARD = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("dkk", "danish", "english"),
    [
        (0, "0 kr.", "DKK 0"),
        (-0.0, "0 kr.", "DKK 0"),
        (412, "412 kr.", "DKK 412"),
        (-412, "-412 kr.", "DKK -412"),
        (12_345, "12 tusind kr.", "DKK 12 thousand"),
        (850_000, "850 tusind kr.", "DKK 850 thousand"),
        (999_499, "999 tusind kr.", "DKK 999 thousand"),
        (999_500, "1,0 mio. kr.", "DKK 1.0 million"),
        (-3_100_000, "-3,1 mio. kr.", "DKK -3.1 million"),
        (1_234_500_000, "1.234,5 mio. kr.", "DKK 1,234.5 million"),
    ],
)
def test_kroner_in_the_unit_that_suits_their_size(dkk: float, danish: str, english: str) -> None:
    assert kroner(dkk) == danish.replace(" ", HARD).replace("-", MINUS)
    assert said_in("en", kroner, dkk) == english.replace(" ", HARD).replace("-", MINUS)


def test_what_rounds_to_nothing_has_no_minus() -> None:
    assert MILLION.number(-30_000) == "0,0"
    assert said_in("en", number, -0.4) == "0"


def test_amounts_that_belong_together_share_the_unit_of_the_largest() -> None:
    assert scale_of([0.0, -9_999]) is KRONER
    assert scale_of([12.0, -40_000.0]) is THOUSAND
    assert scale_of([850_000, -3_100_000]) is MILLION
    assert scale_of([]) is KRONER


def test_a_range_names_its_unit_once() -> None:
    danish, english = MILLION.between(-3.1e6, 12.4e6), said_in("en", MILLION.between, -3.1e6, 12.4e6)
    assert danish == f"mellem {MINUS}3,1 og 12,4{HARD}mio.{HARD}kr."
    assert english == f"between DKK {MINUS}3.1 and 12.4 million"


@pytest.mark.parametrize(
    ("share", "danish", "english"),
    [
        (0.0, f"0{HARD}%", "0%"),
        (0.004, f"under 1{HARD}%", "below 1%"),
        (0.005, f"0{HARD}%", "0%"),
        (0.684, f"68{HARD}%", "68%"),
        (0.9951, f"over 99{HARD}%", "above 99%"),
        (1.0, f"100{HARD}%", "100%"),
    ],
)
def test_percent(share: float, danish: str, english: str) -> None:
    assert percent(share) == danish
    assert said_in("en", percent, share) == english


@pytest.mark.parametrize(
    ("share", "danish", "english"),
    [
        (0.001, "færre end 1 af 20", "fewer than 1 out of 20"),
        (0.05, "1 af 10", "1 out of 10"),
        (0.65, "6 af 10", "6 out of 10"),
        (0.72, "7 af 10", "7 out of 10"),
        (0.75, "7 af 10", "7 out of 10"),
        (0.95, "9 af 10", "9 out of 10"),
        (0.999, "flere end 19 af 20", "more than 19 out of 20"),
    ],
)
def test_shares_out_of_ten_never_claim_none_or_all(share: float, danish: str, english: str) -> None:
    assert out_of_ten(share) == danish
    assert said_in("en", out_of_ten, share) == english


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_none_and_all_are_not_shares(share: float) -> None:
    with pytest.raises(ValueError, match="is none or all"):
        out_of_ten(share)


@pytest.mark.parametrize("children", [0.001, 1, 3.2, 4, 4.999])
def test_counts_below_five_are_hidden(children: float) -> None:
    assert hidden(children)
    assert count(children) == said_in("en", count, children) == f"under{HARD}5"


def test_counts_that_may_be_published_are_whole() -> None:
    assert [count(children) for children in (0, 5, 88.4, 1234)] == ["0", "5", "88", "1.234"]


def test_the_values_of_assumptions_keep_their_digits() -> None:
    assert plain(612_345.5) == "612.345,5"
    assert said_in("en", plain, -0.0125) == f"{MINUS}0.0125"
    assert alike((0.45, 1.2)) == ("0,45", "1,20")
    assert alike((0.5, 2, 5)) == ("0,5", "2,0", "5,0")
    assert alike((3_800, 5_200)) == ("3.800", "5.200")
    assert alike((0.0, 0.0)) == ("0", "0")


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8), st.sampled_from([KRONER, THOUSAND, MILLION]))
def test_steps_add_up_in_the_digits_that_are_shown(levels: list[float], scale: Scale) -> None:
    def shown(text: str) -> Decimal:
        return Decimal(text.replace(".", "").replace(",", ".").replace(MINUS, "-"))

    steps = [shown(step) for step in scale.steps(levels)]
    for so_far, level in enumerate(levels, start=1):
        assert sum(steps[:so_far]) == shown(scale.number(level))
