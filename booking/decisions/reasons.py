"""Word the reasons why kroner of a gain may not be booked, or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from booking.register.entry_kinds import BlocksForm
from language.formatting import day_words, plain
from language.messages import Fact, Message, mark, say
from scenarios.files.forms import Text
from scenarios.format.assumptions import Grade

ReasonKind = Literal[
    "capacity",
    "policy",
    "confidence",
    "booked",
    "overbooked",
    "not_municipal",
    "year_over",
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


def capacity(blocks: Sequence[BlocksForm], payer: str) -> Message:
    """Say that places are given up in whole blocks."""
    ours = [each for each in blocks if payer in each.payers]
    sizes = Fact(_or, tuple(sorted({each.places for each in ours})))
    notice = max((each.notice_months for each in ours), default=0)
    if not notice:
        return Message("capacity is released only at {sizes} places", sizes=sizes)
    return Message(
        "capacity is released only at {sizes} places and {notice} months' notice", sizes=sizes, notice=notice
    )


def policy(whys: Sequence[Text]) -> Message:
    """Say why not all of a gain is money in a budget."""
    return Message("no money in a budget: {whys}", whys=Fact(_sentences, tuple(whys)))


def confidence(share: float) -> Message:
    """Say that a gain is not sure enough."""
    return Message("below {percent}% confidence", percent=Fact(plain, 100 * share))


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


SENSITIVITY = Message("awaits the sensitivity analysis")
APPROVAL = Message("the payer has not approved")
NOT_MUNICIPAL = Message("the payer is not the municipality's")
YEAR_OVER = Message("the budget year is over")
OUTSIDE = Message(
    "the ledger does not fit what the scenario holds possible; mend the scenario and run it again"
)
BOOKED = Message("booked already")
OVERBOOKED = Message("more is booked than the rule now allows; reverse")
_GRADES: dict[Grade, str] = {
    "registered": mark("registered figures"),
    "published": mark("published figures"),
    "randomised": mark("randomised trials"),
    "controlled": mark("studies with a control group"),
    "before_after": mark("before-and-after studies"),
    "assumption": mark("an assumption"),
}


def _sentences(texts: Sequence[Text]) -> str:
    return " ".join(f"{str(text).rstrip('.')}." for text in texts).rstrip(".")


def _or(numbers: Sequence[int]) -> str:
    *first, last = map(str, numbers) if numbers else ("?",)
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last
