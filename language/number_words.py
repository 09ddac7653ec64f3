"""Write whole amounts in words, as they are repeated on a bill, in Danish and in English."""

from collections.abc import Sequence

from language.catalogues import ENGLISH
from language.messages import DANISH, language

LARGEST = 10**12 - 1

_UNITS = {
    DANISH: (
        *("nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"),
        *("tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"),
    ),
    ENGLISH: (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ),
}
_TENS = {
    DANISH: ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"),
    ENGLISH: ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
_HUNDRED = {DANISH: "hundrede", ENGLISH: "hundred"}
_AND = {DANISH: "og", ENGLISH: "and"}
_THOUSANDS = {
    DANISH: (("", ""), ("tusind", "tusind"), ("million", "millioner"), ("milliard", "milliarder")),
    ENGLISH: (("", ""), ("thousand", "thousand"), ("million", "million"), ("billion", "billion")),
}
"""One and several of each power of a thousand."""


def kroner_words(dkk: int) -> str:
    """Return an amount in words: 1200000 is "en million to hundrede tusind kroner".

    Raises ValueError below zero and above `LARGEST`.
    """
    if not 0 <= dkk <= LARGEST:
        raise ValueError(f"{dkk} has no words here: give 0 to {LARGEST}")
    lang = language() if language() in _UNITS else ENGLISH
    words = _number_words(lang, dkk)
    if lang == DANISH and words.split()[-1] == "et":
        words = f"{words.removesuffix('et')}en"  # a krone is of the common gender
    return f"{words} {'krone' if dkk == 1 else 'kroner'}"


def _number_words(lang: str, number: int) -> str:
    if number == 0:
        return _UNITS[lang][0]
    parts = []
    for power, names in reversed([*enumerate(_THOUSANDS[lang])]):
        group = number // 1000**power % 1000
        if group:
            lonely = power == 0 and group < 100 and number >= 1000
            parts += [_AND[lang]] if lonely else []
            parts.append(_group(lang, group, names))
    return " ".join(parts)


def _group(lang: str, group: int, names: Sequence[str]) -> str:
    """Return a number below a thousand and its power of a thousand."""
    one, several = names
    if group == 1 and lang == DANISH and one.startswith("mil"):
        return f"en {one}"
    name = one if group == 1 else several
    return f"{_below_thousand(lang, group)} {name}".strip()


def _below_thousand(lang: str, group: int) -> str:
    hundreds, rest = divmod(group, 100)
    words = [_UNITS[lang][hundreds], _HUNDRED[lang]] if hundreds else []
    if hundreds and rest:
        words.append(_AND[lang])
    if rest:
        words.append(_below_hundred(lang, rest))
    return " ".join(words)


def _below_hundred(lang: str, rest: int) -> str:
    units, tens = _UNITS[lang], _TENS[lang]
    if rest < len(units):
        return units[rest]
    ten, one = divmod(rest, 10)
    if not one:
        return tens[ten - 2]
    if lang == DANISH:
        return f"{'en' if one == 1 else units[one]}og{tens[ten - 2]}"
    return f"{tens[ten - 2]}-{units[one]}"
