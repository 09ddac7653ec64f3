"""Format numbers, amounts, dates and sentences as readers of the language that is set expect them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from language.messages import language, mark, say

_LOCALES = {"da": "da_DK", "en": "en_GB"}
"""Where the name of a language alone would not do."""
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
"""Between the ends of a range, and where there is no number."""
HARD_SPACE = "\N{NO-BREAK SPACE}"
FEWEST_SHOWN = 5
"""The smallest number of children, other than none, that may be published."""


def number(value: float, decimals: int = 0) -> str:
    """Return `value` with that many decimals, a true minus sign and never a minus zero."""
    rounded = round(value, decimals) or 0.0
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return _with_minus(format_decimal(rounded, pattern, locale=locale()))


def plain(value: float) -> str:
    """Return `value` with the decimals it has, six at most."""
    return _with_minus(format_decimal(round(value, 6) or 0.0, "#,##0.######", locale=locale()))


def alike(values: Iterable[float]) -> tuple[str, ...]:
    """Return values that belong together with the same decimals: enough for two digits of the smallest."""
    numbers = tuple(values)
    smallest = min((abs(value) for value in numbers if value), default=1.0)
    most = min(6, max(0, 1 - math.floor(math.log10(smallest))))
    rounded = [round(value, most) for value in numbers]
    decimals = next(d for d in range(most + 1) if all(round(value, d) == value for value in rounded))
    return tuple(number(value, decimals) for value in numbers)


def percent(share: float) -> str:
    """Return a share in whole per cent; only what is exactly none or all is 0 or 100."""
    if 0 < share < 0.005:
        return say("below {percent}", percent=_percent(0.01))
    if 0.995 <= share < 1:
        return say("above {percent}", percent=_percent(0.99))
    return _percent(share)


def out_of_ten(share: float) -> str:
    """Return a share like "7 af 10", a tie rounded down; near none and all it says so instead of 0 or 10.

    The ends themselves deserve a sentence of their own: ValueError for 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share: {share} is none or all; say so in words")
    if share < 0.05:
        return say("fewer than 1 out of 20")
    if share > 0.95:
        return say("more than 19 out of 20")
    return say("{count} out of 10", count=min(9, max(1, math.ceil(share * 10 - 0.5))))


def hidden(children: float) -> bool:
    """Return whether a number of children, or the mean of one, is too small to publish."""
    return 0 < children < FEWEST_SHOWN


def count(children: float) -> str:
    """Return a number of children in whole children, or that it is under 5."""
    return say("under\N{NO-BREAK SPACE}5") if hidden(children) else number(children)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The unit in which amounts that belong together are written."""

    divisor: float
    decimals: int
    name: str = ""
    """Of the unit, a message; empty where the number stands by itself."""
    one: str = "{number}"
    """An amount in it, a message about `number`."""
    two: str = f"{{low}}{DASH}{{high}}"
    """Two amounts in it, a message about `low` and `high`."""

    def number(self, dkk: float) -> str:
        """Return the amount in this unit, without the unit."""
        return number(dkk / self.divisor, self.decimals)

    def unit(self) -> str:
        """Return the name of the unit, as in the head of a table."""
        return say(self.name)

    def amount(self, dkk: float) -> str:
        """Return the amount with its unit; nothing is "0 kr." in any unit."""
        return _unbroken(say(self.one, number=self.number(dkk)) if dkk else say(KRONER.one, number="0"))

    def between(self, low: float, high: float) -> str:
        """Return two amounts as "mellem -3,1 og 12,4 mio. kr.", the unit once."""
        words = say(self.two, low=self.number(low), high=self.number(high))
        return words.replace(f" {self.unit()}", _unbroken(f" {self.unit()}"))


MILLION = Scale(
    divisor=1e6,
    decimals=1,
    name=mark("DKK million"),
    one=mark("DKK {number} million"),
    two=mark("between DKK {low} and {high} million"),
)
THOUSAND = Scale(
    divisor=1e3,
    decimals=0,
    name=mark("DKK thousand"),
    one=mark("DKK {number} thousand"),
    two=mark("between DKK {low} and {high} thousand"),
)
KRONER = Scale(
    divisor=1.0,
    decimals=0,
    name=mark("DKK"),
    one=mark("DKK {number}"),
    two=mark("between DKK {low} and {high}"),
)


def scale_of(amounts_dkk: Iterable[float]) -> Scale:
    """Return the unit in which the largest of some amounts reads well."""
    largest = max((abs(dkk) for dkk in amounts_dkk), default=0.0)
    if largest >= 999_500:
        return MILLION
    return THOUSAND if largest >= 9_999.5 else KRONER


def kroner(dkk: float) -> str:
    """Return an amount in the unit that suits its size: "4,2 mio. kr.", "850 tusind kr.", "0 kr."."""
    return scale_of([dkk]).amount(dkk)


def day_words(day: date) -> str:
    """Return a date in words, as "30. november 2023"."""
    return format_date(day, "long", locale=locale())


def month_words(day: date) -> str:
    """Return the month of a day, as "januar"."""
    return str(format_date(day, "LLLL", locale=locale()))


def _percent(share: float) -> str:
    return _with_minus(format_percent(share, locale=locale()))


def _with_minus(text: str) -> str:
    return text.replace("-", MINUS)


def _unbroken(text: str) -> str:
    return text.replace(" ", HARD_SPACE)


def locale() -> str:
    """Return the name of the locale of the language that is set, as Babel knows it."""
    return _LOCALES.get(language(), language())


def capital(text: str) -> str:
    """Return the text as it begins a sentence, a row or a line."""
    return text[:1].upper() + text[1:]


def ended(sentence: str) -> str:
    """Return a sentence with one full stop, where an amount or a unit brings one of its own."""
    return sentence.replace("..", ".")
