"""Name budget years and the time between them; a year of which only a part is simulated is marked."""

from collections.abc import Iterable
from datetime import date

from language.formatting import DASH, month_words
from language.messages import say
from model.world.months import Months


def year_words(months: Months, year: int) -> str:
    """Return a budget year as "2027", or as "2027 (from April)" where only a part of it is simulated."""
    first, last = _first_month(months), _last_month(months)
    if year == first.year and first.month != 1:
        return say("{year} (from {month})", year=year, month=month_words(first))
    if year == last.year and last.month != 12:
        return say("{year} (through {month})", year=year, month=month_words(last))
    return str(year)


def span_words(months: Months) -> str:
    """Return what is simulated as "2027\N{EN DASH}2036", with months where it is not whole years."""
    first, last = _first_month(months), _last_month(months)
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}{DASH}{last.year}"
    return f"{_month_and_year(first)} {DASH} {_month_and_year(last)}"


def spans(months: Months, years: Iterable[int]) -> str:
    """Return budget years as "2027, 2029\N{EN DASH}2031", those of which only a part is simulated marked."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(range_words(months, part[0], part[-1]) for part in parts)


def range_words(months: Months, first: int, last: int) -> str:
    """Return two budget years as a range with a dash, or as one where they are the same."""
    ends = [year_words(months, year) for year in dict.fromkeys((first, last))]
    return (DASH if all(map(str.isdigit, ends)) else f" {DASH} ").join(ends)


def end_words(months: Months) -> str:
    """Return the end of what is simulated, as "2036", or as "March 2037" where that year is not whole."""
    last = _last_month(months)
    return str(last.year) if last.month == 12 else _month_and_year(last)


def axis_words(months: Months, year: int) -> str:
    """Return a budget year for an axis: with a star where only a part of it is simulated."""
    return f"{year}*" if year in {*months.years} - {*months.whole_years} else str(year)


def partial_note(months: Months) -> tuple[str, ...]:
    """Return a sentence on the budget years of which only a part is simulated; none where all are whole."""
    partial = [year_words(months, year) for year in months.years if year not in months.whole_years]
    if not partial:
        return ()
    return (
        say(
            "Only a part of the budget year is in the calculation, and nothing is scaled up: {years}.",
            years=", ".join(partial),
        ),
    )


def star_note(months: Months) -> tuple[str, ...]:
    """Return that sentence as the note to the stars of `axis_words`."""
    return tuple(f"* {note}" for note in partial_note(months))


def _first_month(months: Months) -> date:
    return months.start


def _last_month(months: Months) -> date:
    number = months.start.year * 12 + months.start.month - 2 + months.count
    return date(number // 12, number % 12 + 1, 1)


def _month_and_year(month: date) -> str:
    return f"{month_words(month)} {month.year}"
