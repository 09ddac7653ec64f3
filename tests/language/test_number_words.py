"""Test that an amount in words says the amount: by hand, and by reading the words back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.messages import in_language
from language.number_words import LARGEST, kroner_words

DANISH = {
    0: "nul kroner",
    1: "en krone",
    2: "to kroner",
    21: "enogtyve kroner",
    101: "et hundrede og en kroner",
    1_000: "et tusind kroner",
    1_400: "et tusind fire hundrede kroner",
    50_071: "halvtreds tusind og enoghalvfjerds kroner",
    1_200_000: "en million to hundrede tusind kroner",
    7_300_000: "syv millioner tre hundrede tusind kroner",
    41_000_006: "enogfyrre millioner og seks kroner",
    2_000_000_000: "to milliarder kroner",
}
ENGLISH = {
    1: "one krone",
    21: "twenty-one kroner",
    1_400: "one thousand four hundred kroner",
    1_200_000: "one million two hundred thousand kroner",
    2_345_678: "two million three hundred and forty-five thousand six hundred and seventy-eight kroner",
}


@pytest.mark.parametrize(("dkk", "words"), DANISH.items())
def test_in_danish(dkk: int, words: str) -> None:
    assert kroner_words(dkk) == words


@pytest.mark.parametrize(("dkk", "words"), ENGLISH.items())
def test_in_english(dkk: int, words: str) -> None:
    with in_language("en"):
        assert kroner_words(dkk) == words


SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
KNOWN = {word: number for number, word in enumerate(SMALL.split())} | {
    word: 10 * number for number, word in enumerate(TENS.split(), start=2)
}


def read(words: str) -> int:
    """Return the amount that English words say."""
    total = group = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in POWERS:
            total, group = total + group * POWERS[word], 0
        else:
            group += KNOWN.get(word, 0)
    return total + group


@given(st.integers(0, LARGEST))
def test_the_words_say_the_amount(dkk: int) -> None:
    with in_language("en"):
        assert read(kroner_words(dkk)) == dkk


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_two_amounts_never_have_the_same_words(one: int, other: int) -> None:
    assert (kroner_words(one) == kroner_words(other)) == (one == other)


@pytest.mark.parametrize("dkk", [-1, LARGEST + 1])
def test_what_has_no_words_is_refused(dkk: int) -> None:
    with pytest.raises(ValueError, match="has no words"):
        kroner_words(dkk)
