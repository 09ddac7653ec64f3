"""Word the reasons why kroner of a gain may not be booked, or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from language.formatting import day_words, number, plain
from language.messages import Fact, Message, mark
from scenarios.files.forms import Text
from scenarios.format.assumptions import Grade
from scenarios.running.limits import MOST_DRAWS

ReasonKind = Literal[
    "policy",
    "confidence",
    "draws",
    "error",
    "booked",
    "booked_elsewhere",
    "overbooked",
    "not_municipal",
    "year_over",
    "rule",
    "sensitivity",
    "newest_ledger",
    "outside",
    "evidence",
    "first_year",
    "milestone",
    "approval",
    "same_children",
]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason; kroner of a gain that wait for several things stand with the first of them."""

    kind: ReasonKind
    text: Message
    dkk: float = 0.0
    wanted_draws: int | None = None
    """How many draws would do, where there are too few."""


def policy(whys: Sequence[Text]) -> Message:
    """Say why not all of a gain is money in a budget."""
    return Message("no money in a budget: {whys}", whys=Fact(_sentences, tuple(whys)))


def confidence(share: float) -> Message:
    """Say that a gain is not sure enough."""
    return Message("below {percent}% confidence", percent=Fact(plain, 100 * share))


def draws(count: float, least: int, *, is_followed_up: bool) -> Message:
    """Say that an amount rests on too few draws; after a follow-up, on weights that are worth too few."""
    return Message(
        mark(
            "the follow-up is worth {count} draws, fewer than the {least} that the rule asks for; follow up "
            "again with more of them"
        )
        if is_followed_up
        else mark("too few draws: {count}, and the rule asks for {least}; run again with {least} or more"),
        count=Fact(_rounded, count),
        least=least,
    )


def draws_for(share: float | None, most: float, *, draws: float, least: int) -> int:
    """Return how many draws bring the error of an amount, as a share of it, below `most`: a round number."""
    too_large = None if share is None else share / most
    wanted = least if too_large is None else max(least, _ROOM * draws * too_large * too_large)
    return next((each for each in _ROUND if wanted <= each < MOST_DRAWS), MOST_DRAWS)


def error(most: float, *, wanted: int) -> Message:
    """Say that the Monte Carlo error of an amount is above `most`, a share of it, or not known."""
    return Message(
        "the computing error is not within the {most}% of the amount that the rule allows; run "
        "again with {wanted} draws or more",
        most=Fact(plain, 100 * most),
        wanted=wanted,
    )


def evidence(grade: Grade, least: Grade) -> Message:
    """Say that the evidence of a case is not firm enough."""
    return Message(
        "the evidence is too weak: {grade}; the rule asks for {least} at least",
        grade=Message(_GRADES[grade]),
        least=Message(_GRADES[least]),
    )


def first_year(number: int) -> Message:
    """Say that a budget year is too early in the case."""
    return Message("only from budget year {number} of the case", number=number)


def milestone(number: int, title: Text, by: date) -> Message:
    """Say that a milestone has not been reached."""
    return Message(
        "milestone {number} not reached: {title} ({day})",
        number=number,
        title=title,
        day=Fact(day_words, by),
    )


def newest_ledger(known: date, newest: date) -> Message:
    """Say that a run is older than the newest ledger."""
    return Message(
        "the run knows until {known} and is older than the newest ledger ({newest})",
        known=Fact(day_words, known),
        newest=Fact(day_words, newest),
    )


def same_children(title: Text) -> Message:
    """Say that another case is booked for the same children."""
    return Message("'{title}' is booked and reaches the same children; propose the two together", title=title)


_ROOM = 1.2
"""More draws than the error should take, for the error is itself an estimate."""
_ROUND = tuple(first * tens for tens in (1, 10, 100, 1_000, 10_000, 100_000) for first in (1, 2, 5))
"""Numbers of draws that are asked for."""
SENSITIVITY = Message("awaits the sensitivity analysis")
APPROVAL = Message("the payer has not approved")
NOT_MUNICIPAL = Message("the payer is not the municipality's")
YEAR_OVER = Message("the budget year is over")
RULE = Message("the rule has been changed since the case was proposed; propose it again")
OUTSIDE = Message(
    "the ledger does not fit what the scenario holds possible; mend the scenario and run it again"
)
BOOKED = Message("booked already")
BOOKED_ELSEWHERE = Message("the same gain is booked by another payer")
OVERBOOKED = Message("more is booked than the rule now allows; reverse")
_GRADES: dict[Grade, str] = {
    "registered": mark("registered figures"),
    "published": mark("published figures"),
    "randomised": mark("randomised trials"),
    "controlled": mark("studies with a control group"),
    "before_after": mark("before-and-after studies"),
    "assumption": mark("an assumption"),
}


def _rounded(value: float) -> str:
    return number(value)


def _sentences(texts: Sequence[Text]) -> str:
    return " ".join(f"{str(text).rstrip('.')}." for text in texts).rstrip(".")
