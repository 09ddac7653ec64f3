"""Numbers and dates as a Danish or an English reader expects them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from reports.language.catalogue import texts

LOCALES = {"da": "da_DK", "en": "en_GB"}
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
"""Between the ends of a range, and where there is no number."""
HARD_SPACE = "\N{NO-BREAK SPACE}"
FEWEST_SHOWN = 5
"""The smallest number of children, other than none, that may be published."""


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Return `value` with that many decimals, a true minus sign and never a minus zero."""
    rounded = round(value, decimals) or 0.0
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return _with_minus(format_decimal(rounded, pattern, locale=LOCALES[lang]))


def plain(value: float, lang: str) -> str:
    """Return `value` with the decimals it has, six at most."""
    return _with_minus(format_decimal(round(value, 6) or 0.0, "#,##0.######", locale=LOCALES[lang]))


def alike(values: Iterable[float], lang: str) -> tuple[str, ...]:
    """Return values that belong together with the same decimals: enough for two digits of the smallest."""
    numbers = tuple(values)
    smallest = min((abs(value) for value in numbers if value), default=1.0)
    most = min(6, max(0, 1 - math.floor(math.log10(smallest))))
    rounded = [round(value, most) for value in numbers]
    decimals = next(d for d in range(most + 1) if all(round(value, d) == value for value in rounded))
    return tuple(number(value, lang, decimals) for value in numbers)


def percent(share: float, lang: str) -> str:
    """Return a share in whole per cent; only what is exactly none or all is 0 or 100."""
    t = texts(lang)
    if 0 < share < 0.005:
        return t["percent_below"].format(percent=_percent(0.01, lang))
    if 0.995 <= share < 1:
        return t["percent_above"].format(percent=_percent(0.99, lang))
    return _percent(share, lang)


def out_of_ten(share: float, lang: str) -> str:
    """Return a share like "7 af 10", a tie rounded down; near none and all it says so instead of 0 or 10.

    The ends themselves deserve a sentence of their own: ValueError for 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share: {share} is none or all; say so in words")
    t = texts(lang)
    if share < 0.05:
        return t["fewer_than_twentieth"]
    if share > 0.95:
        return t["more_than_nineteen"]
    return t["out_of_ten"].format(count=min(9, max(1, math.ceil(share * 10 - 0.5))))


def hidden(children: float) -> bool:
    """Return whether a number of children, or the mean of one, is too small to publish."""
    return 0 < children < FEWEST_SHOWN


def count(children: float, lang: str) -> str:
    """Return a number of children in whole children, or that it is under 5."""
    return texts(lang)["hidden_count"] if hidden(children) else number(children, lang)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The unit in which amounts that belong together are written."""

    key: str
    divisor: float
    decimals: int

    def number(self, dkk: float, lang: str) -> str:
        """Return the amount in this unit, without the unit."""
        return number(dkk / self.divisor, lang, self.decimals)

    def unit(self, lang: str) -> str:
        """Return the name of the unit, as in the head of a table."""
        return texts(lang)[f"unit_{self.key}"]

    def amount(self, dkk: float, lang: str) -> str:
        """Return the amount with its unit; nothing is "0 kr." in any unit."""
        key = self.key if dkk else "dkk"
        written = self.number(dkk, lang) if dkk else "0"
        return _unbroken(texts(lang)[key].format(number=written))

    def between(self, low: float, high: float, lang: str) -> str:
        """Return two amounts as "mellem -3,1 og 12,4 mio. kr.", the unit once."""
        sentence = texts(lang)[f"range_{self.key}"]
        words = sentence.format(low=self.number(low, lang), high=self.number(high, lang))
        return words.replace(f" {self.unit(lang)}", _unbroken(f" {self.unit(lang)}"))


MILLION = Scale(key="dkk_million", divisor=1e6, decimals=1)
THOUSAND = Scale(key="dkk_thousand", divisor=1e3, decimals=0)
KRONER = Scale(key="dkk", divisor=1.0, decimals=0)


def scale_of(amounts_dkk: Iterable[float]) -> Scale:
    """Return the unit in which the largest of some amounts reads well."""
    largest = max((abs(dkk) for dkk in amounts_dkk), default=0.0)
    if largest >= 999_500:
        return MILLION
    return THOUSAND if largest >= 9_999.5 else KRONER


def kroner(dkk: float, lang: str) -> str:
    """Return an amount in the unit that suits its size: "4,2 mio. kr.", "850 tusind kr.", "0 kr."."""
    return scale_of([dkk]).amount(dkk, lang)


def day_words(day: date, lang: str) -> str:
    """Return a date in words, as "30. november 2023"."""
    return format_date(day, "long", locale=LOCALES[lang])


def _percent(share: float, lang: str) -> str:
    return _with_minus(format_percent(share, locale=LOCALES[lang]))


def _with_minus(text: str) -> str:
    return text.replace("-", MINUS)


def _unbroken(text: str) -> str:
    return text.replace(" ", HARD_SPACE)
