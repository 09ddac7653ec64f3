"""Bring kroner from the prices of one year to those of another: the shipped index and a municipality's own.

Caveat first: the shipped index is the state's general price and wage rise, about three fifths pay and two
fifths consumer prices, as the Ministry of Finance's agency publishes it. It stands in for the price and wage
estimate (PL) of the association of municipalities, KL, which is not open to all and can lie some tenths of a
percentage point from it in a single year. A municipality's own index replaces it, year by year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import fsum, inf, prod

from model.arithmetic.functions import power_of_numbers


@dataclass(frozen=True, kw_only=True)
class YearlyRise:
    """How much prices and wages rose from the year before to `year`, as published."""

    year: int
    percent: float
    source: str
    estimate: bool
    """True where the year had not ended when the source was written."""


_AGENCY = (
    "Økonomistyrelsen, Fastprisberegninger: generel pris- og lønstigning (as of June 2024), "
    "https://oes.dk/statsregnskab/finanslov-og-udgiftsopfoelgning/indeks/fastprisberegninger/"
)
_PERCENT = {
    1992: 2.5,
    1993: 1.8,
    1994: 2.0,
    1995: 1.9,
    1996: 2.6,
    1997: 2.4,
    1998: 2.6,
    1999: 2.8,
    2000: 2.5,
    2001: 3.3,
    2002: 2.5,
    2003: 2.3,
    2004: 2.0,
    2005: 2.2,
    2006: 1.7,
    2007: 2.2,
    2008: 3.6,
    2009: 3.0,
    2010: 2.2,
    2011: 1.3,
    2012: 1.6,
    2013: 0.5,
    2014: 0.4,
    2015: 0.5,
    2016: 0.5,
    2017: 1.2,
    2018: 1.9,
    2019: 1.3,
    2020: 1.1,
    2021: 1.2,
    2022: 4.3,
    2023: 2.5,
    2024: 4.0,
    2025: 2.8,
}
MUNICIPAL_INDEX = tuple(
    YearlyRise(year=year, percent=percent, source=_AGENCY, estimate=year >= 2024)
    for year, percent in _PERCENT.items()
)
"""The shipped yearly rises, in order of year, without a gap."""
FIRST_YEAR, LAST_YEAR = MUNICIPAL_INDEX[0].year - 1, MUNICIPAL_INDEX[-1].year
"""The first and the last year whose price level the shipped index knows."""
CARRYING_YEARS = 10
"""Years outside are carried on by the mean yearly rise of this many years nearest to them."""


def _shipped() -> dict[int, float]:
    level, by_year = 100.0, {FIRST_YEAR: 100.0}
    for rise in MUNICIPAL_INDEX:
        level *= 1 + rise.percent / 100
        by_year[rise.year] = level
    return by_year


_LEVEL = _shipped()


def _mean_rise(rises: Iterable[YearlyRise]) -> float:
    percent = [rise.percent for rise in rises]
    return 1 + fsum(percent) / len(percent) / 100


_BACKWARD = _mean_rise(MUNICIPAL_INDEX[:CARRYING_YEARS])
_ONWARD = _mean_rise(MUNICIPAL_INDEX[-CARRYING_YEARS:])


def _shipped_level(year: int) -> float:
    if year > LAST_YEAR:
        return _LEVEL[LAST_YEAR] * prod([_ONWARD] * (year - LAST_YEAR))
    if year < FIRST_YEAR:
        return _LEVEL[FIRST_YEAR] / prod([_BACKWARD] * (FIRST_YEAR - year))
    return _LEVEL[year]


@dataclass(frozen=True, kw_only=True)
class PriceIndex:
    """Relative cost of the same in each year: a municipality's own index where it has one, else the shipped.

    Before the first and after the last year of its own, the shipped rises are carried on from there. Between
    two years of its own, the shipped rises are scaled so that both are met.
    """

    own: tuple[tuple[int, float], ...] = ()
    """(year, index), in order of year; only the ratios matter."""

    def __post_init__(self) -> None:
        if any(later <= earlier for (earlier, _), (later, _) in pairwise(self.own)):
            raise ValueError("price index: the years must rise")
        for year, index in self.own:
            if not 0 < index < inf:
                raise ValueError(f"price index: {year} is {index}; it must be above zero")

    @cached_property
    def _own(self) -> dict[int, float]:
        return dict(self.own)

    def factor(self, *, from_year: int, to_year: int) -> float:
        """Return the factor on an amount; 1 for the same year."""
        return 1.0 if from_year == to_year else self.level(to_year) / self.level(from_year)

    def level(self, year: int) -> float:
        """Return the price level of a year; only the ratio of two levels has a meaning."""
        own = self._own
        if not own or year in own:
            return own[year] if own else _shipped_level(year)
        before, after = [known for known in own if known < year], [known for known in own if known > year]
        low, high = max(before or after[:1]), min(after or before[-1:])
        level = own[low] * _shipped_level(year) / _shipped_level(low)
        if low == high:
            return level
        missed = own[high] / own[low] / (_shipped_level(high) / _shipped_level(low))
        return level * power_of_numbers(missed, (year - low) / (high - low))

    def carried(self, years: Iterable[int]) -> tuple[int, ...]:
        """Return those of `years` that no source tells, each once, in order: their level is carried on."""
        between_own = range(self.own[0][0], self.own[-1][0] + 1) if self.own else range(0)
        sourced = range(FIRST_YEAR, LAST_YEAR + 1)
        return tuple(sorted({year for year in years if year not in sourced and year not in between_own}))


def yearly_percent_carried_on() -> float:
    """Return the rise in percent by which the years after the last sourced one are carried on."""
    return 100 * (_ONWARD - 1)
