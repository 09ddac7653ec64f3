"""Build a world of two steps and one programme, and what lives in it cost."""

from datetime import date
from typing import Any

from model.results.account import Account, account
from model.results.cost_lines import StepCost
from model.results.economy import Economy, Payer, counting
from model.results.prices import Price, Unit
from model.results.records import Book, Cause, EnrolmentEnd, Records
from model.results.tally import Tally, tally
from model.world.months import Months
from model.world.staircase import Staircase, Step

STAIRCASE = Staircase(
    steps=tuple(Step(name=name, at_age_limit=(("out", 1.0),)) for name in ("low", "high")), exits=("out",)
)
LOW, HIGH = 0, 1
TWO_YEARS = Months.of(date(2027, 1, 1), 2)
"""365 and 366 days."""
PAYERS = (
    Payer(name="family", municipal=True),
    Payer(name="school", municipal=True),
    Payer(name="state", municipal=False),
)
FAMILY = (("family", 1.0),)
FREE = Economy(payers=PAYERS)
"""Nothing costs anything."""
EMPTYING = [(child, HIGH, -5.0, 731.0 if child < 2 else 120.0) for child in range(10)]
"""Ten children till the end of April, then two; (child, step, start, end)."""


def daily(step: str, dkk: float, *, payers: tuple[tuple[str, float], ...] = FAMILY, **rest: Any) -> StepCost:
    return StepCost(step=step, price=Price(dkk=dkk, unit=Unit.DAY), payers=payers, **rest)


def records(
    *stays: tuple[int, int, float, float], enrolments: tuple[tuple[float, float], ...] = ()
) -> Records:
    """Return (child, step, start, end) and (start, end) of enrolments; all children share a household."""
    book = Book()
    for child in {child for child, *_ in stays}:
        book.children.append((child, -3000.0, 0, 1, 0, -10.0, True))
    for visit, (child, step, start, end) in enumerate(stays):
        book.sojourns.append((child, visit, step, start, end, -1, Cause.HORIZON))
    for child, (start, end) in enumerate(enrolments):
        book.enrolments.append((child, 0, start, start, end, EnrolmentEnd.COMPLETED))
    return book.records()


def counts(lives: Records, economy: Economy = FREE) -> Tally:
    return tally(lives, counting(economy, STAIRCASE, TWO_YEARS, programme_names=["help"], roles={}))


def book_costs(lives: Records, **parts: Any) -> Account:
    economy = Economy(payers=PAYERS, **parts)
    return account(counts(lives, economy), STAIRCASE, TWO_YEARS, economy, programme_names=["help"])
