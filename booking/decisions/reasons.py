"""Why kroner of a gain may not be booked, or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import format_date

from booking.register.entry_kinds import BlocksForm
from scenarios.format.assumptions import Grade, Text

Kind = Literal[
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

    kind: Kind
    text: Text
    dkk: float = 0.0


def capacity(blocks: Sequence[BlocksForm], payer: str) -> Text:
    """Return that places are given up in whole blocks."""
    ours = [each for each in blocks if payer in each.payers]
    sizes = sorted({each.places for each in ours})
    notice = max((each.notice_months for each in ours), default=0)
    da = f"kapaciteten frigøres først ved {_or(sizes, 'eller')} pladser"
    en = f"capacity is released only at {_or(sizes, 'or')} places"
    if notice:
        da, en = f"{da} og {notice} måneders varsel", f"{en} and {notice} months' notice"
    return Text(da=da, en=en)


def policy(whys: Sequence[Text]) -> Text:
    """Return why not all of it is money in a budget."""
    da, en = (" ".join(f"{why.in_language(lang).rstrip('.')}." for why in whys) for lang in ("da", "en"))
    return Text(da=f"ikke penge i budgettet: {da}".rstrip("."), en=f"no money in a budget: {en}".rstrip("."))


def confidence(share: float) -> Text:
    """Return that it is not sure enough."""
    return Text(
        da=f"under {100 * share:g} % sikkerhed".replace(".", ","), en=f"below {100 * share:g}% confidence"
    )


def evidence(grade: Grade, least: Grade) -> Text:
    """Return that what a case rests on is not firm enough."""
    da, en = _GRADES[grade]
    least_da, least_en = _GRADES[least]
    return Text(
        da=f"evidensen er for svag: {da}; reglen kræver mindst {least_da}",
        en=f"the evidence is too weak: {en}; the rule asks for {least_en} at least",
    )


def first_year(number: int) -> Text:
    """Return that it is too early in the case."""
    return Text(da=f"først fra casens {number}. budgetår", en=f"only from budget year {number} of the case")


def milestone(number: int, title: Text, by: date) -> Text:
    """Return that a milestone has not been reached."""
    when = _day(by)
    return Text(
        da=f"milepæl {number} ikke nået: {title.da} ({when.da})",
        en=f"milestone {number} not reached: {title.in_language('en')} ({when.en})",
    )


def newest_ledger(known: date, newest: date) -> Text:
    """Return that a run is older than the newest ledger."""
    ours, theirs = _day(known), _day(newest)
    return Text(
        da=f"kørslen kender til {ours.da} og er ældre end den nyeste sagsliste ({theirs.da})",
        en=f"the run knows until {ours.en} and is older than the newest ledger ({theirs.en})",
    )


def same_children(title: Text) -> Text:
    """Return that another case is booked for the same children."""
    return Text(
        da=f"»{title.da}« er indlagt og når de samme børn; de to skal foreslås samlet",
        en=f"'{title.in_language('en')}' is booked and reaches the same children; propose the two together",
    )


SENSITIVITY = Text(da="afventer følsomhedsanalyse", en="awaits the sensitivity analysis")
APPROVAL = Text(da="betaleren har ikke godkendt", en="the payer has not approved")
NOT_MUNICIPAL = Text(da="betaleren er ikke kommunens", en="the payer is not the municipality's")
YEAR_OVER = Text(da="budgetåret er slut", en="the budget year is over")
OUTSIDE = Text(
    da="sagslisten passer ikke med det, scenariet holder muligt; ret scenariet, og regn det igen",
    en="the ledger does not fit what the scenario holds possible; mend the scenario and run it again",
)
BOOKED = Text(da="allerede indlagt", en="booked already")
OVERBOOKED = Text(
    da="mere er indlagt, end reglen nu tillader; tilbagefør",
    en="more is booked than the rule now allows; reverse",
)
_GRADES: dict[Grade, tuple[str, str]] = {
    "registered": ("registrerede tal", "registered figures"),
    "published": ("offentliggjorte tal", "published figures"),
    "randomised": ("lodtrækningsforsøg", "randomised trials"),
    "controlled": ("undersøgelser med kontrolgruppe", "studies with a control group"),
    "before_after": ("før- og eftermålinger", "before-and-after studies"),
    "assumption": ("antagelse", "an assumption"),
}


def _day(day: date) -> Text:
    return Text(da=format_date(day, "d. MMMM y", locale="da"), en=format_date(day, "d MMMM y", locale="en"))


def _or(numbers: Sequence[int], word: str) -> str:
    *first, last = map(str, numbers) if numbers else ("?",)
    return f"{', '.join(first)} {word} {last}" if first else last
